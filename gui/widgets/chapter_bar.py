"""How far a course is: a dash a chapter, those that were read and the present one lit."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui import theme

_GAP = 5.0
_LINE = 4.0


class ChapterBar(QWidget):
    """`chosen` carries the number of a chapter that was clicked."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles: tuple[str, ...] = ()
        self._current = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_chapters(self, titles: tuple[str, ...], current: int) -> None:
        """Show so many chapters; `current` is read now."""
        self._titles, self._current = titles, current
        self.setAccessibleName(
            self.tr("lesson {number} of {all}").format(number=current + 1, all=len(titles))
        )
        self.update()

    def sizeHint(self) -> QSize:
        """Easy to hit."""
        return QSize(160, 16)

    def chapter_rect(self, chapter: int) -> QRectF:
        """Where a dash lies."""
        width = (self.width() - _GAP * (len(self._titles) - 1)) / max(len(self._titles), 1)
        return QRectF(chapter * (width + _GAP), (self.height() - _LINE) / 2, width, _LINE)

    def chapter_at(self, position: QPointF) -> int:
        """The chapter at a position, −1: none."""
        places = (
            number
            for number in range(len(self._titles))
            if self.chapter_rect(number).adjusted(-2, -8, 2, 8).contains(position)
        )
        return next(places, -1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dashes."""
        colours = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            for number in range(len(self._titles)):
                painter.setBrush(colours.accent if number <= self._current else colours.line)
                painter.drawRoundedRect(self.chapter_rect(number), 2, 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a chapter."""
        chapter = self.chapter_at(event.position())
        if chapter >= 0:
            self.chosen.emit(chapter)

    def event(self, event: QEvent) -> bool:
        """Answer the question of a tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            chapter = self.chapter_at(QPointF(event.pos()))
            words = f"{chapter + 1} · {self._titles[chapter]}" if chapter >= 0 else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)
