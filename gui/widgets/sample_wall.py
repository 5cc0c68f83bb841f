"""A wall of images of a data set, each with a line on its label and on what was read."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from gui import theme
from gui.widgets.picture_wall import PictureWall


@dataclass(frozen=True, slots=True)
class Sample:
    """An image of a set: its place there, its label, and what was read with what confidence (None: nothing yet).

    `name`, `read_name`: what the classes of label and reading are called, where those are no digits.
    """

    number: int
    label: int
    predicted: int | None
    confidence: float
    name: str = ""
    read_name: str = ""

    @property
    def label_words(self) -> str:
        """What its class is called."""
        return self.name or str(self.label)

    @property
    def read_words(self) -> str:
        """What the class is called that was read."""
        return self.read_name or str(self.predicted)

    @property
    def is_wrong(self) -> bool:
        """Whether something else was read."""
        return self.predicted not in (None, self.label)


class SampleWall(PictureWall):
    """Ink in the sequential colours; what was read wrongly is told in the accent colour."""

    gap = 6
    caption_height = 15
    smallest = 40

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._samples: Sequence[Sample] = ()
        self._pixels: NDArray[np.uint8] = np.zeros((0, 28, 28), np.uint8)

    @property
    def samples(self) -> Sequence[Sample]:
        """The samples that are here."""
        return self._samples

    def set_samples(self, first: int, samples: Sequence[Sample], pixels: NDArray[np.uint8]) -> None:
        """Hang `samples` with their `pixels` (n, rows, columns), 0..255, from place `first` on."""
        self._samples, self._pixels = samples, pixels
        self.hang(first, _rendered(pixels))

    def render_again(self) -> None:
        """Hang the same samples in the colours of another theme."""
        self.hang(self._first, _rendered(self._pixels) if self._images else ())

    def caption(self, index: int) -> str:
        """The line below a sample: its label, and what was read if that is something else."""
        sample = self._samples[index]
        return f"{sample.label_words}→{sample.read_words}" if sample.is_wrong else sample.label_words

    def describe(self, place: int) -> str:
        """A sentence on the sample at a place; "" if it is not here."""
        index = self.index_of(place)
        if index < 0:
            return ""
        sample = self._samples[index]
        words = self.tr("image {number}, labelled {label}").format(
            number=sample.number, label=sample.label_words
        )
        if sample.predicted is None:
            return words
        read = self.tr("{words}, read as {predicted}, {confidence} % sure")
        percent = f"{100 * sample.confidence:.1f}"
        return read.format(words=words, predicted=sample.read_words, confidence=percent)

    def paint_place(self, painter: QPainter, rect: QRect, image: QImage, index: int) -> None:
        """Paint a sample and its line."""
        colours, sample = theme.current(), self._samples[index]
        painter.drawImage(rect.adjusted(0, 0, 0, -self.caption_height), image)
        line = QRect(rect.left(), rect.bottom() - self.caption_height + 1, rect.width(), self.caption_height)
        painter.setFont(theme.mono_font(8))
        painter.setPen(colours.accent if sample.is_wrong else colours.muted)
        words = painter.fontMetrics().elidedText(
            self.caption(index), Qt.TextElideMode.ElideRight, rect.width()
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        percent = f"{100 * sample.confidence:.0f}"
        room = painter.fontMetrics().horizontalAdvance(self.caption(index) + " " + percent)
        if sample.is_wrong and room <= rect.width():
            painter.setPen(colours.muted)
            painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, percent)


def _rendered(pixels: NDArray[np.uint8]) -> list[QImage]:
    if not len(pixels):
        return []
    coloured = np.take(np.array(theme.current().sequential, np.uint32), pixels)
    rows, columns = pixels.shape[1:]
    return [
        QImage(each.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy() for each in coloured
    ]
