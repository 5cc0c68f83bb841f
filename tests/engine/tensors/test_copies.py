"""Copies that may be published."""

import numpy as np
import pytest
import torch

from engine.errors import Kind, NetglassError
from engine.tensors import copies as copies_module
from engine.tensors.copies import editable, frozen


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


@pytest.mark.parametrize(
    "tensor",
    [
        torch.arange(6).reshape(2, 3).T,
        torch.ones(1, 3).expand(2, 3),
        torch.ones(2, dtype=torch.complex64).conj(),
    ],
)
def test_an_editable_copy_lies_as_a_new_tensor_and_is_equal(tensor: torch.Tensor):
    copy = editable("w", tensor)
    assert torch.equal(copy, tensor) and copy.is_contiguous() and not copy.is_conj()
    copy.zero_()
    assert tensor.abs().sum() > 0


@pytest.mark.filterwarnings("ignore:.*quantized tensor creation")
def test_what_has_no_cells_is_not_copied():
    for tensor in (torch.eye(3).to_sparse(), torch.quantize_per_tensor(torch.ones(3), 0.1, 0, torch.qint8)):
        with pytest.raises(NetglassError) as failure:
            editable("w", tensor)
        assert failure.value.kind is Kind.EDIT_LAYOUT


def test_what_has_no_room_is_not_copied(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(copies_module, "free_bytes", lambda: 15)
    with pytest.raises(NetglassError) as failure:
        editable("w", torch.ones(4))
    assert failure.value.kind is Kind.EDIT_MEMORY
    assert editable("w", torch.ones(3)).tolist() == [1, 1, 1]
