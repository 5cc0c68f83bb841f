"""What is on a canvas, turned into what others take (drawings of the engine, PNG, a line of text), and back."""

import base64
import json

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from engine.thread.commands import Drawing, Stroke
from gui.widgets.ink_layer import CANVAS
from gui.widgets.stroke_history import CanvasContent, CanvasStroke


class DrawingMaker:
    """Makes drawings of what is on a canvas; the arrays of strokes that did not change are made once."""

    def __init__(self) -> None:
        self._made: dict[CanvasStroke, Stroke] = {}

    def drawing(self, content: CanvasContent) -> Drawing:
        """The content as a drawing on a canvas of 280 × 280; its arrays are read-only."""
        self._made = {stroke: self._made.get(stroke) or _stroke(stroke) for stroke in content.strokes}
        strokes = tuple(self._made[stroke] for stroke in content.strokes)
        return Drawing((CANVAS, CANVAS), strokes, content.picture, raw=content.raw)


def to_content(drawing: Drawing) -> CanvasContent:
    """The drawing fitted to the canvas, its aspect kept, in the middle."""
    width, height = drawing.canvas
    scale = CANVAS / max(width, height)
    left, top = (CANVAS - width * scale) / 2, (CANVAS - height * scale) / 2
    strokes = [
        CanvasStroke(
            tuple((left + x * scale, top + y * scale, pressure) for x, y, pressure in stroke.points.tolist()),
            scale * (drawing.natural_width if stroke.width is None else stroke.width),
            stroke.erase,
        )
        for stroke in drawing.strokes
        if len(stroke.points)
    ]
    return CanvasContent(tuple(strokes), _picture_on_canvas(drawing), drawing.raw)


def to_png(image: QImage) -> bytes:
    """The image as the content of a PNG file."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(content.data())


def to_line(content: CanvasContent) -> str:
    """The content as a line of a file of drawings."""
    strokes = [
        {"points": stroke.points, "width": stroke.width, "erase": stroke.erase} for stroke in content.strokes
    ]
    line = {"label": None, "canvas": (CANVAS, CANVAS), "strokes": strokes, "raw": content.raw}
    if content.picture is not None:
        line["picture"] = base64.b64encode(to_png(_image(content.picture))).decode("ascii")
    return json.dumps(line, separators=(",", ":"))


def _stroke(stroke: CanvasStroke) -> Stroke:
    points = np.array(stroke.points, np.float32)
    points.setflags(write=False)
    return Stroke(points, stroke.width, stroke.erase)


def _picture_on_canvas(drawing: Drawing) -> NDArray[np.uint8] | None:
    """The picture with blank margins that give it the shape of the drawing's canvas."""
    if drawing.picture is None:
        return None
    height, width = drawing.picture.shape
    shape = drawing.canvas[0] / drawing.canvas[1]
    across, down = max(0, round(height * shape) - width), max(0, round(width / shape) - height)
    if across == down == 0:
        return drawing.picture
    margins = ((down // 2, down - down // 2), (across // 2, across - across // 2))
    return np.pad(drawing.picture, margins)


def _image(ink: NDArray[np.uint8]) -> QImage:
    """Ink as an image of which white is full ink."""
    ink = np.ascontiguousarray(ink)
    height, width = ink.shape
    return QImage(ink.data, width, height, width, QImage.Format.Format_Grayscale8).copy()
