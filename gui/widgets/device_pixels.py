"""Painting that falls on whole device pixels, whatever the scale of the screen."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter


def snap(painter: QPainter, point: QPointF) -> None:
    """Shift the painter by less than a device pixel, so that `point` falls on the corner of one.

    At scales like 1.5 a widget may begin in the middle of a pixel; images and the lines over them would then
    be rounded apart.
    """
    transform = painter.deviceTransform()
    exact = transform.map(point)
    whole = QPointF(round(exact.x()), round(exact.y()))
    painter.translate((whole.x() - exact.x()) / transform.m11(), (whole.y() - exact.y()) / transform.m22())
