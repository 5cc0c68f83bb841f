"""One run: its plan and its data, the trainer that takes its steps, and the weights that were kept of them."""

import math
from copy import deepcopy
from dataclasses import replace

from engine.network.mlp import NeuralNetwork
from engine.tensors.levels import Walk
from engine.thread.kept_steps import KeptSteps
from engine.thread.run_record import RunRecord
from engine.thread.training_commands import Plan, Recipe
from engine.thread.training_events import HistoryChanged, TrainingChanged, TrainingState
from engine.thread.validation import Judgement, walk_judgement
from engine.training.guards import DivergedError
from engine.training.reports import EpochReport, StepReport
from engine.training.sources import TrainingData
from engine.training.trainer import Trainer

_HISTORY_BYTES = 256 << 20  # 95 steps of 669,706 weights
_JUDGEMENTS = 40  # of a run, at least, if they take at most `_JUDGING_SHARE` of the time
_JUDGING_SHARE = 0.1
_READING_COST = 1 / 3  # of an image, against learning from it


class TrainingRun:
    """Trains `network` where it is, on `data`, as `plan` says. All of it runs on the engine's thread.

    `judgement`: of the validation images, the last one. `is_between_steps`: no step is half done.
    """

    def __init__(
        self, plan: Plan, data: TrainingData, network: NeuralNetwork, record: RunRecord | None = None
    ) -> None:
        network.zero_grad()
        self.record = record
        self.plan = plan
        self.data = data
        self.network = network
        self.trainer = Trainer(network, data.training, None, plan.recipe, plan.seed, renewal=data.renewal)
        self.judgement: Judgement | None = None
        self.last_report: StepReport | None = None
        self.is_between_steps = True
        self._kept = KeptSteps(_HISTORY_BYTES)
        self._keep(0)
        self._slices = self.trainer.slices()

    @property
    def history(self) -> HistoryChanged:
        """What is kept now."""
        return HistoryChanged(self._kept.steps, self._kept.size, self._kept.budget)

    @property
    def is_judged(self) -> bool:
        """Whether the last judgement is of the present weights, or there is nothing to judge them by."""
        judged = self.judgement is not None and self.judgement.step == self.trainer.steps_done
        return judged or not len(self.data.validation)

    def told(self, state: TrainingState, layer: str = "") -> TrainingChanged:
        """What the window is told."""
        return TrainingChanged(
            state=state,
            plan=self.plan,
            step=self.trainer.steps_done,
            steps=self.trainer.steps,
            epoch=self.trainer.epoch,
            epochs=self.trainer.epochs,
            images=len(self.data.training),
            validation_images=len(self.data.validation),
            layer=layer,
        )

    def advance(self) -> StepReport | EpochReport | None:
        """Train for a slice; None within a step. Raises StopIteration at the end; DivergedError instead of a step."""
        try:
            report = next(self._slices)
        except DivergedError:
            self._slices, self.is_between_steps = self.trainer.slices(), True
            raise
        self.is_between_steps = report is not None
        if isinstance(report, StepReport):
            self.last_report = report
            if self.record is not None:
                self.record.add(report)
        return report

    def keep_step(self, step: int) -> bool:
        """Keep the present weights as those of `step`, if it is time; returns whether it was."""
        wanted = self._kept.wants(step)
        if wanted:
            self._keep(step)
        return wanted

    def finish(self) -> None:
        """Take the averaged weights as the last ones; the run is over."""
        self.is_between_steps = True
        self.save()
        self.trainer.finish()
        self.judgement = None
        self._kept.keep(self.trainer.steps_done, self.network.state_dict())

    def rewind(self) -> None:
        """Back to step 0, as if nothing had been done."""
        self.trainer.rewind()
        self._slices = self.trainer.slices()
        self.is_between_steps = True
        self.judgement = self.last_report = None
        self._kept.forget()
        self._kept.keep(0, self.network.state_dict())
        if self.record is not None:
            self.record.rewind()

    def change(self, recipe: Recipe) -> None:
        """Go on with `recipe` from the next step."""
        self.plan = replace(self.plan, recipe=recipe)
        self.trainer.change(recipe)
        if self.record is not None:
            self.record.describe(self.plan)

    def judge(self, judgement: Judgement) -> None:
        """Take note of how the validation images were read."""
        self.judgement = judgement
        if self.record is not None:
            accuracy = judgement.event().accuracy
            self.record.add_judgement(judgement.step, self.trainer.epoch, judgement.loss, accuracy)

    def leave(self, unfinished: bool, wait: bool = False) -> None:
        """The run is not gone on with: let the record be whole; if it is `unfinished`, so that it can go on."""
        if unfinished:
            self.save()
        if self.record is not None:
            self.record.close(wait)
        self.data.close()
        self._kept.forget()

    def save(self) -> None:
        """Let the record have the run as it is, so that it can go on from here."""
        if self.record is not None:
            self.record.keep(self.trainer.steps_done, self.trainer.state())

    def network_at(self, step: int) -> tuple[int, NeuralNetwork]:
        """The kept step next to `step`, and a network of its own that is as it was then."""
        found, weights = self._kept.nearest(step)
        network = deepcopy(self.network)
        network.load_state_dict(weights)
        return found, network

    def walk_judgement(self) -> Walk[Judgement]:
        """Read the validation images, of which there is one at least, with the present weights."""
        return walk_judgement(self.network, self.data.validation, self.trainer.steps_done)

    def wants_judgement(self, step: int) -> bool:
        """Whether validation is due after `step`, within an epoch: in a short run more often than once an epoch."""
        batch = self.plan.recipe.batch
        affordable = len(self.data.validation) * _READING_COST / (batch * _JUDGING_SHARE)
        interval = max(math.ceil(affordable), self.trainer.steps // _JUDGEMENTS, 1)
        return step % interval == 0

    def _keep(self, step: int) -> None:
        self._kept.keep(step, self.network.state_dict())
        self.save()
