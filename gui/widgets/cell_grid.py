"""The units of a layer as a grid of cells that light up."""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from gui import colour_maps, theme
from gui.widgets.cell_arrangement import Arrangement, arrange_cells
from gui.widgets.device_pixels import snap
from gui.widgets.smooth_scale import EasedLimit

FloatArray = NDArray[np.floating]

ROBUST = 0.995  # of the magnitudes lie within the scale
FAINTEST = 28  # where in the sequential map the smallest activation lies: apart from a unit that is off
LEAST_WITH_GAPS = 3.0  # pixels of a cell
LEAST_WITH_DOTS = 8.0


class CellGrid(QWidget):
    """A cell a unit, in the order of the units, row by row; as large as fits, centred.

    Units that have no room for cells of their own share one, which shows and stands for the strongest of them.
    Zero looks like the panel, with a trace of the cell; magnitudes are sequential, `signed` values diverge. The
    scale reaches to a robust quantile, grows at once and shrinks smoothly; a dot marks cells beyond it. `hovered`:
    the unit under the pointer, -1: none. `clicked`: the unit, by mouse, Return or Space, or -1 beside them.
    """

    hovered = Signal(int)
    clicked = Signal(int)
    limit_changed = Signal(float)

    def __init__(self, name: str, units: int, signed: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._signed = signed
        self._values: FloatArray = np.zeros(units, np.float32)
        self._lit = False
        self._robust = 0.0
        self._marked = self._pinned = -1
        self._limit = EasedLimit(self._rescale, self)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """Cells of ten points."""
        cells = arrange_cells(self._values.size, QSizeF(160, 320))
        return QSize(10 * cells.columns, 10 * cells.rows)

    def minimumSizeHint(self) -> QSize:
        """Cells of three points."""
        return self.sizeHint() * 0.3

    @property
    def units(self) -> int:
        """How many there are."""
        return self._values.size

    @property
    def limit(self) -> float:
        """The magnitude at the end of the colours; 0 before there was one."""
        return self._limit.value

    @property
    def marked(self) -> int:
        """The unit under the pointer, -1: none."""
        return self._marked

    def mark(self, unit: int) -> None:
        """Mark the unit that the pointer is on, here or elsewhere; -1: none."""
        if unit != self._marked:
            self._marked = unit
            self.update()

    def pin(self, unit: int) -> None:
        """Frame the unit that is held; -1: none."""
        if unit != self._pinned:
            self._pinned = unit
            self.update()

    def show_values(self, values: FloatArray | None) -> None:
        """Show (units,) activations; None: all units off, and the scale as it was."""
        self._lit = values is not None
        self._values = np.zeros_like(self._values) if values is None else values
        self.setAccessibleDescription("" if values is None else self._summary())
        self._robust = robust_limit(self._values)
        if self.isVisible() or self._robust <= 0:
            self._limit.aim(self._robust)
        else:
            self._limit.restart(self._robust)
        self.update()

    def _summary(self) -> str:
        active = int(np.count_nonzero(self._values))
        return self.tr("{active} of {units} active").format(active=active, units=self._values.size)

    def _rescale(self, limit: float) -> None:
        self.limit_changed.emit(limit)
        self.update()

    def cells(self) -> Arrangement:
        """How the units are laid out at this size."""
        return arrange_cells(self._values.size, QSizeF(self.size()))

    def grid_rect(self) -> QRectF:
        """Where the cells lie; each is a whole number of device pixels wide, where there is room for that."""
        cells = self.cells()
        ratio = self.devicePixelRatioF()
        fits = min(self.width() / cells.columns, self.height() / cells.rows)
        side = max(int(fits * ratio) / ratio, min(fits, 1 / ratio))
        width, height = cells.columns * side, cells.rows * side
        left, top = (self.width() - width) / 2, (self.height() - height) / 2
        return QRectF(int(left * ratio) / ratio, int(top * ratio) / ratio, width, height)

    def cell_side(self) -> float:
        """The side of a cell."""
        return self.grid_rect().width() / self.cells().columns

    def cell_rect(self, unit: int) -> QRectF:
        """Where the cell of `unit` lies."""
        cells = self.cells()
        grid = self.grid_rect()
        side = grid.width() / cells.columns
        row, column = cells.cell_of(unit)
        return QRectF(grid.x() + column * side, grid.y() + row * side, side, side)

    def centres(self, units: NDArray[np.integer]) -> NDArray[np.float64]:
        """The centres (n, 2) of the cells of `units` (n,), in the coordinates of the widget."""
        cells, grid = self.cells(), self.grid_rect()
        side = grid.width() / cells.columns
        rows, columns = np.divmod(units // cells.pooled, cells.columns)
        return np.column_stack([grid.x() + (columns + 0.5) * side, grid.y() + (rows + 0.5) * side])

    def unit_at(self, position: QPointF) -> int:
        """The unit at a position of the widget, the strongest where several share a cell; -1: none."""
        cells = self.cells()
        grid = self.grid_rect()
        if not grid.contains(position):
            return -1
        side = grid.width() / cells.columns
        row, column = int((position.y() - grid.y()) / side), int((position.x() - grid.x()) / side)
        cell = row * cells.columns + min(column, cells.columns - 1)
        return int(cells.leads(self._values)[cell]) if cell < cells.cells else -1

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells, the gaps between them, and what is marked."""
        cells = self.cells()
        grid = self.grid_rect()
        side = grid.width() / cells.columns
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.current().panel)
        snap(painter, grid.topLeft())
        painter.drawImage(grid, self._picture(cells))
        if side >= LEAST_WITH_GAPS:
            self._paint_gaps(painter, grid, cells)
        if side >= LEAST_WITH_DOTS:
            self._paint_clipped(painter, side)
        self._paint_frames(painter, grid)
        painter.end()

    def _picture(self, cells: Arrangement) -> QImage:
        columns, rows = cells.columns, cells.rows
        levels = np.zeros(columns * rows, np.intp)
        levels[: cells.cells] = self._levels(self._values[cells.leads(self._values)])
        pixels = _table(theme.current(), self._signed)[levels]
        pixels[cells.cells :] = theme.current().panel.rgb()
        return QImage(pixels.tobytes(), columns, rows, columns * 4, QImage.Format.Format_RGB32).copy()

    def _levels(self, values: FloatArray) -> NDArray[np.intp]:
        scale = np.float32(1 / self.limit if self.limit > 0 else 0)
        shares = values * scale
        if not self._signed:
            return np.where(shares <= 0, 0, 1 + np.rint(np.fmin(shares, 1) * 254)).astype(
                np.intp
            )  # NaN: full
        levels = np.rint(colour_maps.ZERO_INDEX * (1 + np.clip(shares, -1, 1)))
        levels[np.isnan(levels)] = colour_maps.NAN_INDEX
        return levels.astype(np.intp)

    def _paint_gaps(self, painter: QPainter, grid: QRectF, cells: Arrangement) -> None:
        columns, rows = cells.columns, cells.rows
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
        leads = self.cells().leads(self._values)
        for unit in leads[np.abs(self._values[leads]) > self._robust]:
            dot = QRectF(0, 0, side, side)
            dot.moveCenter(self.cell_rect(int(unit)).center())
            painter.fillRect(dot, theme.current().panel)

    def _paint_frames(self, painter: QPainter, grid: QRectF) -> None:
        accent = theme.current().accent
        if self._pinned >= 0:
            painter.setPen(QPen(accent, 2))
            painter.drawRect(self.cell_rect(self._pinned))
        if self._marked >= 0 or self.hasFocus():
            painter.setPen(QPen(accent, 1))
            painter.drawRect(
                self.cell_rect(self._marked) if self._marked >= 0 else grid.adjusted(0, 0, -1, -1)
            )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the unit under the pointer."""
        self._point_at(self.unit_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Mark none."""
        self._point_at(-1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Mark none: the keys point elsewhere."""
        super().focusOutEvent(event)
        self._point_at(-1)

    def _point_at(self, unit: int) -> None:
        if unit != self._marked:
            self.mark(unit)
            self.hovered.emit(unit)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the unit."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(self.unit_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the unit, or walk from cell to cell."""
        columns = self.cells().columns
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Down: columns,
        }
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit(self._marked)
        elif key in steps:
            self._walk(steps[key])
        else:
            super().keyPressEvent(event)

    def _walk(self, step: int) -> None:
        cells = self.cells()
        cell = self._marked // cells.pooled + step if self._marked >= 0 else 0
        if 0 <= cell < cells.cells:
            self._point_at(int(cells.leads(self._values)[cell]))

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
        said = self.tr("unit {unit}: {value}").format(unit=unit, value=value)
        pooled = self.cells().pooled
        if pooled == 1:
            return f"{words}\n{said}"
        first = unit // pooled * pooled
        last = min(first + pooled, self._values.size) - 1
        return f"{words}\n{said}\n" + self.tr("the strongest of {first} to {last}").format(
            first=first, last=last
        )


def robust_limit(values: FloatArray) -> float:
    """The 99.5 % quantile of the magnitudes, or their largest where that is 0; NaN and Inf do not count."""
    magnitudes = np.abs(values[np.isfinite(values)])
    if not magnitudes.size:
        return 0.0
    place = math.ceil(ROBUST * (magnitudes.size - 1))
    return float(np.partition(magnitudes, place)[place]) or float(magnitudes.max())


@lru_cache(maxsize=8)
def _table(colours: theme.Theme, signed: bool) -> NDArray[np.uint32]:
    if signed:
        return np.array(colours.diverging, np.uint32)
    lit = np.rint(np.linspace(FAINTEST, 255, 255)).astype(int)
    off = theme.mixed(colours.panel, colours.line, 0.35).rgb()
    return np.array([off, *np.array(colours.sequential)[lit]], np.uint32)
