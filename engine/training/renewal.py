"""Digits drawn by rule that never end: a part of them is new in every epoch, drawn while others are learned from.

Light processes draw them, but what is drawn is a function of the epoch alone: when it happens changes nothing.
"""

import os
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, wait

import numpy as np
import torch
from numpy.typing import NDArray

from engine.data.digits import Digits, anonymous, joined
from engine.data.processes import light_processes
from engine.data.synthetic import synthetic_images

PARTS = 5  # of what is learned from in an epoch; one is new in each
_CHUNK = 100  # of a class, drawn by one process at once: a quarter of a second
_STREAM = 0  # tells these seeds from those of validation and test
_WORTH_PROCESSES = 100  # of a class; starting a process takes as long as drawing some thousand
_PATIENCE_S = 0.004  # within a slice of training

Drawn = Future[tuple[NDArray[np.uint8], NDArray[np.int64]]]


def slots(epoch: int) -> list[int]:
    """The part that each slot holds in an epoch, from 0: in slot k the newest part p <= epoch with p = k (mod PARTS).

    As long as there is none, it holds a part that there is once more, so that a run can begin when one part is drawn.
    """
    newest = [epoch - (epoch - slot) % PARTS for slot in range(PARTS)]
    return [part if part >= 0 else slot % (epoch + 1) for slot, part in enumerate(newest)]


class Renewal:
    """The digits of each epoch: PARTS × `per_class` × 10 images, the first rows of what a run learns from.

    Belongs to one thread; to be closed.
    """

    def __init__(self, per_class: int) -> None:
        self._per_class = per_class
        self._rows = 10 * per_class
        self._held = [0] * PARTS
        self._drawn: dict[int, list[Drawn]] = {}
        self._pool: ProcessPoolExecutor | None = None

    def first(self, report: Callable[[int], None] = lambda _: None) -> Digits:
        """The digits of epoch 0, which `renew` changes; `report` is told how many more were drawn."""
        for chunk in self._order(0):
            report(len(chunk.result()[1]))
        digits = joined([self._part(0)] * PARTS)
        self._order(1)
        return digits

    def renew(self, digits: Digits, epoch: int) -> bool:
        """Make the first rows of `digits` those of `epoch`; False, after some milliseconds: they are not yet drawn."""
        changed = self._changed(epoch)
        if wait([chunk for part in changed.values() for chunk in self._order(part)], _PATIENCE_S).not_done:
            return False
        for slot, part in changed.items():
            self._write(digits, slot, self._part(part))
        self._held = slots(epoch)
        self._keep(set(slots(epoch + 1) if epoch + 1 < PARTS else self._changed(epoch + 1).values()))
        self._order(epoch + 1)
        return True

    def close(self) -> None:
        """End the processes; what they are drawing is not waited for."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None
            self._drawn.clear()

    def _changed(self, epoch: int) -> dict[int, int]:
        """The slots that hold something else than in `epoch`, and what they hold then."""
        return {slot: part for slot, part in enumerate(slots(epoch)) if part != self._held[slot]}

    def _keep(self, parts: set[int]) -> None:
        """Forget what was drawn of other parts."""
        self._drawn = {part: chunks for part, chunks in self._drawn.items() if part in parts}

    def _order(self, part: int) -> list[Drawn]:
        """Have `part` drawn, unless that was asked for before."""
        if part not in self._drawn:
            sizes = [min(_CHUNK, self._per_class - first) for first in range(0, self._per_class, _CHUNK)]
            self._drawn[part] = [self._draw(size, (_STREAM, part, index)) for index, size in enumerate(sizes)]
        return self._drawn[part]

    def _draw(self, per_class: int, seed: tuple[int, ...]) -> Drawn:
        if self._per_class >= _WORTH_PROCESSES:
            self._pool = self._pool or light_processes(min(2, os.cpu_count() or 1))
            return self._pool.submit(synthetic_images, per_class, seed)
        done: Drawn = Future()
        done.set_result(synthetic_images(per_class, seed))
        return done

    def _part(self, part: int) -> Digits:
        drawn = [chunk.result() for chunk in self._order(part)]
        return joined(
            [anonymous(torch.from_numpy(images), torch.from_numpy(labels)) for images, labels in drawn]
        )

    def _write(self, digits: Digits, slot: int, part: Digits) -> None:
        rows = slice(slot * self._rows, (slot + 1) * self._rows)
        digits.images[rows] = part.images.to(digits.images.device)
        digits.labels[rows] = part.labels.to(digits.labels.device)
