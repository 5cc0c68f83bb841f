"""The legend of a plot: which colour is which curve, and the numbers that the curves have."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme

_POINTS = 9
_MARK, _WITHIN, _BETWEEN = 14.0, 6.0, 16.0


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A name with its value; `colour` of the curve's line, None: no curve."""

    name: str
    value: str
    colour: QColor | None = None


class CurveLegend(QWidget):
    """Entries in a line, at its right end; the first give way where room is short.

    The numbers have a monospaced face and room for their widest form, so that nothing moves while they change.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[LegendEntry, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_entries(self, entries: tuple[LegendEntry, ...]) -> None:
        """Show these."""
        if entries != self.entries:
            self.entries = entries
            self.setAccessibleName(", ".join(f"{entry.name} {entry.value}" for entry in entries))
            self.update()

    def sizeHint(self) -> QSize:
        """A line high."""
        return QSize(200, 20)

    def changeEvent(self, event: QEvent) -> None:
        """Repaint in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint from the right end to the left."""
        right = float(self.width())
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.current().panel)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for entry in reversed(self.entries):
                left = right - self._width(entry)
                if left < 0:
                    return
                self._paint_entry(painter, entry, left, right)
                right = left - _BETWEEN

    def _width(self, entry: LegendEntry) -> float:
        mark = _MARK + _WITHIN if entry.colour is not None else 0.0
        name = QFontMetricsF(self.font()).horizontalAdvance(entry.name)
        digits = QFontMetricsF(theme.mono_font(_POINTS)).horizontalAdvance("0" * max(6, len(entry.value)))
        return mark + name + _WITHIN + digits

    def _paint_entry(self, painter: QPainter, entry: LegendEntry, left: float, right: float) -> None:
        colours, middle = theme.current(), self.height() / 2
        if entry.colour is not None:
            painter.setPen(QPen(entry.colour, 2))
            painter.drawLine(QLineF(left, middle, left + _MARK, middle))
            left += _MARK + _WITHIN
        room = QRectF(left, 0, right - left, self.height())
        painter.setFont(self.font())
        painter.setPen(colours.muted)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, entry.name)
        painter.setFont(theme.mono_font(_POINTS))
        painter.setPen(colours.text)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, entry.value)
