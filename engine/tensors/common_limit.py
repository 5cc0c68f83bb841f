"""One colour scale for several tensors, from a few of the numbers of each."""

import math
from collections.abc import Iterable, Mapping

import numpy as np
from torch import Tensor

from engine.errors import NetglassError
from engine.tensors.copies import FloatArray
from engine.tensors.levels import LIMIT_QUANTILE, Walk, as_matrix, frozen_view

_BLOCKS, _BLOCK = 64, 256  # so many numbers beside each other, so often: of a mapped file few pages are read


def walk_common_limit(tensors: Mapping[str, Tensor], names: Iterable[str]) -> Walk[float]:
    """The 99.5 % quantile of the finite magnitudes of all these tensors; 0 only if all that was seen are.

    Of a large tensor some numbers are taken, which then count for as many as they stand for. One that cannot be read
    is left out.
    """
    samples: list[FloatArray] = []
    weights: list[float] = []
    for name in names:
        try:
            tensor = tensors[name]
        except NetglassError:
            continue
        sample = np.abs(_sample(tensor))
        sample = sample[np.isfinite(sample)]
        if sample.size:
            samples.append(sample)
            weights.append(tensor.numel() / sample.size)
        yield
    return _quantile(samples, weights)


def _sample(tensor: Tensor) -> FloatArray:
    numbers = as_matrix(tensor).reshape(-1)
    if numbers.numel() <= _BLOCKS * _BLOCK:
        return frozen_view(numbers)
    starts = np.linspace(0, numbers.numel() - _BLOCK, _BLOCKS).astype(int)
    return np.concatenate([frozen_view(numbers[start : start + _BLOCK]) for start in starts])


def _quantile(samples: list[FloatArray], weights: list[float]) -> float:
    if not samples:
        return 0.0
    magnitudes = np.concatenate(samples)
    counts = np.concatenate(
        [np.full(len(each), weight) for each, weight in zip(samples, weights, strict=True)]
    )
    order = np.argsort(magnitudes)
    share = np.cumsum(counts[order])
    place = int(np.searchsorted(share, math.nextafter(LIMIT_QUANTILE * share[-1], math.inf)))
    limit = float(magnitudes[order][min(place, len(order) - 1)])
    return limit or float(magnitudes.max())
