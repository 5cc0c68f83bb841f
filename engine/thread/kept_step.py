"""A kept step of a run whose weights are still to be read."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.network.mlp import NeuralNetwork
from engine.thread.kept_steps import Weights


@dataclass(frozen=True, slots=True)
class KeptStep:
    """The `step` of the run of that name.

    `read` gets its weights, for a thread that may wait; raises RUN_STEP_MISSING or RUN_DAMAGED. `build` makes a network
    of its own of them, on the engine's thread.
    """

    run: str
    step: int
    read: Callable[[int], Weights]
    build: Callable[[Weights], NeuralNetwork]
