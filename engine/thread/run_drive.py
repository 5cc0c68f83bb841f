"""How a run is driven: in which state it is, what changes the state, and what the window is told of it."""

from collections.abc import Callable
from time import perf_counter

import torch

from engine.tensors.levels import Walk
from engine.thread.browsing import Browsing
from engine.thread.desk import Desk
from engine.thread.events import Event
from engine.thread.training_commands import Control, Recipe
from engine.thread.training_events import StepShown, TrainingState
from engine.thread.training_run import TrainingRun
from engine.thread.training_view import TrainingView
from engine.thread.validation import Judgement
from engine.training.guards import DivergedError
from engine.training.reports import StepReport

_ONGOING = (TrainingState.RUNNING, TrainingState.PAUSED, TrainingState.DIVERGED)


class RunDrive:
    """Drives `run`, whose network is then in use, from its first step to its end. `threads`: torch's, for a slice."""

    def __init__(
        self,
        run: TrainingRun,
        publish: Callable[[Event], None],
        desk: Desk,
        view: TrainingView,
        browsing: Browsing,
        threads: int,
    ) -> None:
        self.run = run
        self._publish, self._desk, self._view, self._browsing = publish, desk, view, browsing
        self._threads = threads
        self._state = TrainingState.PREPARING
        self._pauses_soon = False  # after the step that is under way
        self._judging: Walk[Judgement] | None = None
        self._shown: int | None = None  # the step whose weights are in use
        self._begin()

    @property
    def is_running(self) -> bool:
        """Whether steps are being taken."""
        return self._state is TrainingState.RUNNING

    @property
    def has_work(self) -> bool:
        """Whether `work` has a slice to do."""
        return self.is_running or self._judging is not None

    def work(self) -> None:
        """Do one slice: of validation, else of training."""
        if self._judging is not None:
            self._judge(self._judging)
        elif self.is_running:
            self._train()

    def control(self, control: Control) -> None:
        """Do what was asked for, if it makes sense."""
        if self._state not in _ONGOING and control is not Control.REWIND:
            return
        match control:
            case Control.PAUSE:
                self._pause_soon()
            case Control.RESUME:
                self._resume()
            case Control.STEP:
                self._resume()
                self._pauses_soon = True
            case Control.STOP:
                self._finish()
            case Control.REWIND:
                self._rewind()

    def change(self, recipe: Recipe) -> None:
        """Go on with `recipe`, unless the run is over."""
        if self._state in _ONGOING:
            self.run.change(recipe)
            self._tell(self._state)

    def show(self, step: int | None) -> None:
        """Show the kept step next to `step`, or (None) the present."""
        if step is None:
            self._show_present()
            return
        if self.is_running:
            self._pauses_soon = False
            self._tell(TrainingState.PAUSED)
        found, network = self.run.network_at(step)
        if found != self._shown:
            self._shown = found
            self._view.drop_batch()
            self._desk.use_network(network, f"{self.run.plan.name}, step {found}")
        self._publish(StepShown(found))

    def leave(self, wait: bool = False) -> None:
        """The run is not gone on with; with `wait`, its folder is complete afterwards."""
        self._view.drop_batch()
        unfinished = self._state in _ONGOING
        self.run.leave(unfinished, wait)
        if unfinished:
            self._tell(TrainingState.FINISHED)
        self._publish(self.run.history)

    def _begin(self) -> None:
        self._desk.use_network(self.run.network, self.run.plan.name)
        self._publish(self.run.history)
        self._resume()
        self._judge_anew()
        self._browsing.answer(self.run)

    def _pause_soon(self) -> None:
        """Pause, but leave no step half done."""
        if self.is_running and self.run.is_between_steps:
            self._pause()
        self._pauses_soon = self.is_running

    def _pause(self) -> None:
        self._pauses_soon = False
        self._tell(TrainingState.PAUSED)
        self._view.settle(self.run)
        self._judge_anew()

    def _resume(self) -> None:
        self._pauses_soon = False
        self._show_present()
        if not self.is_running:
            self._tell(TrainingState.RUNNING)
            self._view.resume()

    def _finish(self) -> None:
        """The run is over; its averaged weights stay."""
        self.run.finish()
        self._use_other_weights(TrainingState.FINISHED)

    def _rewind(self) -> None:
        self.run.rewind()
        self._use_other_weights(TrainingState.PAUSED)

    def _use_other_weights(self, state: TrainingState) -> None:
        """The run has other weights than those of its last step."""
        self._pauses_soon = False
        self._view.drop_batch()
        self._tell(state)
        self._publish(self.run.history)
        self._use_present()
        self._judge_anew()

    def _show_present(self) -> None:
        if self._shown is not None:
            self._use_present()

    def _use_present(self) -> None:
        """Put the run's own network in use."""
        self._desk.use_network(self.run.network, self.run.plan.name)
        if self._shown is not None:
            self._shown = None
            self._publish(StepShown(None))

    def _train(self) -> None:
        started = perf_counter()
        torch.set_num_threads(self._threads)
        try:
            report = self.run.advance()
        except StopIteration:
            self._finish()
            return
        except DivergedError as fault:
            self._diverge(fault.layer)
            return
        finally:
            torch.set_num_threads(1)
        self._view.earn(perf_counter() - started)
        if isinstance(report, StepReport):
            self._take_step(report)
        elif report is not None and not self.run.trainer.is_finished:  # then it will be with other weights
            self._judge_anew()

    def _take_step(self, report: StepReport) -> None:
        self._view.add(report)
        if self.run.keep_step(report.step):
            self._publish(self.run.history)
        if self._pauses_soon:
            self._pause()
            return
        if self.run.wants_judgement(report.step):
            self._judge_anew()
        self._view.follow(self.run)

    def _diverge(self, layer: str) -> None:
        self._pauses_soon = False
        self._tell(TrainingState.DIVERGED, layer)
        self._view.settle(self.run)

    def _judge_anew(self) -> None:
        """Begin to read the validation images, unless the present weights have been judged."""
        self._judging = None if self.run.is_judged else self.run.walk_judgement()

    def _judge(self, judging: Walk[Judgement]) -> None:
        try:
            next(judging)
        except StopIteration as end:
            self._judging = None
            self.run.judge(end.value)
            self._publish(end.value.event())
            self._browsing.answer(self.run)

    def _tell(self, state: TrainingState, layer: str = "") -> None:
        self._state = state
        self._view.tell_steps()
        self._publish(self.run.told(state, layer))
