"""Many drawings -> many 28 × 28 images, on all cores: light processes that never import torch."""

import os
from collections.abc import Callable, Iterator, Sequence
from itertools import starmap

import numpy as np
from numpy.typing import NDArray

from engine.data.drawing import Drawing
from engine.data.hands import other_hand
from engine.data.handwriting import AS_DRAWN, Handwriting
from engine.data.ink import SIDE, render_input
from engine.data.processes import light_processes
from engine.data.rasteriser import Ink

_WORTH_PROCESSES = 2000  # renderings; starting a process takes as long as a few hundred of them
_CHUNK = 200
_HANDS_SEED = 0

Images = NDArray[np.uint8]
_Job = tuple[int, Sequence[Drawing], NDArray[np.float64] | None, Handwriting]


def brush_shares(
    drawings: int, renderings: int, thinnest: float, thickest: float, seed: int
) -> NDArray[np.float64]:
    """Brushes (drawings, renderings) as shares of the longer ink side, evenly spread in their logarithm.

    Each of a drawing's brushes is drawn from a stratum of its own, so that every drawing is seen thin and thick.
    """
    draws = np.random.default_rng(seed).random((drawings, renderings))
    place = (np.arange(renderings) + draws) / renderings
    return thinnest * (thickest / thinnest) ** place


def render(
    drawings: Sequence[Drawing],
    shares: NDArray[np.float64] | None = None,
    report: Callable[[int], None] = lambda _: None,
    handwriting: Handwriting = AS_DRAWN,
) -> Images:
    """Images uint8 (n, k, 28, 28) of n drawings, as the window would read them.

    Each is drawn with k brushes, `shares` (n, k) of its longer ink side, each time as another hand would that
    `handwriting` allows; or (None) once as it is. A drawing's hands depend on its place alone. `report` is told how
    many drawings more were rendered; what it raises ends the rendering at once.
    """
    count = len(drawings) if shares is None else shares.size
    jobs: list[_Job] = [
        (
            first,
            drawings[first : first + _CHUNK],
            None if shares is None else shares[first : first + _CHUNK],
            handwriting,
        )
        for first in range(0, len(drawings), _CHUNK)
    ]
    processes = min(os.cpu_count() or 1, len(jobs))
    alone = count < _WORTH_PROCESSES or processes < 2
    brushes = 1 if shares is None else shares.shape[1]
    parts = [np.empty((0, brushes, SIDE, SIDE), np.uint8)]
    for part in starmap(_render_chunk, jobs) if alone else _render_in_processes(jobs, processes):
        parts.append(part)
        report(len(part))
    return np.concatenate(parts)


def _render_in_processes(jobs: Sequence[_Job], processes: int) -> Iterator[Images]:
    """The images of all jobs, in their order; left early, it cancels what has not begun."""
    pool = light_processes(processes)
    try:
        yield from pool.map(_render_chunk, *zip(*jobs, strict=True))
    finally:
        pool.shutdown(cancel_futures=True)


def _render_chunk(
    first: int,
    drawings: Sequence[Drawing],
    shares: NDArray[np.float64] | None,
    handwriting: Handwriting,
) -> Images:
    """Those of drawings of which the first has the place `first` among all."""
    if shares is None:
        return np.stack([_as_bytes(render_input(drawing))[None] for drawing in drawings])
    return np.stack(
        [
            _by_hands(drawing, brushes, handwriting, np.random.default_rng((_HANDS_SEED, first + place)))
            for place, (drawing, brushes) in enumerate(zip(drawings, shares.tolist(), strict=True))
        ]
    )


def _by_hands(
    drawing: Drawing, shares: Sequence[float], handwriting: Handwriting, random: np.random.Generator
) -> Images:
    """One drawing (k, 28, 28), a hand for each brush."""
    hands = [other_hand(drawing, handwriting, random) for _ in shares]
    return np.stack(
        [
            _as_bytes(render_input(hand, share * 12 * hand.natural_width))
            for hand, share in zip(hands, shares, strict=True)
        ]
    )


def _as_bytes(image: Ink) -> Images:
    return np.rint(image * 255).astype(np.uint8)
