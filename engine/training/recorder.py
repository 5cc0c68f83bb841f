"""A run that keeps its history as it goes, and goes on from it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from engine.errors import Kind, NetglassError
from engine.training.history import History
from engine.training.reports import EpochReport, StepReport
from engine.training.run_folder import RunState
from engine.training.team import Team
from engine.training.trainer import Trainer

_BUDGET = 1 << 30  # bytes: a hundred steps of the default network
_EVERY = 500  # steps between two that are kept; the first ones, in which most happens, by powers of two
_TOGETHER = 50  # figures are written by so many steps
_AT_LEAST_EVERY_S = 1.0  # however slow the steps: a window may follow the folder

Record = Callable[[StepReport | EpochReport], None]


@contextmanager
def recorded(
    trainer: Trainer,
    folder: Path | None,
    about: Mapping[str, Any],
    team: Team,
    warn: Callable[[NetglassError], None] = lambda _: None,
) -> Iterator[Record]:
    """A function that takes all reports of `trainer`, whose history is then kept in `folder`; None: it is not.

    If the folder holds the run that `about` describes, the trainer goes on from its last step; if it holds another,
    RUN_OTHER is raised. All processes of the team enter and leave; the leading one reads and writes. `warn` is told,
    once, if the history can no longer be written.
    """
    if folder is None:
        yield lambda _: None
        return
    history = History(folder, _BUDGET) if team.leads else None
    try:
        _resume(trainer, history, about, team)
        recorder = _Recorder(trainer, history, warn) if history else None
        try:
            yield recorder.take if recorder else lambda _: None
        finally:
            if recorder:
                recorder.finish()
    finally:
        if history:
            history.close()


def _resume(trainer: Trainer, history: History | None, about: Mapping[str, Any], team: Team) -> None:
    last = _last_step(history, about) if history else None
    state = team.share(history.state(last) if history and last is not None else None)
    if state is not None:
        trainer.restore(state)
    if history:
        history.cut(trainer.steps_done)
        history.mark(RunState.TRAINING)


def _last_step(history: History, about: Mapping[str, Any]) -> int | None:
    """The last step that is kept; None, if the run is new."""
    if not history.about:
        history.describe(about)
    for name, value in about.items():
        if name != "name" and history.about.get(name) != value:
            reason = f"not the same {name.replace('_', ' ')}"
            raise NetglassError(Kind.RUN_OTHER, folder=history.folder.name, reason=reason)
    return max(history.steps().tolist(), default=None)


class _Recorder:
    def __init__(self, trainer: Trainer, history: History, warn: Callable[[NetglassError], None]) -> None:
        self._trainer, self._history, self._warn = trainer, history, warn
        self._steps: list[StepReport] = []
        self._written_at = monotonic()
        if not trainer.steps_done:
            self._keep()

    def take(self, report: StepReport | EpochReport) -> None:
        """Record a report; keep the run as it is now, if it is time."""
        if isinstance(report, EpochReport):
            self._take_epoch(report)
            return
        self._steps.append(report)
        if report.step % _EVERY == 0 or report.step & (report.step - 1) == 0:
            self._keep()
        elif len(self._steps) >= _TOGETHER or monotonic() - self._written_at > _AT_LEAST_EVERY_S:
            self._guarded(self._write_figures)

    def finish(self) -> None:
        """Keep the last step of a run that was interrupted; that of a whole one is kept with its last epoch."""
        finished = self._trainer.is_finished
        if not finished:
            self._keep()
        self._guarded(lambda: self._history.mark(RunState.FINISHED if finished else RunState.LEFT))
        self._guarded(self._history.flush)

    def _take_epoch(self, report: EpochReport) -> None:
        if report.validation is not None:
            figures = (report.epoch, report.validation.loss, report.validation.accuracy)
            self._guarded(lambda: self._history.record_validation(self._trainer.steps_done, *figures))
        self._keep()

    def _keep(self) -> None:
        """Figures first: a step that is kept has all that led to it."""
        self._guarded(self._write_figures)
        self._guarded(lambda: self._history.keep(self._trainer.steps_done, self._trainer.state()))

    def _write_figures(self) -> None:
        steps, self._steps = self._steps, []
        self._written_at = monotonic()
        if steps:
            self._history.record(steps)

    def _guarded(self, write: Callable[[], None]) -> None:
        try:
            write()
        except NetglassError as failure:
            self._warn(failure)
