"""The gradients of a batch's mean loss, in slices of a few milliseconds.

How a batch is cut depends on its size and the architecture alone, so that the same seed gives the same weights to the
bit wherever it runs: a batch goes through the network with pauses between the layers, the more the larger it is; a very
large one in micro-batches, whose gradients add up to those of the mean.

The way back is written out: of a layer y = x Wᵀ + b, with δ the gradient of y, the gradients of W, b and x are δᵀ x,
the sum of δ's rows, and δ W. They are written where those of a batch before were: autograd makes them anew for each.

A BatchNorm1d normalises over the images that go through together: over the whole batch as long as that is no larger
than `rows`, else over each micro-batch, after each of which the running statistics move, as in torch where gradients
are accumulated.
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import torch
from torch import Tensor, nn
from torch.nn import Parameter, functional

from engine.network.mlp import NeuralNetwork, Stage
from engine.training.elsewhere import Elsewhere
from engine.training.followers import (
    Activated,
    Dropped,
    Follower,
    Normalised,
    Statistics,
    norms_of,
    statistics_of,
)
from engine.training.pieces import Effort, Piece, SharedPieces, pieces_of

_SLICE = 850_000_000  # multiplications and additions: about 10 ms in float32 on one core with AVX2
_ALIGNED = 16  # numbers: 64 bytes, as torch aligns tensors

Slices = Iterator[None]


@dataclass(slots=True, eq=False)
class Sums:
    """What a batch comes to, while its parts are added up.

    `gradients` of the mean loss, of all parameters that could be trained throughout: anything while the sums are
    `empty`, and overwritten with those of the next batch, unless they are kept.
    `loss`: the mean, `correct`: how many images were read rightly; scalars on the network's device. `statistics`: what
    each BatchNorm1d will have seen, if the step is taken.
    """

    gradients: dict[Parameter, Tensor]
    loss: Tensor
    correct: Tensor
    statistics: dict[nn.BatchNorm1d, Statistics]
    empty: bool = True

    def trainable(self) -> dict[Parameter, Tensor]:
        """The gradients; of what was frozen meanwhile there is none any more."""
        if not all(parameter.requires_grad for parameter in self.gradients):
            self.gradients = {key: value for key, value in self.gradients.items() if key.requires_grad}
        return self.gradients


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

    def __init__(self, network: NeuralNetwork, elsewhere: Elsewhere | None = None) -> None:
        self.hidden: list[Tensor] = []
        self._parameters = list(network.parameters())
        self._room: dict[Parameter, Tensor] = {}  # for the gradients
        self._other_room: dict[Parameter, Tensor] = {}
        self._keeps = False
        self._shared = SharedPieces(elsewhere)
        self._norms = list(norms_of(network))
        self._layers = [_Layer(stage) for stage in network.stages]
        self._nothing = torch.zeros((), device=self._parameters[0].device)
        first, *others = [stage.linear.weight.numel() for stage in network.stages]
        self.rows = 1 << max(0, (_SLICE // (2 * max(first, *others))).bit_length() - 1)

    def empty_sums(self) -> Sums:
        """Sums before anything was added, with room for the gradient of each parameter that can be trained."""
        if self._keeps:
            self._room, self._other_room, self._keeps = self._other_room, self._room, False
        trainable = [parameter for parameter in self._parameters if parameter.requires_grad]
        if len(trainable) != len(self._room) or not all(parameter.requires_grad for parameter in self._room):
            self._room = _room_for(trainable)
        statistics = {norm: statistics_of(norm) for norm in self._norms}
        return Sums(dict(self._room), self._nothing, self._nothing, statistics)

    def keep_gradients(self) -> None:
        """Leave those of the last batch as they are until this is called again after another one."""
        self._keeps = True

    def add(self, sums: Sums, images: Tensor, labels: Tensor, aim: Aim) -> Slices:
        """Add the part that up to `rows` images float32 (n, 1, 28, 28) have in `sums`."""
        effort = Effort(undisturbed=self._shared.can_offer)
        passes: list[_Pass] = []
        kept = iter(aim.kept)
        x = images.flatten(1)
        for layer in self._layers:
            through = _Pass(layer, x, aim.bfloat16)
            passes.append(through)
            yield from through.forward(effort)
            through.follow(sums.statistics, kept)
            x = through.y
        self.hidden = [each.lit for each in passes[:-1]]
        upstream = _differentiated_loss(sums, x, labels, aim)
        gradients = sums.trainable()
        first = next((place for place, each in enumerate(passes) if each.has_any(gradients)), len(passes))
        for place in reversed(range(first, len(passes))):
            last = passes.pop()
            delta = last.before_followers(upstream)
            here = self._shared.offer(last.gradients(gradients, delta, adds=not sums.empty))
            if place > first:
                upstream = yield from last.before_linear(effort, delta)
            yield from effort.spend(here)
        yield from effort.spend(self._shared.rest())
        sums.empty = False

    def give_up(self) -> None:
        """The batch is not gone on with; afterwards nobody writes its gradients."""
        self._shared.give_up()


class _Layer:
    """A stage of the network, with the memory of its Linear's tensors: autograd is not told what is done with that.

    `weight` (outputs, inputs), `transposed`, and `bias` (outputs) or None; `parameters`: of the whole stage.
    """

    def __init__(self, stage: Stage) -> None:
        self.followers = [module for _, module in stage.followers]
        self.parameters = [each for module in (stage.linear, *self.followers) for each in module.parameters()]
        self.linear_weight, self.linear_bias = stage.linear.weight, stage.linear.bias
        self.weight, self.bias = self.linear_weight.detach(), None
        if self.linear_bias is not None:
            self.bias = self.linear_bias.detach()
        self.transposed = self.weight.T


class _Pass:
    """What goes through a layer: `x` (n, inputs) enters its Linear, `y` (n, outputs) left what was passed so far.

    `lit`: what its activation put out.
    """

    def __init__(self, layer: _Layer, x: Tensor, bfloat16: bool) -> None:
        self._kind = torch.bfloat16 if bfloat16 else x.dtype
        self._layer = layer
        self._x = _of_kind(x, self._kind)
        self.y = self.lit = x
        self._followers: list[Follower] = []
        self._gradients: dict[Parameter, Tensor] = {}  # of the followers' parameters

    def forward(self, effort: Effort) -> Slices:
        """Send it through the Linear."""
        weight, bias = _of_kind(self._layer.transposed, self._kind), self._layer.bias
        bias = None if bias is None else _of_kind(bias, self._kind)
        self.y = self.lit = yield from effort.multiply(self._x, weight, bias)

    def follow(self, statistics: dict[nn.BatchNorm1d, Statistics], kept: Iterator[Tensor]) -> None:
        """Send it through what follows; `kept` gives what the next Dropout keeps."""
        for module in self._layer.followers:
            match module:
                case nn.BatchNorm1d():
                    follower: Follower = Normalised(module, self.y, statistics[module])
                case nn.Dropout():
                    follower = Dropped(module, self.y, next(kept))
                case _:
                    follower = Activated(module, self.y)
                    self.lit = follower.y
            self._followers.append(follower)
            self.y = follower.y

    def has_any(self, gradients: Mapping[Parameter, Tensor]) -> bool:
        """Whether a parameter of the layer is among them."""
        return any(parameter in gradients for parameter in self._layer.parameters)

    def before_followers(self, upstream: Tensor) -> Tensor:
        """The gradient of what left the Linear, from that of `y`."""
        upstream = _of_kind(upstream, self.y.dtype)
        for follower in reversed(self._followers):
            upstream = follower.back(upstream)
            self._gradients |= follower.gradients()
        return upstream

    def before_linear(self, effort: Effort, delta: Tensor) -> Generator[None, None, Tensor]:
        """The gradient of what entered the layer."""
        return effort.multiply(delta, _of_kind(self._layer.weight, self._kind))

    def gradients(self, rooms: Mapping[Parameter, Tensor], delta: Tensor, adds: bool) -> list[Piece]:
        """Write the gradients into their `rooms`, or add them to what is there (`adds`).

        That of the Linear's weight is left, in pieces.
        """
        left: list[Piece] = []
        for parameter in self._layer.parameters:
            room = rooms.get(parameter)
            if room is None:
                continue
            if parameter is self._layer.linear_weight:
                left = pieces_of(delta.T, self._x, room, adds)
                continue
            is_bias = parameter is self._layer.linear_bias
            if is_bias and not adds and delta.dtype is room.dtype:
                torch.sum(delta, 0, out=room)
                continue
            gradient = delta.sum(0) if is_bias else self._gradients[parameter]
            room.add_(gradient) if adds else room.copy_(gradient)
        return left


def _room_for(parameters: Sequence[Parameter]) -> dict[Parameter, Tensor]:
    """Zeros like each of them, in one piece of memory: whether all numbers are finite can then be asked at once."""
    if not parameters:
        return {}
    starts = [0, *accumulate(-(-parameter.numel() // _ALIGNED) * _ALIGNED for parameter in parameters)]
    whole = torch.zeros(starts[-1], dtype=parameters[0].dtype, device=parameters[0].device)
    return {
        parameter: whole[start : start + parameter.numel()].view_as(parameter)
        for parameter, start in zip(parameters, starts, strict=False)
    }


def _of_kind(numbers: Tensor, kind: torch.dtype) -> Tensor:
    """`numbers` as that kind; themselves if they are it: also what does nothing may have to wait for the window."""
    return numbers if numbers.dtype is kind else numbers.to(kind)


def _differentiated_loss(sums: Sums, logits: Tensor, labels: Tensor, aim: Aim) -> Tensor:
    """The gradient of the logits; the loss and the right readings join the sums.

    The cross-entropy is −Σ t log p with p = softmax(logits); with label smoothing s over c classes, t is 1 − s + s / c
    for the label and s / c else: Szegedy et al. (2016), "Rethinking the Inception architecture for computer vision",
    section 7. Autograd takes three times as long for so few numbers.
    """
    share, smoothing = aim.share / len(logits), aim.label_smoothing
    log_p = torch.log_softmax(_of_kind(logits, torch.float32), 1)
    loss = functional.nll_loss(log_p, labels)
    if smoothing:
        loss = (1 - smoothing) * loss - smoothing * log_p.mean()
    correct = (logits.argmax(1) == labels).sum()
    if sums.empty:
        sums.loss, sums.correct = loss * aim.share, correct
    else:
        sums.loss, sums.correct = sums.loss + loss * aim.share, sums.correct + correct
    others = smoothing / logits.shape[1]
    upstream = torch.full_like(log_p, -others * share)
    upstream.scatter_(1, labels.unsqueeze(1), -(1 - smoothing + others) * share)
    return torch._log_softmax_backward_data(upstream, log_p, 1, log_p.dtype)  # pyright: ignore[reportPrivateImportUsage]
