"""What a run needs before its first step, read and rendered on a thread of its own while the engine's reads ink."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from queue import Empty, SimpleQueue
from shutil import rmtree
from threading import Event, Thread
from typing import Any

from engine.errors import NetglassError
from engine.thread.run_record import branched_history, continued_history, new_history
from engine.thread.training_commands import Train
from engine.thread.training_events import TrainingChanged, TrainingState
from engine.training.figure_file import Figures
from engine.training.history import History
from engine.training.run_folder import RunFolder, RunState
from engine.training.sources import TrainingData, training_data
from engine.training.step_files import read_state
from engine.training.trainer_state import TrainerState


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """What a run that goes on was: its first state, the one that it goes on from, its figures up to there.

    `about`: what its folder says of it.
    """

    first: TrainerState
    state: TrainerState
    figures: Figures
    validations: Figures
    about: Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """The data of a run; where it is written to, `failure`: why it is not; its past, if it has one."""

    data: TrainingData
    history: History | None
    failure: NetglassError | None
    past: Past | None


class Preparation:
    """Begins at once with what `order` asks for; `wake` is called on its thread when there is something new.

    `plan` may be replaced meanwhile by one of the same sources. `rendered`: how many drawings were rendered so far.
    `budget`: bytes for the steps that are kept on disk.
    """

    def __init__(self, order: Train, budget: int, wake: Callable[[], None]) -> None:
        self.plan = order.plan
        self.rendered = self._told = 0
        self._order, self._budget, self._wake = order, budget, wake
        self._outcome: SimpleQueue[Prepared | Exception] = SimpleQueue()
        self._cancelled = Event()
        self._thread = Thread(target=self._work, name="training data", daemon=True)
        self._thread.start()

    @property
    def has_news(self) -> bool:
        """Whether more drawings were rendered since the last taking, or there is something to take."""
        return self.rendered > self._told or not self._outcome.empty()

    def take(self) -> Prepared | None:
        """What was prepared; None as long as that is under way. Raises what `training_data` and opening raised."""
        self._told = self.rendered
        try:
            outcome = self._outcome.get_nowait()
        except Empty:
            return None
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def told(self, state: TrainingState) -> TrainingChanged:
        """What the window is told."""
        origin = self._order.origin
        return TrainingChanged(
            state=state,
            plan=self.plan,
            step=origin.step if origin else 0,
            steps=0,
            epoch=0,
            epochs=self.plan.recipe.epochs,
            images=self.rendered,
            validation_images=0,
            folder=self._order.folder,
        )

    def cancel(self) -> None:
        """Let it end after the drawings that are being rendered; nobody is woken any more."""
        self._cancelled.set()
        self._discard()

    def join(self, timeout_s: float) -> None:
        """Wait for its end."""
        self._thread.join(timeout_s)

    def _work(self) -> None:
        try:
            import_module(
                "torch._dynamo"
            )  # 1.1 s: the first optimiser of torch 2.13 would import it otherwise
            past = self._past()
            data = training_data(self.plan.sources, self.plan.recipe, report=self._count)
            self._outcome.put(self._prepared(data, past))
        except _CancelledError:
            return
        except Exception as fault:  # noqa: BLE001  # the boundary of the thread: it is raised where it is taken
            self._outcome.put(fault)
        if self._cancelled.is_set():
            self._discard()
        else:
            self._wake()

    def _discard(self) -> None:
        """End what goes on beside data that nobody will take."""
        with suppress(Empty):
            outcome = self._outcome.get_nowait()
            if isinstance(outcome, Prepared):
                outcome.data.close()
                if outcome.history is not None:
                    Thread(target=_close, args=(outcome.history,), name="history's end", daemon=True).start()

    def _past(self) -> Past | None:
        origin = self._order.origin
        if origin is None:
            return None
        folder = RunFolder(origin.folder)
        state = read_state(folder, origin.step)
        figures, validations = folder.figures.read(), folder.validations.read()
        return Past(
            first=read_state(folder, min(folder.sizes())),
            state=state,
            figures=_until(figures, origin.step),
            validations=_until(validations, origin.step),
            about=folder.card().about,
        )

    def _prepared(self, data: TrainingData, past: Past | None) -> Prepared:
        """A run that cannot be written can be trained, but one that goes on cannot go on elsewhere."""
        folder, origin = self._order.folder, self._order.origin
        if folder is None or self._cancelled.is_set():
            return Prepared(data, None, None, past)
        try:
            return Prepared(data, self._history(folder, past), None, past)
        except NetglassError as failure:
            if origin is not None and origin.folder == folder:
                data.close()
                raise
            return Prepared(data, None, failure, past)

    def _history(self, folder: Path, past: Past | None) -> History:
        origin = self._order.origin
        if origin is not None and origin.folder == folder:
            return continued_history(origin, self._budget)
        if past is None or origin is None:
            return new_history(folder, self._budget)
        states = {past.first.progress.steps: past.first, past.state.progress.steps: past.state}
        return branched_history(folder, origin, states, self._budget)

    def _count(self, rendered: int) -> None:
        if self._cancelled.is_set():
            raise _CancelledError
        self.rendered += rendered
        self._wake()


class _CancelledError(Exception):
    """Nobody waits for the data any more."""


def _close(history: History) -> None:
    """Leave the folder of a run that never began only where there is something in it."""
    history.mark(RunState.LEFT)
    history.close()
    if not len(history.steps()):
        rmtree(history.folder.path, ignore_errors=True)


def _until(figures: Figures, step: int) -> Figures:
    kept = figures["step"] <= step
    return {name: column[kept] for name, column in figures.items()}
