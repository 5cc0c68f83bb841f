"""Tensors at the size of the screen."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engine.tensors import levels as module
from engine.tensors.blocks import block_starts, even_blocks, extremes
from engine.tensors.levels import (
    as_matrix,
    clip,
    finish,
    levels,
    robust_limit,
    values,
    walk_levels,
    walk_pooled,
)
from engine.tensors.region import Region

NUMBERS = st.floats(-1e6, 1e6, width=32)
matrices = hnp.arrays(
    np.float32, hnp.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=12), elements=NUMBERS
)
sizes = st.integers(1, 15)


def blocks(size: int, count: int) -> list[slice]:
    ends = [*block_starts(size, count).tolist(), size]
    return [slice(first, end) for first, end in pairwise(ends)]


@given(matrices, sizes, sizes)
def test_each_level_is_the_largest_of_its_block_with_its_sign(matrix: np.ndarray, rows: int, columns: int):
    pooled = levels(torch.from_numpy(matrix), None, rows, columns)
    assert pooled.shape == (min(rows, matrix.shape[0]), min(columns, matrix.shape[1]))
    for row, down in enumerate(blocks(matrix.shape[0], rows)):
        for column, across in enumerate(blocks(matrix.shape[1], columns)):
            block = matrix[down, across].ravel()
            assert abs(pooled[row, column]) == abs(block).max()
            assert pooled[row, column] in block


@pytest.mark.parametrize("rows", [1, 2, 3, 4, 5, 6])
@pytest.mark.parametrize("chunk", [1, 200, 1 << 18])
def test_high_blocks_are_pooled_alike_whether_their_heights_recur_or_not(monkeypatch, rows: int, chunk: int):
    monkeypatch.setattr(module, "CHUNK", chunk)
    matrix = np.random.default_rng(0).standard_normal((128, 3)).astype(np.float32)
    pooled = levels(torch.from_numpy(matrix), None, rows, 3)
    for row, down in enumerate(blocks(128, rows)):
        strongest = np.abs(matrix[down]).argmax(0)
        np.testing.assert_array_equal(pooled[row], matrix[down][strongest, range(3)])


def test_heights_that_do_not_recur_within_a_chunk_are_told_apart():
    blocks, heights = even_blocks(98, 6, 2, 6), np.arange(66, dtype=np.float32)
    found = extremes(heights.reshape(-1, 1), blocks, 0, np.maximum)
    assert found[:, 0].tolist() == [16, 32, 48, 65]


@given(matrices, st.integers(1, 12), sizes, sizes)
def test_chunks_change_nothing(matrix: np.ndarray, chunk: int, rows: int, columns: int):
    tensor = torch.from_numpy(matrix)
    whole = levels(tensor, None, rows, columns)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CHUNK", chunk)
        np.testing.assert_array_equal(levels(tensor, None, rows, columns), whole)


def test_a_large_tensor_is_walked_in_slices():
    slices = sum(1 for _ in walk_levels(torch.zeros(1024, 1024), None, 100, 100))
    assert slices >= 4


@given(matrices)
def test_what_fits_travels_whole(matrix: np.ndarray):
    np.testing.assert_array_equal(levels(torch.from_numpy(matrix), None, *matrix.shape), matrix)


@pytest.mark.parametrize(
    ("shape", "seen"),
    [
        ((), (1, 1)),
        ((5,), (1, 5)),
        ((0,), (1, 0)),
        ((2, 3), (2, 3)),
        ((0, 3), (0, 3)),
        ((2, 3, 4), (2, 12)),
        ((2, 3, 4, 5), (2, 60)),
    ],
)
def test_every_shape_is_a_matrix(shape: tuple[int, ...], seen: tuple[int, int]):
    assert as_matrix(torch.zeros(shape)).shape == seen
    assert levels(torch.zeros(shape), None, 100, 100).shape == seen


def test_a_region_is_cut_before_it_is_pooled():
    tensor = torch.arange(20.0).reshape(4, 5)
    assert levels(tensor, Region(1, 1, 3, 5), 1, 2).tolist() == [[12, 14]]
    assert values(tensor, Region(3, 3, 9, 9)).tolist() == [[18, 19]]


@given(st.integers(-5, 9), st.integers(-5, 9), st.integers(-5, 9), st.integers(-5, 9))
def test_regions_are_clipped_to_the_matrix(top: int, left: int, bottom: int, right: int):
    region = clip(Region(top, left, bottom, right), 4, 3)
    assert 0 <= region.top <= region.bottom <= 4
    assert 0 <= region.left <= region.right <= 3
    assert levels(torch.ones(4, 3), region, 9, 9).shape == (region.rows, region.columns)


def test_a_block_with_nan_is_nan_and_the_others_are_not():
    tensor = torch.tensor([[1.0, float("nan"), -3.0, 2.0]])
    np.testing.assert_array_equal(levels(tensor, None, 1, 2), [[np.nan, -3]])


def test_no_size_at_all_still_gives_a_cell():
    assert levels(torch.tensor([[1.0, -2.0]]), None, 0, 0).tolist() == [[-2]]


def test_the_limit_leaves_the_largest_half_percent_out():
    assert robust_limit(np.arange(-1000, 0, dtype=np.float32)) == 995
    assert robust_limit(np.array([1, -3, 2], np.float32)) == 3


def test_the_limit_of_a_large_tensor_is_estimated_well():
    numbers = np.random.default_rng(0).standard_normal(2_000_000).astype(np.float32)
    assert robust_limit(numbers) == pytest.approx(2.807, rel=0.02)


@given(hnp.arrays(np.float32, hnp.array_shapes(min_side=0), elements=st.floats(width=32)))
def test_nan_and_inf_never_reach_the_limit(array: np.ndarray):
    limit = robust_limit(array)
    finite = array[np.isfinite(array)]
    assert np.isfinite(limit)
    assert (limit == 0) == (not finite.any())


def test_one_number_among_zeros_is_the_limit():
    array = np.zeros(10_000, np.float32)
    array[7] = -4
    assert robust_limit(array) == 4


@given(hnp.arrays(np.float32, hnp.array_shapes(min_side=0), elements=st.floats(width=32)))
def test_extremes_are_those_of_the_finite_numbers(array: np.ndarray):
    finite = array[np.isfinite(array)]
    expected = (finite.min(), finite.max()) if finite.size else (0, 0)
    for rows in (1, 1 << 20):
        assert finish(walk_pooled(torch.from_numpy(array), None, rows, rows))[1:] == expected


def test_high_blocks_are_pooled_like_low_ones():
    matrix = np.random.default_rng(0).normal(size=(400, 30)).astype(np.float32)
    matrix[33, 7] = np.nan
    pooled = levels(torch.from_numpy(matrix), None, 8, 30)
    blocks = matrix.reshape(8, 50, 30)
    expected = np.take_along_axis(blocks, np.abs(blocks).argmax(1)[:, None], 1)[:, 0]
    np.testing.assert_array_equal(pooled, expected)


def test_a_published_level_belongs_to_its_receiver():
    tensor = torch.ones(2, 2)
    pooled = levels(tensor, None, 2, 2)
    tensor.zero_()
    assert pooled.tolist() == [[1, 1], [1, 1]]
    assert not pooled.flags.writeable
