"""A few named numbers: in a column, aligned, or where that is too high, in a line."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme

Figures = tuple[tuple[str, str], ...]

_LINE = 18
_GAP = 6  # pixels between groups
_BETWEEN, _WITHIN = 14, 6
_POINTS = 8.5


class FigureTable(QWidget):
    """Names in muted words, values in a monospaced face, in a column of groups.

    The numbers of a group meet at the point; where none has one, they end at the right as words do. A line shows fewer
    figures; the tooltip has all.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: tuple[Figures, ...] = ()
        self._brief: Figures = ()
        self._in_line = False
        self.set_in_line(False)

    @property
    def figures(self) -> Figures:
        """The names and values of the column."""
        return tuple(pair for group in self._groups for pair in group)

    @property
    def brief(self) -> Figures:
        """The names and values of the line."""
        return self._brief

    def set_figures(self, groups: tuple[Figures, ...], brief: Figures) -> None:
        """Show pairs of a name and a value: `groups` in a column, `brief`, the most important first, in a line."""
        self._groups, self._brief = tuple(group for group in groups if group), brief
        self.setToolTip("\n".join(f"{name}: {value}" for name, value in self.figures))
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
        names = max((words.horizontalAdvance(name) for name, _ in self.figures), default=0)
        values = max(
            (
                digits.horizontalAdvance(value + behind)
                for group in self._groups
                for _, value, behind in _aligned(group)
            ),
            default=0,
        )
        height = _LINE * len(self.figures) + _GAP * max(len(self._groups) - 1, 0)
        return QSize(max(180, names + _BETWEEN + values), height)

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
        top = 0
        for group in self._groups:
            for name, value, behind in _aligned(group):
                self._paint_pair(painter, QRect(0, top, self.width(), _LINE), name, value + behind)
                top += _LINE
            top += _GAP

    def _paint_line(self, painter: QPainter) -> None:
        left = 0
        words, digits = QFontMetrics(self.font()), QFontMetrics(theme.mono_font(_POINTS))
        for name, value in self._brief:
            width = words.horizontalAdvance(name) + _WITHIN + digits.horizontalAdvance(value)
            if left + width > self.width():
                return
            self._paint_pair(painter, QRect(left, 0, width, self.height()), name, value)
            left += width + _BETWEEN

    def _paint_pair(self, painter: QPainter, row: QRect, name: str, value: str) -> None:
        colours = theme.current()
        painter.setFont(self.font())
        painter.setPen(colours.muted)
        painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(theme.mono_font(_POINTS))
        painter.setPen(colours.text)
        painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, value)


def _aligned(group: Figures) -> Iterator[tuple[str, str, str]]:
    """The names and values of a group, and as much blank room behind each number as makes them meet at the point."""
    most = max((len(_fraction(value)) for _, value in group), default=0)
    for name, value in group:
        blank = most - len(_fraction(value)) if _is_number(value) else 0
        yield name, value, "\N{NO-BREAK SPACE}" * blank


def _is_number(value: str) -> bool:
    return value[:1].isdigit() or value[:1] == theme.MINUS


def _fraction(value: str) -> str:
    """What stands from the point on."""
    return value[value.index(".") :] if "." in value and _is_number(value) else ""
