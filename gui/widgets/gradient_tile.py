"""The gradient of one parameter at a glance: its name and shape, its picture, its norm and its scale."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import theme
from gui.widgets.heatmap import Extent, Heatmap
from gui.widgets.selectable import Selectable
from gui.widgets.smooth_scale import EasedLimit

_LINE = 18
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class GradientTile(Selectable):
    """A heatmap between two lines of words; it can be pointed at and chosen."""

    def __init__(self, name: str, shape: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._shape = name, shape
        self._norm: float | None = None
        self._chosen = self._marked = False
        self.heatmap = Heatmap(self)
        self.limit = EasedLimit(self._follow_limit, self)
        self.setAccessibleName(f"{name} {shape}")
        self.heatmap.setToolTip(f"{name} {shape}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, _LINE, 0, _LINE)
        layout.addWidget(self.heatmap)

    @property
    def is_blank(self) -> bool:
        """Whether it shows no gradient."""
        return self._norm is None

    def show_gradient(self, levels: NDArray[np.float32], extent: Extent, limit: float, norm: float) -> None:
        """Show `levels` (rows, columns) of the cells `extent`, of a gradient of this norm."""
        self._norm = norm
        self.limit.aim(limit)
        self.heatmap.set_levels(levels, extent)
        self._tell_figures()
        self.update()

    def clear(self) -> None:
        """Show no gradient."""
        self._norm = None
        self.heatmap.clear()
        self.setToolTip("")
        self.update()

    def set_marked(self, marked: bool, chosen: bool) -> None:
        """Look pointed at, or chosen."""
        self._marked, self._chosen = marked, chosen
        self.heatmap.set_accented(marked)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines above and below the heatmap."""
        with QPainter(self) as painter:
            self._paint_title(painter, QRect(0, 0, self.width(), _LINE - 2))
            if self._norm is not None:
                self._paint_figures(
                    painter, QRect(0, self.height() - _LINE + 2, self.width(), _LINE - 2), self._norm
                )

    def _paint_title(self, painter: QPainter, line: QRect) -> None:
        colours = theme.current()
        painter.setFont(_small(self.font()))
        painter.setPen(colours.accent if self._marked or self._chosen else colours.text)
        painter.drawText(line, _LEFT, self._name)
        line.setLeft(painter.fontMetrics().horizontalAdvance(self._name + " "))
        if painter.fontMetrics().horizontalAdvance(self._shape) <= line.width():
            painter.setPen(colours.muted)
            painter.drawText(line, _LEFT, self._shape)

    def _paint_figures(self, painter: QPainter, line: QRect, norm: float) -> None:
        painter.setFont(theme.mono_font(8))
        painter.setPen(theme.current().muted)
        scale = "±" + theme.number(self.limit.value, 2)
        for digits, label in ((3, "‖g‖ "), (3, ""), (2, "")):
            words = label + theme.number(norm, digits)
            if QFontMetrics(painter.font()).horizontalAdvance(words + "  " + scale) <= line.width():
                break
        metrics = QFontMetrics(painter.font())
        if metrics.horizontalAdvance(words + "  " + scale) <= line.width():
            painter.drawText(line, _LEFT, words)
        painter.drawText(line, _RIGHT, metrics.elidedText(scale, Qt.TextElideMode.ElideRight, line.width()))

    def _follow_limit(self, limit: float) -> None:
        self.heatmap.set_limit(limit)
        self._tell_figures()
        self.update()

    def _tell_figures(self) -> None:
        if self._norm is not None:
            figures = self.tr("{name} {shape}\nnorm of the gradient {norm}\ncolours reach to ±{limit}")
            norm, limit = theme.number(self._norm), theme.number(self.limit.value)
            self.setToolTip(figures.format(name=self._name, shape=self._shape, norm=norm, limit=limit))


def _small(font: QFont) -> QFont:
    smaller = QFont(font)
    smaller.setPointSizeF(font.pointSizeF() - 1)
    return smaller
