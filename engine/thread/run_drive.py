"""How a run is driven: in which state it is, what changes the state, and what the window is told of it."""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import numpy as np
import torch

from engine.tensors.levels import Walk
from engine.thread.browsing import Browsing
from engine.thread.desk import Desk
from engine.thread.events import Event
from engine.thread.kept_step import KeptStep
from engine.thread.kept_steps import Weights
from engine.thread.step_reader import StepReader
from engine.thread.training_commands import Control, Recipe
from engine.thread.training_events import HistoryChanged, StepShown, TrainingState
from engine.thread.training_run import TrainingRun
from engine.thread.training_view import TrainingView
from engine.thread.validation import Judgement
from engine.training.guards import DivergedError
from engine.training.reports import StepReport

_TURN_S = 0.008  # about, while nobody waits: what is due at a time is looked at in between
_ONGOING = (TrainingState.RUNNING, TrainingState.PAUSED, TrainingState.DIVERGED)


class RunDrive:
    """Drives `run`, whose network is then in use, from its first step to its end.

    `threads`: torch's, for a slice. `is_alone`: whether nobody waits for the thread.
    """

    def __init__(
        self,
        run: TrainingRun,
        publish: Callable[[Event], None],
        desk: Desk,
        view: TrainingView,
        browsing: Browsing,
        threads: int,
        wake: Callable[[], None],
        is_alone: Callable[[], bool],
    ) -> None:
        self.run = run
        self._publish, self._desk, self._view, self._browsing = publish, desk, view, browsing
        self._threads, self._is_alone = threads, is_alone
        self._state = TrainingState.PREPARING
        self._pauses_soon = False  # after the step that is under way
        self._judging: Walk[Judgement] | None = None
        self._shown: int | None = None  # the step whose weights are in use
        self._reader = StepReader(run.read_weights, wake)
        self._awaited: int | None = None  # the step whose weights are being read
        self._begin()

    @property
    def is_running(self) -> bool:
        """Whether steps are being taken."""
        return self._state is TrainingState.RUNNING

    @property
    def is_ongoing(self) -> bool:
        """Whether the run can still be gone on with."""
        return self._state in _ONGOING

    @property
    def has_work(self) -> bool:
        """Whether `work` has a slice to do."""
        return self.is_running or self._judging is not None or self._reader.has_news

    def work(self) -> None:
        """Do one slice: show what was read, else validate, else train."""
        if self._reader.has_news:
            self._take_step_read()
        elif self._judging is not None:
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
        found = self.run.nearest(step)
        weights = self.run.weights_in_memory(found)
        self._awaited = found if weights is None else None
        if weights is not None:
            self._show_weights(found, weights)
        elif found != self._shown:
            self._reader.ask(found)
        self._publish(StepShown(found))

    def kept(self, step: int) -> KeptStep:
        """The kept step next to `step`, to be looked at beside others."""
        found = self.run.nearest(step)
        weights = self.run.weights_in_memory(found)
        read = self.run.read_weights if weights is None else lambda _: weights
        return KeptStep(self.run.plan.name, found, read, self.run.network_with)

    def show_gradients(self) -> None:
        """Show again the gradients of what is in use: of the last step, or of the kept one that is shown."""
        self._view.show_gradients(self.run, None if self._shown is None else self._desk.network)

    def is_in(self, folder: Path) -> bool:
        """Whether the run is kept in this folder."""
        return self.run.record is not None and self.run.record.folder == folder

    def rename(self, name: str) -> None:
        """The run is called something else."""
        self.run.rename(name)
        self._tell(self._state)

    def limit_history(self, budget: int) -> None:
        """Keep the run's steps within so many bytes on disk."""
        if self.run.record is not None:
            self.run.record.set_budget(budget)
            self._publish(self.run.history)

    def leave(self, wait: bool = False) -> None:
        """The run is not gone on with; with `wait`, its folder is complete afterwards."""
        self._view.drop_batch()
        self._reader.forget()
        unfinished = self._state in _ONGOING
        self.run.leave(unfinished, wait)
        if unfinished:
            self._tell(TrainingState.FINISHED)
        self._publish(HistoryChanged(np.zeros(0, np.int64), 0, 0))

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

    def _take_step_read(self) -> None:
        found = self._reader.take()
        if found is not None and found[0] == self._awaited:
            self._awaited = None
            self._show_weights(*found)

    def _show_weights(self, step: int, weights: Weights) -> None:
        if step != self._shown:
            self._shown = step
            self._view.drop_batch()
            self._desk.use_network(self.run.network_with(weights), self.run.plan.name, step)
            self.show_gradients()

    def _show_present(self) -> None:
        if self._awaited is not None and self._shown is None:
            self._publish(StepShown(None))
        self._awaited = None
        if self._shown is not None:
            self._use_present()
            if self._state in _ONGOING:
                self.show_gradients()

    def _use_present(self) -> None:
        """Put the run's own network in use."""
        self._awaited = None
        self._desk.use_network(self.run.network, self.run.plan.name)
        if self._shown is not None:
            self._shown = None
            self._publish(StepShown(None))
            self._view.drop_batch()

    def _train(self) -> None:
        started = perf_counter()
        torch.set_num_threads(self._threads)
        try:
            report = self.run.advance()
            while report is None and self._goes_on(started):
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
        self._view.tell_news()
        if isinstance(report, StepReport):
            self._take_step(report)
        elif report is not None and not self.run.trainer.is_finished:  # then it will be with other weights
            self._judge_anew()

    def _goes_on(self, started: float) -> bool:
        """Whether the turn that began then takes another slice: each turn of the thread costs 0.1 ms."""
        is_within_step = not (self.run.is_between_steps or self._view.has_work)
        return is_within_step and perf_counter() - started < _TURN_S and self._is_alone()

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
