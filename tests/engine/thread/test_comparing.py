"""Two models beside each other, through a session of the engine."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.errors import Kind
from engine.network.architecture import Architecture
from engine.network.exporting import save_checkpoint
from engine.network.mlp import NeuralNetwork
from engine.thread.commands import Unwatch
from engine.thread.comparison_commands import CompareWith, Rival, StopComparing, WatchDifference
from engine.thread.comparison_events import ComparisonChanged, TensorsCompared
from engine.thread.events import EngineFailed, LevelsRead
from tests.engine.thread.turns import WEIGHT, Turns


@pytest.fixture
def turns() -> Iterator[Turns]:
    turns = Turns()
    yield turns
    turns.session.close()


def test_a_network_is_as_it_was_drawn_at_first(turns: Turns):
    turns.send(CompareWith(Rival.INITIAL))
    compared = turns.until(TensorsCompared, lambda event: event.remaining == 0)
    assert len(compared.differences) == 4
    assert all(each.changed == 0 and each.relative == 0 for each in compared.differences)


def test_another_file_is_compared_the_largest_change_first(turns: Turns, tmp_path: Path):
    other = NeuralNetwork(Architecture((784, 24, 10), seed=3))
    with torch.no_grad():
        other.get_parameter("linear_relu_stack.2.bias").mul_(3)
        other.get_parameter(WEIGHT).mul_(1.5)
    save_checkpoint(tmp_path / "other.pt", other)
    turns.send(CompareWith(Rival.FILE, tmp_path / "other.pt"))
    assert turns.of(ComparisonChanged)[-1].title == "other.pt"
    compared = turns.until(TensorsCompared, lambda event: event.remaining == 0)
    assert [each.parameter for each in compared.differences[:2]] == ["linear_relu_stack.2.bias", WEIGHT]
    assert compared.differences[1].relative == pytest.approx(1 / 3)
    turns.send(WatchDifference("d", WEIGHT, None, 24, 784))
    levels = turns.until(LevelsRead).levels
    expected = turns.session.network.get_parameter(WEIGHT) - other.get_parameter(WEIGHT)
    np.testing.assert_allclose(levels, expected.detach(), atol=1e-7)


def test_what_is_opened_next_is_compared_with_the_same(turns: Turns):
    turns.send(CompareWith(Rival.PRESENT), WatchDifference("d", WEIGHT, None, 4, 4))
    assert not turns.until(LevelsRead).levels.any()
    turns.session.use_network(NeuralNetwork(Architecture((784, 24, 10), seed=8)), "another")
    assert turns.until(LevelsRead).levels.any()
    assert turns.of(ComparisonChanged)[-1].network == turns.of(ComparisonChanged)[0].network + 1


def test_what_only_one_has_is_told(turns: Turns, tmp_path: Path):
    torch.save(
        {"linear_relu_stack.0.weight": torch.ones(24, 784), "scale": torch.ones(1)}, tmp_path / "bare.pt"
    )
    turns.send(CompareWith(Rival.FILE, tmp_path / "bare.pt"))
    changed = turns.of(ComparisonChanged)[-1]
    assert changed.pairs == ((WEIGHT, WEIGHT),) and changed.only_there == ("scale",)
    assert len(changed.only_here) == 3


def test_a_file_that_cannot_be_read_changes_nothing(turns: Turns, tmp_path: Path):
    turns.send(CompareWith(Rival.FILE, tmp_path / "none.pt"))
    assert turns.of(EngineFailed)[-1].kind is Kind.FILE_MISSING
    assert not turns.of(ComparisonChanged)


def test_nothing_is_compared_any_more_when_it_is_stopped(turns: Turns):
    turns.send(
        CompareWith(Rival.PRESENT), WatchDifference("d", WEIGHT, None, 4, 4), Unwatch("d"), StopComparing()
    )
    assert turns.of(ComparisonChanged)[-1].title == ""
    assert turns.session.rest_s != 0
    assert not turns.of(LevelsRead)
