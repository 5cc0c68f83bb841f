"""Files of safetensors, alone or the parts that an index names."""

import json
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import safetensors.torch
from safetensors import safe_open

from engine.network.stored_tensors import Stamp, StoredTensor, StoredTensors, stored_of

_DTYPES = {
    "F64": "float64", "F32": "float32", "F16": "float16", "BF16": "bfloat16", "I64": "int64", "I32": "int32",
    "I16": "int16", "I8": "int8", "U64": "uint64", "U32": "uint32", "U16": "uint16", "U8": "uint8", "BOOL": "bool",
    "C64": "complex64", "F8_E4M3": "float8_e4m3fn", "F8_E5M2": "float8_e5m2",
}  # fmt: skip
_LARGEST_INDEX = 64 << 20

Found = tuple[StoredTensors, dict[str, str]]


def open_safetensors(path: Path) -> Found:
    """The tensors and the words of the file; the library checks the header against the size first."""
    stored, metadata, stamps = _part(path)
    return StoredTensors(path.name, _in_order(stored), stamps), metadata


def open_index(path: Path) -> Found:
    """The tensors of all parts that an index of safetensors names; they lie in its folder."""
    if path.stat().st_size > _LARGEST_INDEX:
        raise ValueError("it is too large for an index")
    places = json.loads(path.read_bytes())["weight_map"]
    if not isinstance(places, dict):
        raise ValueError("it names no parts")
    stored: dict[str, StoredTensor] = {}
    stamps: tuple[Stamp, ...] = ()
    for name in dict.fromkeys(places.values()):
        part, _, stamped = _part(_beside(path, name))
        stored |= {key: part[key] for key, place in places.items() if place == name}
        stamps += stamped
    return StoredTensors(path.name, _in_order(stored), stamps), {}


def _beside(index: Path, name: object) -> Path:
    """A part's path; an index must not lead out of its folder."""
    if not isinstance(name, str) or Path(name).name != name:
        raise ValueError(f"{str(name)[:60]} is no name of a part")
    part = index.parent / name
    if not part.is_file():
        raise ValueError(f"its part {name} is missing")
    return part


def _part(path: Path) -> tuple[dict[str, StoredTensor], dict[str, str], tuple[Stamp, ...]]:
    stamp = Stamp.of(path)
    with safe_open(path, "pt") as file:
        metadata = dict(file.metadata() or {})
    if not stamp.is_mapped:
        tensors = safetensors.torch.load(path.read_bytes())
        return {name: stored_of(tensor) for name, tensor in tensors.items()}, metadata, ()
    file = safe_open(path, "pt")  # stays open: it hands out views of the mapped file
    stored = {name: _mapped(file, name) for name in file.keys()}  # noqa: SIM118  # it is no dict
    return stored, metadata, (stamp,)


def _mapped(file: safe_open, name: str) -> StoredTensor:
    about = file.get_slice(name)
    dtype = str(about.get_dtype())
    kind = _DTYPES.get(dtype, dtype.lower())
    return StoredTensor(tuple(about.get_shape()), kind, partial(file.get_tensor, name))


def _in_order(stored: Mapping[str, StoredTensor]) -> dict[str, StoredTensor]:
    """Sorted, 2 before 10: the format keeps no order of its own, the tensors lie by size of number."""
    return {name: stored[name] for name in sorted(stored, key=natural)}


def natural(name: str) -> list[tuple[int, str]]:
    """A key that sorts 2 before 10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", name)]
