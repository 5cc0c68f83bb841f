"""Drawings as other hands might have drawn them: turned, slanted, stretched, hurried, with a pen that skips.

What changes is the strokes, before they are normalised: a slanted digit fills its box otherwise than a slanted image.
"""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.data.drawing import Drawing, Stroke
from engine.data.handwriting import Handwriting

FEWEST_POINTS, MOST_POINTS = 5, 14  # of a hurried stroke
LARGEST_GAP = 0.12  # of a stroke's points, where the pen skips
CANVAS = (1.5, 3.0)  # its side, in longer sides of the drawing: room for the broadest brush
LEANING = (1, 7)  # slanted or widened far, one is the other; Cireşan et al. (2010) bend them less, too
ONE, SEVEN = (
    LEANING  # a one with a flag, turned clockwise, is like a seven: it turns often, a seven the other way less
)
HALF = 0.5
_NODES = 4  # places of a stroke between which its drift is interpolated

Points = NDArray[np.float32]


def other_hand(drawing: Drawing, handwriting: Handwriting, random: np.random.Generator) -> Drawing:
    """`drawing` changed as far as `handwriting` allows, on a canvas that holds it all; a picture stays as it is.

    Label, writer and widths stay. The same state of `random` gives the same drawing.
    """
    strokes = drawing.strokes
    if handwriting.is_none or drawing.picture is not None or not any(len(s.points) for s in strokes):
        return drawing
    if random.random() < handwriting.hurry:
        strokes = _hurried(strokes, random)
    if random.random() < handwriting.skips:
        strokes = _broken(strokes, random)
    tremor = handwriting.tremor * drawing.natural_width * 12
    matrix = _affine(handwriting, drawing.label, random)
    places = [
        (stroke.points[:, :2] + tremor * _drift(len(stroke.points), random)) @ matrix for stroke in strokes
    ]
    return _placed(drawing, strokes, places, random)


def _hurried(strokes: tuple[Stroke, ...], random: np.random.Generator) -> tuple[Stroke, ...]:
    """Of each stroke a few points, evenly spread, its ends among them, as a faster pen leaves them."""
    count = round(FEWEST_POINTS * (MOST_POINTS / FEWEST_POINTS) ** random.random())
    return tuple(_with(stroke, _thinned(stroke.points, count)) for stroke in strokes)


def _thinned(points: Points, count: int) -> Points:
    if len(points) <= count:
        return points
    return points[np.linspace(0, len(points) - 1, count).round().astype(int)]


def _broken(strokes: tuple[Stroke, ...], random: np.random.Generator) -> tuple[Stroke, ...]:
    """A gap in one of the strokes; a short one stays whole."""
    index = int(random.integers(len(strokes)))
    broken = strokes[index].points
    gap = round(len(broken) * random.uniform(0, LARGEST_GAP))
    first = int(random.integers(1, max(len(broken) - gap, 2)))
    if len(broken) < first + gap + 1:
        return strokes
    parts = (broken[:first], broken[first + gap :])
    return (*strokes[:index], *(_with(strokes[index], part) for part in parts), *strokes[index + 1 :])


def _affine(handwriting: Handwriting, label: int | None, random: np.random.Generator) -> NDArray[np.float64]:
    """The matrix (2, 2) that rows (x, y) are multiplied by: stretch, then slant, then rotation.

    They are rarely near what `handwriting` allows: the square of a uniform draw, signed. What would make another digit
    of `label` reaches half as far; ones turn as often far as little, but anticlockwise half as far.
    """
    draws = random.uniform(-1, 1, 3)
    seldom = draws * np.abs(draws)
    turn, slant, stretch = seldom * (handwriting.rotation, handwriting.slant, handwriting.stretch)
    if label in LEANING:
        slant, stretch = HALF * slant, HALF * stretch
    if label == ONE:
        turn = handwriting.rotation * (0.25 + 0.75 * draws[0])  # anticlockwise half as far
    if label == SEVEN and turn < 0:
        turn *= HALF
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    stretched = np.diag([math.exp(stretch / 2), math.exp(-stretch / 2)])
    return stretched @ np.array([[1, 0], [-slant, 1]]) @ np.array([[cos, sin], [-sin, cos]])


def _drift(count: int, random: np.random.Generator) -> NDArray[np.float64]:
    """Slow noise (count, 2) of about unit size."""
    nodes = random.normal(size=(_NODES, 2))
    along = np.linspace(0, _NODES - 1, count)
    return np.stack([np.interp(along, np.arange(_NODES), nodes[:, axis]) for axis in (0, 1)], axis=1)


def _placed(
    drawing: Drawing,
    strokes: tuple[Stroke, ...],
    places: list[NDArray[np.float64]],
    random: np.random.Generator,
) -> Drawing:
    """The strokes at their new places, in the middle of a square canvas."""
    everything = np.concatenate(places)
    low, high = everything.min(axis=0), everything.max(axis=0)
    side = (float((high - low).max()) or max(drawing.canvas)) * random.uniform(*CANVAS)
    moved = [
        _with(stroke, np.column_stack((place - (low + high) / 2 + side / 2, stroke.points[:, 2])))
        for stroke, place in zip(strokes, places, strict=True)
    ]
    return replace(drawing, canvas=(side, side), strokes=tuple(moved))


def _with(stroke: Stroke, points: NDArray[np.floating]) -> Stroke:
    owned = points.astype(np.float32)
    owned.setflags(write=False)
    return replace(stroke, points=owned)
