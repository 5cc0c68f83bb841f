"""Vectors as rows of so many numbers."""

import numpy as np
import pytest
import torch

from engine.tensors import levels as levels_module
from engine.tensors.folding import Folded
from engine.tensors.levels import finish, walk_pooled_matrix
from engine.tensors.region import Region


def padded(vector: torch.Tensor, columns: int) -> np.ndarray:
    rows = -(-vector.numel() // columns)
    return np.pad(vector.float().numpy(), (0, rows * columns - vector.numel()), mode="edge").reshape(
        rows, columns
    )


@pytest.mark.parametrize("count", [1, 7, 20, 23, 100])
@pytest.mark.parametrize("region", [None, Region(0, 0, 2, 3), Region(1, 2, 99, 6), Region(2, 0, 3, 99)])
def test_every_cell_is_the_number_of_its_index(count: int, region: Region | None):
    vector = torch.randn(count)
    folded = Folded(vector, 7, region)
    whole = padded(vector, 7)
    top, left, bottom, right = folded.region
    assert (0 <= top <= bottom <= len(whole)) and (0 <= left <= right <= 7)
    pooled = finish(walk_pooled_matrix(folded, 500, 500))
    np.testing.assert_array_equal(pooled.levels, whole[top:bottom, left:right])


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.int8, torch.bool])
def test_what_is_pooled_is_the_strongest_of_each_block_and_nothing_else(
    dtype: torch.dtype, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(levels_module, "CHUNK", 64)
    vector = (torch.arange(1, 1002) % 97 + 1).to(dtype)
    pooled = finish(walk_pooled_matrix(Folded(vector, 20), 17, 5))
    assert pooled.levels.shape == (17, 5)
    assert (pooled.minimum, pooled.maximum) == (float(vector.min()), float(vector.max()))
    first = padded(vector, 20)[:3, :4]
    assert pooled.levels[0, 0] == first.max()


def test_a_long_vector_is_not_copied():
    vector = torch.zeros(1000)
    assert Folded(vector, 100)[slice(2, 5)].data_ptr() == vector[200:].data_ptr()
