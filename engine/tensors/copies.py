"""Copies of tensors that leave the engine's thread."""

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

FloatArray = NDArray[np.float32]


def frozen(tensor: Tensor) -> FloatArray:
    """A read-only, C-contiguous float32 copy of a tensor of any device and kind of number."""
    return frozen_array(np.array(tensor.float().numpy(force=True), order="C"))


def frozen_array(array: FloatArray) -> FloatArray:
    """`array` itself, made read-only; it must be nobody else's."""
    array.flags.writeable = False
    return array
