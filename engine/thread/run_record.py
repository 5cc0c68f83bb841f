"""A run written to its folder as it goes, by a thread that waits for the disk."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Thread

import numpy as np
from numpy.typing import NDArray

from engine.errors import Kind, NetglassError
from engine.network.architecture import Architecture
from engine.thread.events import EngineFailed, Event
from engine.thread.kept_steps import Weights
from engine.thread.training_commands import Origin, Plan
from engine.training.history import History
from engine.training.recipes import recipe_values
from engine.training.reports import StepReport
from engine.training.run_folder import RunFolder, RunState
from engine.training.run_shelf import free_path
from engine.training.trainer_state import TrainerState

_AT_ONCE = 50  # reports that are written together


class RunRecord:
    """Writes plan, figures and states of a run to `history`, and the architecture, which its weights do not tell.

    What cannot be written is published once; the run goes on without.
    """

    def __init__(
        self, history: History, plan: Plan, architecture: Architecture, publish: Callable[[Event], None]
    ) -> None:
        self._publish, self._architecture = publish, architecture
        self._reports: list[StepReport] = []
        self._history = history
        self.describe(plan)
        self.mark(RunState.TRAINING)

    @property
    def folder(self) -> Path:
        """Where the run is."""
        return self._history.folder.path

    @property
    def has_failed(self) -> bool:
        """Whether nothing is written any more."""
        return self._history.has_failed

    @property
    def steps(self) -> NDArray[np.int64]:
        """The steps that can be read from it."""
        return self._history.steps()

    @property
    def size(self) -> int:
        """The bytes that they take."""
        return self._history.size

    @property
    def budget(self) -> int:
        """How many bytes they may take."""
        return self._history.budget

    def set_budget(self, budget: int) -> None:
        """Keep within so many bytes."""
        self._history.set_budget(budget)

    def describe(self, plan: Plan) -> None:
        """The run goes on with another recipe, or under another name."""
        self._try(partial(self._history.describe, _about(plan, self._architecture)))

    def mark(self, state: RunState) -> None:
        """Say whether the run goes on."""
        self._try(partial(self._history.mark, state))

    def add(self, report: StepReport) -> None:
        """A step was taken."""
        self._reports.append(report)
        if len(self._reports) >= _AT_ONCE:
            self._add_reports()

    def add_judgement(self, step: int, epoch: int, loss: float, accuracy: float) -> None:
        """The validation images were read."""
        self._try(partial(self._history.record_validation, step, epoch, loss, accuracy))

    def keep(self, step: int, state: TrainerState) -> None:
        """Keep the run as it was after `step`; the state is the record's from now on."""
        self._add_reports()
        self._try(partial(self._history.keep, step, state))

    def weights(self, step: int) -> Weights:
        """Those of a kept step: a thread may wait for the disk. Raises RUN_STEP_MISSING or RUN_DAMAGED."""
        return self._history.weights(step)

    def rewind(self) -> None:
        """The run goes back to its first step."""
        self._reports.clear()
        self._try(partial(self._history.cut, 0))
        self.mark(RunState.TRAINING)

    def close(self, wait: bool) -> None:
        """Nothing more will come; what is left is written, now or (without `wait`) meanwhile."""
        self._add_reports()
        if wait:
            self._history.close()
        else:
            Thread(target=self._history.close, name="history's end", daemon=True).start()

    def _add_reports(self) -> None:
        reports, self._reports = self._reports, []
        if reports:
            self._try(partial(self._history.record, reports))

    def _try(self, write: Callable[[], None]) -> None:
        try:
            write()
        except NetglassError as failure:
            self._publish(EngineFailed(failure.kind, failure.fields))


def new_history(folder: Path, budget: int) -> History:
    """That of a run that begins in `folder`, or beside it where that is taken. Raises what opening one raises."""
    return History(free_path(folder), budget)


def continued_history(origin: Origin, budget: int) -> History:
    """That of the run of `origin`, which goes on there. Raises RUN_BUSY and what opening one raises."""
    folder = RunFolder(origin.folder)
    if folder.is_under_way(folder.card()):
        raise NetglassError(Kind.RUN_BUSY, folder=folder.name)
    history = History(origin.folder, budget)
    history.cut(origin.step)
    return history


def branched_history(folder: Path, origin: Origin, states: dict[int, TrainerState], budget: int) -> History:
    """That of a run that goes on in `folder` from `origin`, with its figures so far and these of its states."""
    history = new_history(folder, budget)
    source = RunFolder(origin.folder)
    with suppress(OSError):  # without figures the branch can still be trained
        for theirs, ours in (
            (source.figures, history.folder.figures),
            (source.validations, history.folder.validations),
        ):
            if theirs.path.exists():
                shutil.copyfile(theirs.path, ours.path)
    for step, state in states.items():
        history.keep(step, state)
    history.cut(origin.step)
    return history


def _about(plan: Plan, architecture: Architecture) -> dict[str, object]:
    return {
        "name": plan.name,
        "sources": list(plan.sources),
        "recipe": recipe_values(plan.recipe),
        "seed": plan.seed,
        "architecture": architecture.to_json(),
    }
