"""A tensor taken along as a file of its own, written in slices: the largest is never copied whole."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO

import numpy as np
import torch
from numpy.lib import format as npy
from numpy.typing import NDArray
from torch import Tensor

from engine.data.atomic import whole_file
from engine.errors import Kind, NetglassError
from engine.network.formats import TENSOR_ENDINGS
from engine.tensors.levels import CHUNK, Walk, as_matrix

_WORDS = 1 << 12  # numbers that are put into words in a slice


def walk_saving(tensor: Tensor, path: Path) -> Walk[None]:
    """Write `tensor`, a real and dense one, as the ending of `path` says.

    .npy keeps its shape; .csv is the tensor as a matrix, a line a row, in as many digits as tell its numbers apart.
    Types that NumPy lacks become float32, which holds their numbers exactly. Raises WEIGHTS_ENDING and what
    `whole_file` raises.
    """
    ending = path.suffix.lower()
    if ending not in TENSOR_ENDINGS:
        raise NetglassError(Kind.WEIGHTS_ENDING, file=path.name, endings=", ".join(TENSOR_ENDINGS))
    with whole_file(path) as file:
        if ending == ".npy":
            yield from _walk_numpy(tensor, file)
        else:
            yield from _walk_text(tensor, file)


def _walk_numpy(tensor: Tensor, file: IO[bytes]) -> Walk[None]:
    dtype = _array(tensor.reshape(-1)[:0]).dtype
    about = {"descr": npy.dtype_to_descr(dtype), "fortran_order": False, "shape": tuple(tensor.shape)}
    npy.write_array_header_1_0(file, about)
    for row in _rows(as_matrix(tensor)):
        for start in range(0, row.numel(), CHUNK):
            file.write(_array(row[start : start + CHUNK]).tobytes())
            yield


def _walk_text(tensor: Tensor, file: IO[bytes]) -> Walk[None]:
    for row in as_matrix(tensor):
        for start in range(0, row.numel(), _WORDS):
            words = ",".join(map(str, _spelt(row[start : start + _WORDS])))
            file.write(("," * (start > 0) + words).encode())
            yield
        file.write(b"\n")


def _rows(matrix: Tensor) -> Iterator[Tensor]:
    """Some rows at a time, one after the other (n,)."""
    step = max(1, CHUNK // max(matrix.shape[1], 1))
    for top in range(0, matrix.shape[0], step):
        yield matrix[top : top + step].reshape(-1)


def _spelt(numbers: Tensor) -> NDArray[np.generic]:
    """The numbers in a type whose digits say exactly what they are, also to a reader who knows no half precision."""
    array = _array(numbers)
    return array.astype(np.float32) if array.dtype == np.float16 else array


def _array(numbers: Tensor) -> NDArray[np.generic]:
    numbers = numbers.detach().cpu()
    if numbers.dtype is torch.bool:
        return numbers.to(torch.uint8).numpy()
    exact = numbers.dtype is not torch.bfloat16 and "float8" not in str(numbers.dtype)
    return (numbers if exact else numbers.float()).numpy()
