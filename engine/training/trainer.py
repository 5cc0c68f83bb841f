"""Training: a run of steps that go on in slices of a few milliseconds, on whatever thread asks for the next.

The data stay resident beside the network, and all randomness comes from a generator of the run's own: the same seed on
the same number of threads gives the same weights to the bit, however the slices are spread over time.
"""

import math
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace

from torch import Tensor
from torch.optim import Optimizer

from engine.data.digits import Digits
from engine.errors import Kind, NetglassError
from engine.network.mlp import NeuralNetwork
from engine.thread.training_events import LayerFigures
from engine.training.averaging import RunningMean
from engine.training.backpropagation import Aim, Backpropagation, Sums
from engine.training.batches import Batch, parts
from engine.training.draws import Draws
from engine.training.elsewhere import Elsewhere
from engine.training.evaluation import evaluate_in_slices
from engine.training.freezing import FrozenValues
from engine.training.guards import DivergedError, first_concerned, measure
from engine.training.layer_figures import figures_of
from engine.training.optimisers import (
    FADING_STEPS,
    build_optimiser,
    forget_faded,
    optimiser_state,
    restore_optimiser,
    take_step,
)
from engine.training.recipes import Recipe
from engine.training.renewal import Renewal
from engine.training.reports import EpochReport, StepReport
from engine.training.schedule import learning_rate
from engine.training.team import Alone, Team
from engine.training.trainer_state import Progress, TrainerState

Reports = Iterator[StepReport | EpochReport | None]


def train(
    network: NeuralNetwork, training: Digits, validation: Digits | None, recipe: Recipe, seed: int
) -> Iterator[StepReport | EpochReport]:
    """Train `network` in place for `recipe.epochs` epochs of `training` (not empty); see `Trainer`."""
    return Trainer(network, training, validation, recipe, seed).reports()


class Trainer:
    """A run of `network`, which is trained in place, where it is.

    While it runs, the network holds the weights of the last step; when all epochs are done, their running mean.
    `is_waiting`: for the new digits of an epoch, between two steps.
    A parameter with `requires_grad` off never moves; it may be frozen and thawed at any time. `training` is
    not empty; `renewal` makes some of it new in every epoch, in place where it lies on the network's device;
    `elsewhere`, the images of the next step are bent meanwhile, and some of the gradients written.
    Raises TRAINING_UNFIT for a network with batch normalisation and a `team` of several.
    """

    def __init__(
        self,
        network: NeuralNetwork,
        training: Digits,
        validation: Digits | None,
        recipe: Recipe,
        seed: int,
        team: Team | None = None,
        renewal: Renewal | None = None,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        device = next(network.parameters()).device
        self.network, self.recipe = network, recipe
        self.progress = Progress()
        self.is_waiting = False
        self._team: Team = team or Alone()
        _require_one(network, self._team)
        self._training, self._count = training.to(device), len(training)
        self._validation = validation.to(device) if validation else None
        self._renewal = renewal
        self._names = {parameter: name for name, parameter in network.named_parameters()}
        self._draws = Draws(self._training, seed, elsewhere)
        self._mean = RunningMean(network)
        self._frozen = FrozenValues()
        self._way = Backpropagation(network, elsewhere)
        self._kind = recipe.optimiser
        self._optimiser = self._build(recipe)
        self._started: float | None = None
        self._initial = self.state()
        self._work = self._run()

    @property
    def steps_done(self) -> int:
        """The steps that were taken."""
        return self.progress.steps

    @property
    def steps(self) -> int:
        """The steps of the whole run, as far as can be said now."""
        rest = math.ceil((self._count - self.progress.seen) / self.recipe.batch)
        later = max(0, self.recipe.epochs - self.progress.epochs - 1) * self._batches(self.recipe)
        return self.progress.steps + (0 if self.is_finished else rest + later)

    @property
    def epoch(self) -> int:
        """The epochs that were ended."""
        return self.progress.epochs

    @property
    def epochs(self) -> int:
        """The epochs of the whole run."""
        return self.recipe.epochs

    @property
    def is_finished(self) -> bool:
        """Whether all epochs were ended."""
        return self.progress.epochs >= self.recipe.epochs

    def slices(self) -> Reports:
        """The rest of the run: each `next()` takes some milliseconds and gives what was completed, if anything.

        A StepReport when the optimiser has stepped, an EpochReport when an epoch has ended, else None. Raises
        `DivergedError` instead of taking a step that would; the run can then be changed, and goes on with new slices.
        """
        work = None
        while work is not self._work:
            work = self._work
            for report in work:
                yield report
                if work is not self._work:
                    break

    def reports(self) -> Iterator[StepReport | EpochReport]:
        """As `slices`, where nobody needs the time between."""
        return (report for report in self.slices() if report is not None)

    def change(self, recipe: Recipe) -> None:
        """Go on with another recipe from the next step; what the optimiser remembers stays where its kind does."""
        was_finished, self.recipe = self.is_finished, recipe
        if was_finished:
            self._begin_anew()

    def finish(self) -> None:
        """Put the running mean in the weights' place. Frozen parameters are their own mean."""
        self.network.load_state_dict(self._mean.network.state_dict())

    def rewind(self) -> None:
        """Back to before the first step: weights, generator and counters as they were then, to the bit.

        Recipe and what is frozen stay as they are now.
        """
        self.restore(replace(self._initial, recipe=self.recipe, frozen=self._frozen_names()))

    def state(self) -> TrainerState:
        """The run after its last step: copies, with which another trainer of the same data goes on alike."""
        return TrainerState(
            weights={name: value.clone() for name, value in self.network.state_dict().items()},
            means=self._mean.state(),
            optimiser=optimiser_state(self._optimiser, self._names),
            generator=self._draws.state,
            order=self._draws.order_state.clone(),
            progress=self.progress,
            recipe=self.recipe,
            frozen=self._frozen_names(),
        )

    def restore(self, state: TrainerState) -> None:
        """Go on from `state`, which stays as it is; the step under way is given up."""
        self.network.load_state_dict(state.weights)
        self._mean.restore(state.means)
        self.recipe, self.progress = state.recipe, state.progress
        self._kind, self._optimiser = state.recipe.optimiser, self._build(state.recipe)
        restore_optimiser(self._optimiser, self._names, state.optimiser)
        self._draws.restore(state.generator, state.order)
        for parameter, name in self._names.items():
            parameter.grad = None
            parameter.requires_grad_(name not in state.frozen)
        self._way.hidden = []
        self._frozen.forget()
        self._begin_anew()

    def last_gradients(self) -> dict[str, Tensor]:
        """The gradients of the last step by name; those of frozen parameters are missing, all of them within a step."""
        return {name: value.grad for value, name in self._names.items() if value.grad is not None}

    def keep_gradients(self) -> None:
        """Those of the last step stay as they are until this is called again after another step."""
        self._way.keep_gradients()

    def layer_figures(self) -> tuple[LayerFigures, ...]:
        """How each parameter learned in the last step, between two steps; 2 ms of work, done when someone asks."""
        self._frozen.note(list(self._names))
        return figures_of(self.network, self._optimiser, self._way.hidden, self._frozen)

    def _frozen_names(self) -> tuple[str, ...]:
        return tuple(name for parameter, name in self._names.items() if not parameter.requires_grad)

    def _build(self, recipe: Recipe) -> Optimizer:
        return build_optimiser(list(self._names), recipe)

    def _batches(self, recipe: Recipe) -> int:
        return math.ceil(self._count / recipe.batch)

    def _begin_anew(self) -> None:
        """Give up the step under way, with the numbers that were drawn for it."""
        self._way.give_up()
        self._draws.give_up()
        self._work = self._run()

    def _run(self) -> Reports:
        if self._started is None:
            self._started = time.perf_counter()
        while not self.is_finished:
            yield from self._epoch(self._started)
        self.finish()

    def _epoch(self, started: float) -> Reports:
        """One step a batch, each image once, in a new order."""
        self.is_waiting = self._renewal is not None
        while self._renewal is not None and not self._renewal.renew(self._training, self.epoch):
            yield
        self.is_waiting = False
        order = self._draws.order(is_new=self.progress.seen == 0)
        while self.progress.seen < self._count:
            report = yield from self._step(order[self.progress.seen :], self.recipe)
            yield report
        validation = None
        if self._validation is not None and self._team.leads:
            validation = yield from evaluate_in_slices(self._mean.network, self._validation)
        mean = self.progress.loss / self.progress.batches
        self.progress = Progress(self.progress.steps, self.progress.epochs + 1)
        yield EpochReport(self.epoch, self.epochs, mean, validation, time.perf_counter() - started)

    def _step(self, rest: Tensor, recipe: Recipe) -> Generator[None, None, StepReport]:
        """One step with the first images of `rest`, int64 (n,)."""
        self._frozen.note(list(self._names))
        for parameter in self._names:
            parameter.grad = None  # they are about to be overwritten
        batch, kept = yield from self._draws.step(rest, recipe, self.network, self._way.rows)
        sums = self._way.empty_sums()
        yield from self._add(sums, batch, kept, recipe)
        self._team.add_up(sums)
        loss, correct, is_finite = measure(sums)
        if not is_finite:
            self._begin_anew()
            layer = first_concerned(self.network, sums, self._way.hidden)
            raise DivergedError(self.progress.steps + 1, layer)
        rate = self._rate(recipe)
        if recipe.averaging:
            self._mean.catch_up()
        self._move(sums, recipe, rate)
        for norm, statistics in sums.statistics.items():
            statistics.settle(norm)
        self._advance(batch.count, loss)
        self._mean.take(self.progress.steps, recipe.averaging)
        return StepReport(
            epoch=self.epoch + 1,
            step=self.progress.steps,
            steps=self.steps,
            loss=loss,
            accuracy=correct / batch.count,
            learning_rate=rate,
            images=batch.count,
        )

    def _add(self, sums: Sums, batch: Batch, kept: Sequence[Tensor], recipe: Recipe) -> Iterator[None]:
        """Add up this process's part of the batch."""
        for rows in parts(self._team.part(batch.count), self._way.rows):
            images = yield from batch.images(rows)
            share = (rows.stop - rows.start) / batch.count
            aim = Aim(recipe.label_smoothing, recipe.bfloat16, share, tuple(each[rows] for each in kept))
            yield from self._way.add(sums, images, batch.labels(rows), aim)

    def _rate(self, recipe: Recipe) -> float:
        """That of the step under way, as if all steps so far had been with this batch."""
        batches = self._batches(recipe)
        in_epoch = math.ceil(self.progress.seen / recipe.batch)
        return learning_rate(recipe, self.progress.epochs * batches + in_epoch + 1, batches * recipe.epochs)

    def _move(self, sums: Sums, recipe: Recipe, rate: float) -> None:
        if recipe.optimiser is not self._kind:
            self._kind, self._optimiser = recipe.optimiser, self._build(recipe)
        for group in self._optimiser.param_groups:
            group["lr"], group["weight_decay"] = rate, recipe.weight_decay
        for parameter, gradient in sums.trainable().items():
            parameter.grad = gradient
        take_step(self._optimiser)
        if (self.progress.steps + 1) % FADING_STEPS == 0:
            forget_faded(self._optimiser)

    def _advance(self, images: int, loss: float) -> None:
        past = self.progress
        self.progress = Progress(
            past.steps + 1, past.epochs, past.seen + images, past.batches + 1, past.loss + loss
        )
        self._draws.settle()


def _require_one(network: NeuralNetwork, team: Team) -> None:
    """Raise TRAINING_UNFIT for several processes whose batches would not be normalised as those of one are."""
    if any(network.architecture.norms) and not isinstance(team, Alone):
        raise NetglassError(Kind.TRAINING_UNFIT, reason="its processes would normalise by parts of a batch")
