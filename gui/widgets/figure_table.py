"""A few named numbers: in a column, aligned, or where that is too high, in a line."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme

Figures = tuple[tuple[str, str], ...]

_LINE = 18
_BETWEEN, _WITHIN = 14, 6
_POINTS = 8.5


class FigureTable(QWidget):
    """Names in muted words, values in a monospaced face, in a column aligned on the point.

    A line shows fewer of them; the tooltip has all.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures: Figures = ()
        self._brief: Figures = ()
        self._in_line = False
        self.set_in_line(False)

    @property
    def figures(self) -> Figures:
        """The names and values of the column."""
        return self._figures

    @property
    def brief(self) -> Figures:
        """The names and values of the line."""
        return self._brief

    def set_figures(self, figures: Figures, brief: Figures) -> None:
        """Show pairs of a name and a value: `figures` in a column, `brief`, the most important first, in a line."""
        self._figures, self._brief = figures, brief
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
        words, digits = QFontMetrics(self.font()), QFontMetrics(theme.mono_font(_POINTS))
        names = max((words.horizontalAdvance(name) for name, _ in self._figures), default=0)
        wholes = [digits.horizontalAdvance(value) for _, value in self._figures]
        behind = max((digits.horizontalAdvance(_fraction(value)) for _, value in self._figures), default=0)
        return QSize(max(180, names + _BETWEEN + max(wholes, default=0) + behind), _LINE * len(self._figures))

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
        digits = QFontMetrics(theme.mono_font(_POINTS))
        room = max((digits.horizontalAdvance(_fraction(value)) for _, value in self._figures), default=0)
        for line, (name, value) in enumerate(self._figures):
            row = QRect(0, line * _LINE, self.width(), _LINE)
            behind = room - digits.horizontalAdvance(_fraction(value)) if _is_number(value) else 0
            self._paint_pair(painter, row, name, value, behind)

    def _paint_line(self, painter: QPainter) -> None:
        left = 0
        words, digits = QFontMetrics(self.font()), QFontMetrics(theme.mono_font(_POINTS))
        for name, value in self._brief:
            width = words.horizontalAdvance(name) + _WITHIN + digits.horizontalAdvance(value)
            if left + width > self.width():
                return
            self._paint_pair(painter, QRect(left, 0, width, self.height()), name, value, 0)
            left += width + _BETWEEN

    def _paint_pair(self, painter: QPainter, row: QRect, name: str, value: str, behind: int) -> None:
        colours = theme.current()
        painter.setFont(self.font())
        painter.setPen(colours.muted)
        painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(theme.mono_font(_POINTS))
        painter.setPen(colours.text)
        place = row.adjusted(0, 0, -behind, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, value)


def _is_number(value: str) -> bool:
    return value[:1].isdigit() or value[:1] == theme.MINUS


def _fraction(value: str) -> str:
    """What stands from the point on."""
    return value[value.index(".") :] if "." in value and _is_number(value) else ""
