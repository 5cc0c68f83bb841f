"""The figures of a network on a whole data set."""

from collections.abc import Generator
from dataclasses import dataclass

import torch
from torch import nn

from engine.data.digits import NO_WRITER, Digits, as_inputs
from engine.training import metrics
from engine.training.accuracy import Accuracy

_CHUNK = 500  # images at once: 8 ms on one core, no slower than all at once


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How well a network reads.

    `loss`: mean cross-entropy in nats. `calibration_error` in 0..1. `confusion[label][predicted]` counts.
    `by_class` and `by_writer` (known writers only): accuracy of each.
    """

    images: int
    correct: int
    accuracy: float
    loss: float
    calibration_error: float
    confusion: tuple[tuple[int, ...], ...]
    by_class: dict[int, Accuracy]
    by_writer: dict[int, Accuracy]

    @property
    def overall(self) -> Accuracy:
        """The accuracy on all images, which knows its interval."""
        return Accuracy(self.correct, self.images)

    def figures(self) -> dict[str, object]:
        """The figures of all images together: plain values that JSON knows."""
        return {
            "images": self.images,
            "correct": self.correct,
            "accuracy": self.accuracy,
            "loss": self.loss,
            "calibration_error": self.calibration_error,
            "confusion": [list(row) for row in self.confusion],
        }

    def group_figures(self) -> dict[str, object]:
        """The figures of each class and of each writer, with 95 % intervals: plain values that JSON knows."""
        return {
            "interval": list(self.overall.interval),
            "by_class": [{"label": each, **part.figures()} for each, part in self.by_class.items()],
            "by_writer": [{"writer": each, **part.figures()} for each, part in self.by_writer.items()],
        }


def evaluate(network: nn.Module, digits: Digits) -> Evaluation:
    """Read all of `digits` (not empty) where the network is; its weights and its mode stay as they are.

    Their images are as large as the network's input, their labels among its classes.
    """
    slices = evaluate_in_slices(network, digits)
    while True:
        try:
            next(slices)
        except StopIteration as end:
            return end.value


def evaluate_in_slices(network: nn.Module, digits: Digits) -> Generator[None, None, Evaluation]:
    """As `evaluate`, some milliseconds at each `next()`; the network must not change meanwhile."""
    logits = yield from _logits(network, digits)
    labels, writers = digits.labels.cpu(), digits.writers.cpu()
    predicted = logits.argmax(1)
    correct = predicted == labels
    known = writers != NO_WRITER
    return Evaluation(
        images=len(digits),
        correct=int(correct.sum()),
        accuracy=correct.double().mean().item(),
        loss=metrics.loss(logits, labels),
        calibration_error=metrics.calibration_error(logits.softmax(1), labels),
        confusion=tuple(map(tuple, metrics.confusion(predicted, labels, logits.shape[1]).tolist())),
        by_class=metrics.accuracy_by(labels, correct),
        by_writer=metrics.accuracy_by(writers[known], correct[known]),
    )


def _logits(network: nn.Module, digits: Digits) -> Generator[None, None, torch.Tensor]:
    """Logits (n, classes) on the CPU."""
    device = next(network.parameters()).device
    chunks: list[torch.Tensor] = []
    for images in digits.images.split(_CHUNK):
        with torch.inference_mode():
            chunks.append(network(as_inputs(images.to(device))).cpu())
        yield
    with torch.inference_mode():
        return torch.cat(chunks)
