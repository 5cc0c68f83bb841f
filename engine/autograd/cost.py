"""What it costs to keep a record: a forward pass with and without autograd's tracking. Imports torch."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from statistics import median
from time import perf_counter

import torch
from torch import Tensor
from torch.autograd.graph import saved_tensors_hooks

_PAIRS = 51
_PASSES = 10  # at a time, at most: a small pass takes no longer than a look at the clock
_SLICE_S = 2e-3  # of passes at a time, unless one alone takes longer


@dataclass(frozen=True, slots=True)
class TrackingCost:
    """Of one pass: medians of `pairs` measurements each, made in turns; the bytes that are kept for a walk back."""

    tracked_s: float
    untracked_s: float
    kept_bytes: int
    pairs: int = _PAIRS


def measure(forward: Callable[[], object]) -> Generator[None, None, TrackingCost]:
    """Measure `forward`, which computes something that autograd would track, and keeps nothing of it; in slices."""
    passes = max(1, min(_PASSES, int(_SLICE_S / _seconds(forward, 1))))
    tracked, untracked = [], []
    for _ in range(_PAIRS):
        with torch.enable_grad():
            tracked.append(_seconds(forward, passes))
        with torch.no_grad():
            untracked.append(_seconds(forward, passes))
        yield
    return TrackingCost(median(tracked), median(untracked), _kept_bytes(forward))


def _seconds(forward: Callable[[], object], passes: int) -> float:
    """Of one pass."""
    started = perf_counter()
    for _ in range(passes):
        forward()
    return (perf_counter() - started) / passes


def _kept_bytes(forward: Callable[[], object]) -> int:
    """Of the storages that the record of `forward` keeps alive, leaves' own (parameters, say) left out."""
    kept: dict[int, int] = {}

    def note(tensor: Tensor) -> Tensor:
        base = tensor if tensor._base is None else tensor._base
        if not (base.is_leaf and base.requires_grad):
            kept[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage().nbytes()
        return tensor

    with torch.enable_grad(), saved_tensors_hooks(note, lambda tensor: tensor):
        forward()
    return sum(kept.values())
