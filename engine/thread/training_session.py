"""Training on the engine's thread: what is done with a run, and in which state it is.

Everything here runs on the engine's thread alone, but the preparation of the data.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import torch

from engine.errors import Kind, NetglassError
from engine.tensors.levels import Walk
from engine.thread.browsing import Browsing
from engine.thread.commands import Command
from engine.thread.desk import Desk
from engine.thread.events import EngineFailed, Event
from engine.thread.preparation import Preparation
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
from engine.thread.training_events import FreezeChanged, StepShown, TrainingChanged, TrainingState
from engine.thread.training_run import TrainingRun
from engine.thread.training_view import TrainingView
from engine.thread.validation import Judgement
from engine.training.guards import DivergedError
from engine.training.reports import StepReport

_ONGOING = (TrainingState.RUNNING, TrainingState.PAUSED, TrainingState.DIVERGED)
_PATIENCE_S = 2.0  # for the thread that prepares data, when all ends


class TrainingSession:
    """The run of the engine's thread; there is one at most.

    `obey` takes the commands of training, `work` does a slice. `threads`: how many torch computes a slice with.
    """

    def __init__(
        self, publish: Callable[[Event], None], desk: Desk, wake: Callable[[], None], threads: int
    ) -> None:
        self.view = TrainingView(publish, desk)
        self._publish, self._desk, self._wake, self._threads = publish, desk, wake, threads
        self._browsing = Browsing(publish, desk)
        self._preparation: Preparation | None = None
        self._folder: Path | None = None  # where the next run is kept
        self._run: TrainingRun | None = None
        self._state = TrainingState.FINISHED
        self._pauses_soon = False  # after the step that is under way
        self._judging: Walk[Judgement] | None = None
        self._shown: int | None = None  # the step whose weights are in use
        self._frozen: tuple[str, ...] = ()

    @property
    def is_running(self) -> bool:
        """Whether steps are being taken."""
        return self._run is not None and self._state is TrainingState.RUNNING

    @property
    def has_work(self) -> bool:
        """Whether `work` has a slice to do."""
        news = self._preparation is not None and self._preparation.has_news
        return news or self.is_running or self._judging is not None or self.view.has_work

    @property
    def leaves_time(self) -> bool:
        """Whether something else may be done now."""
        return not self.has_work or (not self.view.has_work and self.view.wishes_time.has_some)

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
            case ShowStep(step):
                self._show(step)
            case BrowseSamples() | BrowseMistakes():
                self._browsing.ask(command)
                if self._run is not None:
                    self._browsing.answer(self._run)

    def work(self) -> None:
        """Do one slice: of the gradients that are shown, else of validation, else of training."""
        if self._preparation is not None and self._preparation.has_news:
            self._take_data(self._preparation)
        elif self.view.has_work:
            self.view.work()
        elif self._run is not None and self._judging is not None:
            self._judge(self._run, self._judging)
        elif self._run is not None and self.is_running:
            self._train(self._run)

    @contextmanager
    def spare_time(self) -> Iterator[None]:
        """Inside, something else is done, at the expense of training."""
        started = perf_counter()
        try:
            yield
        finally:
            self.view.wishes_time.spend(perf_counter() - started)

    def take_ink(self) -> None:
        """Something was drawn: unless steps are being taken, its gradients are shown again."""
        if not self.is_running:
            self.view.drop_batch()

    def tell_frozen(self, frozen: tuple[str, ...]) -> None:
        """These parameters of the network in use are frozen: publish it if it is news."""
        if frozen != self._frozen:
            self._frozen = frozen
            self._publish(FreezeChanged(frozen))

    def show_gradients(self) -> bool:
        """Whether the gradients in the window are a batch's; unless they follow each other, they are shown again."""
        if self._run is None or not (self.is_running or self.view.shows_batch):
            return False
        if not self.is_running:
            self.view.show_gradients(self._run)
        return True

    def end(self) -> None:
        """Another network is about to be used: the run, if there is one, is over."""
        self._abandon_preparation()
        run, self._run = self._run, None
        self._judging, self._shown = None, None
        self.view.drop_batch()
        if run is not None and self._state in _ONGOING:
            run.save()
            self._tell(run, TrainingState.FINISHED)
        if run is not None and run.record is not None:
            run.record.leave()

    def close(self) -> None:
        """The thread is about to end."""
        preparation = self._preparation
        self._abandon_preparation()
        if preparation is not None:
            preparation.join(_PATIENCE_S)
        run = self._run
        if run is not None and self._state in _ONGOING:
            run.save()
        if run is not None and run.record is not None:
            run.record.close()

    def _prepare(self, plan: Plan, folder: Path | None) -> None:
        self.end()
        self._folder = folder
        self._preparation = Preparation(plan, self._wake)
        self._tell_preparation(self._preparation, TrainingState.PREPARING)

    def _abandon_preparation(self) -> None:
        preparation, self._preparation = self._preparation, None
        if preparation is not None:
            preparation.cancel()
            self._tell_preparation(preparation, TrainingState.FINISHED)

    def _take_data(self, preparation: Preparation) -> None:
        try:
            data = preparation.take()
        except Exception:
            self._abandon_preparation()
            raise
        if data is not None:
            self._preparation = None
            record = self._new_record(preparation.plan)
            self._begin(TrainingRun(preparation.plan, data, self._desk.network, record))
        else:
            self._tell_preparation(preparation, TrainingState.PREPARING)

    def _new_record(self, plan: Plan) -> RunRecord | None:
        """Where the run is written to, if it can be."""
        try:
            return None if self._folder is None else RunRecord(self._folder, plan, self._publish)
        except NetglassError as failure:
            self._publish(EngineFailed(failure.kind, failure.fields))
            return None

    def _begin(self, run: TrainingRun) -> None:
        self._run = run
        self._desk.use_network(run.network, run.plan.name)
        self._publish(run.history)
        self._resume(run)
        self._judge_anew(run)
        self._browsing.answer(run)

    def _control(self, control: Control) -> None:
        if self._preparation is not None and control is Control.STOP:
            self._abandon_preparation()
        run = self._run
        if run is None or (self._state not in _ONGOING and control is not Control.REWIND):
            return
        match control:
            case Control.PAUSE:
                self._pause_soon(run)
            case Control.RESUME:
                self._resume(run)
            case Control.STEP:
                self._resume(run)
                self._pauses_soon = True
            case Control.STOP:
                self._finish(run)
            case Control.REWIND:
                self._rewind(run)

    def _pause_soon(self, run: TrainingRun) -> None:
        """Pause, but leave no step half done."""
        if self.is_running and run.is_between_steps:
            self._pause(run)
        self._pauses_soon = self.is_running

    def _pause(self, run: TrainingRun) -> None:
        self._pauses_soon = False
        self._tell(run, TrainingState.PAUSED)
        self.view.settle(run)
        self._judge_anew(run)

    def _resume(self, run: TrainingRun) -> None:
        self._pauses_soon = False
        self._show_present(run)
        if not self.is_running:
            self._tell(run, TrainingState.RUNNING)
            self.view.resume()

    def _finish(self, run: TrainingRun) -> None:
        """The run is over; its averaged weights stay."""
        self._shown = None
        run.finish()
        self._use_weights_of(run, TrainingState.FINISHED)

    def _rewind(self, run: TrainingRun) -> None:
        self._shown = None
        run.rewind()
        self._use_weights_of(run, TrainingState.PAUSED)

    def _use_weights_of(self, run: TrainingRun, state: TrainingState) -> None:
        """The run has other weights than those of its last step."""
        self._pauses_soon = False
        self.view.drop_batch()
        self._tell(run, state)
        self._publish(run.history)
        self._desk.use_network(run.network, run.plan.name)
        self._judge_anew(run)

    def _change(self, recipe: Recipe) -> None:
        if self._preparation is not None:
            self._preparation.plan = replace(self._preparation.plan, recipe=recipe)
            self._tell_preparation(self._preparation, TrainingState.PREPARING)
        elif self._run is not None and self._state in _ONGOING:
            self._run.change(recipe)
            self._tell(self._run, self._state)

    def _freeze(self, name: str, frozen: bool) -> None:
        networks = [self._desk.network] if self._run is None else [self._desk.network, self._run.network]
        for network in networks:
            parameter = dict(network.named_parameters()).get(name)
            if parameter is None:
                raise NetglassError(Kind.PARAMETER_UNKNOWN, parameter=name)
            parameter.requires_grad_(not frozen)
        self._desk.describe_network()

    def _show(self, step: int | None) -> None:
        run = self._run
        if run is None:
            return
        if step is None:
            self._show_present(run)
            return
        if self.is_running:
            self._pauses_soon = False
            self._tell(run, TrainingState.PAUSED)
        found, network = run.network_at(step)
        if found != self._shown:
            self._shown = found
            self.view.drop_batch()
            self._desk.use_network(network, f"{run.plan.name}, step {found}")
        self._publish(StepShown(found))

    def _show_present(self, run: TrainingRun) -> None:
        if self._shown is not None:
            self._shown = None
            self._desk.use_network(run.network, run.plan.name)
            self._publish(StepShown(None))

    def _train(self, run: TrainingRun) -> None:
        started = perf_counter()
        torch.set_num_threads(self._threads)
        try:
            report = run.advance()
        except StopIteration:
            self._finish(run)
            return
        except DivergedError as fault:
            self._diverge(run, fault.layer)
            return
        finally:
            torch.set_num_threads(1)
        self.view.earn(perf_counter() - started)
        if isinstance(report, StepReport):
            self._take_step(run, report)
        elif report is not None:
            self._judge_anew(run)

    def _take_step(self, run: TrainingRun, report: StepReport) -> None:
        self.view.add(report)
        if run.keep_step(report.step):
            self._publish(run.history)
        if self._pauses_soon:
            self._pause(run)
            return
        if run.wants_judgement(report.step):
            self._judge_anew(run)
        self.view.follow(run)

    def _diverge(self, run: TrainingRun, layer: str) -> None:
        self._pauses_soon = False
        self._tell(run, TrainingState.DIVERGED, layer)
        self.view.settle(run)

    def _judge_anew(self, run: TrainingRun) -> None:
        """Begin to read the validation images, unless the present weights have been judged."""
        self._judging = None if run.is_judged else run.walk_judgement()

    def _judge(self, run: TrainingRun, judging: Walk[Judgement]) -> None:
        try:
            next(judging)
        except StopIteration as end:
            self._judging = None
            run.judge(end.value)
            self._publish(end.value.event())
            self._browsing.answer(run)

    def _tell(self, run: TrainingRun, state: TrainingState, layer: str = "") -> None:
        self._state = state
        self.view.tell_steps()
        trainer, data = run.trainer, run.data
        self._publish(
            TrainingChanged(
                state=state,
                plan=run.plan,
                step=trainer.steps_done,
                steps=trainer.steps,
                epoch=trainer.epoch,
                epochs=trainer.epochs,
                images=len(data.training),
                validation_images=len(data.validation),
                layer=layer,
            )
        )

    def _tell_preparation(self, preparation: Preparation, state: TrainingState) -> None:
        plan, rendered = preparation.plan, preparation.rendered
        self._publish(
            TrainingChanged(state, plan, 0, 0, 0, plan.recipe.epochs, images=rendered, validation_images=0)
        )
