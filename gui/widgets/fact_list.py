"""A short list of facts: a name and a value a line, in a monospaced face."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui import theme

POINTS = 9.0
PITCH = 22.0
LEAST_PITCH = 15.0


class FactList(QWidget):
    """Names and their values; the lines stay where they are, whatever the values."""

    def __init__(self, names: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._names = names
        self._values = ("",) * len(names)

    def sizeHint(self) -> QSize:
        """Lines at a comfortable distance, and room for a value of twelve letters."""
        return QSize(int(self._name_room() + self._advance("0" * 12)), int(PITCH * len(self._names)))

    def minimumSizeHint(self) -> QSize:
        """Lines that just do not touch."""
        return QSize(self.sizeHint().width(), int(LEAST_PITCH * len(self._names)))

    def show_facts(self, values: tuple[str, ...]) -> None:
        """Show a value for each name."""
        if values != self._values:
            self._values = values
            self.setAccessibleName(", ".join(self.lines()))
            self.update()

    def lines(self) -> list[str]:
        """Each name with its value."""
        return [f"{name} {value}" for name, value in zip(self._names, self._values, strict=True)]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines, centred as a block."""
        colours = theme.current()
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.current().panel)
        painter.setFont(theme.mono_font(POINTS))
        pitch = min(PITCH, self.height() / len(self._names))
        top = (self.height() - pitch * len(self._names)) / 2
        room = self._name_room()
        for place, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            line = QRectF(0, top + place * pitch, self.width(), pitch)
            painter.setPen(colours.muted)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, name)
            painter.setPen(colours.text)
            painter.drawText(line.adjusted(room, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, value)
        painter.end()

    def _name_room(self) -> float:
        return max(self._advance(name) for name in self._names) + self._advance("0")

    def _advance(self, words: str) -> float:
        return QFontMetricsF(theme.mono_font(POINTS)).horizontalAdvance(words)
