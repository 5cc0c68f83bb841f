"""What is drawn and bent for the next step on another thread changes nothing."""

import math
from collections.abc import Callable
from dataclasses import replace
from threading import current_thread

import pytest
import torch

from engine.data.distortion import Distortion
from engine.network.architecture import Architecture
from engine.network.mlp import NeuralNetwork
from engine.training import backpropagation, batches
from engine.training.guards import DivergedError
from engine.training.recipes import Recipe
from engine.training.trainer import Trainer
from tests.engine.training.rows import BENT, Elsewhere, advance, bars, finish, flat, small_network

SMALL = Architecture((784, 32, 10), seed=1)


def advance_alone(run: Trainer, elsewhere: Elsewhere, steps: int) -> None:
    """The thread takes nothing meanwhile."""
    elsewhere.is_free = False
    advance(run, steps)
    elsewhere.is_free = True


@pytest.fixture
def benders(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the threads that bend."""
    names: list[str] = []
    bend = batches.bend

    def noted(*arguments):
        names.append(current_thread().name)
        return bend(*arguments)

    monkeypatch.setattr(batches, "bend", noted)
    return names


def changed(steps: int, recipe: Recipe) -> Callable[[Trainer], None]:
    """After so many steps the run goes on with another recipe."""

    def story(run: Trainer) -> None:
        advance(run, steps)
        run.change(recipe)
        finish(run)

    return story


def two_runs(
    elsewhere: Elsewhere, recipe: Recipe = BENT, architecture: Architecture = SMALL
) -> tuple[Trainer, Trainer]:
    """The same run twice: alone, and helped by another thread."""
    alone, helped = (
        Trainer(NeuralNetwork(architecture), bars(100, 0), None, recipe, 5, elsewhere=pool)
        for pool in (None, elsewhere)
    )
    return alone, helped


def go_back_to_a_state(run: Trainer) -> None:
    advance(run, 3)
    state = run.state()
    advance(run, 6)
    run.restore(state)
    finish(run)


def rewind(run: Trainer) -> None:
    advance(run, 6)
    run.rewind()
    finish(run)


def diverge(run: Trainer) -> None:
    advance(run, 2)
    weight = next(run.network.parameters())
    with torch.no_grad():
        weight[0, 0], kept = math.nan, weight[0, 0].item()
    with pytest.raises(DivergedError):
        finish(run)
    with torch.no_grad():
        weight[0, 0] = kept
    finish(run)


@pytest.mark.parametrize(
    "story",
    [
        finish,
        changed(2, replace(BENT, batch=20)),
        changed(5, replace(BENT, distortion=Distortion(shift=2))),
        changed(5, replace(BENT, learning_rate=0.01)),
        go_back_to_a_state,
        rewind,
        diverge,
    ],
)
def test_the_weights_are_the_same_to_the_bit(
    story: Callable[[Trainer], None], elsewhere: Elsewhere, benders: list[str]
):
    alone, helped = two_runs(elsewhere)
    story(alone)
    benders.clear()
    story(helped)
    assert torch.equal(flat(alone.network), flat(helped.network))
    assert "elsewhere_0" in benders


def test_only_the_first_batch_of_an_epoch_is_bent_here(elsewhere: Elsewhere, benders: list[str]):
    finish(Trainer(small_network(), bars(100, 0), None, BENT, 5, elsewhere=elsewhere))
    assert benders.count("elsewhere_0") == 3 * 3
    assert len(benders) == 3 * 4


def test_what_is_not_taken_is_bent_here(elsewhere: Elsewhere, benders: list[str]):
    alone, helped = two_runs(elsewhere)
    finish(alone)
    benders.clear()
    advance(helped, 1)
    advance_alone(helped, elsewhere, 4)
    finish(helped)
    assert torch.equal(flat(alone.network), flat(helped.network))
    assert benders.count("elsewhere_0") == 1 + 2 * 3


def test_units_are_dropped_alike(elsewhere: Elsewhere):
    alone, helped = two_runs(elsewhere, architecture=replace(SMALL, dropout=0.3))
    finish(alone)
    finish(helped)
    assert torch.equal(flat(alone.network), flat(helped.network))


def test_a_batch_in_parts_is_bent_in_parts(
    monkeypatch: pytest.MonkeyPatch, elsewhere: Elsewhere, benders: list[str]
):
    monkeypatch.setattr(backpropagation, "_SLICE", 784 * 32 * 2 * 16)  # 16 images go through at once
    monkeypatch.setattr(batches, "_BENT_AT_ONCE", 10)
    alone, helped = two_runs(elsewhere, replace(BENT, batch=40))
    finish(alone)
    benders.clear()
    finish(helped)
    assert torch.equal(flat(alone.network), flat(helped.network))
    assert benders.count("elsewhere_0") == 3 * (5 + 3)  # 10, 6, 10, 6, 8 and the rest: 10, 6, 4


def test_a_state_taken_while_the_next_batch_is_bent_is_that_of_the_last_step(elsewhere: Elsewhere):
    alone, helped = two_runs(elsewhere)
    advance(alone, 6)
    advance(helped, 6)
    assert alone.state().encoded() == helped.state().encoded()


def test_what_bending_raises_reaches_whoever_trains(monkeypatch: pytest.MonkeyPatch, elsewhere: Elsewhere):
    run = Trainer(small_network(), bars(100, 0), None, BENT, 5, elsewhere=elsewhere)
    advance(run, 1)

    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(batches, "bend", fail)
    with pytest.raises(MemoryError):
        finish(run)
