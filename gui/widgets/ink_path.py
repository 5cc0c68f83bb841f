"""The curve through the points of a stroke, piece by piece, as Qt paints it.

Between two points runs a cubic Bézier of the centripetal Catmull-Rom spline (Yuksel, Schaefer, Keyser 2011,
"Parameterization and applications of Catmull-Rom curves"): it passes through every point, has no cusp and no
loop inside a piece, and keeps a fast stroke with few points round. The ends have no neighbour: there the
tangent points at the nearest control point.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from gui.widgets.stroke_history import Point

_WIDTH_STEP = 0.5  # units of the canvas by which the diameter changes from one part of a piece to the next
_MOST_PARTS = 32

Vector = tuple[float, float]


class Piece(NamedTuple):
    """A part of a stroke of one diameter, in units of the canvas."""

    path: QPainterPath
    diameter: float

    def bounds(self) -> QRectF:
        """All that its ink can cover."""
        radius = self.diameter / 2
        return self.path.controlPointRect().adjusted(-radius, -radius, radius, radius)


def diameter(width: float, pressure: float) -> float:
    """The diameter of a brush of `width` under `pressure` in 0..1; at the nominal 0.5 it is `width`."""
    return width * (0.4 + 1.2 * pressure)


def pieces(points: Sequence[Point], index: int, width: float) -> list[Piece]:
    """The curve from point `index` to the next, in parts of nearly constant diameter; a lone point is a dot."""
    if len(points) == 1:
        return [Piece(_dot(*points[0][:2]), diameter(width, points[0][2]))]
    start, end = points[index], points[index + 1]
    curve = _bezier(points, index)
    first, last = diameter(width, start[2]), diameter(width, end[2])
    count = min(_MOST_PARTS, max(1, math.ceil(abs(last - first) / _WIDTH_STEP)))
    return [
        Piece(_part(curve, part / count, (part + 1) / count), first + (last - first) * (part + 0.5) / count)
        for part in range(count)
    ]


def distinct(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points, neighbours at one place merged into the heaviest of them: a curve has no direction between them."""
    kept = [points[0]]
    for point in points[1:]:
        if point[:2] != kept[-1][:2]:
            kept.append(point)
        elif point[2] > kept[-1][2]:
            kept[-1] = point
    return tuple(kept)


def _dot(x: float, y: float) -> QPainterPath:
    path = QPainterPath(QPointF(x, y))
    path.lineTo(x + 1e-4, y)  # Qt paints the caps of a line that has a direction
    return path


def _bezier(points: Sequence[Point], index: int) -> tuple[Vector, Vector, Vector, Vector]:
    start, end = points[index][:2], points[index + 1][:2]
    before = points[index - 1][:2] if index else start
    after = points[index + 2][:2] if index + 2 < len(points) else end
    return start, _control(before, start, end), _control(after, end, start), end


def _control(before: Vector, here: Vector, there: Vector) -> Vector:
    """The control point beside `here` on the way to `there`.

    With a = |here - before|^½ and b = |there - here|^½ it is
    (a² there - b² before + (2a² + 3ab + b²) here) / (3a (a + b)), and `here` itself where a is 0.
    """
    a, b = math.sqrt(math.dist(before, here)), math.sqrt(math.dist(here, there))
    if a == 0 or b == 0:
        return here
    own, scale = 2 * a * a + 3 * a * b + b * b, 3 * a * (a + b)
    x = (a * a * there[0] - b * b * before[0] + own * here[0]) / scale
    y = (a * a * there[1] - b * b * before[1] + own * here[1]) / scale
    return x, y


def _part(curve: tuple[Vector, Vector, Vector, Vector], start: float, end: float) -> QPainterPath:
    """The curve from parameter `start` to `end`: a cubic is given by its ends and a third of their velocities."""
    third = (end - start) / 3
    (x0, y0), (u0, v0) = _at(curve, start)
    (x1, y1), (u1, v1) = _at(curve, end)
    path = QPainterPath(QPointF(x0, y0))
    path.cubicTo(x0 + third * u0, y0 + third * v0, x1 - third * u1, y1 - third * v1, x1, y1)
    return (
        path if path.elementCount() > 1 else _dot(x0, y0)
    )  # Qt leaves out a curve that it takes for a point


def _at(curve: tuple[Vector, Vector, Vector, Vector], t: float) -> tuple[Vector, Vector]:
    """Place and velocity at parameter `t`."""
    s = 1 - t
    place = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
    speed = (-3 * s * s, 3 * s * s - 6 * s * t, 6 * s * t - 3 * t * t, 3 * t * t)
    return _mix(curve, place), _mix(curve, speed)


def _mix(curve: tuple[Vector, Vector, Vector, Vector], weights: tuple[float, float, float, float]) -> Vector:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve
    a, b, c, d = weights
    return a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3
