"""Where an axis has its ticks: at round numbers, as many as there is room for."""

import math
from collections.abc import Iterable
from itertools import chain

_ROUND = (1, 2, 5)
_MANTISSAS = ((1,), (1, 3), (1, 2, 5), tuple(range(1, 10)), tuple(tenth / 10 for tenth in range(10, 100)))
_LOGARITHMS = tuple(tuple(map(math.log10, mantissas)) for mantissas in _MANTISSAS)


def linear_ticks(low: float, high: float, most: int, least_gap: float = 0.0) -> tuple[float, list[float]]:
    """The gap and the ticks from `low` to `high`: at most `most` (1 or more), `least_gap` or more apart."""
    gaps = (digit * 10.0**power for power in range(_power((high - low) / most), 300) for digit in _ROUND)
    gap = next(g for g in gaps if g >= least_gap and _count(low, high, g) <= most)
    first = math.ceil(low / gap - 1e-9)
    return gap, [number * gap for number in range(first, first + _count(low, high, gap))]


def log_ticks(low: float, high: float, most: int) -> list[float]:
    """The ticks between two decimal logarithms, at most `most`, themselves logarithms; the finest that fit."""
    decades = range(math.floor(low), math.ceil(high) + 1)
    whole = math.floor(high - low)  # decades in between, each of which has all ticks
    fitting = (
        _between(low, high, decades, logarithms)
        for logarithms in reversed(_LOGARITHMS)
        if whole * len(logarithms) <= most
    )
    sparse = (_between(low, high, decades[:: 2**power], (0,)) for power in range(1, 10))
    return next((ticks for ticks in chain(fitting, sparse) if len(ticks) <= most), [])


def decimals(gap: float) -> int:
    """How many digits behind the point tell ticks apart that are `gap` apart."""
    return max(0, -_power(gap))


def _between(low: float, high: float, decades: Iterable[int], logarithms: tuple[float, ...]) -> list[float]:
    ticks = (decade + logarithm for decade in decades for logarithm in logarithms)
    return [tick for tick in ticks if low <= tick <= high]


def _count(low: float, high: float, gap: float) -> int:
    return math.floor(high / gap + 1e-9) - math.ceil(low / gap - 1e-9) + 1


def _power(value: float) -> int:
    """The power of ten at or below a positive value."""
    return math.floor(math.log10(value) + 1e-9)
