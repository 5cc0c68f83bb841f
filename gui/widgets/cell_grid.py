"""The units of a layer as a grid of cells that light up."""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from gui import colour_maps, theme
from gui.widgets.device_pixels import snap
from gui.widgets.easing import Easing

FloatArray = NDArray[np.floating]

ROBUST = 0.995  # of the magnitudes lie within the scale
FAINTEST = 28  # where in the sequential map the smallest activation lies: apart from a unit that is off
FULL_GRID_WORTH = 0.75  # a grid with no holes may have cells this much smaller than the best one
SCALE_SETTLE_MS = 180


class CellGrid(QWidget):
    """A cell a unit, in the order of the units, row by row; as large as fits, centred.

    Zero looks like the panel, with a trace of the cell; magnitudes are sequential, `signed` values diverge. The
    scale reaches to a robust quantile and moves smoothly; a dot marks cells beyond it. `hovered`: the unit under
    the pointer, -1: none. `clicked`: by mouse, Return or Space.
    """

    hovered = Signal(int)
    clicked = Signal()
    limit_changed = Signal(float)

    def __init__(self, name: str, units: int, signed: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._signed = signed
        self._values: FloatArray = np.zeros(units, np.float32)
        self._lit = False
        self._robust = 0.0
        self._marked = -1
        self._limit = Easing(0.0, SCALE_SETTLE_MS, parent=self)
        self._limit.moved.connect(self._rescale)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """Cells of ten points."""
        columns, rows = arrangement(self._values.size, QSizeF(160, 320))
        return QSize(10 * columns, 10 * rows)

    def minimumSizeHint(self) -> QSize:
        """Cells of three points."""
        return self.sizeHint() * 0.3

    @property
    def limit(self) -> float:
        """The magnitude at the end of the colours; 0 before there was one."""
        return float(self._limit.value)

    @property
    def marked(self) -> int:
        """The unit under the pointer, -1: none."""
        return self._marked

    def show_values(self, values: FloatArray | None) -> None:
        """Show (units,) activations; None: all units off, and the scale as it was."""
        self._lit = values is not None
        self._values = np.zeros_like(self._values) if values is None else values
        self.setAccessibleDescription("" if values is None else self._summary())
        self._robust = robust_limit(self._values)
        if self._robust > 0:
            self._limit.aim(self._robust, at_once=self.limit == 0 or not self.isVisible())
        self.update()

    def _summary(self) -> str:
        active = int(np.count_nonzero(self._values))
        return self.tr("{active} of {units} active").format(active=active, units=self._values.size)

    def _rescale(self) -> None:
        self.limit_changed.emit(self.limit)
        self.update()

    def grid_rect(self) -> QRectF:
        """Where the cells lie; each is a whole number of device pixels wide, where there is room for that."""
        columns, rows = arrangement(self._values.size, QSizeF(self.size()))
        ratio = self.devicePixelRatioF()
        fits = min(self.width() / columns, self.height() / rows)
        cell = max(int(fits * ratio) / ratio, min(fits, 1 / ratio))
        left, top = (self.width() - columns * cell) / 2, (self.height() - rows * cell) / 2
        return QRectF(int(left * ratio) / ratio, int(top * ratio) / ratio, columns * cell, rows * cell)

    def cell_rect(self, unit: int) -> QRectF:
        """Where the cell of `unit` lies."""
        columns, _ = arrangement(self._values.size, QSizeF(self.size()))
        grid = self.grid_rect()
        cell = grid.width() / columns
        row, column = divmod(unit, columns)
        return QRectF(grid.x() + column * cell, grid.y() + row * cell, cell, cell)

    def unit_at(self, position: QPointF) -> int:
        """The unit at a position of the widget, -1: none."""
        columns, _ = arrangement(self._values.size, QSizeF(self.size()))
        grid = self.grid_rect()
        if not grid.contains(position):
            return -1
        cell = grid.width() / columns
        row, column = int((position.y() - grid.y()) / cell), int((position.x() - grid.x()) / cell)
        unit = row * columns + min(column, columns - 1)
        return unit if unit < self._values.size else -1

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells, the gaps between them, and what is marked."""
        columns, rows = arrangement(self._values.size, QSizeF(self.size()))
        grid = self.grid_rect()
        cell = grid.width() / columns
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.current().panel)
        snap(painter, grid.topLeft())
        painter.drawImage(grid, self._picture(columns, rows))
        if cell >= 3:
            self._paint_gaps(painter, grid, columns, rows)
        if cell >= 8:
            self._paint_clipped(painter, cell)
        if self._marked >= 0 or self.hasFocus():
            painter.setPen(QPen(theme.current().accent, 1))
            marked = self.cell_rect(self._marked) if self._marked >= 0 else grid.adjusted(0, 0, -1, -1)
            painter.drawRect(marked)
        painter.end()

    def _picture(self, columns: int, rows: int) -> QImage:
        levels = np.zeros(columns * rows, np.intp)
        levels[: self._values.size] = self._levels()
        pixels = _table(theme.current(), self._signed)[levels]
        pixels[self._values.size :] = theme.current().panel.rgb()
        return QImage(pixels.tobytes(), columns, rows, columns * 4, QImage.Format.Format_RGB32).copy()

    def _levels(self) -> NDArray[np.intp]:
        scale = np.float32(1 / self.limit if self.limit > 0 else 0)
        shares = self._values * scale
        if not self._signed:
            return np.where(shares <= 0, 0, 1 + np.rint(np.fmin(shares, 1) * 254)).astype(
                np.intp
            )  # NaN: full
        levels = np.rint(colour_maps.ZERO_INDEX * (1 + np.clip(shares, -1, 1)))
        levels[np.isnan(levels)] = colour_maps.NAN_INDEX
        return levels.astype(np.intp)

    def _paint_gaps(self, painter: QPainter, grid: QRectF, columns: int, rows: int) -> None:
        cell = grid.width() / columns
        width = (2 if cell >= 12 else 1) * max(int(self.devicePixelRatioF()), 1) / self.devicePixelRatioF()
        right = [
            QRectF(grid.x() + (n + 1) * cell - width, grid.y(), width, grid.height()) for n in range(columns)
        ]
        under = [
            QRectF(grid.x(), grid.y() + (n + 1) * cell - width, grid.width(), width) for n in range(rows)
        ]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().panel)
        painter.drawRects([*right, *under])
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_clipped(self, painter: QPainter, cell: float) -> None:
        if not self._lit:
            return
        side = max(round(cell / 5), 1)
        for unit in np.flatnonzero(np.abs(self._values) > self._robust):
            dot = QRectF(0, 0, side, side)
            dot.moveCenter(self.cell_rect(int(unit)).center())
            painter.fillRect(dot, theme.current().panel)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the unit under the pointer."""
        self._point_at(self.unit_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Mark none."""
        self._point_at(-1)

    def _point_at(self, unit: int) -> None:
        if unit != self._marked:
            self._marked = unit
            self.hovered.emit(unit)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the layer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the layer, or walk from unit to unit."""
        columns, _ = arrangement(self._values.size, QSizeF(self.size()))
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Down: columns,
        }
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        elif key in steps:
            unit = self._marked + steps[key] if self._marked >= 0 else 0
            self._point_at(unit if 0 <= unit < self._values.size else self._marked)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Answer the question of a tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.describe(event.pos()), self)
            return True
        return super().event(event)

    def describe(self, position: QPoint) -> str:
        """What lies at a position: the layer, its shape, the unit and its value."""
        unit = self.unit_at(QPointF(position))
        words = f"{self._name} [{self._values.size}]"
        if unit < 0:
            return words
        value = theme.number(float(self._values[unit])) if self._lit else "–"
        return words + "\n" + self.tr("unit {unit}: {value}").format(unit=unit, value=value)


def robust_limit(values: FloatArray) -> float:
    """The 99.5 % quantile of the magnitudes, or their largest where that is 0; NaN and Inf do not count."""
    magnitudes = np.abs(values[np.isfinite(values)])
    if not magnitudes.size:
        return 0.0
    place = math.ceil(ROBUST * (magnitudes.size - 1))
    return float(np.partition(magnitudes, place)[place]) or float(magnitudes.max())


@lru_cache(maxsize=256)
def _arranged(units: int, width: float, height: float) -> tuple[int, int]:
    def cell(columns: int) -> float:
        return min(width / columns, height / math.ceil(units / columns))

    best = max(range(1, units + 1), key=cell)
    full = max((n for n in range(1, units + 1) if units % n == 0), key=cell)
    columns = full if cell(full) >= FULL_GRID_WORTH * cell(best) else best
    return columns, math.ceil(units / columns)


def arrangement(units: int, room: QSizeF) -> tuple[int, int]:
    """The columns and rows of so many square cells that fill the room best, preferably without holes."""
    return _arranged(units, max(room.width(), 1), max(room.height(), 1))


@lru_cache(maxsize=8)
def _table(colours: theme.Theme, signed: bool) -> NDArray[np.uint32]:
    if signed:
        return np.array(colours.diverging, np.uint32)
    lit = np.rint(np.linspace(FAINTEST, 255, 255)).astype(int)
    off = theme.mixed(colours.panel, colours.line, 0.35).rgb()
    return np.array([off, *np.array(colours.sequential)[lit]], np.uint32)
