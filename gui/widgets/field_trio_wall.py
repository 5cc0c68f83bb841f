"""A wall of receptive fields in two models: each as it is in one, in the other, and what lies between."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from gui import theme
from gui.widgets.field_wall import FieldWall

_BETWEEN = 2  # pixels between the three


class FieldTrioWall(FieldWall):
    """As `FieldWall`, with three images a place; `set_fields` takes (n, 3, height, width)."""

    gap = 10
    aspect = 3
    smallest = 36

    def describe(self, place: int) -> str:
        """A sentence on the unit at a place: its norm in both, and how far it is from one to the other."""
        index = self.index_of(place)
        if self._fields is None or index < 0:
            return ""
        before, after, change = (theme.number(float(np.linalg.norm(each))) for each in self._fields[index])
        words = self.tr("unit {unit}: norm {before} → {after}, change {change}")
        return words.format(unit=self._units[index], before=before, after=after, change=change)

    def paint_place(self, painter: QPainter, rect: QRect, image: QImage, index: int) -> None:
        """Paint all three beside each other."""
        width = image.width() // 3
        for part, third in enumerate(_thirds(rect)):
            field = image.copy(part * width, 0, width, image.height())
            super().paint_place(painter, third, field, index)

    def _rendered(self, fields: NDArray[np.float32]) -> list[QImage]:
        """One image a place, in which the three stand beside each other."""
        count, parts, height, width = fields.shape
        return super()._rendered(fields.swapaxes(1, 2).reshape(count, height, parts * width))


def _thirds(rect: QRect) -> Iterator[QRect]:
    for part in range(3):
        left = part * (rect.width() + _BETWEEN) // 3
        right = (part + 1) * (rect.width() + _BETWEEN) // 3 - _BETWEEN
        yield QRect(rect.left() + left, rect.top(), right - left, rect.height())
