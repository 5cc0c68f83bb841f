"""Words that are laid out once."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from gui import theme
from gui.widgets.laid_out import laid_out

POINTS = 9.0


def inked(image: QImage) -> tuple[int, int, int, int]:
    """Top, left, bottom and right of what is no paper."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    bytes_ = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    rows, columns = np.nonzero(bytes_[:, : grey.width()] < 200)
    return int(rows.min()), int(columns.min()), int(rows.max()), int(columns.max())


def painted(words: str, once: bool) -> QImage:
    image = QImage(120, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        painter.setFont(theme.mono_font(POINTS))
        if once:
            laid_out(words, POINTS).paint(painter, 10, 20)
        else:
            side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(10, 0, 110, 40), side, words)
    return image


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("words", ["100.0", "1e−05", "7", "<b>"])
def test_they_lie_where_words_in_the_middle_of_a_rectangle_do(words: str):
    places = np.array([inked(painted(words, once)) for once in (True, False)])
    assert np.abs(places[0] - places[1]).max() <= 1


@pytest.mark.usefixtures("qapp")
def test_their_width_is_that_of_their_ink():
    _, left, _, right = inked(painted("88888", once=True))
    assert laid_out("88888", POINTS).width == pytest.approx(right - left + 1, abs=3)


@pytest.mark.usefixtures("qapp")
def test_the_same_words_are_laid_out_once():
    assert laid_out("0.3", POINTS) is laid_out("0.3", POINTS)
