"""The difference of two tensors."""

import math

import numpy as np
import pytest
import torch

from engine.tensors.difference import walk_change_order, walk_difference, walk_difference_levels
from engine.tensors.levels import finish, levels
from engine.tensors.region import Region
from engine.thread.comparison_events import Difference


def difference(here: torch.Tensor, there: torch.Tensor) -> Difference:
    return finish(walk_difference(here, there, "a", "b"))


def test_its_figures_are_those_of_torch():
    here, there = torch.randn(300, 40), torch.randn(300, 40)
    there[0] = here[0]
    found = difference(here, there)
    assert (found.count, found.changed, found.odd) == (12_000, 11_960, 0)
    assert found.largest == pytest.approx((here - there).abs().max().item(), rel=1e-6)
    assert found.relative == pytest.approx(((here - there).norm() / there.norm()).item(), rel=1e-5)
    assert found.cosine == pytest.approx(
        torch.cosine_similarity(here.flatten(), there.flatten(), 0).item(), rel=1e-4
    )


def test_what_is_not_finite_is_counted_and_left_out_of_the_figures():
    here = torch.tensor([1, math.nan, 2, math.nan, math.inf, 3])
    there = torch.tensor([1, 1, math.inf, math.nan, math.inf, 4])
    found = difference(here, there)
    assert (found.odd, found.changed, found.largest) == (4, 3, 1)
    assert found.relative == pytest.approx(1 / math.sqrt(17))
    assert difference(here, here).changed == 0


def test_against_nothing_a_change_is_infinite_and_no_angle():
    found = difference(torch.ones(2), torch.zeros(2))
    assert (found.relative, math.isnan(found.cosine)) == (math.inf, True)
    assert difference(torch.zeros(0), torch.zeros(0)).relative == 0


def test_kinds_of_numbers_may_differ():
    assert difference(torch.ones(2, dtype=torch.bfloat16), torch.ones(2, dtype=torch.int8)).changed == 0
    full = torch.randn(50)
    rounded = difference(full.bfloat16(), full)
    assert rounded.largest == (full.bfloat16().float() - full).abs().max().item()


def test_no_kind_of_number_loses_what_tells_two_apart():
    one = torch.ones(4, 4, dtype=torch.float64)
    other = one + 1e-12
    assert (difference(one, other).changed, difference(one, other).largest) == (
        16,
        pytest.approx(1e-12, rel=1e-3),
    )
    assert finish(walk_difference_levels(one, other, None, 4, 4)).levels.all()
    large = torch.full((2, 2), 2**24, dtype=torch.int32)
    assert difference(large, large + 1).changed == 4
    assert finish(walk_difference_levels(large, large + 1, None, 2, 2)).minimum == -1


def test_tensors_that_lie_elsewhere_in_memory_are_compared_number_by_number():
    here = torch.randn(30, 20)
    assert difference(here.T.contiguous().T, here).changed == 0
    assert difference(torch.ones(1).expand(5, 3), torch.ones(5, 3)).changed == 0


def test_its_picture_is_that_of_the_subtracted_tensors():
    here, there = torch.randn(200, 60), torch.randn(200, 60)
    region = Region(10, 5, 190, 55)
    pooled = finish(walk_difference_levels(here, there, region, 20, 25))
    np.testing.assert_array_equal(pooled.levels, levels(here - there, region, 20, 25))
    assert pooled.maximum == (here - there)[10:190, 5:55].max().item()


def test_units_stand_by_how_much_they_changed_first_what_became_nan():
    there = torch.randn(300, 20, 20)
    here = there.clone()
    here[5] += 1
    here[299] -= 3
    here[7, 0, 0] = math.nan
    order = finish(walk_change_order(here, there))
    assert order[:4] == [7, 299, 5, 0] and sorted(order) == list(range(300))


def test_many_units_are_gone_through_in_slices_and_of_none_there_is_no_order():
    units = torch.zeros(1000, 28, 28)
    assert len(list(walk_change_order(units, units))) > 5
    assert finish(walk_change_order(units[:0], units[:0])) == []
