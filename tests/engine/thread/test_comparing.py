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
from engine.thread.commands import Classify, Drawing, OpenWeights, Unwatch
from engine.thread.comparison_commands import (
    Aspect,
    CompareWith,
    Rival,
    StopComparing,
    WatchDifference,
    WatchRival,
)
from engine.thread.comparison_events import ComparisonChanged, RivalRead, TensorsCompared
from engine.thread.events import Classified, EngineFailed, LevelsRead
from tests.engine.thread.turns import WEIGHT, Turns, drawing


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


def ink(request: int = 1) -> Classify:
    return Classify(request, request, drawing())


def test_the_other_model_reads_the_same_drawing_once_somebody_looks(turns: Turns):
    turns.send(ink(), CompareWith(Rival.INITIAL))
    assert not turns.of(RivalRead)
    turns.send(WatchRival("r"))
    mine, other = turns.of(Classified)[-1], turns.of(RivalRead)[-1]
    np.testing.assert_array_equal(other.logits, mine.logits)
    assert (other.request, other.canvas, other.network) == (mine.request, mine.canvas, mine.network)
    turns.send(ink(2))
    assert turns.of(RivalRead)[-1].request == 2
    turns.send(Unwatch("r"), ink(3))
    assert turns.of(RivalRead)[-1].request == 2


def test_of_blank_ink_the_other_model_reads_nothing(turns: Turns):
    turns.send(CompareWith(Rival.INITIAL), WatchRival("r"), Classify(1, 1, Drawing((280, 280), ())))
    read = turns.of(RivalRead)[-1]
    assert read.predicted is None and not read.probabilities.size


def test_the_other_model_stays_as_it_was_while_the_open_one_changes(turns: Turns):
    turns.send(ink(), CompareWith(Rival.PRESENT), WatchRival("r"))
    before = turns.of(RivalRead)[-1].logits
    with torch.no_grad():
        turns.session.network.get_parameter(WEIGHT).mul_(2)
    turns.send(ink(2))
    np.testing.assert_array_equal(turns.of(RivalRead)[-1].logits, before)
    assert not np.array_equal(turns.of(Classified)[-1].logits, before)


def test_tensors_that_make_no_network_are_compared_but_read_nothing(turns: Turns, tmp_path: Path):
    torch.save({WEIGHT: torch.ones(24, 784)}, tmp_path / "bare.pt")
    turns.send(ink(), WatchRival("r"), CompareWith(Rival.FILE, tmp_path / "bare.pt"))
    assert "24" in turns.of(ComparisonChanged)[-1].obstacle
    assert not turns.of(RivalRead)


def test_the_other_models_tensor_is_seen_beside_the_difference(turns: Turns, tmp_path: Path):
    torch.save({WEIGHT: torch.full((24, 784), 0.5)}, tmp_path / "bare.pt")
    turns.send(CompareWith(Rival.FILE, tmp_path / "bare.pt"))
    turns.send(WatchDifference("there", WEIGHT, None, 4, 4, Aspect.THERE))
    np.testing.assert_array_equal(turns.until(LevelsRead).levels, np.full((4, 4), 0.5))


def test_what_makes_no_network_has_no_first_weights(turns: Turns, tmp_path: Path):
    torch.save({"scale": torch.ones(3)}, tmp_path / "bare.pt")
    turns.send(OpenWeights(tmp_path / "bare.pt"), CompareWith(Rival.INITIAL))
    assert turns.of(EngineFailed)[-1].kind is Kind.WEIGHTS_BARE
    assert not turns.of(ComparisonChanged)
