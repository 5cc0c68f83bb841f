"""The scale of a grid of cells: its colours between two numbers."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui import theme

NUMBER_POINTS = 8.0
BAR_HEIGHT = 4.0
GAP = 6.0
LEAST_BAR = 16.0


class MagnitudeScale(QWidget):
    """From 0 to the limit in the sequential colours; if `signed`, from minus the limit, diverging."""

    def __init__(self, signed: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._signed = signed
        self._limit = 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFixedHeight(16)
        self.show_limit(0.0)

    def sizeHint(self) -> QSize:
        """A bar that can be read."""
        return QSize(120, 16)

    def show_limit(self, limit: float) -> None:
        """Show the magnitude at the end of the colours; 0: not known yet."""
        self._limit = limit
        self.setToolTip(self.tr("Colours from {start} to {end}").format(start=self._start(), end=self._end()))
        self.update()

    def numbers(self) -> tuple[str, str]:
        """The numbers at both ends."""
        return self._start(), self._end()

    def _start(self) -> str:
        return theme.MINUS + self._end() if self._signed else "0"

    def _end(self) -> str:
        return theme.number(self._limit, 3) if self._limit > 0 else "–"

    @property
    def is_short(self) -> bool:
        """Whether there is no room for the bar between its numbers."""
        metrics = QFontMetricsF(theme.mono_font(NUMBER_POINTS))
        numbers = metrics.horizontalAdvance(self._start()) + metrics.horizontalAdvance(self._end())
        return self.width() < numbers + 2 * GAP + LEAST_BAR

    def short(self) -> str:
        """Both numbers in one."""
        return f"±{self._end()}" if self._signed else f"≤ {self._end()}"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the numbers and the colours between them."""
        colours = theme.current()
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.current().panel)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.mono_font(NUMBER_POINTS)
        painter.setFont(font)
        painter.setPen(colours.muted)
        metrics = QFontMetricsF(font)
        if self.is_short:
            painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, self.short())
            painter.end()
            return
        left = metrics.horizontalAdvance("−00.0" if self._signed else "0") + GAP
        right = metrics.horizontalAdvance("00.00") + GAP
        line = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(self.rect()), line | Qt.AlignmentFlag.AlignLeft, self._start())
        end = QRectF(self.width() - right + GAP, 0, right - GAP, self.height())
        painter.drawText(end, line | Qt.AlignmentFlag.AlignLeft, self._end())
        bar = QRectF(left, (self.height() - BAR_HEIGHT) / 2, self.width() - left - right, BAR_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours(bar))
        painter.drawRoundedRect(bar, BAR_HEIGHT / 2, BAR_HEIGHT / 2)
        painter.end()

    def _colours(self, bar: QRectF) -> QBrush:
        table = theme.current().diverging[:255] if self._signed else theme.current().sequential
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for step in range(9):
            gradient.setColorAt(step / 8, QColor.fromRgba(table[round(step / 8 * (len(table) - 1))]))
        return QBrush(gradient)
