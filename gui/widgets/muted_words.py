"""Words beside the matter: muted, elided or wrapped where room is short."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gui import theme

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class MutedWords(QLabel):
    """A line that gives way and is then whole in its tooltip, or with `wrapped` several centred lines."""

    def __init__(self, parent: QWidget | None = None, wrapped: bool = False) -> None:
        super().__init__(parent)
        self._wrapped = wrapped
        self.setAlignment(Qt.AlignmentFlag.AlignCenter if wrapped else _LEFT)
        self.setWordWrap(wrapped)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what fits of the words."""
        with QPainter(self) as painter:
            painter.setPen(theme.current().muted)
            if self._wrapped:
                self._paint_lines(painter)
                return
            words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(self.rect(), self.alignment(), words)
        self.setToolTip(self.text() if words != self.text() else "")

    def _paint_lines(self, painter: QPainter) -> None:
        """Paint on a ground of their own, for what may lie below."""
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        room = painter.boundingRect(self.rect(), flags, self.text())
        painter.fillRect(
            room.adjusted(-theme.SPACE, -theme.SPACE, theme.SPACE, theme.SPACE), theme.current().panel
        )
        painter.drawText(self.rect(), flags, self.text())
