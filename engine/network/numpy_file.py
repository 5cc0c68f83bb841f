"""Archives of NumPy arrays: stored ones are mapped, compressed ones read when they are looked at."""

import json
import math
import struct
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import numpy as np
import torch
from numpy.lib import format as npy
from numpy.typing import NDArray
from torch import Tensor

from engine.network.stored_tensors import Stamp, StoredTensor, StoredTensors
from engine.network.zip_bounds import require_bounded

METADATA_ARRAY = "__metadata__"
_NUMBERS = "biufc"  # kinds of NumPy's types that tensors have
_LARGEST_WORDS = 1 << 20
_LOCAL_HEADER = 30  # bytes of a zip's local header before its name


@dataclass(frozen=True, slots=True)
class _Array:
    """The head of an array in an archive; its numbers begin `offset` bytes into the entry."""

    entry: ZipInfo
    shape: tuple[int, ...]
    fortran: bool
    dtype: np.dtype
    offset: int


def open_numpy(path: Path) -> tuple[StoredTensors, dict[str, str]]:
    """The arrays of numbers and the words of an archive; what else is in it is left out."""
    stamp = Stamp.of(path)
    source = path if stamp.is_mapped else BytesIO(path.read_bytes())
    require_bounded(source)
    with ZipFile(source) as archive:
        entries = [entry for entry in archive.infolist() if entry.filename.endswith(".npy")]
        heads = {entry.filename.removesuffix(".npy"): _head(archive, entry) for entry in entries}
        words = _words(archive, heads.pop(METADATA_ARRAY, None))
    stored = {
        name: StoredTensor(head.shape, _dtype_name(head.dtype), partial(_read, source, head))
        for name, head in heads.items()
        if head.dtype.kind in _NUMBERS
    }
    return StoredTensors(path.name, stored, (stamp,) if source is path else ()), words


def _head(archive: ZipFile, entry: ZipInfo) -> _Array:
    with archive.open(entry) as stream:
        shape, fortran, dtype = _read_header(stream)
        head = _Array(entry, shape, fortran, dtype, stream.tell())
    if not dtype.hasobject and head.offset + math.prod(shape) * dtype.itemsize > entry.file_size:
        raise ValueError(f"{entry.filename} claims more numbers than the file holds")
    return head


def _read_header(stream: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype]:
    version = npy.read_magic(stream)
    if version == (1, 0):
        return npy.read_array_header_1_0(stream)
    if version in ((2, 0), (3, 0)):
        return npy.read_array_header_2_0(stream)
    raise ValueError(f"it has arrays of the unknown format {version}")


def _read(source: Path | BytesIO, head: _Array) -> Tensor:
    if isinstance(source, Path) and head.entry.compress_type == ZIP_STORED and math.prod(head.shape):
        return _as_tensor(_mapped(source, head))
    with ZipFile(source) as archive, archive.open(head.entry) as stream:
        return _as_tensor(npy.read_array(stream, allow_pickle=False))


def _mapped(path: Path, head: _Array) -> NDArray[np.generic]:
    """A stored array where it lies: behind the local header, whose name and extra field have their own lengths."""
    with path.open("rb") as file:
        file.seek(head.entry.header_offset)
        local = file.read(_LOCAL_HEADER)
    name, extra = struct.unpack("<HH", local[26:])
    offset = head.entry.header_offset + _LOCAL_HEADER + name + extra + head.offset
    order = "F" if head.fortran else "C"
    return np.memmap(
        path, head.dtype, "c", offset, head.shape, order
    )  # "c": a change would never reach the file


def _as_tensor(array: NDArray[np.generic]) -> Tensor:
    if array.dtype.kind == "f" and array.dtype.itemsize > 8:
        array = array.astype(np.float64)
    if array.dtype.kind == "c" and array.dtype.itemsize > 16:
        array = array.astype(np.complex128)
    if not array.dtype.isnative:
        array = array.astype(array.dtype.newbyteorder("="))
    return torch.from_numpy(np.asarray(array))


def _dtype_name(dtype: np.dtype) -> str:
    return dtype.newbyteorder("=").name


def _words(archive: ZipFile, head: _Array | None) -> dict[str, str]:
    if head is None or head.entry.file_size > _LARGEST_WORDS:
        return {}
    with archive.open(head.entry) as stream:
        words = json.loads(str(npy.read_array(stream, allow_pickle=False)))
    return {str(key): str(value) for key, value in words.items()} if isinstance(words, dict) else {}
