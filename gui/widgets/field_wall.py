"""A wall of receptive fields: each row of a weight as the image that its unit looks for."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from gui import theme
from gui.widgets import signed_colours
from gui.widgets.picture_wall import PictureWall

_FRAME = 2  # pixels of ground around a field


class FieldWall(PictureWall):
    """A place counts the fields in the order in which they hang, a unit is the row of the weight that hangs there.

    `unit_opened` carries the unit of a field that was opened.
    """

    unit_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._units: tuple[int, ...] = ()
        self._fields: NDArray[np.float32] | None = None
        self._limit = 0.0
        self._gamma = 1.0
        self._across = False
        self.place_opened.connect(lambda place: self.unit_opened.emit(self._units[self.index_of(place)]))

    @property
    def units(self) -> tuple[int, ...]:
        """The units of the fields that are here, in the order in which they hang."""
        return self._units

    @property
    def limit(self) -> float:
        """The magnitude at the ends of the map."""
        return self._limit

    def set_total(self, total: int, across: bool = False) -> None:
        """Hang another weight, of `total` rows or with `across` columns, from its first."""
        self._fields, self._units, self._across = None, (), across
        super().set_total(total)

    def set_fields(self, first: int, units: tuple[int, ...], fields: NDArray[np.float32]) -> None:
        """Hang `fields` (n, height, width) of `units` from place `first` on."""
        self._units, self._fields = units, fields
        self.hang(first, self._rendered(fields))

    def set_limit(self, limit: float) -> None:
        """Move the ends of the map to ∓limit."""
        if limit != self._limit:
            self._limit = limit
            self.render_again()

    def set_gamma(self, gamma: float) -> None:
        """Spread the colours of small magnitudes (below 1), or of large ones."""
        self._gamma = gamma
        self.render_again()

    def render_again(self) -> None:
        """Paint the fields with another limit, or in the colours of another theme."""
        if self._fields is not None:
            self.hang(self._first, self._rendered(self._fields))
        self.viewport().update()

    def describe(self, place: int) -> str:
        """A sentence on the unit at a place: its number and the norm of its weights; "" if it is not here."""
        index = self.index_of(place)
        if self._fields is None or index < 0:
            return ""
        words = self.tr("column {unit}, norm {norm}") if self._across else self.tr("unit {unit}, norm {norm}")
        return words.format(
            unit=self._units[index], norm=theme.number(float(np.linalg.norm(self._fields[index])))
        )

    def paint_place(self, painter: QPainter, rect: QRect, image: QImage, index: int) -> None:
        """Paint a field on a ground that is seen against either panel."""
        colours = theme.current()
        ground = min(colours.background, colours.line, key=QColor.lightness)
        painter.fillRect(rect.adjusted(-_FRAME, -_FRAME, _FRAME, _FRAME), ground)
        size = image.size().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
        place = QRect(rect.topLeft(), size)
        place.moveCenter(rect.center())
        super().paint_place(painter, place, image, index)

    def _rendered(self, fields: NDArray[np.float32]) -> list[QImage]:
        cells, colours = signed_colours.indices(fields, self._limit, self._gamma), theme.current()
        return [signed_colours.image(field, colours) for field in cells]
