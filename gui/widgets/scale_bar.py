"""The legend of the diverging map: its colours between the numbers at its ends, which move smoothly."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from gui import theme
from gui.icons import icon
from gui.widgets import signed_colours
from gui.widgets.smooth_scale import EasedLimit

_STOPS = 29  # colours that the legend is made of
_CAP = 4.0  # the width of the mark of clipped values at either end
_LEAST_COLOURS = 40  # with less room between two numbers, one stands for both
_USUAL = "−0.00000"  # the room that a number has at least, so that the colours stay where they are
_GAP = 6.0  # pixels between a number that is wider and the colours


class ScaleBar(QWidget):
    """−limit, the colours, +limit, and a button that pins the scale.

    `limit_changed` tells the limit to paint with whenever it moves.
    """

    limit_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limit = EasedLimit(self._show_limit, self)
        self._ramp = _Ramp(self)
        self.pin_button = QToolButton(self)
        self.pin_button.setIcon(icon("pin"))
        self.pin_button.setCheckable(True)
        self.pin_button.setAutoRaise(True)
        self.pin_button.setIconSize(QSize(12, 12))
        self.pin_button.setToolTip(self.tr("Pin the scale, so that colours can be compared"))
        self.pin_button.setAccessibleName(self.tr("Pin the scale"))
        self.pin_button.toggled.connect(self._limit.pin)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE // 2)
        layout.addWidget(self._ramp, 1)
        layout.addWidget(self.pin_button)

    @property
    def limit(self) -> float:
        """The magnitude at the ends."""
        return self._limit.value

    def aim(self, limit: float) -> None:
        """Let the limit move towards `limit`, unless it is pinned."""
        self._limit.aim(limit)

    def restart(self, limit: float) -> None:
        """Take `limit` at once and unpinned: another thing is measured."""
        self.pin_button.setChecked(False)
        self._limit.restart(limit)

    def set_gamma(self, gamma: float) -> None:
        """Show the colours as they are spread."""
        self._ramp.set_gamma(gamma)

    def _show_limit(self, limit: float) -> None:
        self._ramp.set_limit(limit)
        self.limit_changed.emit(limit)


class _Ramp(QWidget):
    """The colours, and the numbers beside them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._limit = 0.0
        self._gamma = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(self.tr("99.5 % of the values lie between the numbers; others have the end's colour"))

    def set_limit(self, limit: float) -> None:
        self._limit = limit
        self.update()

    def set_gamma(self, gamma: float) -> None:
        self._gamma = gamma
        self.update()

    def sizeHint(self) -> QSize:
        """A line of numbers high."""
        return QSize(160, 20)

    def changeEvent(self, event: QEvent) -> None:
        """Repaint in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the numbers right and left of the colours; where that is narrow, one at their right."""
        colours = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.mono_font(8))
            painter.setPen(colours.muted)
            number = theme.number(self._limit, 3) if self._limit else ""
            metrics = QFontMetricsF(painter.font())
            widest = metrics.horizontalAdvance(f"−{number}") + _GAP
            room = max(metrics.horizontalAdvance(_USUAL), widest)
            is_wide = self.width() >= 2 * room + _LEAST_COLOURS
            middle = Qt.AlignmentFlag.AlignVCenter
            if is_wide:
                painter.drawText(self.rect(), middle, f"−{number}" if number else "0")
            sign = "+" if is_wide else "±"
            painter.drawText(
                self.rect(), middle | Qt.AlignmentFlag.AlignRight, f"{sign}{number}" if number else "0"
            )
            first = room if is_wide else 0.0
            bar = QRectF(first, self.height() / 2 - 3, self.width() - room - first, 6)
            self._paint_colours(painter, bar, signed_colours.table(colours))

    def _paint_colours(self, painter: QPainter, bar: QRectF, table: list[int]) -> None:
        gradient = QLinearGradient(QPointF(bar.left() + _CAP, 0), QPointF(bar.right() - _CAP, 0))
        for step in range(_STOPS):
            share = 2 * step / (_STOPS - 1) - 1
            gradient.setColorAt(
                step / (_STOPS - 1), signed_colours.colour_at(share, self._gamma, theme.current())
            )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        painter.drawRect(bar.adjusted(_CAP, 0, -_CAP, 0))
        painter.setBrush(QColor(table[signed_colours.CLIPPED_BELOW]))
        painter.drawRect(QRectF(bar.left(), bar.top(), _CAP, bar.height()))
        painter.setBrush(QColor(table[signed_colours.CLIPPED_ABOVE]))
        painter.drawRect(QRectF(bar.right() - _CAP, bar.top(), _CAP, bar.height()))
