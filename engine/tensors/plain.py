"""Tensors of every kind as what a screen can show: dense and real, sharing their storage where that is possible."""

import math

import torch
from torch import Tensor

from engine.errors import Kind, NetglassError

LARGEST_SPREAD = 1 << 30  # bytes that a tensor may take which has to be spread out to be seen


def plain(name: str, tensor: Tensor) -> Tensor:
    """The numbers of `tensor`: of complex ones the real and the imaginary part beside each other.

    Sparse and quantised tensors are spread out; raises TENSOR_TOO_LARGE where that would take too much.
    """
    if tensor.layout is not torch.strided or tensor.is_quantized:
        size = math.prod(tensor.shape) * 4
        if size > LARGEST_SPREAD:
            raise NetglassError(Kind.TENSOR_TOO_LARGE, parameter=name, bytes=size)
        tensor = tensor.dequantize() if tensor.is_quantized else tensor.to_dense()
    return torch.view_as_real(tensor.resolve_conj()) if tensor.is_complex() else tensor


def plain_shape(shape: tuple[int, ...], dtype: str) -> tuple[int, ...]:
    """The shape of what `plain` makes of such a tensor."""
    return (*shape, 2) if dtype.startswith("complex") else shape
