"""Reading an image: one forward pass, with what each stage put out."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.network.mlp import NeuralNetwork, Stage
from engine.tensors.copies import FloatArray, frozen
from engine.thread.reading_events import Activation


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
    """Read one `image`, of as many numbers as the network has inputs and of any shape, on its device."""
    x = network.flatten(image.reshape(1, -1))  # (1, inputs)
    activations: list[Activation] = []
    for stage in network.stages:
        x = stage.follow(stage.linear(x))
        activations.append(_activation(stage, x))
    probabilities = nn.functional.softmax(x, dim=1)
    return Reading(activations[-1].values, frozen(probabilities[0]), int(x.argmax(1)), tuple(activations))


def _activation(stage: Stage, x: Tensor) -> Activation:
    return Activation(
        module=stage.output_name,
        title=stage.title,
        weight=f"{stage.name}.weight",
        values=frozen(x[0]),
        signed=stage.is_signed,
    )
