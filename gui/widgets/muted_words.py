"""Words beside the matter: muted, elided or wrapped where room is short."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class MutedWords(QWidget):
    """A line that gives way where `elide` says, whole in its tooltip then, or with `wrapped` several centred lines.

    No QLabel: one asks for a new layout of the whole window at each change of its words, and these change with
    every position of the pen.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        wrapped: bool = False,
        alignment: Qt.AlignmentFlag = LEFT,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(parent)
        self._words = ""
        self._wrapped = wrapped
        self._alignment = alignment
        self._elide = elide
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def text(self) -> str:
        """The words, whole."""
        return self._words

    def setText(self, words: str) -> None:
        """Say something else in the same room."""
        if words != self._words:
            self._words = words
            self.update()

    def setAlignment(self, alignment: Qt.AlignmentFlag) -> None:
        """Where a line stands in its room."""
        self._alignment = alignment
        self.update()

    def sizeHint(self) -> QSize:
        """The height of a line."""
        return QSize(0, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what fits of the words."""
        with QPainter(self) as painter:
            painter.setPen(theme.current().muted)
            if self._wrapped:
                self._paint_lines(painter)
                return
            words = self.fontMetrics().elidedText(self._words, self._elide, self.width())
            painter.drawText(self.rect(), self._alignment, words)
        self.setToolTip(self._words if words != self._words else "")

    def _paint_lines(self, painter: QPainter) -> None:
        """Paint on a ground of their own, which covers what lies below."""
        painter.fillRect(self.rect(), theme.current().panel)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words)
