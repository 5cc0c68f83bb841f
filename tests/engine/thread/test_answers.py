"""Answers to wishes: tiles of a batch's gradients, levels of a vector."""

import numpy as np
import pytest
import torch

from engine.tensors.levels import finish, levels
from engine.thread.answers import batch_tiles, walk_answer
from engine.thread.commands import Region, Topic, Watch
from engine.thread.tensor_events import LevelsRead

GRADIENTS = {
    "weight": torch.randn(60, 90, generator=torch.Generator().manual_seed(1)),
    "bias": torch.linspace(-1, 3, 60),
}


def watch(parameter: str, region: Region | None = None) -> Watch:
    return Watch(parameter, Topic.GRADIENT, parameter, region, rows=20, columns=30)


def test_tiles_tell_what_the_whole_gradient_is():
    weight, bias = batch_tiles([watch("weight"), watch("bias")], GRADIENTS)
    gradient = GRADIENTS["weight"]
    assert (weight.shape, weight.levels.shape, weight.region) == ((60, 90), (20, 30), Region(0, 0, 60, 90))
    assert weight.largest == gradient.abs().max().item()
    assert weight.norm == pytest.approx(gradient.norm().item())
    assert weight.limit == pytest.approx(gradient.abs().quantile(0.995).item(), rel=0.05)
    np.testing.assert_allclose(bias.levels, np.linspace(-1, 3, 60, dtype=np.float32)[None, 1::2], atol=0.07)


def test_a_region_is_seen_but_the_figures_are_those_of_all():
    (tile,) = batch_tiles([watch("weight", Region(10, 20, 25, 40))], GRADIENTS)
    np.testing.assert_array_equal(tile.levels, GRADIENTS["weight"][10:25, 20:40].numpy())
    assert tile.largest == GRADIENTS["weight"].abs().max().item()
    assert tile.norm == pytest.approx(GRADIENTS["weight"].norm().item())


def test_one_hot_number_among_nothing_is_the_limit():
    gradient = torch.zeros(300, 300)
    gradient[7, 8] = -2
    (tile,) = batch_tiles([watch("weight")], {"weight": gradient})
    assert (tile.limit, tile.largest, tile.levels.min()) == (2, 2, -2)


@pytest.mark.parametrize(("region", "rows", "columns"), [(None, 100, 100), (Region(1, 1, 4, 9), 2, 100)])
def test_a_folded_vector_is_answered_as_the_matrix_that_it_makes(
    region: Region | None, rows: int, columns: int
):
    vector, wish = torch.randn(30), Watch("s", Topic.LEVELS, "b", region, rows, columns, fold=8)
    told = finish(walk_answer(wish, 1, vector, {}))
    matrix = torch.cat([vector, vector[-1:], vector[-1:]]).reshape(4, 8)
    seen = Region(1, 1, 4, 8) if region else Region(0, 0, 4, 8)
    assert isinstance(told, LevelsRead) and (told.region, told.shape) == (seen, (30,))
    np.testing.assert_array_equal(told.levels, levels(matrix, region, rows, columns))
