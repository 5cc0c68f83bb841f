"""Copies of tensors: to leave the engine's thread, or to be written to."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.errors import Kind, NetglassError
from engine.tensors.free_memory import free_bytes

FloatArray = NDArray[np.float32]


def frozen(tensor: Tensor) -> FloatArray:
    """A read-only, C-contiguous float32 copy of a tensor of any device and kind of number."""
    return frozen_array(np.array(tensor.float().numpy(force=True), order="C"))


def frozen_array(array: FloatArray) -> FloatArray:
    """`array` itself, made read-only; it must be nobody else's."""
    array.flags.writeable = False
    return array


def editable(name: str, tensor: Tensor) -> Tensor:
    """A copy that may be written to, whose numbers lie as in a new one.

    Raises EDIT_LAYOUT for a sparse or quantised one, EDIT_MEMORY where there is no room.
    """
    if tensor.layout is not torch.strided or tensor.is_quantized:
        raise NetglassError(Kind.EDIT_LAYOUT, parameter=name)
    free = free_bytes()
    if free is not None and tensor.nbytes > free:
        raise NetglassError(Kind.EDIT_MEMORY, parameter=name, bytes=tensor.nbytes)
    try:
        return tensor.detach().resolve_conj().resolve_neg().clone(memory_format=torch.contiguous_format)
    except (MemoryError, RuntimeError) as fault:  # torch's allocator raises the latter
        raise NetglassError(Kind.EDIT_MEMORY, parameter=name, bytes=tensor.nbytes) from fault
