"""What keeps NaN and Inf out of the weights."""

import math
from collections.abc import Iterable

import torch
from torch import Tensor

from engine.errors import Kind, NetglassError
from engine.network.mlp import NeuralNetwork
from engine.training.backpropagation import Sums


class DivergedError(NetglassError):
    """The loss or a gradient of a step is no finite number; the weights are those of before the step.

    `layer`: the first parameter concerned, in the order of the forward pass.
    """

    def __init__(self, step: int, layer: str) -> None:
        super().__init__(Kind.TRAINING_DIVERGED, step=step, layer=layer)
        self.step, self.layer = step, layer


def measure(sums: Sums) -> tuple[float, float, bool]:
    """The loss, how many were read rightly, and whether all that a step would change by is finite: one wait.

    The product of numbers with themselves is finite only if they all are; where it is not, they are looked at one by
    one, since squares can overflow. No other question about all of them takes less time. What lies in one piece of
    memory is asked at once.
    """
    changes = [*sums.gradients.values()]
    changes += [value for seen in sums.statistics.values() for value in (seen.mean, seen.variance)]
    wholes = {
        id(whole): whole for whole in (change if change._base is None else change._base for change in changes)
    }
    squares = [torch.dot(flat, flat) for flat in (whole.flatten() for whole in wholes.values())]
    loss, correct, *rest = torch.stack([sums.loss, sums.correct, *squares]).tolist()
    is_finite = math.isfinite(loss) and (
        all(map(math.isfinite, rest)) or all(bool(change.isfinite().all()) for change in changes)
    )
    return loss, correct, is_finite


def first_concerned(network: NeuralNetwork, sums: Sums, hidden: Iterable[Tensor]) -> str:
    """The first parameter that is not finite, or what is not: the output (of `hidden`), statistics, or its gradient."""
    names = {parameter: name for name, parameter in network.named_parameters()}
    outputs = {stage.linear.weight: output for stage, output in zip(network.stages, hidden, strict=False)}
    outputs |= {norm.weight: seen.variance for norm, seen in sums.statistics.items()}
    for parameter, name in names.items():
        for tensor in (parameter, outputs.get(parameter)):
            if tensor is not None and not tensor.isfinite().all():
                return name
    for parameter, name in names.items():
        gradient = sums.gradients.get(parameter)
        if gradient is not None and not gradient.isfinite().all():
            return name
    return f"{network.stages[-1].name}.weight"
