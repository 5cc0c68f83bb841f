"""How every parameter would have to change for one drawing: its gradients, kept as outer products."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from engine.network.mlp import NeuralNetwork
from engine.tensors.outer import Factor, OuterProduct

_ONE = Factor(np.ones(1, np.float32))


@dataclass(frozen=True, slots=True)
class Gradients:
    """What was differentiated, and its gradients with respect to all parameters.

    `label`: the class whose cross-entropy was differentiated, or None: the predicted class's logit. `target`: the
    class concerned. `value`: of what was differentiated. `products`: for each parameter the gradient as a matrix (a
    bias's as one row).
    """

    label: int | None
    target: int
    value: float
    products: Mapping[str, OuterProduct]


def differentiate(network: NeuralNetwork, image: Tensor, label: int | None = None) -> Gradients:
    """Differentiate the predicted class's logit, or the cross-entropy against `label`, for one `image`.

    A Linear computes z = W x + b, so with δ = ∂objective/∂z the chain rule gives ∂objective/∂W = δ ⊗ x and
    ∂objective/∂b = δ (Rumelhart, Hinton, Williams, "Learning representations by back-propagating errors", 1986).
    A BatchNorm1d, whose statistics are fixed, computes y = γ x̂ + β: the same with x̂ for x, unit by unit.
    Autograd is asked for the δ alone: no gradient of a weight is ever made, and no `.grad` is touched. Frozen
    parameters are differentiated like the others.
    """
    inputs: dict[str, Tensor] = {}
    outputs: dict[str, Tensor] = {}
    with torch.enable_grad():
        x = network.flatten(image.reshape(1, -1)).detach().requires_grad_()
        for name, module in _modules(network):
            inputs[name], x = x, module(x)
            if isinstance(module, (nn.Linear, nn.BatchNorm1d)):
                outputs[name] = x
        target = int(x.argmax(1)) if label is None else label
        objective = x[0, target] if label is None else _cross_entropy(x, label)
        deltas = torch.autograd.grad(objective, tuple(outputs.values()))
    products: dict[str, OuterProduct] = {}
    for name, delta in zip(outputs, deltas, strict=True):
        module, entered, down = network.get_submodule(name), inputs[name], _factor(delta)
        if isinstance(module, nn.BatchNorm1d):
            scaled = OuterProduct(_ONE, _factor(delta * _normalised(module, entered)))
        else:
            scaled = OuterProduct(down, _factor(entered))
        products[f"{name}.weight"] = scaled
        products[f"{name}.bias"] = OuterProduct(_ONE, down)  # nobody asks for it where there is no bias
    return Gradients(label, target, objective.item(), products)


def _modules(network: NeuralNetwork) -> Iterator[tuple[str, nn.Module]]:
    for stage in network.stages:
        yield stage.name, stage.linear
        yield from stage.followers


def _normalised(norm: nn.BatchNorm1d, x: Tensor) -> Tensor:
    """x̂ = (x - mean) / √(variance + ε)."""
    return nn.functional.batch_norm(x, norm.running_mean, norm.running_var, eps=norm.eps)


def _cross_entropy(logits: Tensor, label: int) -> Tensor:
    return nn.functional.cross_entropy(logits, torch.tensor([label], device=logits.device))


def _factor(row: Tensor) -> Factor:
    """The only row of a (1, n) tensor."""
    return Factor(row.detach()[0].cpu().numpy())
