"""Through which weights an input moves a unit: contributions, weight × activation, and the unit's sum."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from engine.network.mlp import NeuralNetwork, Stage
from engine.tensors.copies import FloatArray, frozen, frozen_array
from engine.tensors.levels import robust_limit
from engine.thread.trace_events import Contributions, UnitSum


@dataclass(frozen=True, slots=True)
class Trace:
    """A unit and the ways that lead to it; the parts are those of `UnitTraced`."""

    stage: int
    unit: int
    layers: tuple[Contributions, ...]
    sum: UnitSum
    field: FloatArray
    limit: float


@dataclass(frozen=True, slots=True)
class _Pass:
    """A forward pass: for each stage what enters its Linear (1, inputs), and its sums z and outputs (1, units)."""

    image: Tensor
    entered: list[Tensor]
    sums: list[Tensor]
    outputs: list[Tensor]


def trace(network: NeuralNetwork, image: Tensor, stage: int | None, unit: int, count: int) -> Trace:
    """Trace `unit` of a `stage` for one `image` (1, 28, 28); with no stage or no such unit, the predicted class.

    Each layer gives at most `count` contributions: first the unit's own inputs, then the inputs of those, and so on.
    Only rows of units on the way are multiplied, so that a wide network costs no more.
    """
    passed = _forward(network, image)
    if stage is None or not (stage < len(passed.sums) and unit < passed.sums[stage].shape[1]):
        stage, unit = len(passed.sums) - 1, int(passed.sums[-1].argmax(1))
    field = frozen(_field(network.stages[stage], passed, stage, unit).reshape(image.shape[1:]))
    layers = [*_way_back(network, passed, stage, unit, count), *_way_on(network, passed, stage, unit, count)]
    layers += [_NONE] * (len(network.stages) - len(layers))
    return Trace(
        stage, unit, tuple(layers), _sum(network, passed, stage, unit), field, float(robust_limit(field))
    )


def _forward(network: NeuralNetwork, image: Tensor) -> _Pass:
    with torch.enable_grad():
        entered: list[Tensor] = []
        sums: list[Tensor] = []
        outputs: list[Tensor] = []
        x = first = network.flatten(image.reshape(1, -1)).detach().requires_grad_()
        for stage in network.stages:
            entered.append(x)
            sums.append(stage.linear(x))
            x = sums[-1] if stage.activation is None else stage.activation(sums[-1])
            outputs.append(x)
    return _Pass(first, entered, sums, outputs)


def _field(stage: Stage, passed: _Pass, number: int, unit: int) -> Tensor:
    """The derivative of z by the input, (inputs,); autograd walks only the layers below it."""
    if number == 0:
        return stage.linear.weight[unit]
    return torch.autograd.grad(passed.sums[number][0, unit], passed.image)[0]


@torch.no_grad()
def _way_back(
    network: NeuralNetwork, passed: _Pass, stage: int, unit: int, count: int
) -> list[Contributions]:
    """For each stage up to the unit's, the strongest inputs of the units that were found behind it."""
    found: list[Contributions] = []
    units: Sequence[int] = [unit]
    for number in range(stage, -1, -1):
        weight = network.stages[number].linear.weight
        rows = torch.tensor(units, device=weight.device)
        products = weight[rows] * passed.entered[number]  # (units, inputs)
        values, places = _strongest(products, count)
        inputs = weight.shape[1]
        found.append(_contributions(places % inputs, rows[places // inputs], values))
        units = sorted(set(found[-1].sources.tolist()))
    return found[::-1]


@torch.no_grad()
def _way_on(network: NeuralNetwork, passed: _Pass, stage: int, unit: int, count: int) -> list[Contributions]:
    """What the unit adds to those of the next stage, if there is one."""
    if stage + 1 == len(network.stages):
        return []
    products = network.stages[stage + 1].linear.weight[:, unit] * passed.entered[stage + 1][0, unit]
    values, places = _strongest(products, count)
    return [_contributions(torch.full_like(places, unit), places, values)]


def _strongest(products: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """The products of largest magnitude, that first, and their places in the flattened tensor; no zeros, no NaN."""
    numbers = products.flatten()
    magnitudes = numbers.abs().nan_to_num(0.0)
    largest, places = magnitudes.topk(min(count, numbers.numel()))
    places = places[largest > 0]
    return numbers[places], places


def _contributions(sources: Tensor, targets: Tensor, values: Tensor) -> Contributions:
    return Contributions(_whole_numbers(sources), _whole_numbers(targets), frozen(values))


def _whole_numbers(places: Tensor) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    array = places.cpu().numpy().astype(np.int32)
    array.flags.writeable = False
    return array


@torch.no_grad()
def _sum(network: NeuralNetwork, passed: _Pass, number: int, unit: int) -> UnitSum:
    stage = network.stages[number]
    weighted = (stage.linear.weight[unit].double() * passed.entered[number][0].double()).sum()
    bias = 0.0 if stage.linear.bias is None else stage.linear.bias[unit].item()
    last = stage.activation is None
    outputs = nn.functional.softmax(passed.outputs[number], dim=1) if last else passed.outputs[number]
    return UnitSum(
        weighted=weighted.item(),
        bias=bias,
        z=passed.sums[number][0, unit].item(),
        value=outputs[0, unit].item(),
        function="softmax" if last else type(stage.activation).__name__,
    )


_NO_PLACES = np.zeros(0, np.int32)
_NO_PLACES.flags.writeable = False
_NONE = Contributions(_NO_PLACES, _NO_PLACES, frozen_array(np.zeros(0, np.float32)))
