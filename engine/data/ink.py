"""Raster ink -> the input of the network, of 28 × 28 pixels, centred and scaled as MNIST was.

NIST's bi-level digits were scaled into a box of 20 × 20 pixels, their aspect kept and their edges made grey,
and moved so that their centre of mass fell in the centre of 28 × 28 (LeCun, Bottou, Bengio, Haffner,
"Gradient-based learning applied to document recognition", 1998, section III.A; LeCun, Cortes, Burges, "The
MNIST database"). In 99.98 % of MNIST's training images that is within half a pixel of pixel (14, 14), counted
from 0: the target here. In every one of them some pixel is full, at least 254 of 255: fainter ink is raised to
that, or a brush of 1 % of a digit's side would be a shadow of what the network knows. For a network of another square
input all of that is done in proportion.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.data.drawing import Drawing, Stroke
from engine.data.rasteriser import Ink, Rasteriser
from engine.data.resampling import Weights, box_weights, resample, smooth_weights

SIDE = 28
DIGIT = 20  # the longer side of a normalised digit
CENTRE = 14.0  # where its centre of mass belongs, pixel centres being whole numbers
FULL = 254 / 255  # the strongest pixel of a normalised digit is no weaker
FAINTEST = 0.5 / 255  # what 8 bits would round to paper is paper

_REMEMBERED = 16  # sizes of a digit: it mostly keeps its height or its width while it is drawn


@dataclass(frozen=True, slots=True, eq=False)
class Input:
    """What a network reads: `image` float32 (side, side) in 0..1, C-contiguous and read-only.

    `centre`: the centre of mass (x, y), pixel centres being whole numbers; the middle, as (14, 14), without ink. `ink`:
    the share of the cells that hold some.
    """

    image: Ink
    centre: tuple[float, float]
    ink: float

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to read."""
        return self.ink == 0


def to_input(ink: Ink, centred: bool = True, side: int = SIDE) -> Input:
    """The input (side, side) that `ink` (any height and width, 0..1) becomes: normalised, or only shrunk."""
    image = normalise(ink, side) if centred else shrink(ink, side)
    image.setflags(write=False)
    share = float(np.count_nonzero(image >= FAINTEST)) / image.size
    return Input(image, _centre_of_mass(image) if share else (side / 2, side / 2), share)


def render_input(drawing: Drawing, width: float | None = None) -> Ink:
    """The normalised (28, 28) image of `drawing`, with a brush of `width` for all strokes, if given."""
    if width is not None:
        strokes = tuple(Stroke(stroke.points, width, stroke.erase) for stroke in drawing.strokes)
        drawing = Drawing(drawing.canvas, strokes, drawing.picture)
    return normalise(Rasteriser().ink(drawing))


def is_blank(ink: NDArray[np.float32]) -> bool:
    """Whether no pixel of `ink` can be told from paper."""
    return ink.size == 0 or float(ink.max()) < FAINTEST


def normalise(ink: Ink, side: int = SIDE) -> Ink:
    """Scale the ink's longer side to 20 pixels, move its centre of mass to (14, 14): float32 (28, 28).

    Of another `side` these numbers keep their proportion to it. The move is by whole pixels, as MNIST's, and never
    beyond the border. Faint ink becomes full.
    """
    field = np.zeros((side, side), np.float32)
    rows = _extent(ink, axis=1)
    columns = None if rows is None else _extent(ink[rows], axis=0)
    if rows is None or columns is None:
        return field
    digit = _scaled(ink[rows, columns], round(side * DIGIT / SIDE))
    height, width = digit.shape
    x, y = _centre_of_mass(digit)
    centre = side * CENTRE / SIDE
    left = min(max(round(centre - x), 0), side - width)
    top = min(max(round(centre - y), 0), side - height)
    field[top : top + height, left : left + width] = _full(digit)
    return field


def shrink(ink: Ink, side: int = SIDE) -> Ink:
    """All of the canvas, fitted into `side` × `side` with its aspect kept: float32 (side, side)."""
    height, width = ink.shape
    longer = max(height, width)
    down = box_weights(height, (height - longer) / 2, longer, side)
    across = box_weights(width, (width - longer) / 2, longer, side)
    return resample(ink, down, across)


def _extent(ink: Ink, axis: int) -> slice | None:
    """From the first to the last row (axis 1) or column (axis 0) with ink."""
    marked = np.flatnonzero(ink.max(axis=axis, initial=0) >= FAINTEST)
    return slice(int(marked[0]), int(marked[-1]) + 1) if len(marked) else None


def _scaled(crop: Ink, longer: int) -> Ink:
    """The crop with its longer side at so many pixels; the shorter is rounded up, what it lacks being paper."""
    step = max(crop.shape) / longer
    height, width = (max(math.ceil(side / step - 1e-9), 1) for side in crop.shape)
    down, across = _weights(crop.shape[0], step, height), _weights(crop.shape[1], step, width)
    return resample(crop, down, across)


@lru_cache(_REMEMBERED)
def _weights(size: int, step: float, count: int) -> Weights:
    """How `size` pixels become `count` of `step` pixels each."""
    weights = smooth_weights(size, 0, count * step, count)
    weights.setflags(write=False)
    return weights


def _full(digit: Ink) -> Ink:
    """The digit, which holds some ink, with its strongest pixel at FULL where it was weaker."""
    strongest = digit.max()
    return digit if strongest >= FULL else digit * np.float32(FULL / strongest)


def _centre_of_mass(image: Ink) -> tuple[float, float]:
    """The (x, y) of the centre of mass, pixel centres being whole numbers."""
    across, down = image.sum(axis=0, dtype=np.float64), image.sum(axis=1, dtype=np.float64)
    mass = across.sum()
    x = across @ np.arange(len(across)) / mass
    y = down @ np.arange(len(down)) / mass
    return float(x), float(y)
