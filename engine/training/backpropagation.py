"""The gradients of a batch's mean loss, in slices of a few milliseconds.

How a batch is cut depends on its size and the architecture alone, so that the same seed gives the same weights to the
bit wherever it runs: a small batch goes through the whole network at once; a larger one layer by layer, with the very
same operations; a still larger one in micro-batches, whose gradients add up to those of the mean.
"""

from collections.abc import Generator, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import Parameter, functional

from engine.network.mlp import NeuralNetwork, Stage

_SLICE = 850_000_000  # multiplications and additions: about 10 ms in float32 on one core with AVX2
_AT_ONCE = _SLICE  # by layers it takes 2 % longer

Slices = Iterator[None]


@dataclass(slots=True, eq=False)
class Sums:
    """What a batch comes to, while its parts are added up.

    `gradients` of the mean loss, of all parameters that could be trained throughout; None before the first part.
    `loss`: the mean, `correct`: how many images were read rightly; scalars on the network's device.
    """

    gradients: dict[Parameter, Tensor | None]
    loss: Tensor
    correct: Tensor

    def trainable(self) -> list[Parameter]:
        """The parameters concerned; what was frozen meanwhile is none of them any more."""
        parameters = list(self.gradients)
        if all(parameter.requires_grad for parameter in parameters):
            return parameters
        self.gradients = {key: value for key, value in self.gradients.items() if key.requires_grad}
        return list(self.gradients)

    def add(self, parameters: Sequence[Parameter], gradients: Sequence[Tensor]) -> None:
        """Add gradients of `parameters`, which become the sums' own."""
        for parameter, gradient in zip(parameters, gradients, strict=True):
            present = self.gradients[parameter]
            self.gradients[parameter] = gradient if present is None else present.add_(gradient)


@dataclass(frozen=True, slots=True)
class Aim:
    """What is differentiated: the cross-entropy, times `share`, the part that these images are of their batch."""

    label_smoothing: float = 0.0
    bfloat16: bool = False
    share: float = 1.0


class Backpropagation:
    """The way through `network` and back.

    `rows`: how many images go through at once; a larger batch is cut into so many. `hidden`: what each hidden stage put
    out for the images that went through last, (n, units).
    """

    def __init__(self, network: NeuralNetwork) -> None:
        self.hidden: list[Tensor] = []
        self._network, self._parameters = network, list(network.parameters())
        self._nothing = torch.zeros((), device=self._parameters[0].device)
        first, *others = [stage.linear.weight.numel() for stage in network.stages]
        self.rows = 1 << max(0, (_SLICE // (2 * max(first, *others))).bit_length() - 1)
        self._cost_of_one = 4 * first + 6 * sum(others)  # nobody asks for the gradient of the image itself

    def empty_sums(self) -> Sums:
        """Sums before anything was added, with a place for each parameter that can be trained."""
        places = dict.fromkeys(parameter for parameter in self._parameters if parameter.requires_grad)
        return Sums(places, self._nothing, self._nothing)

    def add(self, sums: Sums, images: Tensor, labels: Tensor, aim: Aim) -> Slices:
        """Add the part that up to `rows` images float32 (n, 1, 28, 28) have in `sums`."""
        if len(images) * self._cost_of_one <= _AT_ONCE:
            self._add_at_once(sums, images, labels, aim)
        else:
            yield from self._add_by_layer(sums, images, labels, aim)

    def _add_at_once(self, sums: Sums, images: Tensor, labels: Tensor, aim: Aim) -> None:
        x, hidden = self._network.flatten(images), []
        with _precision(images, aim):
            for stage in self._network.stages:
                hidden.append(x.detach())
                x = _through(stage, x)
        self.hidden = hidden[1:]
        loss = _loss(sums, x, labels, aim)
        if trainable := sums.trainable():
            upstream = None if aim.share == 1 else torch.full_like(loss, aim.share)
            sums.add(trainable, torch.autograd.grad(loss, trainable, upstream))

    def _add_by_layer(self, sums: Sums, images: Tensor, labels: Tensor, aim: Aim) -> Slices:
        entered, left = yield from self._forward(sums, images, aim)
        left[-1] = _loss(sums, left[-1], labels, aim)
        upstream = torch.full_like(left[-1], aim.share)
        for stage in reversed(self._network.stages):
            below = yield from _back(sums, stage, entered.pop(), left.pop(), upstream)
            if below is None:
                return
            upstream = below
            yield

    def _forward(
        self, sums: Sums, images: Tensor, aim: Aim
    ) -> Generator[None, None, tuple[list[Tensor], list[Tensor]]]:
        """What entered each stage, and what left it: a graph a stage."""
        x, entered, left = self._network.flatten(images), [], []
        below = False  # whether anything that can be trained lies below
        for stage in self._network.stages:
            entered.append(x.detach().requires_grad_(below))
            with _precision(images, aim):
                x = _through(stage, entered[-1])
            left.append(x)
            below = below or bool(_trainable(sums, stage))
            yield
        self.hidden = [output.detach() for output in left[:-1]]
        return entered, left


def _back(
    sums: Sums, stage: Stage, x: Tensor, y: Tensor, upstream: Tensor
) -> Generator[None, None, Tensor | None]:
    """Add the gradients of a stage's parameters; returns that of `x`, which entered it, if anyone below needs it.

    One pass gives both, unless it would take too long.
    """
    own, wanted = _trainable(sums, stage), [x] if x.requires_grad else []
    below: tuple[Tensor, ...] = ()
    if own and wanted and 4 * len(x) * stage.linear.weight.numel() > _SLICE:
        below = torch.autograd.grad(y, wanted, upstream, retain_graph=True)
        yield
        own, wanted = _trainable(sums, stage), []
    gradients = torch.autograd.grad(y, [*own, *wanted], upstream) if own or wanted else ()
    sums.add(own, gradients[: len(own)])
    below += gradients[len(own) :]
    return below[0] if below else None


def _precision(images: Tensor, aim: Aim) -> AbstractContextManager:
    return torch.autocast(images.device.type, torch.bfloat16) if aim.bfloat16 else nullcontext()


def _through(stage: Stage, x: Tensor) -> Tensor:
    x = stage.linear(x)
    if isinstance(stage.activation, nn.ReLU):
        return torch.relu_(x)  # in place: the same bits, and one pass over memory less
    return x if stage.activation is None else stage.activation(x)


def _trainable(sums: Sums, stage: Stage) -> list[Parameter]:
    own = set(stage.linear.parameters())
    return [parameter for parameter in sums.trainable() if parameter in own]


def _loss(sums: Sums, logits: Tensor, labels: Tensor, aim: Aim) -> Tensor:
    """The mean cross-entropy of these images; it and the right readings join the sums."""
    loss = functional.cross_entropy(logits.float(), labels, label_smoothing=aim.label_smoothing)
    correct = (logits.argmax(1) == labels).sum()
    part = loss.detach() if aim.share == 1 else loss.detach() * aim.share
    sums.loss, sums.correct = sums.loss + part, sums.correct + correct
    return loss
