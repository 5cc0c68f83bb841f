"""Reading an image: one forward pass, with what each stage put out."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.network.mlp import NeuralNetwork, Stage
from engine.tensors.copies import FloatArray, frozen
from engine.thread.events import Activation

_UNSIGNED = (nn.ReLU, nn.Sigmoid)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network says of one image: `logits` and `probabilities` (classes,), the class `predicted`.

    Of blank ink nothing is read: `predicted` is None and all else is empty.
    """

    logits: FloatArray
    probabilities: FloatArray
    predicted: int | None
    activations: tuple[Activation, ...]


@torch.inference_mode()
def read(network: NeuralNetwork, image: Tensor) -> Reading:
    """Read one `image`, (1, 28, 28) or (28, 28) in 0..1 on the network's device."""
    x = network.flatten(image.reshape(1, -1))  # (1, 784)
    activations: list[Activation] = []
    for stage in network.stages:
        x = stage.linear(x)
        if stage.activation is not None:
            x = stage.activation(x)
        activations.append(_activation(stage, x))
    probabilities = nn.functional.softmax(x, dim=1)
    return Reading(activations[-1].values, frozen(probabilities[0]), int(x.argmax(1)), tuple(activations))


def _activation(stage: Stage, x: Tensor) -> Activation:
    size = f"Linear {stage.linear.in_features} → {stage.linear.out_features}"
    kind = "logits" if stage.activation is None else type(stage.activation).__name__
    return Activation(
        module=stage.activation_name or stage.name,
        title=f"{size} · {kind}",
        weight=f"{stage.name}.weight",
        values=frozen(x[0]),
        signed=not isinstance(stage.activation, _UNSIGNED),
    )
