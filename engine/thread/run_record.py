"""A run written to its folder as it goes, by a thread that waits for the disk."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Thread

from engine.errors import NetglassError
from engine.thread.events import EngineFailed, Event
from engine.thread.training_commands import Plan
from engine.training.history import History
from engine.training.recipes import recipe_values
from engine.training.reports import StepReport
from engine.training.trainer_state import TrainerState

_BUDGET = 1 << 30  # bytes on disk: 96 steps of 669,706 weights with their optimiser and their mean
_AT_ONCE = 50  # reports that are written together


class RunRecord:
    """Writes plan, figures and states of a run below `folder`, or beside it where that is taken.

    What cannot be written is published once; the run goes on without. Raises what opening the history raises.
    """

    def __init__(self, folder: Path, plan: Plan, publish: Callable[[Event], None]) -> None:
        self._publish = publish
        self._reports: list[StepReport] = []
        self._history = History(_free(folder), _BUDGET)
        self._try(partial(self._history.describe, _about(plan)))

    def describe(self, plan: Plan) -> None:
        """The run goes on with another recipe."""
        self._try(partial(self._history.describe, _about(plan)))

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

    def rewind(self) -> None:
        """The run goes back to its first step."""
        self._reports.clear()
        self._try(partial(self._history.cut, 0))

    def close(self, wait: bool) -> None:
        """Nothing more will come; what is left is written, now or (without `wait`) meanwhile."""
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


def _about(plan: Plan) -> dict[str, object]:
    return {
        "name": plan.name,
        "sources": list(plan.sources),
        "recipe": recipe_values(plan.recipe),
        "seed": plan.seed,
    }


def _free(folder: Path) -> Path:
    """`folder`, or the first of its name and a number that is not there yet."""
    number, free = 1, folder
    while free.exists():
        number += 1
        free = folder.with_name(f"{folder.name} {number}")
    return free
