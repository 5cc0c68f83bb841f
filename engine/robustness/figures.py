"""The figures of any network that reads square images, on drawings that are made fit for it."""

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor

from engine.data.digits import NO_WRITER, as_inputs
from engine.data.drawing import Drawing
from engine.data.ink import SIDE
from engine.errors import Kind, NetglassError
from engine.network.mlp import NeuralNetwork
from engine.robustness.alterations import UNTOUCHED
from engine.robustness.table import seen_images
from engine.training import metrics
from engine.training.evaluation import Evaluation

_CHUNK = 500  # images at once


def fitted(drawings: Sequence[Drawing], name: str, classes: int, side: int) -> list[Drawing]:
    """`drawings` (all labelled) of the data `name` for a network of so many classes that reads `side` × `side` pixels.

    What is an input of 28 × 28 already is none of another side: it is normalised as all other ink. Raises DATA_LABELS.
    """
    last = max(drawing.label or 0 for drawing in drawings)
    if last >= classes:
        raise NetglassError(Kind.DATA_LABELS, file=name, label=last, last=classes - 1)
    return [replace(drawing, raw=drawing.raw and side == SIDE) for drawing in drawings]


def evaluate_drawings(network: NeuralNetwork, drawings: Sequence[Drawing], side: int) -> Evaluation:
    """Read `drawings` (at least one, `fitted`) as images of `side` × `side` pixels, where the network is."""
    images = next(iter(seen_images((UNTOUCHED,), drawings, side)))
    logits = _logits(network, torch.from_numpy(images))
    labels = torch.tensor([drawing.label for drawing in drawings])
    writers = torch.tensor([NO_WRITER if each.writer is None else each.writer for each in drawings])
    predicted = logits.argmax(1)
    correct, known = predicted == labels, writers != NO_WRITER
    return Evaluation(
        images=len(drawings),
        correct=int(correct.sum()),
        accuracy=correct.double().mean().item(),
        loss=metrics.loss(logits, labels),
        calibration_error=metrics.calibration_error(logits.softmax(1), labels),
        confusion=_confusion(predicted, labels, logits.shape[1]),
        by_class=metrics.accuracy_by(labels, correct),
        by_writer=metrics.accuracy_by(writers[known], correct[known]),
    )


@torch.inference_mode()
def _logits(network: NeuralNetwork, images: Tensor) -> Tensor:
    """Logits (n, classes) on the CPU of uint8 images (n, side, side)."""
    device = next(network.parameters()).device
    return torch.cat([network(as_inputs(chunk.to(device))).cpu() for chunk in images.split(_CHUNK)])


def _confusion(predicted: Tensor, labels: Tensor, classes: int) -> tuple[tuple[int, ...], ...]:
    counts = torch.bincount(labels * classes + predicted, minlength=classes**2)
    return tuple(map(tuple, counts.view(classes, classes).tolist()))
