"""Reading an image: one forward pass, with what each stage put out."""

from dataclasses import dataclass
from itertools import accumulate, pairwise

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
    x = image.reshape(1, -1)
    outputs: list[Tensor] = []  # (1, units) each
    for stage in network.stages:
        x = stage.follow(stage.linear(x))
        outputs.append(x)
    outputs.append(nn.functional.softmax(x, dim=1))
    *values, probabilities = _frozen_parts(outputs)
    activations = tuple(map(_activation, network.stages, values))
    return Reading(values[-1], probabilities, int(values[-1].argmax()), activations)


def _frozen_parts(outputs: list[Tensor]) -> list[FloatArray]:
    """The numbers of each: copied together, since each call of torch's has to wait for a window that is painting."""
    together = frozen(torch.cat(outputs, 1)[0])
    edges = accumulate((output.shape[1] for output in outputs), initial=0)
    return [together[start:end] for start, end in pairwise(edges)]


def _activation(stage: Stage, values: FloatArray) -> Activation:
    return Activation(
        module=stage.output_name,
        title=stage.title,
        weight=f"{stage.name}.weight",
        values=values,
        signed=stage.is_signed,
    )
