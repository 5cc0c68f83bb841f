"""The figures of any network that reads square images, on drawings that are made fit for it."""

from collections.abc import Sequence
from dataclasses import replace

import torch

from engine.data.digits import NO_WRITER, Digits
from engine.data.drawing import Drawing
from engine.data.ink import SIDE
from engine.errors import Kind, NetglassError
from engine.network.mlp import NeuralNetwork
from engine.robustness.alterations import UNTOUCHED
from engine.robustness.table import seen_images
from engine.training.evaluation import Evaluation, evaluate


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
    labels = torch.tensor([drawing.label for drawing in drawings])
    writers = torch.tensor([NO_WRITER if each.writer is None else each.writer for each in drawings])
    return evaluate(network, Digits(torch.from_numpy(images), labels, writers))
