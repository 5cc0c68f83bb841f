"""The gradients of a batch's mean loss, in slices of a few milliseconds.

How a batch is cut depends on its size and the architecture alone, so that the same seed gives the same weights to the
bit wherever it runs: a small batch goes through the whole network at once; a larger one layer by layer, with the very
same operations; a still larger one in micro-batches, whose gradients add up to those of the mean.

The way back is written out: of a layer y = x Wᵀ + b, with δ the gradient of y, the gradients of W, b and x are δᵀ x,
the sum of δ's rows, and δ W. They are written where those of the last batch were: autograd makes them anew for each.

A BatchNorm1d normalises over the images that go through together: over the whole batch as long as that is no larger
than `rows`, else over each micro-batch, after each of which the running statistics move, as in torch where gradients
are accumulated.
"""

from collections.abc import Iterator, KeysView
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import Parameter, functional

from engine.network.mlp import NeuralNetwork, Stage
from engine.training.followers import (
    Activated,
    Dropped,
    Follower,
    Normalised,
    Statistics,
    norms_of,
    statistics_of,
)

_SLICE = 850_000_000  # multiplications and additions: about 10 ms in float32 on one core with AVX2
_AT_ONCE = _SLICE

Slices = Iterator[None]


@dataclass(slots=True, eq=False)
class Sums:
    """What a batch comes to, while its parts are added up.

    `gradients` of the mean loss, of all parameters that could be trained throughout; None before the first part, and
    overwritten with those of the next batch.
    `loss`: the mean, `correct`: how many images were read rightly; scalars on the network's device. `statistics`: what
    each BatchNorm1d will have seen, if the step is taken.
    """

    gradients: dict[Parameter, Tensor | None]
    loss: Tensor
    correct: Tensor
    statistics: dict[nn.BatchNorm1d, Statistics]

    def trainable(self) -> KeysView[Parameter]:
        """The parameters concerned; what was frozen meanwhile is none of them any more."""
        if not all(parameter.requires_grad for parameter in self.gradients):
            self.gradients = {key: value for key, value in self.gradients.items() if key.requires_grad}
        return self.gradients.keys()


@dataclass(frozen=True, slots=True)
class Aim:
    """What is differentiated: the cross-entropy, times `share`, the part that these images are of their batch.

    `kept`: what each Dropout of the chain keeps of them, bool (n, units).
    """

    label_smoothing: float = 0.0
    bfloat16: bool = False
    share: float = 1.0
    kept: tuple[Tensor, ...] = ()


class Backpropagation:
    """The way through `network` and back, one batch after the other.

    `rows`: how many images go through at once; a larger batch is cut into so many. `hidden`: what the activation of
    each hidden stage put out for the images that went through last, (n, units).
    """

    def __init__(self, network: NeuralNetwork) -> None:
        self.hidden: list[Tensor] = []
        self._network, self._parameters = network, list(network.parameters())
        self._room: dict[Parameter, Tensor] = {}  # for the gradients
        self._norms = list(norms_of(network))
        self._nothing = torch.zeros((), device=self._parameters[0].device)
        first, *others = [stage.linear.weight.numel() for stage in network.stages]
        self.rows = 1 << max(0, (_SLICE // (2 * max(first, *others))).bit_length() - 1)
        self._cost_of_one = 4 * first + 6 * sum(others)  # nobody asks for the gradient of the image itself

    def empty_sums(self) -> Sums:
        """Sums before anything was added, with a place for each parameter that can be trained."""
        places = dict.fromkeys(parameter for parameter in self._parameters if parameter.requires_grad)
        statistics = {norm: statistics_of(norm) for norm in self._norms}
        return Sums(places, self._nothing, self._nothing, statistics)

    def add(self, sums: Sums, images: Tensor, labels: Tensor, aim: Aim) -> Slices:
        """Add the part that up to `rows` images float32 (n, 1, 28, 28) have in `sums`."""
        way = self._there_and_back(sums, images, labels, aim)
        if len(images) * self._cost_of_one > _AT_ONCE:
            yield from way
        else:
            for _ in way:
                pass

    @torch.no_grad()
    def _there_and_back(self, sums: Sums, images: Tensor, labels: Tensor, aim: Aim) -> Slices:
        passes: list[_Pass] = []
        kept = iter(aim.kept)
        x = self._network.flatten(images)
        for stage in self._network.stages:
            passes.append(_Pass(stage, x, aim.bfloat16, sums.statistics, kept))
            x = passes[-1].y
            yield
        self.hidden = [each.lit for each in passes[:-1]]
        upstream = _differentiated_loss(sums, x, labels, aim)
        while passes:
            last = passes.pop()
            delta = last.before_followers(upstream)
            trainable = sums.trainable()
            needed = any(not trainable.isdisjoint(each.parameters) for each in passes)
            if needed:
                upstream = last.before_linear(delta)
                if 4 * last.cost > _SLICE:
                    yield
            self._add_gradients(sums, last, delta)
            yield  # also before the step, which takes some milliseconds, too
            if not needed:
                return

    def _add_gradients(self, sums: Sums, passed: "_Pass", delta: Tensor) -> None:
        trainable = sums.trainable()
        for parameter in passed.parameters:
            if parameter in trainable:
                present = sums.gradients[parameter]
                room = self._room_for(parameter) if present is None else present
                passed.add_gradient(parameter, delta, room, present is None)
                sums.gradients[parameter] = room

    def _room_for(self, parameter: Parameter) -> Tensor:
        if parameter not in self._room:
            self._room[parameter] = torch.empty_like(parameter)
        return self._room[parameter]


class _Pass:
    """What went through a stage: `y` (n, outputs) is what left it, `lit` what its activation put out.

    `kept` gives what the next Dropout keeps.
    """

    def __init__(
        self,
        stage: Stage,
        x: Tensor,
        bfloat16: bool,
        statistics: dict[nn.BatchNorm1d, Statistics],
        kept: Iterator[Tensor],
    ) -> None:
        kind = torch.bfloat16 if bfloat16 else x.dtype
        linear = stage.linear
        self._bias = linear.bias
        self._weight, self._x = _of_kind(linear.weight, kind), _of_kind(x, kind)
        bias = None if linear.bias is None else _of_kind(linear.bias, kind)
        self.parameters = list(linear.parameters())
        self.cost = len(x) * linear.weight.numel()
        self.y = self.lit = functional.linear(self._x, self._weight, bias)
        self._followers: list[Follower] = []
        self._gradients: dict[Parameter, Tensor] = {}  # of the followers' parameters
        for _, module in stage.followers:
            self._follow(module, statistics, kept)

    def before_followers(self, upstream: Tensor) -> Tensor:
        """The gradient of what left the Linear, from that of `y`."""
        upstream = _of_kind(upstream, self.y.dtype)
        for follower in reversed(self._followers):
            upstream = follower.back(upstream)
            self._gradients.update(follower.gradients())
        return upstream

    def before_linear(self, delta: Tensor) -> Tensor:
        """The gradient of what entered the stage."""
        return delta @ self._weight

    def add_gradient(self, parameter: Parameter, delta: Tensor, room: Tensor, is_first: bool) -> None:
        """Write the gradient of one of the parameters into `room`, or add it to what is there."""
        if parameter in self._gradients:
            gradient = self._gradients[parameter]
            room.copy_(gradient) if is_first else room.add_(gradient)
        elif parameter is self._bias or delta.dtype is not room.dtype:
            gradient = delta.sum(0) if parameter is self._bias else delta.T @ self._x
            room.copy_(gradient) if is_first else room.add_(gradient)
        elif is_first:
            torch.mm(delta.T, self._x, out=room)
        else:
            room.addmm_(delta.T, self._x)

    def _follow(
        self, module: nn.Module, statistics: dict[nn.BatchNorm1d, Statistics], kept: Iterator[Tensor]
    ) -> None:
        match module:
            case nn.BatchNorm1d():
                follower: Follower = Normalised(module, self.y, statistics[module])
                self.parameters.extend(module.parameters())
            case nn.Dropout():
                follower = Dropped(module, self.y, next(kept))
            case _:
                follower = Activated(module, self.y)
                self.lit = follower.y
        self._followers.append(follower)
        self.y = follower.y


def _of_kind(numbers: Tensor, kind: torch.dtype) -> Tensor:
    """`numbers` as that kind; themselves if they are it: also what does nothing may have to wait for the window."""
    return numbers if numbers.dtype is kind else numbers.to(kind)


def _differentiated_loss(sums: Sums, logits: Tensor, labels: Tensor, aim: Aim) -> Tensor:
    """The gradient of the logits; the loss and the right readings join the sums."""
    with torch.enable_grad():
        logits = logits.detach().requires_grad_()
        loss = _loss(sums, logits, labels, aim)
    return torch.autograd.grad(loss, logits, torch.full_like(loss, aim.share))[0]


def _loss(sums: Sums, logits: Tensor, labels: Tensor, aim: Aim) -> Tensor:
    """The mean cross-entropy of these images; it and the right readings join the sums."""
    loss = functional.cross_entropy(logits.float(), labels, label_smoothing=aim.label_smoothing)
    correct = (logits.argmax(1) == labels).sum()
    part = loss.detach() if aim.share == 1 else loss.detach() * aim.share
    sums.loss, sums.correct = sums.loss + part, sums.correct + correct
    return loss
