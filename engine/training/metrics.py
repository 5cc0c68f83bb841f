"""Figures of how well logits fit their labels."""

import torch
from torch.nn import functional

from engine.training.accuracy import Accuracy

CLASSES = 10
CALIBRATION_BINS = 15


def loss(logits: torch.Tensor, labels: torch.Tensor) -> float:
    """The mean cross-entropy in nats of logits (n, classes) against labels (n,)."""
    return functional.cross_entropy(logits, labels).item()


def confusion(predicted: torch.Tensor, labels: torch.Tensor, classes: int = CLASSES) -> torch.Tensor:
    """How often each class was read as each: int64 (classes, classes), row the label, column the prediction."""
    return torch.bincount(labels * classes + predicted, minlength=classes**2).view(classes, classes)


def calibration_error(
    probabilities: torch.Tensor, labels: torch.Tensor, bins: int = CALIBRATION_BINS
) -> float:
    """The expected calibration error in 0..1 of probabilities (n, classes), n > 0.

    Guo, Pleiss, Sun, Weinberger (2017), "On calibration of modern neural networks", equation 3: over bins of
    equal width, the gap between mean confidence and accuracy, weighted by the bin's share of the samples. A
    bin includes its upper edge.
    """
    confidence, predicted = probabilities.double().max(dim=1)
    gaps = (predicted == labels).double() - confidence
    place = (confidence * bins).ceil().long().clamp(1, bins) - 1
    sums = torch.zeros(bins, dtype=torch.float64, device=gaps.device).index_add_(0, place, gaps)
    return (sums.abs().sum() / len(labels)).item()


def accuracy_by(groups: torch.Tensor, correct: torch.Tensor) -> dict[int, Accuracy]:
    """The accuracy of the rows of each value of `groups` (int64, (n,)), rising; `correct` is bool (n,)."""
    return {
        int(group): Accuracy(int(correct[groups == group].sum()), int((groups == group).sum()))
        for group in groups.unique()
    }
