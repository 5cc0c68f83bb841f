"""Drawings on the clipboard, and whatever lies there that can become one."""

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from engine.thread.commands import FileCommand, ReadDrawing, ReadLine, ReadPicture
from gui.drawing_exchange import to_line, to_png
from gui.widgets.stroke_history import CanvasContent


def to_mime(content: CanvasContent, image: QImage) -> QMimeData:
    """The drawing as a picture, and as the line of text that brings its strokes back."""
    mime = QMimeData()
    mime.setImageData(image)
    mime.setText(to_line(content))
    return mime


def command_for(mime: QMimeData, name: str) -> FileCommand | None:
    """What turns `mime` into a drawing: its file, its strokes or its picture; None if it has none of them."""
    local = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
    if local:
        return ReadDrawing(Path(local[0]))
    if mime.text().lstrip().startswith("{"):
        return ReadLine(mime.text(), name)
    image = mime.imageData()
    if isinstance(image, QImage) and not image.isNull():
        return ReadPicture(to_png(image), name)
    return None
