"""Training on the engine's thread: how a run comes to be, and how it shares the thread with all else.

Everything here runs on the engine's thread alone, but the preparation of the data and what the spare core does.
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
from engine.thread.kept_run import KeptRun, network_with
from engine.thread.kept_step import KeptStep
from engine.thread.preparation import Past, Preparation, Prepared
from engine.thread.run_commands import LeaveRun, LimitHistory, NameRun, OpenRun
from engine.thread.run_display import RunDisplay
from engine.thread.run_drive import RunDrive
from engine.thread.run_figures import steps_of, validations_of
from engine.thread.run_record import RunRecord
from engine.thread.spare_core import SpareCoreThread
from engine.thread.training_commands import (
    BrowseMistakes,
    BrowseSamples,
    ChangeTraining,
    Control,
    ControlTraining,
    Freeze,
    Origin,
    Plan,
    Recipe,
    ShowStep,
    Train,
)
from engine.thread.training_events import FreezeChanged, TrainingState
from engine.thread.training_run import TrainingRun
from engine.thread.training_view import TrainingView

_BUDGET = (
    1 << 30
)  # bytes on disk, unless the person sets another: 96 steps of 669,706 weights and all that belongs
_PATIENCE_S = 2.0  # for the thread that prepares data, when all ends


class TrainingSession:
    """The run of the engine's thread; there is one at most.

    `obey` takes the commands of training, `work` does a slice. `is_called`: whether something waits for the thread.
    `threads`: how many torch computes a slice with.
    """

    def __init__(
        self,
        publish: Callable[[Event], None],
        desk: Desk,
        wake: Callable[[], None],
        is_called: Callable[[], bool],
        threads: int,
    ) -> None:
        self._publish, self._desk, self._wake, self._threads = publish, desk, wake, threads
        self._is_called = is_called
        self._spare_core = SpareCoreThread(threads)
        self._view = TrainingView(publish, desk, wake, is_calm=lambda: self._spare_core.is_free)
        self._browsing = Browsing(publish, desk)
        self._preparation: Preparation | None = None
        self._shown = RunDisplay(publish, desk, wake, self._leave_for)
        self._drive: RunDrive | None = None
        self._pauses_at_once = False  # the run that is being prepared takes one step
        self._wanted: Path | None = None  # the folder of a run that is gone on with as soon as it is shown
        self._budget = _BUDGET
        self._frozen: tuple[str, ...] = ()

    @property
    def is_running(self) -> bool:
        """Whether steps are being taken."""
        return self._drive is not None and self._drive.is_running

    @property
    def is_ongoing(self) -> bool:
        """Whether there is a run whose weights are still to change."""
        return self._preparation is not None or (self._drive is not None and self._drive.is_ongoing)

    @property
    def has_work(self) -> bool:
        """Whether `work` has a slice to do."""
        news = self._preparation is not None and self._preparation.has_news
        driven = self._drive is not None and self._drive.has_work
        return news or driven or self._view.has_work or self._view.has_news or self._shown.has_news

    @property
    def has_kept(self) -> bool:
        """Whether there is a run, with steps that were kept."""
        return self._drive is not None or (self._shown.run is not None and self._shown.run.last_kept >= 0)

    @property
    def leaves_time(self) -> bool:
        """Whether something else may be done now."""
        return not self.has_work or (not self._view.has_work and self._view.wishes_time.has_some)

    def obey(self, command: Command) -> None:
        """Carry out a command of training; raises NetglassError, and is then as before."""
        match command:
            case Train():
                self._leave_run()
                self._prepare(command)
            case ControlTraining(control):
                self._control(control)
            case ChangeTraining(recipe):
                self._change(recipe)
            case Freeze(parameter, frozen):
                self._freeze(parameter, frozen)
            case ShowStep(step) if self._drive is not None:
                self._drive.show(step)
            case ShowStep(step) if self._shown.run is not None:
                self._shown.run.show(step)
            case OpenRun(folder, goes_on):
                self._wanted = folder if goes_on else None
                self._shown.open(folder)
            case LeaveRun():
                self._let_go()
            case NameRun(name):
                self._rename(name)
            case LimitHistory(budget):
                self._limit_history(budget)
            case BrowseSamples() | BrowseMistakes():
                self._browsing.ask(command)
                if self._drive is not None:
                    self._browsing.answer(self._drive.run)

    def kept(self, step: int) -> KeptStep:
        """The kept step next to `step` of the run that there is; raises RUN_NONE without one."""
        if self._drive is not None:
            return self._drive.kept(step)
        if self._shown.run is not None and self.has_kept:
            return self._shown.run.kept(step)
        raise NetglassError(Kind.RUN_NONE)

    def work(self) -> None:
        """Do one slice: of the gradients that are shown, else of the run."""
        if self._preparation is not None and self._preparation.has_news:
            self._take_data(self._preparation)
        elif self._shown.has_news:
            self._shown.work()
            self._go_on_as_wanted()
        elif self._view.has_work:
            self._view.work()
        elif self._view.has_news and not self.is_running:
            self._view.tell_news()
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
        self._spare_core.take_ink()
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
            self._drive.show_gradients()
        return True

    def end(self) -> None:
        """Another network is about to be used: the run, if there is one, is over."""
        kept = self._shown.run
        self._leave_run()
        if kept is not None:
            self._publish(replace(kept.told(), state=TrainingState.ABSENT))

    def close(self) -> None:
        """The thread is about to end: a run under way is saved."""
        preparation = self._preparation
        self._shown.close()
        self._abandon_preparation()
        if preparation is not None:
            preparation.join(_PATIENCE_S)
        if self._drive is not None:
            self._drive.leave(wait=True)
        self._view.close()
        self._spare_core.close()

    def _is_alone(self) -> bool:
        """Whether nobody draws, or asks for anything."""
        return self._spare_core.is_free and not self._is_called()

    def _leave_for(self, folder: Path) -> bool:
        """Leave the run for that in `folder`, unless it is the same one; returns whether."""
        if self._drive is not None and self._drive.is_in(folder):
            return False
        self._leave_run()
        return True

    def _leave_run(self) -> None:
        """Leave what is prepared, trained or shown."""
        self._shown.close()
        self._abandon_preparation()
        drive, self._drive = self._drive, None
        if drive is not None:
            drive.leave()

    def _let_go(self) -> None:
        told = None if self._drive is None else self._drive.run.told(TrainingState.ABSENT)
        self.end()
        if told is not None:
            self._publish(told)

    def _prepare(self, order: Train) -> None:
        self._pauses_at_once = False
        self._preparation = Preparation(order, self._budget, self._wake)
        self._publish(self._preparation.told(TrainingState.PREPARING))

    def _go_on_as_wanted(self) -> None:
        kept = self._shown.run
        if kept is not None and kept.path == self._wanted:
            self._wanted = None
            self._go_on(kept, Control.RESUME)

    def _go_on(self, kept: KeptRun, control: Control) -> None:
        """Train the run that is shown from its folder, from its last kept step."""
        if control in (Control.RESUME, Control.STEP) and kept.can_go_on:
            self._prepare(Train(kept.plan, kept.path, Origin(kept.path, kept.last_kept)))
            self._pauses_at_once = control is Control.STEP

    def _abandon_preparation(self) -> None:
        preparation, self._preparation = self._preparation, None
        if preparation is not None:
            preparation.cancel()
            kept = self._shown.run
            self._publish(preparation.told(TrainingState.ABSENT) if kept is None else kept.told())

    def _take_data(self, preparation: Preparation) -> None:
        try:
            prepared = preparation.take()
        except Exception:
            self._abandon_preparation()
            raise
        if prepared is None:
            self._publish(preparation.told(TrainingState.PREPARING))
        else:
            self._preparation = None
            self._begin(preparation.plan, prepared)

    def _begin(self, plan: Plan, prepared: Prepared) -> None:
        if prepared.failure is not None:
            self._publish(EngineFailed(prepared.failure.kind, prepared.failure.fields))
        network = self._desk.network
        if prepared.past is not None:
            own = network_with(prepared.past.first.weights, plan.name, prepared.past.about)
            network = own.to(next(network.parameters()).device)
        self._shown.close()
        history, architecture = prepared.history, network.architecture
        record = None if history is None else RunRecord(history, plan, architecture, self._publish)
        run = TrainingRun(plan, prepared.data, network, record, prepared.past, self._spare_core)
        self._drive = RunDrive(
            run,
            self._publish,
            self._desk,
            self._view,
            self._browsing,
            self._threads,
            self._wake,
            self._is_alone,
        )
        if prepared.past is not None:
            self._tell_past(prepared.past, run.trainer.steps)
        if self._pauses_at_once:
            self._drive.control(Control.STEP)

    def _tell_past(self, past: Past, total: int) -> None:
        if len(past.figures["step"]):
            self._publish(steps_of(past.figures, total))
        if len(past.validations["step"]):
            self._publish(validations_of(past.validations))

    def _rename(self, name: str) -> None:
        if self._drive is not None:
            self._drive.rename(name)
        elif self._shown.run is not None:
            self._shown.run.rename(name)

    def _limit_history(self, budget: int) -> None:
        self._budget = budget
        if self._drive is not None:
            self._drive.limit_history(budget)

    def _control(self, control: Control) -> None:
        if self._preparation is not None and control is Control.STOP:
            self._abandon_preparation()
        elif self._drive is not None:
            self._drive.control(control)
        elif self._shown.run is not None and self._preparation is None:
            self._go_on(self._shown.run, control)

    def _change(self, recipe: Recipe) -> None:
        if self._preparation is not None:
            self._preparation.plan = replace(self._preparation.plan, recipe=recipe)
            self._publish(self._preparation.told(TrainingState.PREPARING))
        elif self._drive is not None:
            self._drive.change(recipe)
        elif self._shown.run is not None:
            self._shown.run.change(recipe)

    def _freeze(self, name: str, frozen: bool) -> None:
        own = [] if self._drive is None else [self._drive.run.network]
        for network in (self._desk.network, *own):
            parameter = dict(network.named_parameters()).get(name)
            if parameter is None:
                raise NetglassError(Kind.PARAMETER_UNKNOWN, parameter=name)
            parameter.requires_grad_(not frozen)
        self._desk.describe_network()
