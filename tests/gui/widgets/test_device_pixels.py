"""Painting on whole device pixels."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from gui.widgets.device_pixels import snap


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("offset", [0.0, 0.2, 3.4])
def test_a_point_falls_on_the_corner_of_a_pixel(qapp: object, ratio: float, offset: float):
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    painter.translate(offset, offset)
    snap(painter, QPointF(3, 5))
    corner = painter.deviceTransform().map(QPointF(3, 5))
    painter.end()
    assert corner.x() == pytest.approx(round(corner.x()))
    assert corner.y() == pytest.approx(round(corner.y()))
    assert abs(corner.x() - (3 + offset) * ratio) <= 0.5
