"""The ink of a canvas on a grid of device pixels, painted for the eye as it comes.

Each piece of a stroke is painted by QPainter on a scratch image and taken over by its maximum, so that many
short pieces, as a slow pen leaves them, are as smooth at their edges as one long one. A pointer event costs
what its own piece covers.
"""

from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from gui.widgets.ink_path import Piece, distinct, pieces
from gui.widgets.stroke_history import CanvasContent, CanvasStroke, Point

CANVAS = 280.0  # the side of the canvas in its own units

_REMEMBERED_BYTES = 16_000_000
_CRISP_FROM = 4  # a picture that is enlarged at least so much shows its pixels

Mask = NDArray[np.uint8]


class InkLayer:
    """Ink 0..255 on `side` × `side` device pixels: finished strokes, and the one under way on top.

    The last piece of the stroke under way is provisional: its tangent turns with the next point, so it is
    painted anew each time.
    """

    def __init__(self, side: int) -> None:
        self.side = side
        self._scale = side / CANVAS
        self._scratch = QImage(
            side, side, QImage.Format.Format_ARGB32_Premultiplied
        )  # the fastest that Qt paints on
        self._scratch.fill(0)
        self._wet = np.frombuffer(self._scratch.bits(), np.uint8).reshape(side, side, 4)[..., 3]
        self._picture: Mask | None = None
        self._known: OrderedDict[tuple[CanvasStroke, ...], Mask] = OrderedDict()
        self._finished: Mask = np.zeros((side, side), np.uint8)  # what lies under the stroke under way
        self._settled = np.zeros_like(self._finished)  # the cover of its pieces that stay
        self._cover = np.zeros_like(self._finished)  # the cover of all its pieces
        self._ink = np.zeros_like(self._finished)
        self._forget_stroke()

    def ink(self) -> Mask:
        """All ink, read-only, (side, side); valid until the next change."""
        view = self._ink.view()
        view.flags.writeable = False
        return view

    def image(self, area: QRect, colour: QColor) -> QImage:
        """The ink inside `area` (device pixels) in `colour` on a transparent ground."""
        ink = self._ink[_cells(area)]
        channels = (colour.blue(), colour.green(), colour.red(), 255)
        table = (np.arange(256)[:, None] * channels + 127) // 255
        pixels = np.ascontiguousarray(table.astype(np.uint8)).view(np.uint32)[ink, 0].astype(np.uint32)
        height, width = pixels.shape
        return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()

    def show(self, content: CanvasContent) -> None:
        """Make `content` all that there is; strokes that were painted before are not painted again."""
        if content.picture is not self._picture:
            self._picture = content.picture
            self._known.clear()
        strokes = content.strokes
        count = next((n for n in range(len(strokes), 0, -1) if strokes[:n] in self._known), 0)
        self._finished = self._known[strokes[:count]] if count else self._ground()
        np.copyto(self._ink, self._finished)
        for stroke in strokes[count:]:
            self.extend(distinct(stroke.points), stroke.width, stroke.erase)
            self._finished = self._ink.copy()
            self._forget_stroke()
        self._forget_stroke()
        self._remember(strokes)

    def extend(self, points: Sequence[Point], width: float, erase: bool) -> QRect:
        """Show the stroke under way, which has grown to `points`; the rectangle that changed, in device pixels.

        No two points that follow each other may lie at the same place.
        """
        changed = self._provisional
        while self._settled_pieces < len(points) - 2:
            changed = changed.united(self._stamp(self._settled, pieces(points, self._settled_pieces, width)))
            self._settled_pieces += 1
        last = pieces(points, len(points) - 2, width)
        self._provisional = self._area(last)
        changed = changed.united(self._provisional)
        cells = _cells(changed)
        self._cover[cells] = self._settled[cells]
        self._stamp(self._cover, last)
        self._ink[cells] = _laid(self._finished[cells], self._cover[cells], erase)
        self._touched = self._touched.united(changed)
        return changed

    def finish(self, strokes: tuple[CanvasStroke, ...]) -> None:
        """The stroke under way is done: it is the last of `strokes` now."""
        self._finished = self._ink.copy()
        self._forget_stroke()
        self._remember(strokes)

    def cancel(self) -> None:
        """The stroke under way never was."""
        np.copyto(self._ink, self._finished)
        self._forget_stroke()

    def _forget_stroke(self) -> None:
        touched = getattr(self, "_touched", QRect())
        self._settled[_cells(touched)] = 0
        self._cover[_cells(touched)] = 0
        self._settled_pieces = 0
        self._provisional = QRect()
        self._touched = QRect()

    def _remember(self, strokes: tuple[CanvasStroke, ...]) -> None:
        self._known[strokes] = self._finished
        self._known.move_to_end(strokes)
        while len(self._known) > max(2, _REMEMBERED_BYTES // self._finished.nbytes):
            self._known.popitem(last=False)

    def _stamp(self, target: Mask, parts: list[Piece]) -> QRect:
        """Lay `parts` over `target`, which takes the larger of what is there and what comes."""
        for part in parts:
            area = self._area([part])
            cells = _cells(area)
            self._paint(part)
            np.maximum(target[cells], self._wet[cells], out=target[cells])
            self._wet[cells] = 0
        return self._area(parts)

    def _paint(self, part: Piece) -> None:
        painter = QPainter(self._scratch)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._scale, self._scale)
        round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        painter.setPen(
            QPen(Qt.GlobalColor.white, part.diameter, Qt.PenStyle.SolidLine, round_cap, round_join)
        )
        painter.drawPath(part.path)
        painter.end()

    def _area(self, parts: list[Piece]) -> QRect:
        area = QRectF()
        for part in parts:
            area = area.united(part.bounds())
        scale = self._scale
        scaled = QRectF(area.x() * scale, area.y() * scale, area.width() * scale, area.height() * scale)
        grown = scaled.toAlignedRect().adjusted(-1, -1, 1, 1)  # anti-aliasing reaches into the next pixel
        seen = grown.intersected(QRect(0, 0, self.side, self.side))
        return seen if seen.isValid() else QRect()

    def _ground(self) -> Mask:
        """The ink of the picture alone."""
        ground = np.zeros((self.side, self.side), np.uint8)
        if self._picture is not None:
            fitted = _fitted(self._picture, self.side)
            top, left = (self.side - fitted.shape[0]) // 2, (self.side - fitted.shape[1]) // 2
            ground[top : top + fitted.shape[0], left : left + fitted.shape[1]] = fitted
        return ground


def _cells(area: QRect) -> tuple[slice, slice]:
    return slice(area.top(), area.bottom() + 1), slice(area.left(), area.right() + 1)


def _laid(ground: Mask, cover: Mask, erase: bool) -> Mask:
    """Ink with a stroke on it: a pen leaves the larger of both, an eraser takes its cover away."""
    if not erase:
        return np.maximum(ground, cover)
    left = ground.astype(np.uint16) * (255 - cover)
    return ((left + 127) // 255).astype(np.uint8)


def _fitted(picture: Mask, side: int) -> Mask:
    """The picture as large as fits into `side`, its pixels crisp where they are much enlarged."""
    picture = np.ascontiguousarray(picture)
    height, width = picture.shape
    image = QImage(picture.data, width, height, width, QImage.Format.Format_Grayscale8)
    crisp = side >= _CRISP_FROM * max(height, width)
    mode = Qt.TransformationMode.FastTransformation if crisp else Qt.TransformationMode.SmoothTransformation
    size = QSize(width, height).scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    scaled = image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, mode)
    scaled = scaled.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(scaled.bits(), np.uint8).reshape(scaled.height(), scaled.bytesPerLine())
    return rows[:, : scaled.width()].copy()
