"""Two tensors of one shape, subtracted where somebody looks: neither is copied whole."""

import math
from collections.abc import Iterator

import numpy as np
from torch import Tensor

from engine.tensors.copies import FloatArray
from engine.tensors.levels import CHUNK, Pooled, Walk, as_matrix, clip, frozen_view, walk_pooled_matrix
from engine.tensors.region import Region
from engine.thread.comparison_events import Difference


class DifferenceMatrix:
    """`here` − `there` as a matrix whose rows are subtracted when they are taken."""

    def __init__(self, here: Tensor, there: Tensor) -> None:
        self._here, self._there = here, there
        self.shape = here.shape

    def numel(self) -> int:
        """How many numbers it has."""
        return self._here.numel()

    def __getitem__(self, rows: slice) -> Tensor:
        return self._here[rows].cpu().float() - self._there[rows].cpu().float()


def walk_difference_levels(
    here: Tensor, there: Tensor, region: Region | None, rows: int, columns: int
) -> Walk[Pooled]:
    """`region` of the difference, pooled as `walk_pooled` does."""
    one, other = as_matrix(here), as_matrix(there)
    top, left, bottom, right = clip(region, *one.shape)
    seen = DifferenceMatrix(one[top:bottom, left:right], other[top:bottom, left:right])
    return (yield from walk_pooled_matrix(seen, rows, columns))


def walk_difference(here: Tensor, there: Tensor, parameter: str, partner: str) -> Walk[Difference]:
    """How far two tensors of one shape are apart; what is not finite on either side is counted and left out."""
    changed = odd = 0
    largest = squares = square_here = square_there = product = 0.0
    for mine, other in _chunks(here, there):
        finite = np.isfinite(mine) & np.isfinite(other)
        if not finite.all():
            odd += int(finite.size - np.count_nonzero(finite))
            mine, other = mine[finite], other[finite]
        one, two = mine.astype(np.float64), other.astype(np.float64)
        apart = one - two
        changed += int(np.count_nonzero(apart))
        largest = max(largest, float(np.abs(apart).max(initial=0.0)))
        squares += float(np.square(apart).sum())
        square_here += float(np.square(one).sum())
        square_there += float(np.square(two).sum())
        product += float((one * two).sum())
        yield
    norms = math.sqrt(square_here) * math.sqrt(square_there)
    return Difference(
        parameter=parameter,
        partner=partner,
        shape=tuple(here.shape),
        count=here.numel(),
        changed=changed,
        largest=largest,
        norm=math.sqrt(squares),
        relative=math.sqrt(squares / square_there) if square_there else (0.0 if not squares else math.inf),
        cosine=min(max(product / norms, -1.0), 1.0) if norms else math.nan,
        odd=odd,
    )


def _chunks(here: Tensor, there: Tensor) -> Iterator[tuple[FloatArray, FloatArray]]:
    one, other = as_matrix(here), as_matrix(there)
    step = max(1, CHUNK // max(one.shape[1], 1) // 4)
    for top in range(0, one.shape[0] if one.numel() else 0, step):
        yield frozen_view(one[top : top + step]), frozen_view(other[top : top + step])
