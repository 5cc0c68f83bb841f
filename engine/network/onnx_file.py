"""ONNX files: the initialisers of their graph, read without the onnx package and mapped where they lie."""

import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from math import prod
from pathlib import Path

import torch
from torch import Tensor

from engine.network.onnx_graph import Node, read_node
from engine.network.protobuf import fields, signed, varints
from engine.network.stored_tensors import Stamp, StoredTensor, StoredTensors

# Numbers of fields in onnx.proto (ONNX 1.x), and TensorProto.DataType
_GRAPH, _NODE, _INITIALIZER = 7, 1, 5
_DIMS, _TYPE, _NAME, _RAW, _EXTERNAL, _LOCATION = 1, 2, 8, 9, 13, 14
_FLOATS, _INT32S, _INT64S, _DOUBLES, _UINT64S = 4, 5, 7, 10, 11
_KEY, _VALUE = 1, 2
_TYPES = {
    1: torch.float32, 2: torch.uint8, 3: torch.int8, 4: torch.uint16, 5: torch.int16, 6: torch.int32,
    7: torch.int64, 9: torch.bool, 10: torch.float16, 11: torch.float64, 12: torch.uint32, 13: torch.uint64,
    14: torch.complex64, 15: torch.complex128, 16: torch.bfloat16,
    17: torch.float8_e4m3fn, 18: torch.float8_e4m3fnuz, 19: torch.float8_e5m2, 20: torch.float8_e5m2fnuz,
}  # fmt: skip


@dataclass(slots=True)
class _Initializer:
    """A TensorProto while it is read; the numbers stay where they lie."""

    name: str = ""
    kind: int = 0
    dims: list[int] = field(default_factory=list)
    raw: memoryview | None = None
    numbers: dict[int, list[int | memoryview]] = field(default_factory=dict)
    external: dict[str, str] = field(default_factory=dict)


def open_onnx(path: Path) -> tuple[StoredTensors, list[Node]]:
    """The initialisers, and the graph's nodes in their order."""
    stamp = Stamp.of(path)
    stamps = (stamp,) if stamp.is_mapped else ()
    content = _mapped(path) if stamps else memoryview(bytearray(path.read_bytes()))
    graph = next((part for number, part in fields(content) if number == _GRAPH), None)
    if not isinstance(graph, memoryview):
        raise ValueError("it holds no graph")
    stored: dict[str, StoredTensor] = {}
    nodes: list[Node] = []
    for number, part in fields(graph):
        if number == _INITIALIZER and isinstance(part, memoryview):
            initializer = _read_initializer(part)
            stored[initializer.name] = _stored(initializer, path.parent)
        elif number == _NODE and isinstance(part, memoryview):
            nodes.append(read_node(part))
    return StoredTensors(path.name, stored, stamps), nodes


def _mapped(path: Path) -> memoryview:
    """The file in memory, copied page by page where somebody writes, and never written back."""
    with path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY))


def _read_initializer(message: memoryview) -> _Initializer:
    found = _Initializer()
    for number, content in fields(message):
        if number == _DIMS:
            found.dims += _integers(content)
        elif number == _TYPE and isinstance(content, int):
            found.kind = content
        elif number == _NAME and isinstance(content, memoryview):
            found.name = _text(content)
        elif number == _RAW and isinstance(content, memoryview):
            found.raw = content
        elif number == _EXTERNAL and isinstance(content, memoryview):
            entry = dict(fields(content))
            found.external[_text(entry[_KEY])] = _text(entry[_VALUE])
        elif number in (_FLOATS, _INT32S, _INT64S, _DOUBLES, _UINT64S):
            found.numbers.setdefault(number, []).append(content)
    return found


def _stored(found: _Initializer, folder: Path) -> StoredTensor:
    shape = tuple(found.dims)
    if any(size < 0 for size in shape):
        raise ValueError(f"{found.name} has a negative size")
    dtype = _TYPES.get(found.kind)
    name = "unknown" if dtype is None else str(dtype).removeprefix("torch.")
    return StoredTensor(shape, name, partial(_read, found, shape, dtype, folder))


def _read(found: _Initializer, shape: tuple[int, ...], dtype: torch.dtype | None, folder: Path) -> Tensor:
    if dtype is None:
        raise ValueError(f"{found.name} has numbers of the unknown kind {found.kind}")
    if found.external:
        tensor = _view(_external(found, folder), dtype, prod(shape))
    elif found.raw is not None:
        tensor = _view(found.raw, dtype, prod(shape))
    else:
        tensor = _typed(found, dtype)
    if tensor.numel() != prod(shape):
        raise ValueError(f"{found.name} has {tensor.numel()} numbers, not {prod(shape)}")
    return tensor.reshape(shape)


def _view(content: memoryview, dtype: torch.dtype, count: int) -> Tensor:
    if len(content) != count * dtype.itemsize:
        raise ValueError("it claims more or fewer numbers than it holds")
    if count == 0:
        return torch.empty(0, dtype=dtype)
    tensor = torch.frombuffer(content, dtype=torch.uint8)
    return (tensor if tensor.data_ptr() % dtype.itemsize == 0 else tensor.clone()).view(dtype)


def _external(found: _Initializer, folder: Path) -> memoryview:
    """The bytes in another file, which must lie in the folder of the first."""
    name = found.external.get("location", "")
    if Path(name).name != name or not (folder / name).is_file():
        raise ValueError(f"the file {name[:60]} with its numbers is missing")
    start = int(found.external.get("offset", 0))
    content = _mapped(folder / name)
    length = int(found.external.get("length", len(content) - start))
    if start < 0 or length < 0 or start + length > len(content):
        raise ValueError(f"{name} is too short")
    return content[start : start + length]


def _typed(found: _Initializer, dtype: torch.dtype) -> Tensor:
    """Numbers in the field of their own kind, packed or one by one."""
    for number, code, size in ((_FLOATS, "f", 4), (_DOUBLES, "d", 8)):
        if number in found.numbers:
            joined = b"".join(bytes(part) for part in found.numbers[number] if isinstance(part, memoryview))
            values = torch.tensor(struct.unpack(f"<{len(joined) // size}{code}", joined), dtype=torch.float64)
            return values.to(torch.float32 if size == 4 else torch.float64)
    integers = [n for parts in found.numbers.values() for part in parts for n in _integers(part)]
    if dtype in (torch.float16, torch.bfloat16):
        return torch.tensor(integers, dtype=torch.int32).to(torch.int16).view(dtype)
    return torch.tensor(integers, dtype=torch.int64).to(dtype)


def _integers(content: int | memoryview) -> Iterator[int]:
    values = [content] if isinstance(content, int) else varints(content)
    return (signed(value) for value in values)


def _text(content: int | memoryview) -> str:
    if isinstance(content, int):
        raise ValueError("a word in it is damaged")
    return bytes(content).decode("utf-8", "replace")
