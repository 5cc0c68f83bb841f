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
                painter.drawText(self.rect(), int(self.alignment()) | Qt.TextFlag.TextWordWrap, self.text())
                return
            words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(self.rect(), self.alignment(), words)
        self.setToolTip(self.text() if words != self.text() else "")
