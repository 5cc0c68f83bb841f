"""Through which weights an input moves a unit: contributions, weight × activation, and the unit's sum."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from engine.network.mlp import NeuralNetwork, Stage
from engine.tensors.copies import FloatArray, frozen, frozen_array
from engine.tensors.levels import frozen_view, robust_limit
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
    """A forward pass: what enters each stage's Linear (inputs,), and its sums z and outputs (1, units)."""

    image: Tensor
    entered: list[FloatArray]
    sums: list[Tensor]
    outputs: list[Tensor]


def trace(network: NeuralNetwork, image: Tensor, stage: int | None, unit: int, count: int) -> Trace:
    """Trace `unit` of a `stage` for one `image` (1, 28, 28); with no stage or no such unit, the predicted class.

    Each layer gives at most `count` contributions: first the unit's own inputs, then the inputs of those, and so on.
    Only rows of units on the way are multiplied, so that a wide network costs no more. In NumPy, as dozens of small
    operations of torch would each give the interpreter away, and wait for the window to give it back.
    """
    passed = _forward(network, image)
    if stage is None or not (stage < len(passed.sums) and unit < passed.sums[stage].shape[1]):
        stage, unit = len(passed.sums) - 1, int(passed.sums[-1].argmax(1))
    field = frozen(_field(network.stages[stage], passed, stage, unit).reshape(image.shape[1:]))
    with np.errstate(
        over="ignore", invalid="ignore"
    ):  # a diverging network is traced as far as it has numbers
        layers = [
            *_way_back(network, passed, stage, unit, count),
            *_way_on(network, passed, stage, unit, count),
        ]
        found = _sum(network, passed, stage, unit)
    layers += [_NONE] * (len(network.stages) - len(layers))
    return Trace(stage, unit, tuple(layers), found, field, float(robust_limit(field)))


def _forward(network: NeuralNetwork, image: Tensor) -> _Pass:
    entered: list[FloatArray] = []
    sums: list[Tensor] = []
    outputs: list[Tensor] = []
    with torch.enable_grad():
        x = first = network.flatten(image.reshape(1, -1)).detach().requires_grad_()
        for stage in network.stages:
            entered.append(frozen_view(x)[0])
            sums.append(stage.linear(x))
            x = stage.follow(sums[-1])
            outputs.append(x)
    return _Pass(first, entered, sums, outputs)


def _field(stage: Stage, passed: _Pass, number: int, unit: int) -> Tensor:
    """The derivative of z by the input, (inputs,); autograd walks only the layers below it."""
    if number == 0:
        return stage.linear.weight[unit]
    return torch.autograd.grad(passed.sums[number][0, unit], passed.image)[0]


def _way_back(
    network: NeuralNetwork, passed: _Pass, stage: int, unit: int, count: int
) -> list[Contributions]:
    """For each stage up to the unit's, the strongest inputs of the units that were found behind it."""
    found: list[Contributions] = []
    units = np.array([unit])
    for number in range(stage, -1, -1):
        products = (
            _rows(network.stages[number].linear.weight, units) * passed.entered[number]
        )  # (units, inputs)
        places = _strongest(products.ravel(), count)
        inputs = products.shape[1]
        found.append(_contributions(places % inputs, units[places // inputs], products.ravel()[places]))
        units = np.unique(found[-1].sources)
    return found[::-1]


def _way_on(network: NeuralNetwork, passed: _Pass, stage: int, unit: int, count: int) -> list[Contributions]:
    """What the unit adds to those of the next stage, if there is one."""
    if stage + 1 == len(network.stages):
        return []
    column = frozen_view(network.stages[stage + 1].linear.weight[:, unit])
    products = column * passed.entered[stage + 1][unit]
    places = _strongest(products, count)
    return [_contributions(np.full_like(places, unit), places, products[places])]


def _rows(weight: Tensor, units: NDArray[np.integer]) -> FloatArray:
    """Some rows of a weight of any device."""
    if weight.device.type == "cpu":
        return frozen_view(weight)[units]
    return frozen_view(weight[torch.from_numpy(units).to(weight.device)])


def _strongest(products: FloatArray, count: int) -> NDArray[np.intp]:
    """The places of the products of largest magnitude, that first; no zeros, no NaN, no infinity."""
    magnitudes = np.where(np.isfinite(products), np.abs(products), 0)
    first = max(magnitudes.size - count, 0)
    places = np.argpartition(magnitudes, first)[first:] if first else np.arange(magnitudes.size)
    places = places[np.argsort(-magnitudes[places], kind="stable")]
    return places[magnitudes[places] > 0]


def _contributions(
    sources: NDArray[np.integer], targets: NDArray[np.integer], values: FloatArray
) -> Contributions:
    return Contributions(_whole_numbers(sources), _whole_numbers(targets), frozen_array(values))


def _whole_numbers(places: NDArray[np.integer]) -> NDArray[np.int32]:
    array = places.astype(np.int32)
    array.flags.writeable = False
    return array


def _sum(network: NeuralNetwork, passed: _Pass, number: int, unit: int) -> UnitSum:
    stage = network.stages[number]
    row = _rows(stage.linear.weight, np.array([unit]))[0]
    bias = 0.0 if stage.linear.bias is None else stage.linear.bias[unit].item()
    last = number + 1 == len(network.stages)
    outputs = passed.outputs[number].detach()
    outputs = nn.functional.softmax(outputs, dim=1) if last else outputs
    return UnitSum(
        weighted=float((row.astype(np.float64) * passed.entered[number]).sum()),
        bias=bias,
        z=passed.sums[number][0, unit].item(),
        value=outputs[0, unit].item(),
        function="softmax" if last else " · ".join(stage.title.split(" · ")[1:]),
    )


_NO_PLACES = np.zeros(0, np.int32)
_NO_PLACES.flags.writeable = False
_NONE = Contributions(_NO_PLACES, _NO_PLACES, frozen_array(np.zeros(0, np.float32)))
