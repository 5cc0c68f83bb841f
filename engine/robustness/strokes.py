"""What a hand may do to a drawing: smaller, askew, thick, hurried, broken. Strokes in, strokes out.

No ink is cut off: where a changed drawing would leave its canvas, the canvas grows. A picture under the strokes is
not changed.
"""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.data.drawing import Drawing, Stroke

Random = np.random.Generator


def moved(drawing: Drawing, share: float, random: Random) -> Drawing:
    """Moved in some direction by `share` of the canvas's longer side, or as far as the canvas goes."""
    angle = random.uniform(0, 2 * math.pi)
    step = np.array((math.cos(angle), math.sin(angle))) * share * max(drawing.canvas)
    low, high = _extent(drawing)
    return _transformed(drawing, np.eye(2), np.clip(step, -low, np.maximum(drawing.canvas - high, -low)))


def resized(drawing: Drawing, share: float, _: Random) -> Drawing:
    """With the ink's longer side `share` of the canvas's, in its middle; the brush grows or shrinks with it."""
    low, high = _extent(drawing)
    factor = share * max(drawing.canvas) / float((high - low).max())
    middle = np.array(drawing.canvas) / 2
    scaled = _transformed(drawing, factor * np.eye(2), middle - factor * (low + high) / 2)
    return _with_widths(scaled, factor)


def turned(drawing: Drawing, degrees: float, _: Random) -> Drawing:
    """Turned clockwise about the middle of its ink."""
    angle = math.radians(degrees)
    matrix = np.array(((math.cos(angle), -math.sin(angle)), (math.sin(angle), math.cos(angle))))
    low, high = _extent(drawing)
    middle = (low + high) / 2
    return _transformed(drawing, matrix, middle - matrix @ middle)


def brushed(drawing: Drawing, share: float, _: Random) -> Drawing:
    """Drawn with a brush of `share` of the longer side of what the pen passes."""
    width = share * 12 * drawing.natural_width
    strokes = (replace(stroke, width=width) for stroke in drawing.strokes)
    return _contained(replace(drawing, strokes=tuple(strokes)))


def hurried(drawing: Drawing, points: int, _: Random) -> Drawing:
    """With at most so many points a stroke, evenly spread over those that there are, its ends among them."""
    sized = _with_widths(drawing)
    strokes = (replace(stroke, points=_thinned(stroke.points, points)) for stroke in sized.strokes)
    return replace(sized, strokes=tuple(strokes))


def broken(drawing: Drawing, share: float, random: Random) -> Drawing:
    """With a gap of `share` of the ink's longer side somewhere in its longest stroke, between the brush's round ends.

    The gap lies in the middle three fifths of the stroke; a stroke that is too short for it stays whole.
    """
    sized = _with_widths(drawing)
    lengths = [0.0 if stroke.erase else float(_travelled(stroke.points)[-1]) for stroke in sized.strokes]
    index = int(np.argmax(lengths))
    stroke, length = sized.strokes[index], lengths[index]
    low, high = _extent(drawing)
    gap = share * float((high - low).max()) + (stroke.width or 0.0)
    if length < 2 * gap:
        return sized
    middle = random.uniform(0.2, 0.8) * length
    start = min(max(middle - gap / 2, 0.1 * length), 0.9 * length - gap)
    return replace(
        sized, strokes=sized.strokes[:index] + _split(stroke, start, start + gap) + sized.strokes[index + 1 :]
    )


def _transformed(drawing: Drawing, matrix: NDArray[np.float64], offset: NDArray[np.float64]) -> Drawing:
    """With every place p at `matrix` p + `offset`, drawn with the brush that the drawing had."""
    strokes = (
        replace(stroke, points=_frozen(stroke.points[:, :2] @ matrix.T + offset, stroke.points[:, 2]))
        for stroke in _with_widths(drawing).strokes
    )
    return _contained(replace(drawing, strokes=tuple(strokes)))


def _with_widths(drawing: Drawing, factor: float = 1.0) -> Drawing:
    """With a width for every stroke, `factor` times that which it has."""
    natural = drawing.natural_width
    strokes = (
        replace(stroke, width=factor * (natural if stroke.width is None else stroke.width))
        for stroke in drawing.strokes
    )
    return replace(drawing, strokes=tuple(strokes))


def _contained(drawing: Drawing) -> Drawing:
    """On a canvas that grew, where it must, by as much on each side, until all of the ink is on it."""
    low, high = _extent(drawing)
    beyond = max(float(-low.min()), float((high - drawing.canvas).max()), 0.0)
    if beyond == 0:
        return drawing
    strokes = (
        replace(stroke, points=_frozen(stroke.points[:, :2] + beyond, stroke.points[:, 2]))
        for stroke in drawing.strokes
    )
    width, height = drawing.canvas
    return replace(drawing, canvas=(width + 2 * beyond, height + 2 * beyond), strokes=tuple(strokes))


def _extent(drawing: Drawing) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The lowest and the highest x and y that the ink of the pens reaches, half of their brush included."""
    natural = drawing.natural_width
    pens = [stroke for stroke in drawing.strokes if not stroke.erase]
    halves = [(natural if stroke.width is None else stroke.width) / 2 for stroke in pens]
    places = [stroke.points[:, :2].astype(np.float64) for stroke in pens]
    low = np.min([place.min(axis=0) - half for place, half in zip(places, halves, strict=True)], axis=0)
    high = np.max([place.max(axis=0) + half for place, half in zip(places, halves, strict=True)], axis=0)
    return low, high


def _thinned(points: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    if len(points) <= count:
        return points
    chosen = points[np.linspace(0, len(points) - 1, count).round().astype(int)]
    chosen.setflags(write=False)
    return chosen


def _split(stroke: Stroke, start: float, end: float) -> tuple[Stroke, Stroke]:
    """What is left of the stroke without the piece from `start` to `end`, measured along it."""
    travelled = _travelled(stroke.points)
    ends = np.stack([np.interp((start, end), travelled, stroke.points[:, axis]) for axis in range(3)], axis=1)
    before = np.concatenate((stroke.points[travelled < start], ends[:1]))
    after = np.concatenate((ends[1:], stroke.points[travelled > end]))
    return (
        replace(stroke, points=_frozen(before[:, :2], before[:, 2])),
        replace(stroke, points=_frozen(after[:, :2], after[:, 2])),
    )


def _travelled(points: NDArray[np.float32]) -> NDArray[np.float64]:
    """How far the pen had come at each point."""
    steps = np.diff(points[:, :2].astype(np.float64), axis=0)
    return np.append(0.0, np.hypot(steps[:, 0], steps[:, 1]).cumsum())


def _frozen(places: NDArray[np.floating], pressure: NDArray[np.floating]) -> NDArray[np.float32]:
    points = np.column_stack((places, pressure)).astype(np.float32)
    points.setflags(write=False)
    return points
