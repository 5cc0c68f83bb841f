"""How each parameter learned in the last step: figures in which vanishing and exploding show."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.linalg import vector_norm
from torch.nn import Parameter
from torch.optim import Optimizer

from engine.network.mlp import NeuralNetwork
from engine.thread.training_events import LayerFigures
from engine.training.freezing import FrozenValues
from engine.training.optimisers import last_update


@torch.no_grad()
def figures_of(
    network: NeuralNetwork, optimiser: Optimizer, hidden: Sequence[Tensor], frozen: FrozenValues
) -> tuple[LayerFigures, ...]:
    """The figures of all parameters after a step of `optimiser`, whose last images left `hidden` in `Backpropagation`.

    What did not move has a norm and a ratio of 0.
    """
    outputs = {stage.linear.weight: output for stage, output in zip(network.stages, hidden, strict=False)}
    return tuple(
        LayerFigures(
            name,
            0.0 if parameter.grad is None else vector_norm(parameter.grad).item(),
            _update_ratio(optimiser, parameter),
            _dead(outputs[parameter]) if parameter in outputs else None,
            frozen.change(parameter),
        )
        for name, parameter in network.named_parameters()
    )


def _update_ratio(optimiser: Optimizer, parameter: Parameter) -> float:
    update = last_update(optimiser, parameter)
    weights = vector_norm(parameter).item()
    return 0.0 if update is None or not weights else vector_norm(update).item() / weights


def _dead(output: Tensor) -> int:
    """Units that no image of (n, units) lit."""
    return int((output.amax(0) <= 0).sum())
