"""Copies that may be published."""

import numpy as np
import pytest
import torch

from engine.tensors.copies import frozen


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.bfloat16, torch.int64])
def test_a_frozen_tensor_is_a_read_only_copy(dtype: torch.dtype):
    tensor = torch.arange(6).reshape(2, 3).to(dtype).T
    array = frozen(tensor)
    tensor.zero_()
    np.testing.assert_array_equal(array, [[0, 3], [1, 4], [2, 5]])
    assert array.dtype == np.float32
    assert array.flags.c_contiguous
    assert not array.flags.writeable


def test_a_parameter_can_be_frozen():
    assert frozen(torch.nn.Parameter(torch.ones(2))).tolist() == [1, 1]
