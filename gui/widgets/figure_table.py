"""A few named numbers: in a column, aligned, or where that is too high, in a line."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme

_LINE = 18
_BETWEEN = 14


class FigureTable(QWidget):
    """Names in muted words, values in a monospaced face; in a line, those that do not fit are in the tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures: tuple[tuple[str, str], ...] = ()
        self._in_line = False
        self.set_in_line(False)

    @property
    def figures(self) -> tuple[tuple[str, str], ...]:
        """The names and values, the most important first."""
        return self._figures

    def set_figures(self, figures: tuple[tuple[str, str], ...]) -> None:
        """Show pairs of a name and a value, the most important first."""
        self._figures = figures
        self.setToolTip("\n".join(f"{name}: {value}" for name, value in figures))
        self.updateGeometry()
        self.update()

    def set_in_line(self, in_line: bool) -> None:
        """Lie in a line, or stand in a column."""
        self._in_line = in_line
        fixed, preferred = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred
        self.setSizePolicy(*((QSizePolicy.Policy.Ignored, fixed) if in_line else (fixed, preferred)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A line, or a column wide enough for all of it."""
        if self._in_line:
            return QSize(100, _LINE)
        words, digits = QFontMetrics(self.font()), QFontMetrics(theme.mono_font(8.5))
        names = max((words.horizontalAdvance(name) for name, _ in self._figures), default=0)
        values = max((digits.horizontalAdvance(value) for _, value in self._figures), default=0)
        return QSize(max(160, names + _BETWEEN + values), _LINE * len(self._figures))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint names and values."""
        with QPainter(self) as painter:
            if self._in_line:
                self._paint_line(painter)
            else:
                self._paint_column(painter)

    def changeEvent(self, event: QEvent) -> None:
        """Repaint in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def _paint_column(self, painter: QPainter) -> None:
        for line, (name, value) in enumerate(self._figures):
            row = QRect(0, line * _LINE, self.width(), _LINE)
            self._paint_pair(painter, row, name, value)

    def _paint_line(self, painter: QPainter) -> None:
        left = 0
        words, digits = QFontMetrics(self.font()), QFontMetrics(theme.mono_font(8.5))
        for name, value in self._figures:
            width = words.horizontalAdvance(name) + 6 + digits.horizontalAdvance(value)
            if left + width > self.width():
                return
            self._paint_pair(painter, QRect(left, 0, width, self.height()), name, value)
            left += width + _BETWEEN

    def _paint_pair(self, painter: QPainter, row: QRect, name: str, value: str) -> None:
        colours = theme.current()
        painter.setFont(self.font())
        painter.setPen(colours.muted)
        painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(theme.mono_font(8.5))
        painter.setPen(colours.text)
        painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, value)
