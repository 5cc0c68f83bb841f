"""What the engine tells of runs in their folders: frozen messages, named in the past tense. Light: imports no torch."""

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.thread.events import Event
from engine.training.run_folder import RunState
from engine.training.run_summary import RunSummary

__all__ = ["RunDeleted", "RunRead", "RunState", "RunSummary", "RunsListed", "ValidationsRead"]


@dataclass(frozen=True, slots=True)
class RunsListed(Event):
    """The runs that there are, the newest first, and those that can be brought back, the newest last."""

    runs: tuple[RunSummary, ...]
    deleted: tuple[Path, ...]

    @property
    def slot(self) -> Hashable:
        """Only the newest is shown."""
        return "runs"


@dataclass(frozen=True, slots=True)
class RunRead(Event):
    """The figures of a run: columns (n,) by step, and (m,) by step of validation, all float64 but the steps."""

    folder: Path
    steps: NDArray[np.int64]
    losses: NDArray[np.float64]
    accuracies: NDArray[np.float64]
    rates: NDArray[np.float64]
    validation_steps: NDArray[np.int64]
    validation_losses: NDArray[np.float64]
    validation_accuracies: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ValidationsRead(Event):
    """How the validation images had been read after some steps of the run that was opened, columns (n,)."""

    steps: NDArray[np.int64]
    losses: NDArray[np.float64]
    accuracies: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RunDeleted(Event):
    """The run `name` was taken away; it can be brought back from `folder`."""

    name: str
    folder: Path
