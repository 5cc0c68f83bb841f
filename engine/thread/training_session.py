"""Training on the engine's thread: how a run comes to be, and how it shares the thread with all else.

Everything here runs on the engine's thread alone, but the preparation of the data.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from engine.errors import Kind, NetglassError
from engine.thread.browsing import Browsing
from engine.thread.commands import Command
from engine.thread.desk import Desk
from engine.thread.events import EngineFailed, Event
from engine.thread.preparation import Preparation
from engine.thread.run_drive import RunDrive
from engine.thread.run_record import RunRecord
from engine.thread.training_commands import (
    BrowseMistakes,
    BrowseSamples,
    ChangeTraining,
    Control,
    ControlTraining,
    Freeze,
    Plan,
    Recipe,
    ShowStep,
    Train,
)
from engine.thread.training_events import FreezeChanged, TrainingState
from engine.thread.training_run import TrainingRun
from engine.thread.training_view import TrainingView
from engine.training.sources import TrainingData

_PATIENCE_S = 2.0  # for the thread that prepares data, when all ends


class TrainingSession:
    """The run of the engine's thread; there is one at most.

    `obey` takes the commands of training, `work` does a slice. `threads`: how many torch computes a slice with.
    """

    def __init__(
        self, publish: Callable[[Event], None], desk: Desk, wake: Callable[[], None], threads: int
    ) -> None:
        self._publish, self._desk, self._wake, self._threads = publish, desk, wake, threads
        self._view = TrainingView(publish, desk)
        self._browsing = Browsing(publish, desk)
        self._preparation: Preparation | None = None
        self._folder: Path | None = None  # where the next run is kept
        self._drive: RunDrive | None = None
        self._frozen: tuple[str, ...] = ()

    @property
    def is_running(self) -> bool:
        """Whether steps are being taken."""
        return self._drive is not None and self._drive.is_running

    @property
    def has_work(self) -> bool:
        """Whether `work` has a slice to do."""
        news = self._preparation is not None and self._preparation.has_news
        driven = self._drive is not None and self._drive.has_work
        return news or driven or self._view.has_work

    @property
    def leaves_time(self) -> bool:
        """Whether something else may be done now."""
        return not self.has_work or (not self._view.has_work and self._view.wishes_time.has_some)

    def obey(self, command: Command) -> None:
        """Carry out a command of training; raises NetglassError, and is then as before."""
        match command:
            case Train(plan, folder):
                self._prepare(plan, folder)
            case ControlTraining(control):
                self._control(control)
            case ChangeTraining(recipe):
                self._change(recipe)
            case Freeze(parameter, frozen):
                self._freeze(parameter, frozen)
            case ShowStep(step) if self._drive is not None:
                self._drive.show(step)
            case BrowseSamples() | BrowseMistakes():
                self._browsing.ask(command)
                if self._drive is not None:
                    self._browsing.answer(self._drive.run)

    def work(self) -> None:
        """Do one slice: of the gradients that are shown, else of the run."""
        if self._preparation is not None and self._preparation.has_news:
            self._take_data(self._preparation)
        elif self._view.has_work:
            self._view.work()
        elif self._drive is not None:
            self._drive.work()

    @contextmanager
    def spare_time(self) -> Iterator[None]:
        """Inside, something else is done, at the expense of training."""
        started = perf_counter()
        try:
            yield
        finally:
            self._view.wishes_time.spend(perf_counter() - started)

    def take_ink(self) -> None:
        """Something was drawn: unless steps are being taken, its gradients are shown again."""
        if not self.is_running:
            self._view.drop_batch()

    def tell_frozen(self, frozen: tuple[str, ...]) -> None:
        """These parameters of the network in use are frozen: publish it if it is news."""
        if frozen != self._frozen:
            self._frozen = frozen
            self._publish(FreezeChanged(frozen))

    def show_gradients(self) -> bool:
        """Whether the gradients in the window are a batch's; unless they follow each other, they are shown again."""
        if self._drive is None or not (self.is_running or self._view.shows_batch):
            return False
        if not self.is_running:
            self._view.show_gradients(self._drive.run)
        return True

    def end(self) -> None:
        """Another network is about to be used: the run, if there is one, is over."""
        self._abandon_preparation()
        drive, self._drive = self._drive, None
        if drive is not None:
            drive.leave()

    def close(self) -> None:
        """The thread is about to end: a run under way is saved."""
        preparation = self._preparation
        self._abandon_preparation()
        if preparation is not None:
            preparation.join(_PATIENCE_S)
        if self._drive is not None:
            self._drive.leave(wait=True)

    def _prepare(self, plan: Plan, folder: Path | None) -> None:
        self.end()
        self._folder = folder
        self._preparation = Preparation(plan, self._wake)
        self._publish(self._preparation.told(TrainingState.PREPARING))

    def _abandon_preparation(self) -> None:
        preparation, self._preparation = self._preparation, None
        if preparation is not None:
            preparation.cancel()
            self._publish(preparation.told(TrainingState.FINISHED))

    def _take_data(self, preparation: Preparation) -> None:
        try:
            data = preparation.take()
        except Exception:
            self._abandon_preparation()
            raise
        if data is None:
            self._publish(preparation.told(TrainingState.PREPARING))
        else:
            self._preparation = None
            self._begin(preparation.plan, data)

    def _begin(self, plan: Plan, data: TrainingData) -> None:
        run = TrainingRun(plan, data, self._desk.network, self._new_record(plan))
        self._drive = RunDrive(run, self._publish, self._desk, self._view, self._browsing, self._threads)

    def _new_record(self, plan: Plan) -> RunRecord | None:
        """Where the run is written to, if it can be."""
        try:
            return None if self._folder is None else RunRecord(self._folder, plan, self._publish)
        except NetglassError as failure:
            self._publish(EngineFailed(failure.kind, failure.fields))
            return None

    def _control(self, control: Control) -> None:
        if self._preparation is not None and control is Control.STOP:
            self._abandon_preparation()
        elif self._drive is not None:
            self._drive.control(control)

    def _change(self, recipe: Recipe) -> None:
        if self._preparation is not None:
            self._preparation.plan = replace(self._preparation.plan, recipe=recipe)
            self._publish(self._preparation.told(TrainingState.PREPARING))
        elif self._drive is not None:
            self._drive.change(recipe)

    def _freeze(self, name: str, frozen: bool) -> None:
        own = [] if self._drive is None else [self._drive.run.network]
        for network in (self._desk.network, *own):
            parameter = dict(network.named_parameters()).get(name)
            if parameter is None:
                raise NetglassError(Kind.PARAMETER_UNKNOWN, parameter=name)
            parameter.requires_grad_(not frozen)
        self._desk.describe_network()
