"""The order of units."""

import torch

from engine.tensors import ordering
from engine.tensors.levels import finish
from engine.tensors.ordering import walk_order
from engine.thread.commands import Order


def families() -> tuple[torch.Tensor, torch.Tensor]:
    """Units that look like one of three patterns, in no order, and which."""
    random = torch.Generator().manual_seed(1)
    patterns = torch.randn(3, 64, generator=random)
    kinds = torch.randint(3, (40,), generator=random)
    strengths = torch.rand(40, 1, generator=random) + 0.5
    units = patterns[kinds] * strengths + 0.1 * torch.randn(40, 64, generator=random)
    return units.reshape(40, 8, 8), kinds


def changes(kinds: torch.Tensor, way: list[int]) -> int:
    return int((kinds[way][1:] != kinds[way][:-1]).sum())


def test_like_units_hang_beside_each_other_from_the_strongest_on():
    units, kinds = families()
    way = finish(walk_order(units, Order.SIMILARITY))
    assert sorted(way) == list(range(40)) and changes(kinds, way) == 2
    assert way[0] == int(units.flatten(1).norm(dim=1).argmax())


def test_opposite_units_are_not_alike():
    pattern = torch.randn(9, generator=torch.Generator().manual_seed(0))
    other = torch.randn(9, generator=torch.Generator().manual_seed(5))
    units = torch.stack([3 * pattern, -2 * pattern, pattern, other]).reshape(4, 3, 3)
    assert finish(walk_order(units, Order.SIMILARITY))[:2] == [0, 2]


def test_projections_find_the_same_neighbours(monkeypatch):
    monkeypatch.setattr(ordering, "_SKETCH", 40 * 20)
    units, kinds = families()
    assert changes(kinds, finish(walk_order(units, Order.SIMILARITY))) == 2


def test_it_comes_in_slices_and_with_odd_numbers(monkeypatch):
    monkeypatch.setattr(ordering, "_AT_ONCE", 100)
    units, _ = families()
    units[3, 0, 0], units[5] = float("nan"), 0
    walk = walk_order(units, Order.SIMILARITY)
    next(walk)
    assert sorted(finish(walk)) == list(range(40))


def test_too_many_units_hang_by_their_norms(monkeypatch):
    monkeypatch.setattr(ordering, "MOST_ALIKE", 39)
    units, _ = families()
    assert finish(walk_order(units, Order.SIMILARITY)) == finish(walk_order(units, Order.NORM))
