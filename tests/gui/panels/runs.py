"""What an engine could tell of a run, made up for tests of panels."""

from dataclasses import replace
from functools import partial

import numpy as np

from engine.thread.training_commands import Plan
from engine.thread.training_events import StepsFinished, TrainingChanged, TrainingState, Validated
from engine.training.recipes import recipe_named

PLAN = Plan("adamw-1", ("synthetic",), replace(recipe_named("quick"), epochs=5))
STEPS = 1875


def training_changed(
    state: TrainingState = TrainingState.RUNNING, step: int = 0, plan: Plan = PLAN, layer: str = ""
) -> TrainingChanged:
    """The run of `plan`, 1875 steps and 5 epochs long, at `step`."""
    return TrainingChanged(state, plan, step, STEPS, 5 * step // STEPS, 5, 24_000, 1_000, layer)


def steps_finished(first: int, last: int, seed: int = 0) -> StepsFinished:
    """Steps `first` to `last`, whose loss falls as one over the root of the step, with noise."""
    random, steps = np.random.default_rng((seed, first)), np.arange(first, last + 1, dtype=np.int64)
    losses = 2.3 / np.sqrt(steps) * random.lognormal(0, 0.5, len(steps))
    accuracies = np.clip(1 - losses / 2.5, 0.05, 1)
    rates = np.full(len(steps), 1e-3)
    single = partial(np.asarray, dtype=np.float32)
    return StepsFinished(
        steps, single(losses), single(accuracies), single(rates), STEPS, 5 * last // STEPS, 11_240.0,
        (STEPS - last) / 100,
    )  # fmt: skip


def validated(step: int) -> Validated:
    """How well the validation images were read after `step`."""
    loss = 2.3 / (1 + step) ** 0.5
    return Validated(step, loss, 1 - loss / 2.5, np.zeros((10, 10), np.int64), np.zeros(10, np.float32))
