"""Images bent in advance, a part of them anew in every epoch, so that each bent one is learned from more than once.

Bending an image takes as long as learning from it.
"""

from collections.abc import Callable, Iterator
from typing import Literal

import numpy as np
import torch

from engine.data.augmentation import distort
from engine.data.digits import Digits, as_inputs
from engine.data.distortion import Distortion
from engine.training.renewal import Renewal, slots

_AT_ONCE = 256  # images: 2 ms on one core
_SEEDS = 1 << 64

Slices = Iterator[Literal[False]]


def seed_of_part(seed: int, part: int) -> int:
    """A seed of 32 bits: on a CPU torch looks at no more."""
    return int(np.random.SeedSequence((seed % _SEEDS, part)).generate_state(1)[0])


class Bendings:
    """The images of `source` in `parts` parts, in each of which all of them are, bent as `distortion()` says.

    What a part holds depends on its number and the seed alone. `renewal`: what makes `source` itself new from epoch to
    epoch. As a renewal does, it belongs to one thread.
    """

    def __init__(
        self,
        source: Digits,
        distortion: Callable[[], Distortion],
        parts: int,
        seed: int,
        renewal: Renewal | None = None,
    ) -> None:
        self._source, self._distortion, self._parts, self._seed = source, distortion, parts, seed
        self._renewal = renewal
        self._held: list[int | None] = [None] * parts
        self._epoch: int | None = None  # that is worked towards, or was reached
        self._work: Slices = iter(())

    def first(self) -> Digits:
        """Digits to be renewed before they are learned from: nothing is bent yet."""
        source, parts = self._source, self._parts
        return Digits(
            source.images.repeat(parts, 1, 1), source.labels.repeat(parts), source.writers.repeat(parts)
        )

    def renew(self, digits: Digits, epoch: int) -> bool:
        """Make `digits`, which `first` gave, those of `epoch`; False, after some milliseconds: there is more to do."""
        if epoch != self._epoch:
            self._epoch, self._work = epoch, self._renewed(digits, epoch)
        return next(self._work, True)

    def _renewed(self, digits: Digits, epoch: int) -> Slices:
        for slot, part in enumerate(slots(epoch, self._parts)):
            if self._held[slot] == part:
                continue
            self._held[slot] = None  # as long as it is half written
            if part in self._held:
                self._copy(digits, self._held.index(part), slot)
            else:
                yield from self._write(digits, slot, part)
            self._held[slot] = part

    def _copy(self, digits: Digits, slot: int, to: int) -> None:
        for column in (digits.images, digits.labels):
            column[self._rows(to)] = column[self._rows(slot)]

    def _write(self, digits: Digits, slot: int, part: int) -> Slices:
        """Bend all images for `part`; they are bytes again, as images in files are."""
        source, place = self._source, self._rows(slot)
        while self._renewal is not None and not self._renewal.renew(source, part):
            yield False
        generator = torch.Generator(source.images.device).manual_seed(seed_of_part(self._seed, part))
        to = digits.images[place].split(_AT_ONCE)
        for straight, bent in zip(source.images.split(_AT_ONCE), to, strict=True):
            ink = distort(as_inputs(straight), self._distortion(), generator)
            bent.copy_(ink.squeeze(1).mul_(255).round_())
            yield False
        digits.labels[place] = source.labels

    def _rows(self, slot: int) -> slice:
        return slice(slot * len(self._source), (slot + 1) * len(self._source))
