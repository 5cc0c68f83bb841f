"""The square that says whether something is trained: full, half, or hollow with a crystal of ice."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from gui import theme

SIDE = 11


def paint_tick(painter: QPainter, square: QRectF, trainable: Qt.CheckState, hovered: bool = False) -> None:
    """Paint it: full if all of it is trained, half if some is, with a crystal if it is frozen."""
    colours = theme.current()
    frozen = trainable is Qt.CheckState.Unchecked
    line = colours.muted if frozen else colours.accent
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colours.text if hovered else line, 1))
    painter.setBrush(line if trainable is Qt.CheckState.Checked else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(square, 2, 2)
    if trainable is Qt.CheckState.PartiallyChecked:
        painter.fillRect(square.adjusted(3, 3, -3, -3), colours.accent)
    elif frozen:
        _paint_crystal(painter, square)
    painter.restore()


def _paint_crystal(painter: QPainter, square: QRectF) -> None:
    painter.setPen(QPen(theme.current().negative, 1))
    arm = square.width() / 2 - 2
    for turn in range(3):
        angle = math.pi / 2 + turn * math.pi / 3
        reach = QPointF(arm * math.cos(angle), arm * math.sin(angle))
        painter.drawLine(square.center() - reach, square.center() + reach)
