"""One run: its plan and its data, the trainer that takes its steps, and the weights that were kept of them."""

import math
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from engine.data.digits import as_inputs
from engine.errors import Kind, NetglassError
from engine.network.mlp import NeuralNetwork
from engine.tensors.levels import Walk
from engine.thread.kept_steps import KeptSteps, Weights
from engine.thread.preparation import Past
from engine.thread.run_record import RunRecord
from engine.thread.training_commands import Plan, Recipe
from engine.thread.training_events import HistoryChanged, TrainingChanged, TrainingState
from engine.thread.validation import Judgement, walk_judgement
from engine.training.elsewhere import Elsewhere
from engine.training.guards import DivergedError
from engine.training.reports import EpochReport, StepReport
from engine.training.run_folder import RunState
from engine.training.sources import TrainingData
from engine.training.trainer import Trainer

_MEMORY = 256 << 20  # bytes: 95 steps of 669,706 weights
_MEMORY_BESIDE_DISK = (
    32 << 20
)  # where all of them lie in a folder: those that are not written yet, and some more
_JUDGEMENTS = 40  # of a run, at least, if they take at most `_JUDGING_SHARE` of the time
_JUDGING_SHARE = 0.03
_READING_COST = 1 / 3  # of an image, against learning from it
_GLIMPSE = 256  # images that the gradients of an earlier step are taken of: some milliseconds


@dataclass(frozen=True, slots=True, eq=False)
class BatchGradients:
    """Gradients by name, those of frozen parameters missing, of the mean `loss` of so many `images`."""

    by_name: Mapping[str, Tensor]
    loss: float
    images: int


class TrainingRun:
    """Trains `network` where it is, on `data`, as `plan` says. All of it runs on the engine's thread.

    With a `past` it goes on from there; `network` then holds the weights of the first step of all. `elsewhere`: what
    helps, see `Trainer`.
    `judgement`: of the validation images, the last one. `is_between_steps`: no step is half done.
    """

    def __init__(
        self,
        plan: Plan,
        data: TrainingData,
        network: NeuralNetwork,
        record: RunRecord | None = None,
        past: Past | None = None,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        network.zero_grad()
        self.record = record
        self.plan = plan
        self.data = data
        self.network = network
        self.trainer = Trainer(
            network, data.training, None, plan.recipe, plan.seed, renewal=data.renewal, elsewhere=elsewhere
        )
        self.judgement: Judgement | None = None
        self.last_report: StepReport | None = None
        self.is_between_steps = True
        self._gave_up = False  # the last step, whose gradients are no more
        self._kept = KeptSteps(_MEMORY)
        if past is None:
            self._keep(0)
        else:
            self.trainer.restore(past.state)
            self.trainer.change(plan.recipe)
            self._kept.keep(self.trainer.steps_done, network.state_dict())
        self._slices = self.trainer.slices()

    @property
    def history(self) -> HistoryChanged:
        """What is kept now: on disk, else in memory."""
        kept, record = self._kept, self.record
        if record is None:
            return HistoryChanged(kept.steps, kept.size, kept.budget)
        steps = np.union1d(kept.steps, record.steps)
        steps.flags.writeable = False
        return HistoryChanged(steps, record.size, record.budget)

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
            folder=None if self.record is None else self.record.folder,
            counts=self.data.counts,
        )

    def advance(self) -> StepReport | EpochReport | None:
        """Train for a slice; None within a step. Raises StopIteration at the end; DivergedError instead of a step."""
        try:
            report = next(self._slices)
        except DivergedError:
            self._slices, self.is_between_steps = self.trainer.slices(), True
            self._gave_up = True
            raise
        self.is_between_steps = report is not None or self.trainer.is_waiting
        if isinstance(report, StepReport):
            self.last_report, self._gave_up = report, False
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
        self._mark(RunState.FINISHED)
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

    def rename(self, name: str) -> None:
        """It is called something else."""
        self.plan = replace(self.plan, name=name)
        if self.record is not None:
            self.record.describe(self.plan)

    def leave(self, unfinished: bool, wait: bool = False) -> None:
        """The run is not gone on with: let the record be whole; if it is `unfinished`, so that it can go on."""
        if unfinished:
            self.save()
            self._mark(RunState.LEFT)
        if self.record is not None:
            self.record.close(wait)
        self.data.close()
        self._kept.forget()

    def save(self) -> None:
        """Let the record have the run as it is, so that it can go on from here."""
        if self.record is not None:
            self.record.keep(self.trainer.steps_done, self.trainer.state())

    def nearest(self, step: int) -> int:
        """The kept step next to `step`."""
        steps = self.history.steps
        return int(steps[np.abs(steps - step).argmin()])

    def weights_in_memory(self, step: int) -> Weights | None:
        """The weights of a kept step, unless they lie on disk alone."""
        return self._kept.weights(step)

    def read_weights(self, step: int) -> Weights:
        """Those of a step that lies on disk; for a thread that may wait. Raises RUN_STEP_MISSING or RUN_DAMAGED."""
        if self.record is None:
            raise NetglassError(Kind.RUN_STEP_MISSING, folder=self.plan.name, step=step)
        return self.record.weights(step)

    def last_gradients(self) -> BatchGradients | None:
        """Those of the last step; None before there is one, and where the step after it would have diverged."""
        report = self.last_report
        if report is None or self._gave_up:
            return None
        return BatchGradients(self.trainer.last_gradients(), report.loss, report.images)

    def keep_gradients(self) -> BatchGradients | None:
        """As `last_gradients`; they stay as they are until this is called again after another step."""
        self.trainer.keep_gradients()
        return self.last_gradients()

    def gradients_of(self, network: NeuralNetwork) -> BatchGradients:
        """Those that a batch has with the weights of another step: always the same images, as they are."""
        images = self.data.training.images[: min(self.plan.recipe.batch, _GLIMPSE)]
        labels = self.data.training.labels[: len(images)]
        device = next(network.parameters()).device
        trainable = {name: value for name, value in network.named_parameters() if value.requires_grad}
        with torch.enable_grad():
            logits = network(as_inputs(images).to(device))
            loss = cross_entropy(logits, labels.to(device), label_smoothing=self.plan.recipe.label_smoothing)
            gradients = torch.autograd.grad(loss, tuple(trainable.values())) if trainable else ()
        return BatchGradients(dict(zip(trainable, gradients, strict=True)), loss.item(), len(images))

    def network_with(self, weights: Weights) -> NeuralNetwork:
        """A network of its own that holds these weights."""
        network = deepcopy(self.network)
        network.load_state_dict(weights)
        return network

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
        lies_on_disk = self.record is not None and not self.record.has_failed
        self._kept.budget = _MEMORY_BESIDE_DISK if lies_on_disk else _MEMORY
        self._kept.keep(step, self.network.state_dict())
        self.save()

    def _mark(self, state: RunState) -> None:
        if self.record is not None:
            self.record.mark(state)
