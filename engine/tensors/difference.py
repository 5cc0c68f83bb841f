"""Two tensors of one shape, subtracted where somebody looks: neither is copied whole."""

import math
from collections.abc import Iterator

import torch
from torch import Tensor

from engine.tensors.levels import CHUNK, Pooled, Walk, as_matrix, clip, walk_pooled_matrix
from engine.tensors.region import Region
from engine.thread.comparison_events import Difference

_AT_ONCE = CHUNK // 4  # numbers a slice: 0.3 ms
_WIDE = (torch.float64, torch.int64, torch.int32, torch.uint64, torch.uint32)  # not exact in float32


class DifferenceMatrix:
    """`here` − `there` as a matrix whose rows are subtracted when they are taken; a row may be an image."""

    def __init__(self, here: Tensor, there: Tensor) -> None:
        self._here, self._there = here, there
        self._dtype = torch.float64 if here.dtype in _WIDE or there.dtype in _WIDE else torch.float32
        self.shape = here.shape

    def numel(self) -> int:
        """How many numbers it has."""
        return self._here.numel()

    def __getitem__(self, rows: slice | list[int]) -> Tensor:
        return self._here[rows].to("cpu", self._dtype) - self._there[rows].to("cpu", self._dtype)


def walk_difference_levels(
    here: Tensor, there: Tensor, region: Region | None, rows: int, columns: int
) -> Walk[Pooled]:
    """`region` of the difference, pooled as `walk_pooled` does."""
    one, other = as_matrix(here), as_matrix(there)
    top, left, bottom, right = clip(region, *one.shape)
    seen = DifferenceMatrix(one[top:bottom, left:right], other[top:bottom, left:right])
    return (yield from walk_pooled_matrix(seen, rows, columns))


def walk_difference(here: Tensor, there: Tensor, parameter: str, partner: str) -> Walk[Difference]:
    """How far two tensors of one shape are apart; what is not finite on either side is left out of all but `changed`.

    Numbers of whatever kind are compared in float64, which holds all of them but the largest of int64.
    """
    changed = odd = 0
    largest = squares = square_here = square_there = product = 0.0
    for mine, other in _chunks(here, there):
        own, others = _dot(mine, mine), _dot(other, other)
        if not (math.isfinite(own) and math.isfinite(others)):
            mine, other, left_out, unequal = _finite(mine, other)
            odd, changed = odd + left_out, changed + unequal
            own, others = _dot(mine, mine), _dot(other, other)
        apart = mine - other
        changed += int(apart.count_nonzero())
        largest = max(largest, float(apart.abs().max()) if len(apart) else 0.0)
        squares += _dot(apart, apart)
        square_here, square_there, product = (
            square_here + own,
            square_there + others,
            product + _dot(mine, other),
        )
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


def walk_change_order(here: Tensor, there: Tensor) -> Walk[list[int]]:
    """The places of units (n, height, width) by the norms of their differences, the largest first, before it NaN."""
    apart, changes = DifferenceMatrix(here, there), torch.zeros(len(here), dtype=torch.float64)
    step = max(1, _AT_ONCE * len(here) // max(here.numel(), 1))
    for top in range(0, len(here), step):
        changes[top : top + step] = apart[top : top + step].flatten(1).norm(dim=1)
        yield
    return torch.argsort(-changes.nan_to_num(nan=math.inf), stable=True).tolist()


def _chunks(here: Tensor, there: Tensor) -> Iterator[tuple[Tensor, Tensor]]:
    """Numbers of both, in float64, a slice at a time; those of a transposed or expanded one are copied first."""
    one, other = here.detach().reshape(-1), there.detach().reshape(-1)
    for first in range(0, one.numel(), _AT_ONCE):
        yield _doubles(one[first : first + _AT_ONCE]), _doubles(other[first : first + _AT_ONCE])


def _doubles(tensor: Tensor) -> Tensor:
    """By way of float32, unless that would lose something: torch widens bfloat16 to float64 number by number."""
    known = tensor if tensor.dtype in _WIDE else tensor.float()
    return known.to("cpu", torch.float64)


def _dot(one: Tensor, other: Tensor) -> float:
    """On torch's threads: NumPy's would be as many as there are cores, and wait for each other 1,000 times as long."""
    return float(torch.dot(one, other))


def _finite(mine: Tensor, other: Tensor) -> tuple[Tensor, Tensor, int, int]:
    """The numbers that are finite on both sides, how many are not, and how many of those are not the same."""
    finite = mine.isfinite() & other.isfinite()
    one, two = mine[~finite], other[~finite]
    same = (one == two) | (one.isnan() & two.isnan())
    return mine[finite], other[finite], len(one), int((~same).count_nonzero())
