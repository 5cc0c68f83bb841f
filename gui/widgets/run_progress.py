"""How far a run is: a thin bar, how fast it goes, and how long it still takes."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme

_BAR, _WORDS, _GAP = 4, 16, 6


class RunProgress(QWidget):
    """`share` (0..1) of the run is done; `left` and `right` stand below the ends of the bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.share = 0.0
        self.left = ""
        self.right = ""
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_progress(self, share: float, left: str, right: str) -> None:
        """Show these."""
        if (share, left, right) != (self.share, self.left, self.right):
            self.share, self.left, self.right = share, left, right
            self.setAccessibleName(f"{share:.0%} {left} {right}")
            self.setToolTip(f"{100 * share:.1f} %")
            self.update()

    def sizeHint(self) -> QSize:
        """The bar above a line of words."""
        return QSize(200, _BAR + _GAP + _WORDS)

    def changeEvent(self, event: QEvent) -> None:
        """Repaint in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar and the words."""
        colours, width = theme.current(), float(self.width())
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colours.panel)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            for length, colour in ((width, colours.line), (self.share * width, colours.accent)):
                painter.setBrush(colour)
                painter.drawRoundedRect(QRectF(0, 0, length, _BAR), _BAR / 2, _BAR / 2)
            painter.setPen(colours.muted)
            painter.setFont(theme.mono_font())
            room = QRectF(0, _BAR + _GAP, width, _WORDS)
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.left)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.right)
