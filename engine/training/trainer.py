"""Training: a generator that takes one step of the optimiser at each `next()` and reports it.

It runs on whatever thread asks for the next step, keeps the data resident beside the network, and draws all
its randomness from generators of its own: the same seed on the same number of threads gives the same weights
to the bit.
"""

import copy
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional

from engine.data.augmentation import distort
from engine.data.digits import Digits, as_inputs
from engine.training.evaluation import evaluate
from engine.training.recipes import Optimiser, Recipe

_LAST_RATE = 0.01  # the share of the learning rate that is left at the end


@dataclass(frozen=True, slots=True)
class StepReport:
    """One step was taken: `step` of `steps`, both over all epochs, from 1; `loss` of its batch, in nats."""

    epoch: int
    step: int
    steps: int
    loss: float
    learning_rate: float


@dataclass(frozen=True, slots=True)
class EpochReport:
    """All training images were seen once more.

    `epoch` from 1 to `epochs`. `loss`: the mean over the epoch's batches. `accuracy`: of the averaged weights
    on the validation images, None without any. `seconds`: since training began.
    """

    epoch: int
    epochs: int
    loss: float
    accuracy: float | None
    seconds: float


def train(
    network: nn.Module, training: Digits, validation: Digits | None, recipe: Recipe, seed: int
) -> Iterator[StepReport | EpochReport]:
    """Train `network` in place, where it is, for `recipe.epochs` epochs of `training` (not empty).

    While it runs, the network holds the weights of the last step; when it is exhausted, their running mean.
    """
    started = time.perf_counter()
    run = _Run(network, training, recipe, seed)
    for epoch in range(1, recipe.epochs + 1):
        losses = []
        for report in run.epoch(epoch):
            losses.append(report.loss)
            yield report
        accuracy = evaluate(run.averaged, validation).accuracy if validation else None
        mean = math.fsum(losses) / len(losses)
        yield EpochReport(epoch, recipe.epochs, mean, accuracy, time.perf_counter() - started)
    network.load_state_dict(run.averaged.state_dict())


def learning_rate(recipe: Recipe, step: int, steps: int) -> float:
    """The rate of `step` (from 1) of `steps`: linear warm-up, then half a cosine.

    Loshchilov, Hutter (2017), "SGDR: stochastic gradient descent with warm restarts", equation 5, without
    restarts.
    """
    warm_up = max(1, round(recipe.warm_up * steps))
    if step <= warm_up:
        return recipe.learning_rate * step / warm_up
    done = (step - warm_up) / max(1, steps - warm_up)
    share = _LAST_RATE + (1 - _LAST_RATE) * (1 + math.cos(math.pi * done)) / 2
    return recipe.learning_rate * share


class _Run:
    """What a training run keeps from one step to the next."""

    def __init__(self, network: nn.Module, training: Digits, recipe: Recipe, seed: int) -> None:
        device = next(network.parameters()).device
        self.network = network
        self.averaged = copy.deepcopy(network)
        self._recipe = recipe
        self._training = training.to(device)
        self._generator = torch.Generator(device).manual_seed(seed)
        self._optimiser = _optimiser(network, recipe)
        self._batches = math.ceil(len(training) / recipe.batch)

    def epoch(self, epoch: int) -> Iterator[StepReport]:
        """One step a batch, each image once, in a new order."""
        order = torch.randperm(len(self._training), generator=self._generator, device=self._generator.device)
        steps = self._batches * self._recipe.epochs
        for number, indices in enumerate(order.split(self._recipe.batch), start=1):
            step = (epoch - 1) * self._batches + number
            rate = learning_rate(self._recipe, step, steps)
            loss = self._step(indices, rate)
            self._average(step)
            yield StepReport(epoch, step, steps, loss, rate)

    def _step(self, indices: torch.Tensor, rate: float) -> float:
        recipe = self._recipe
        images = distort(as_inputs(self._training.images[indices]), recipe.distortion, self._generator)
        with torch.autocast(images.device.type, torch.bfloat16, enabled=recipe.bfloat16):
            logits = self.network(images)
        loss = functional.cross_entropy(
            logits.float(), self._training.labels[indices], label_smoothing=recipe.label_smoothing
        )
        self._optimiser.zero_grad()
        loss.backward()
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        self._optimiser.step()
        return loss.item()

    @torch.no_grad()
    def _average(self, step: int) -> None:
        """Move the mean towards the weights; in the first steps faster, so that it forgets where it began."""
        decay = min(self._recipe.averaging, step / (step + 10))
        for mean, value in zip(self.averaged.parameters(), self.network.parameters(), strict=True):
            mean.lerp_(value, 1 - decay)


def _optimiser(network: nn.Module, recipe: Recipe) -> torch.optim.Optimizer:
    """The recipe's optimiser over all that can be trained; fused, since the step is bound by memory."""
    trainable = [parameter for parameter in network.parameters() if parameter.requires_grad]
    if recipe.optimiser is Optimiser.SGD:
        return torch.optim.SGD(
            trainable,
            recipe.learning_rate,
            momentum=0.9,
            nesterov=True,
            weight_decay=recipe.weight_decay,
            fused=True,
        )
    return torch.optim.AdamW(trainable, recipe.learning_rate, weight_decay=recipe.weight_decay, fused=True)
