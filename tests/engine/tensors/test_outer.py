"""Outer products that are never made say the same as those that are."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engine.tensors.levels import levels, robust_limit
from engine.tensors.outer import Factor, OuterProduct
from engine.tensors.region import Region

NUMBERS = st.integers(-50, 50).map(float)  # their products are exact
factors = hnp.arrays(np.float32, st.integers(1, 60), elements=NUMBERS)
sizes = st.integers(0, 20)


def product(down: np.ndarray, across: np.ndarray) -> OuterProduct:
    return OuterProduct(Factor(down), Factor(across))


@given(factors, factors, sizes, sizes)
def test_pooled_factors_are_the_pooled_product(down: np.ndarray, across: np.ndarray, rows: int, columns: int):
    made = torch.from_numpy(np.multiply.outer(down, across))
    pooled = product(down, across).levels(None, rows, columns)
    np.testing.assert_array_equal(np.abs(pooled), np.abs(levels(made, None, rows, columns)))


def test_signs_are_kept():
    pooled = product(np.array([1, -3], np.float32), np.array([2, -5, 4], np.float32)).levels(None, 1, 3)
    assert pooled.tolist() == [[-6, 15, -12]]


@given(factors, factors)
def test_what_fits_is_the_product_itself(down: np.ndarray, across: np.ndarray):
    np.testing.assert_array_equal(product(down, across).levels(None, 60, 60), np.multiply.outer(down, across))


@given(factors, factors)
def test_the_limit_is_exactly_the_quantile(down: np.ndarray, across: np.ndarray):
    assert product(down, across).limit == robust_limit(np.multiply.outer(down, across))


@pytest.mark.parametrize("shape", [(512, 784), (784, 512), (10, 512), (1, 5000), (5000, 1)])
@pytest.mark.parametrize("share", [0.05, 0.3, 1])
def test_the_limit_is_exact_at_the_sizes_of_real_layers(shape: tuple[int, int], share: float):
    random = np.random.default_rng(1)
    down, across = (
        (random.standard_normal(n) * (random.random(n) < share)).astype(np.float32) for n in shape
    )
    magnitudes = np.abs(np.multiply.outer(down, across)).ravel()
    expected = np.sort(magnitudes)[::-1][int(0.005 * magnitudes.size)] or magnitudes.max()
    assert product(down, across).limit == expected


@given(factors, factors)
def test_norm_and_largest_are_those_of_the_product(down: np.ndarray, across: np.ndarray):
    made = np.multiply.outer(down, across)
    assert product(down, across).norm == pytest.approx(np.linalg.norm(made), rel=1e-5)
    assert product(down, across).largest == np.abs(made).max()


def test_a_region_is_cut_before_it_is_pooled():
    numbers = np.arange(1, 7, dtype=np.float32)
    whole = product(numbers, numbers)
    assert whole.levels(Region(1, 2, 3, 4), 9, 9).tolist() == [[6, 8], [9, 12]]
    assert whole.region(Region(4, 4, 99, 99)) == Region(4, 4, 6, 6)
    assert whole.levels(Region(6, 0, 6, 0), 9, 9).shape == (0, 0)


def test_nan_is_shown_and_stays_out_of_the_scale():
    with np.errstate(invalid="ignore"):
        some = product(np.array([np.nan, 2], np.float32), np.array([np.inf, 1], np.float32))
        assert np.isnan(some.levels(None, 2, 2)[0]).all()
    assert (some.limit, some.largest) == (2, 2)


def test_nothing_but_nan_has_no_scale():
    empty = product(np.full(2, np.nan, np.float32), np.ones(2, np.float32))
    assert (empty.limit, empty.largest) == (0, 0)
