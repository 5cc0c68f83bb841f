"""The gradients of a batch's mean loss, in slices of a few milliseconds.

How a batch is cut depends on its size and the architecture alone, so that the same seed gives the same weights to the
bit wherever it runs: a small batch goes through the whole network at once; a larger one layer by layer, with the very
same operations; a still larger one in micro-batches, whose gradients add up to those of the mean.
"""

from collections.abc import Generator, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

import torch
from torch import Tensor
from torch.nn import Parameter, functional

from engine.network.mlp import NeuralNetwork, Stage

_SLICE = 850_000_000  # multiplications and additions: about 10 ms in float32 on one core with AVX2
_AT_ONCE = _SLICE // 2  # beside it a step has room for its other work

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
        for parameter in [key for key in self.gradients if not key.requires_grad]:
            del self.gradients[parameter]
        return list(self.gradients)


@dataclass(frozen=True, slots=True)
class Aim:
    """What is differentiated: the cross-entropy, times `share`, the part that these images are of their batch."""

    label_smoothing: float = 0.0
    bfloat16: bool = False
    share: float = 1.0


@dataclass(slots=True, eq=False)
class Backpropagation:
    """The way through `network` and back.

    `hidden`: what each hidden stage put out for the images that went through last, (n, units).
    """

    network: NeuralNetwork
    hidden: list[Tensor] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many images go through at once; a larger batch is cut into so many."""
        largest = max(stage.linear.weight.numel() for stage in self.network.stages)
        return 1 << max(0, (_SLICE // (2 * largest)).bit_length() - 1)

    def add(self, sums: Sums, images: Tensor, labels: Tensor, aim: Aim) -> Slices:
        """Add the part that up to `rows` images float32 (n, 1, 28, 28) have in `sums`."""
        if len(images) * self._cost_of_one() <= _AT_ONCE:
            self._add_at_once(sums, images, labels, aim)
        else:
            yield from self._add_by_layer(sums, images, labels, aim)

    def _cost_of_one(self) -> int:
        """Operations of an image, there and back: nobody asks for the gradient of the image itself."""
        first, *others = [stage.linear.weight.numel() for stage in self.network.stages]
        return 4 * first + 6 * sum(others)

    def _add_at_once(self, sums: Sums, images: Tensor, labels: Tensor, aim: Aim) -> None:
        x, hidden = self.network.flatten(images), []
        with _precision(images, aim):
            for stage in self.network.stages:
                x = _through(stage, x)
                hidden.append(x.detach())
        self.hidden = hidden[:-1]
        loss = _loss(sums, x, labels, aim)
        if trainable := sums.trainable():
            _add_gradients(sums, loss, trainable, loss.new_tensor(aim.share))

    def _add_by_layer(self, sums: Sums, images: Tensor, labels: Tensor, aim: Aim) -> Slices:
        entered, left = yield from self._forward(sums, images, aim)
        left[-1] = _loss(sums, left[-1], labels, aim)
        upstream = left[-1].new_tensor(aim.share)
        for stage in reversed(self.network.stages):
            x, y = entered.pop(), left.pop()
            below = None
            if x.requires_grad:
                (below,) = torch.autograd.grad(y, x, upstream, retain_graph=True)
                yield
            if own := _trainable(sums, stage):
                _add_gradients(sums, y, own, upstream)
                yield
            if below is None:
                return
            upstream = below

    def _forward(
        self, sums: Sums, images: Tensor, aim: Aim
    ) -> Generator[None, None, tuple[list[Tensor], list[Tensor]]]:
        """What entered each stage, and what left it: a graph a stage."""
        x, entered, left = self.network.flatten(images), [], []
        below = False  # whether anything that can be trained lies below
        for stage in self.network.stages:
            entered.append(x.detach().requires_grad_(below))
            with _precision(images, aim):
                x = _through(stage, entered[-1])
            left.append(x)
            below = below or bool(_trainable(sums, stage))
            yield
        self.hidden = [output.detach() for output in left[:-1]]
        return entered, left


def empty_sums(network: NeuralNetwork) -> Sums:
    """Sums before anything was added, with a place for each parameter that can be trained."""
    parameters = [parameter for parameter in network.parameters() if parameter.requires_grad]
    device = next(network.parameters()).device
    nothing = torch.zeros((), device=device)
    return Sums(dict.fromkeys(parameters), nothing, nothing)


def _precision(images: Tensor, aim: Aim) -> AbstractContextManager:
    return torch.autocast(images.device.type, torch.bfloat16) if aim.bfloat16 else nullcontext()


def _through(stage: Stage, x: Tensor) -> Tensor:
    x = stage.linear(x)
    return x if stage.activation is None else stage.activation(x)


def _trainable(sums: Sums, stage: Stage) -> list[Parameter]:
    own = set(stage.linear.parameters())
    return [parameter for parameter in sums.trainable() if parameter in own]


def _loss(sums: Sums, logits: Tensor, labels: Tensor, aim: Aim) -> Tensor:
    """The mean cross-entropy of these images; it and the right readings join the sums."""
    loss = functional.cross_entropy(logits.float(), labels, label_smoothing=aim.label_smoothing)
    sums.loss = sums.loss + loss.detach() * aim.share
    sums.correct = sums.correct + (logits.argmax(1) == labels).sum()
    return loss


def _add_gradients(sums: Sums, y: Tensor, parameters: Sequence[Parameter], upstream: Tensor) -> None:
    """Add the gradients of `y`, times `upstream`, to those of `parameters`."""
    for parameter, gradient in zip(parameters, torch.autograd.grad(y, parameters, upstream), strict=True):
        present = sums.gradients[parameter]
        sums.gradients[parameter] = gradient if present is None else present.add_(gradient)
