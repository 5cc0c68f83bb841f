"""Labelled images in memory, as training and evaluation read them."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch

NO_WRITER = -1


@dataclass(frozen=True, slots=True, eq=False)
class Digits:
    """Images and what they show.

    `images`: uint8 (n, 28, 28), or of another square, ink 255, paper 0. `labels`: int64 (n,), of digits in 0..9.
    `writers`: int64 (n,), NO_WRITER where nobody knows who wrote it.
    """

    images: torch.Tensor
    labels: torch.Tensor
    writers: torch.Tensor

    def __len__(self) -> int:
        return len(self.labels)

    def take(self, indices: torch.Tensor) -> "Digits":
        """The rows `indices` (int64 or bool), copied."""
        return Digits(self.images[indices], self.labels[indices], self.writers[indices])

    def to(self, device: torch.device) -> "Digits":
        """The same rows, resident on `device`."""
        return Digits(self.images.to(device), self.labels.to(device), self.writers.to(device))


def anonymous(images: torch.Tensor, labels: torch.Tensor) -> Digits:
    """Images (n, 28, 28) uint8 and labels (n,) whose writers nobody knows."""
    return Digits(images, labels, torch.full_like(labels, NO_WRITER))


def joined(parts: Sequence[Digits]) -> Digits:
    """All rows of `parts`, in order; at least one part."""
    return Digits(
        torch.cat([part.images for part in parts]),
        torch.cat([part.labels for part in parts]),
        torch.cat([part.writers for part in parts]),
    )


def split(digits: Digits, share: float, seed: int) -> tuple[Digits, Digits]:
    """Two parts without a common row, the second with `share` of them (rounded), chosen by `seed` alone."""
    order = torch.randperm(len(digits), generator=torch.Generator().manual_seed(seed))
    kept = len(digits) - round(share * len(digits))
    return digits.take(order[:kept].sort().values), digits.take(order[kept:].sort().values)


def as_inputs(images: torch.Tensor) -> torch.Tensor:
    """What the network reads: float32 (n, 1, side, side) in 0..1 of uint8 images (n, side, side)."""
    return images.unsqueeze(1).float().div_(255)
