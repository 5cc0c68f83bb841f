"""Widgets as the content of files that others open: pixels as PNG, lines and letters as SVG."""

from PySide6.QtCore import QBuffer, QPoint, QRect, QSize
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from gui import theme
from gui.drawing_exchange import to_png


def picture_of(widget: QWidget, title: str, ending: str, margin: int = 0) -> bytes:
    """What `widget` looks like, as the content of a file of that ending; PNG for any but ".svg".

    `margin`: pixels of a panel's ground on each side.
    """
    if ending.lower() == ".svg":
        return to_svg(widget, title, margin)
    return to_png(_with_margin(widget.grab(), margin).toImage())


def to_svg(widget: QWidget, title: str, margin: int = 0) -> bytes:
    """What `widget` looks like, as the content of an SVG file on the ground of a panel."""
    room = QRect(QPoint(), widget.size() + QSize(2 * margin, 2 * margin))
    buffer = QBuffer()
    drawing = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    drawing.setOutputDevice(buffer)
    drawing.setResolution(widget.logicalDpiX())
    drawing.setSize(room.size())
    drawing.setViewBox(room)
    drawing.setTitle(title)
    with QPainter(drawing) as painter:
        painter.fillRect(room, theme.current().panel)
        widget.render(painter, QPoint(margin, margin), renderFlags=QWidget.RenderFlag.DrawChildren)
    return bytes(buffer.data().data())


def _with_margin(picture: QPixmap, margin: int) -> QPixmap:
    if not margin:
        return picture
    ratio = picture.devicePixelRatio()
    framed = QPixmap(picture.size() + QSize(2, 2) * round(margin * ratio))
    framed.setDevicePixelRatio(ratio)
    framed.fill(theme.current().panel)
    with QPainter(framed) as painter:
        painter.drawPixmap(margin, margin, picture)
    return framed
