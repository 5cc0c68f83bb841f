"""Widgets as the content of files that others open: pixels as PNG, lines and letters as SVG."""

from PySide6.QtCore import QBuffer, QPoint
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from gui import theme
from gui.drawing_exchange import to_png


def picture_of(widget: QWidget, title: str, ending: str) -> bytes:
    """What `widget` looks like, as the content of a file of that ending; PNG for any but ".svg"."""
    return to_svg(widget, title) if ending.lower() == ".svg" else to_png(widget.grab().toImage())


def to_svg(widget: QWidget, title: str) -> bytes:
    """What `widget` looks like, as the content of an SVG file on the ground of a panel."""
    buffer = QBuffer()
    drawing = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    drawing.setOutputDevice(buffer)
    drawing.setResolution(widget.logicalDpiX())
    drawing.setSize(widget.size())
    drawing.setViewBox(widget.rect())
    drawing.setTitle(title)
    with QPainter(drawing) as painter:
        painter.fillRect(widget.rect(), theme.current().panel)
        widget.render(painter, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
    return bytes(buffer.data().data())
