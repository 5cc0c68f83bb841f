"""Tensors of every kind, made dense and real."""

import pytest
import torch

from engine.errors import Kind, NetglassError
from engine.tensors.plain import plain, plain_shape


def test_a_dense_real_tensor_is_shown_itself():
    tensor = torch.ones(2, dtype=torch.bfloat16)
    assert plain("w", tensor) is tensor


def test_of_complex_numbers_both_parts_are_shown():
    tensor = torch.tensor([[1 + 2j], [3 - 4j]])
    shown = plain("w", tensor.conj())
    assert shown.tolist() == [[[1, -2]], [[3, 4]]]
    assert plain_shape((2, 1), "complex64") == tuple(shown.shape)


KINDS = {
    "coo": lambda tensor: tensor.to_sparse(),
    "csr": lambda tensor: tensor.to_sparse_csr(),
    "quantised": lambda tensor: torch.quantize_per_tensor(tensor, 1, 0, torch.qint8),
}


@pytest.mark.filterwarnings("ignore::UserWarning")  # torch's, of what is new or goes
@pytest.mark.parametrize("kind", KINDS)
def test_sparse_and_quantised_tensors_are_spread_out(kind: str):
    assert plain("w", KINDS[kind](torch.eye(3))).tolist() == torch.eye(3).tolist()


def test_a_sparse_tensor_that_would_fill_the_memory_is_refused():
    places, size = torch.zeros(2, 1, dtype=torch.int64), (1 << 20, 1 << 20)
    tensor = torch.sparse_coo_tensor(places, torch.ones(1), size, check_invariants=True)
    with pytest.raises(NetglassError) as caught:
        plain("w", tensor)
    assert caught.value.kind is Kind.TENSOR_TOO_LARGE
