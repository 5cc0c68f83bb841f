"""Singular values."""

import math

import numpy as np
import pytest
import torch

from engine.tensors.levels import finish
from engine.tensors.spectrum import effective_rank, walk_singular_values


@pytest.mark.parametrize(
    "shape", [(60, 90), (90, 60), (1, 7), (7,), (), (2, 2), (3, 40), (4, 3, 5, 5), (0, 4)]
)
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_they_are_those_of_torch(shape: tuple[int, ...], dtype: torch.dtype):
    tensor = torch.randn(shape, generator=torch.Generator().manual_seed(2)).to(dtype)
    matrix = tensor.flatten(1) if tensor.dim() >= 2 else tensor.reshape(1, -1)
    expected = torch.linalg.svdvals(matrix.double()).numpy()
    np.testing.assert_allclose(finish(walk_singular_values(tensor)), expected, rtol=1e-9, atol=1e-9)


def test_what_is_not_of_full_rank_ends_in_zeros():
    matrix = torch.randn(40, 3) @ torch.randn(3, 50)
    values = finish(walk_singular_values(matrix.double()))
    assert (values[3:] < 1e-5 * values[0]).all() and (values[:3] > 0.1).all()
    assert (finish(walk_singular_values(torch.zeros(4, 5))) == 0).all()
    assert finish(walk_singular_values(torch.diag(torch.tensor([3.0, 1, 2])))) == pytest.approx([3, 2, 1])


def test_they_come_in_slices():
    walk = walk_singular_values(torch.randn(30, 40))
    assert sum(1 for _ in walk) > 50


def test_an_odd_number_leaves_none():
    assert np.isnan(finish(walk_singular_values(torch.tensor([[1.0, float("nan")], [0, 1]])))).all()


def test_the_effective_rank_counts_equal_values_and_little_else():
    assert effective_rank(np.ones(7)) == pytest.approx(7)
    assert effective_rank(np.array([5.0, 0, 0])) == pytest.approx(1)
    assert effective_rank(np.array([1.0, 0.5, 0.25])) == pytest.approx(math.exp(0.955699), rel=1e-5)
    assert math.isnan(effective_rank(np.zeros(3)))
