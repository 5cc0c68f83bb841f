"""The robustness table: how many of the same digits a network still reads when all of them are altered."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import starmap

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from engine.data.digits import as_inputs
from engine.data.drawing import Drawing
from engine.data.ink import SIDE
from engine.data.processes import light_processes
from engine.robustness.alterations import UNTOUCHED, Alteration, alterations_of, altered_images
from engine.training.accuracy import Accuracy, Interval, difference_interval

_CHUNK = 125  # drawings: half a second's work for a process
_WORTH_PROCESSES = 1000  # images; starting a process takes as long as a few hundred of them

_Job = tuple[Alteration, Sequence[Drawing], int, int]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Row:
    """How the digits were read under one alteration.

    `difference`: of the accuracy to that of the untouched ones, and `difference_interval`, both in points (hundredths).
    """

    name: str
    words: str
    accuracy: Accuracy
    difference: float
    difference_interval: Interval

    def figures(self) -> dict[str, object]:
        """What `netglass evaluate --robustness --json` prints: plain values that JSON knows."""
        return {
            "alteration": self.name,
            "amount": self.words,
            **self.accuracy.figures(),
            "difference": self.difference,
            "difference_interval": list(self.difference_interval),
        }


def robustness(network: nn.Module, drawings: Sequence[Drawing], side: int = SIDE) -> Iterator[Row]:
    """A row an alteration of `drawings` (at least one, all labelled), each as soon as it is known.

    The network reads images of `side` × `side` pixels.

    The first row is that of the untouched digits. Blank input is no digit: it counts as misread.
    """
    alterations = alterations_of(drawings)
    labels = np.array([drawing.label for drawing in drawings])
    before: Bools | None = None
    for alteration, images in zip(alterations, seen_images(alterations, drawings, side), strict=True):
        read = _read(network, images, labels)
        before = read if before is None else before
        yield _row(alteration, before, read)


def seen_images(
    alterations: Sequence[Alteration], drawings: Sequence[Drawing], side: int
) -> Iterator[NDArray[np.uint8]]:
    """The images (n, side, side) of all drawings under one alteration after the other, made on all cores."""
    starts = range(0, len(drawings), _CHUNK)
    jobs: list[_Job] = [
        (alteration, drawings[start : start + _CHUNK], start, side)
        for alteration in alterations
        for start in starts
    ]
    chunks = _made(jobs, alone=len(drawings) * len(alterations) < _WORTH_PROCESSES)
    for _ in alterations:
        yield np.concatenate([next(chunks) for _ in starts])


def _made(jobs: Sequence[_Job], alone: bool) -> Iterator[NDArray[np.uint8]]:
    """The images of each job, in their order; left early, it cancels what has not begun."""
    if alone:
        yield from starmap(altered_images, jobs)
        return
    pool = light_processes(min(os.cpu_count() or 1, len(jobs)))
    try:
        yield from pool.map(altered_images, *zip(*jobs, strict=True))
    finally:
        pool.shutdown(cancel_futures=True)


def _read(network: nn.Module, images: NDArray[np.uint8], labels: NDArray[np.int64]) -> Bools:
    """Which of the images (n, side, side) were read as labelled (n,)."""
    device = next(network.parameters()).device
    with torch.inference_mode():
        predicted = network(as_inputs(torch.from_numpy(images).to(device))).argmax(1).cpu().numpy()
    return (predicted == labels) & images.any(axis=(1, 2))


def _row(alteration: Alteration, before: Bools, read: Bools) -> Row:
    gained, lost = int((read & ~before).sum()), int((before & ~read).sum())
    low, high = difference_interval(gained, lost, len(read))
    return Row(
        alteration.name,
        alteration.words,
        Accuracy(int(read.sum()), len(read)),
        100 * (gained - lost) / len(read),
        (0.0, 0.0) if alteration is UNTOUCHED else (100 * low, 100 * high),
    )
