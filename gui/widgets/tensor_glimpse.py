"""A tensor at a glance: its name, and its numbers if they are few, else a heatmap with its scale."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui import theme
from gui.widgets import signed_colours

_MOST_ROWS, _MOST_COLUMNS = 6, 6  # of numbers that are written out
_PITCH = 18.0
_NAME_WIDTH = 92.0
_PICTURE_HEIGHT = 72.0
_GAP = 8.0


class TensorGlimpse(QWidget):
    """The name at the left; at the right numbers aligned in columns, or a picture and the end of its scale.

    Numbers that find no room beside the name stand below it.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._levels: NDArray[np.float32] | None = None
        self._limit = 0.0
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_tensor(self, levels: NDArray[np.float32], limit: float, words: str) -> None:
        """Show (rows, columns) levels; `words` (its shape and norm, say) stand below a picture and in the tooltip."""
        changes_height = self._levels is None or self._levels.shape != levels.shape
        self._levels, self._limit, self._words = levels, limit, words
        self.setAccessibleName(f"{self._name}: {words}")
        if changes_height:
            self.updateGeometry()
        self.update()

    def show_nothing(self, words: str) -> None:
        """There is no tensor yet; `words` say so."""
        changes_height = self._levels is not None
        self._levels, self._words = None, words
        self.setAccessibleName(f"{self._name}: {words}")
        if changes_height:
            self.updateGeometry()
        self.update()

    @property
    def levels(self) -> NDArray[np.float32] | None:
        """What is shown, (rows, columns)."""
        return self._levels

    @property
    def is_written_out(self) -> bool:
        """Whether the numbers stand there, not a picture of them."""
        return self._levels is not None and self._fits_as_numbers(self._levels)

    def sizeHint(self) -> QSize:
        """As high as the numbers or the picture."""
        if self._levels is None or self._fits_as_numbers(self._levels):
            rows = 1 if self._levels is None else max(self._levels.shape[0], 1)
            return QSize(200, round(self._first_number().y() + _PITCH * rows + 6))
        return QSize(200, round(self._picture_rect().height() + _PITCH + _GAP))

    def minimumSizeHint(self) -> QSize:
        """As high as the hint."""
        return QSize(120, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Numbers may find room elsewhere, or none."""
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint name and numbers."""
        colours = theme.current()
        with QPainter(self) as painter:
            painter.setPen(colours.muted)
            width = self._name_width()
            name = self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, int(width - _GAP))
            painter.drawText(QRectF(0, 0, width, _PITCH), Qt.AlignmentFlag.AlignVCenter, name)
            if self._levels is None:
                room = QRectF(_NAME_WIDTH, 0, self.width() - _NAME_WIDTH, _PITCH)
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._words)
                return
            painter.setFont(_font())
            if self._fits_as_numbers(self._levels):
                self._paint_numbers(painter, self._levels)
            else:
                self._paint_picture(painter, self._levels)

    def _paint_numbers(self, painter: QPainter, levels: NDArray[np.float32]) -> None:
        painter.setPen(theme.current().text)
        advance, first = self._advance(), self._first_number()
        for row, numbers in enumerate(levels):
            for column, value in enumerate(numbers):
                corner = first + QPointF(column * advance, row * _PITCH)
                cell = QRectF(corner, QSizeF(advance - 4, _PITCH))
                painter.drawText(
                    cell,
                    Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                    theme.number(float(value), 3),
                )

    def _paint_picture(self, painter: QPainter, levels: NDArray[np.float32]) -> None:
        colours = theme.current()
        rect = self._picture_rect()
        painter.drawImage(rect, signed_colours.image(signed_colours.indices(levels, self._limit), colours))
        painter.setPen(QPen(colours.line, 1))
        painter.drawRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.setPen(colours.muted)
        below = QRectF(_NAME_WIDTH, rect.bottom() + 2, self.width() - _NAME_WIDTH, _PITCH)
        words = f"±{theme.number(self._limit, 3)}  {self._words}"
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, words)

    def _picture_rect(self) -> QRectF:
        """Cells as wide as high where there is room; vectors as a band."""
        assert self._levels is not None
        rows, columns = self._levels.shape
        width = max(self.width() - _NAME_WIDTH - 2, 40.0)
        cell = min(width / columns, max(_PICTURE_HEIGHT / rows, 1.0), 14.0)
        return QRectF(_NAME_WIDTH, 2, max(cell * columns, 8.0), max(cell * rows, 8.0))

    def _fits_as_numbers(self, levels: NDArray[np.float32]) -> bool:
        rows, columns = levels.shape
        fits = columns * self._advance() <= max(self.width(), 160)
        return rows <= _MOST_ROWS and columns <= _MOST_COLUMNS and fits

    def _first_number(self) -> QPointF:
        """Where the numbers begin."""
        columns = 1 if self._levels is None else self._levels.shape[1]
        is_beside = _NAME_WIDTH + columns * self._advance() <= max(self.width(), _NAME_WIDTH + 70)
        return QPointF(_NAME_WIDTH, 0) if is_beside else QPointF(0, _PITCH)

    def _name_width(self) -> float:
        return float(self.width()) if self.is_written_out and self._first_number().y() else _NAME_WIDTH

    def _advance(self) -> float:
        return QFontMetricsF(_font()).horizontalAdvance("−0.00000")

    def event(self, event: QEvent) -> bool:
        """Answer the question of a tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.describe(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def describe(self, position: QPointF) -> str:
        """The tensor, and of a picture the cell at a position."""
        if self._levels is None:
            return self._name
        lines = [f"{self._name}  {self._words}"]
        rect = self._picture_rect()
        if not self._fits_as_numbers(self._levels) and rect.contains(position):
            rows, columns = self._levels.shape
            row = min(int((position.y() - rect.y()) / rect.height() * rows), rows - 1)
            column = min(int((position.x() - rect.x()) / rect.width() * columns), columns - 1)
            lines.append(f"[{row}, {column}]: {theme.number(float(self._levels[row, column]))}")
        return "\n".join(lines)


def _font() -> QFont:
    return theme.mono_font(9)
