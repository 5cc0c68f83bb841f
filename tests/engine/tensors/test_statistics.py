"""The figures of a tensor."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engine.tensors import statistics as module
from engine.tensors.levels import finish
from engine.tensors.statistics import walk_figures

arrays = hnp.arrays(
    np.float32, hnp.array_shapes(max_dims=3, min_side=0), elements=st.floats(-1e6, 1e6, width=32)
)
wild = hnp.arrays(np.float32, hnp.array_shapes(max_dims=3, min_side=0), elements=st.floats(width=32))


@given(arrays.filter(lambda array: array.size > 1), st.integers(1, 20))
def test_figures_are_those_of_the_numbers(array: np.ndarray, chunk: int):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CHUNK", chunk)
        figures = finish(walk_figures(torch.from_numpy(array), 8)).figures
    numbers = array.astype(np.float64)
    assert (figures.minimum, figures.maximum) == (numbers.min(), numbers.max())
    assert figures.mean == pytest.approx(numbers.mean(), rel=1e-9, abs=1e-6)
    assert figures.std == pytest.approx(numbers.std(ddof=1), rel=1e-6, abs=1e-6)
    assert figures.norm == pytest.approx(np.linalg.norm(numbers), rel=1e-9)
    assert figures.zeros == np.count_nonzero(numbers == 0)
    assert figures.quantiles == pytest.approx(np.quantile(array, [0.005, 0.25, 0.5, 0.75, 0.995]).tolist())


@given(wild, st.integers(0, 12))
def test_nan_and_inf_are_counted_and_left_out(array: np.ndarray, bins: int):
    with np.errstate(over="ignore"):
        figures, counts, edges, _ = finish(walk_figures(torch.from_numpy(array), bins))
    finite = array[np.isfinite(array)]
    assert figures.count == array.size
    assert (figures.nan, figures.inf) == (np.isnan(array).sum(), np.isinf(array).sum())
    assert math.isnan(figures.mean) == (finite.size == 0)
    assert counts.sum() == finite.size
    assert len(edges) == len(counts) + 1 == max(bins, 1) + 1
    assert np.isfinite(edges).all()


def test_outliers_are_counted_in_the_end_bins():
    numbers = torch.cat([torch.linspace(0, 1, 10_000), torch.tensor([1e6, -1e6])])
    _, counts, edges, _ = finish(walk_figures(numbers, 10))
    assert edges[0] == pytest.approx(0, abs=0.01)
    assert edges[-1] == pytest.approx(1, abs=0.01)
    assert counts.sum() == 10_002


def test_the_histogram_of_equal_numbers_has_room_around_them():
    _, counts, edges, _ = finish(walk_figures(torch.full((5,), 3.0), 4))
    assert edges[0] < 3 < edges[-1]
    assert counts.sum() == 5


def test_a_large_tensor_is_walked_in_slices():
    assert sum(1 for _ in walk_figures(torch.zeros(1000, 1000), 10)) >= 4


def test_of_a_large_tensor_quantiles_and_histogram_are_of_a_sample_and_say_so():
    tensor = torch.linspace(-1, 1, (1 << 20) + 4)
    measured = finish(walk_figures(tensor, 10))
    assert 0 < measured.sampled == measured.counts.sum() < tensor.numel() == measured.figures.count
    assert measured.figures.quantiles[2] == pytest.approx(0, abs=1e-5)
    assert finish(walk_figures(tensor[:1000], 10)).sampled == 0
