"""How one parameter learns, in a strip: its gradient, the norm of it, and how large its steps are."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from gui import theme
from gui.widgets import tick
from gui.widgets.frame_limit import WORDS_MS, FrameLimit
from gui.widgets.heatmap import Extent, Heatmap
from gui.widgets.selectable import Selectable
from gui.widgets.smooth_scale import EasedLimit
from gui.widgets.sparkline import Health, Sparkline
from gui.widgets.strip_columns import Span, StripColumns, shared_columns

NORM_HEALTH = Health(vanishing=1e-7, exploding=1e3)
UPDATE_HEALTH = Health(vanishing=1e-6, exploding=1e-1, good=(10**-3.5, 10**-2.5))
_SIGNS = {-1: "▾", 0: "", 1: "▴"}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class _Figures:
    """What a strip says in numbers; None: it is not known."""

    norm: float | None = None
    ratio: float | None = None
    dead: int | None = None
    change: float | None = None


class LayerStrip(Selectable):
    """The strip of one parameter.

    `freeze_toggled` says that its tick was clicked, or F pressed; the tick moves only when it is told to.
    """

    freeze_toggled = Signal()

    def __init__(self, name: str, shape: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._shape = name, shape
        self._newest = _Figures()
        self._pointed: int | None = None
        self._frozen = self._marked = self._chosen = False
        self._name_room = 0
        self._columns: StripColumns = shared_columns(0, 0)
        self.heatmap = Heatmap(self)
        self.limit = EasedLimit(self._follow_limit, self)
        self._limit_moved = FrameLimit(self, WORDS_MS)
        self._limit_moved.due.connect(self._update_limit)
        self.norm = Sparkline(NORM_HEALTH, lambda colours: colours.positive, self)
        self.update_ratio = Sparkline(UPDATE_HEALTH, lambda colours: colours.negative, self)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(f"{name} {shape}")
        self._tell()

    @property
    def name(self) -> str:
        """What the strip is called."""
        return self._name

    @property
    def is_frozen(self) -> bool:
        """Whether it shows a frozen parameter."""
        return self._frozen

    def set_name_room(self, room: int) -> None:
        """Give names so many pixels, as in the other strips."""
        self._name_room = room
        self._arrange()

    def show_gradient(self, levels: NDArray[np.float32], extent: Extent, limit: float) -> None:
        """Show `levels` (rows, columns) of the cells `extent` of a gradient."""
        self.limit.aim(limit)
        self.heatmap.set_levels(levels, extent)

    def measure(
        self, step: int, norm: float, ratio: float, dead: int | None, frozen_change: float | None
    ) -> None:
        """Note the figures of `step`: norm of the gradient, update to weight, dead units, change since frozen."""
        self._newest = _Figures(norm, ratio, dead, frozen_change)
        self.norm.add(step, norm)
        self.update_ratio.add(step, ratio)
        self._tell()

    def point_at(self, step: int | None) -> None:
        """Show where its lines were at `step` of the run; None: where they are."""
        self._pointed = step
        for line in (self.norm, self.update_ratio):
            line.point_at(step)
        self._tell()

    def set_frozen(self, frozen: bool) -> None:
        """Show whether the parameter is frozen."""
        if frozen != self._frozen:
            self._frozen, self._newest = frozen, replace(self._newest, change=None)
            self._tell()

    def clear(self) -> None:
        """Forget the run."""
        self._newest = _Figures()
        self.point_at(None)
        self.limit.restart(0)
        self.heatmap.clear()
        self.norm.clear()
        self.update_ratio.clear()
        self._tell()

    def set_marked(self, marked: bool, chosen: bool) -> None:
        """Look pointed at, or chosen."""
        self._marked, self._chosen = marked, chosen
        self.heatmap.set_accented(marked)
        self.update()

    def words(self) -> tuple[str, str, str]:
        """What it says of the norm, of the updates and of dead units."""
        return self._norm_words(), self._ratio_words(), self._dead_words()

    def description(self) -> str:
        """All that is known of it, a line each: what its tooltip says."""
        return "\n".join(self._lines())

    def tick_rect(self) -> QRect:
        """Where a click toggles the tick."""
        return QRect(0, 0, self._columns.name.left, self.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Toggle the tick, or be chosen."""
        on_tick = self.tick_rect().contains(event.position().toPoint())
        if on_tick and event.button() == Qt.MouseButton.LeftButton:
            self.freeze_toggled.emit()
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Toggle the tick with F."""
        if event.key() == Qt.Key.Key_F and not event.modifiers():
            self.freeze_toggled.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Claim F before the window's own actions get it; answer the request for a tooltip."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.description(), self)
            return True
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_F
            and not event.modifiers()
        ):
            event.accept()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tick and the words; most often only the limit has changed."""
        colours, columns = theme.current(), self._columns
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), colours.panel)
            if columns.limit.width:
                painter.setFont(theme.mono_font(8))
                painter.setPen(colours.muted)
                painter.drawText(self._limit_rect().adjusted(6, 0, 0, 0), _LEFT, self._limit_words())
            if self._limit_rect().contains(event.rect()):
                return
            state = Qt.CheckState.Unchecked if self._frozen else Qt.CheckState.Checked
            tick.paint_tick(painter, self._tick_square(), state)
            painter.setPen(colours.accent if self._marked or self._chosen else colours.text)
            painter.setFont(theme.mono_font(8.5))
            painter.drawText(self._rect(columns.name), _LEFT, self._name)
            painter.setFont(theme.mono_font(8))
            self._paint_value(painter, columns.norm_value, self._norm_words(), self._norm_sign())
            self._paint_value(painter, columns.update_value, self._ratio_words(), self._ratio_sign())
            self._paint_value(painter, columns.dead, self._dead_words(), 0)

    def _paint_value(self, painter: QPainter, span: Span, words: str, sick: int) -> None:
        if span.width:
            painter.setPen(theme.current().accent if sick else theme.current().muted)
            painter.drawText(self._rect(span), _RIGHT, words)

    def _arrange(self) -> None:
        self._columns = shared_columns(self.width(), self._name_room)
        self.heatmap.setGeometry(self._rect(self._columns.gradient).adjusted(0, 2, 0, -2))
        self.norm.setGeometry(self._rect(self._columns.norm))
        self.update_ratio.setGeometry(self._rect(self._columns.update))
        self.update()

    def _rect(self, span: Span) -> QRect:
        return QRect(span.left, 0, span.width, self.height())

    def _limit_rect(self) -> QRect:
        return self._rect(self._columns.limit)

    def _tick_square(self) -> QRectF:
        square = QRectF(0, 0, tick.SIDE, tick.SIDE)
        square.moveCenter(QPointF(tick.SIDE / 2 + 1, self.height() / 2))
        return square

    def _limit_words(self) -> str:
        return "±" + theme.number(self.limit.value, 2) if self.limit.value > 0 else ""

    def _norm_sign(self) -> int:
        norm = self._figures.norm
        return 0 if norm is None or self._is_still else NORM_HEALTH.sign(norm)

    def _ratio_sign(self) -> int:
        ratio = self._figures.ratio
        return 0 if ratio is None or self._is_still else UPDATE_HEALTH.sign(ratio)

    @property
    def _is_still(self) -> bool:
        """Whether it was frozen at the last step: that it has no gradient then is no illness."""
        return self._frozen or self._figures.change is not None

    @property
    def _figures(self) -> _Figures:
        """The newest, or where the strip points at an earlier step what its lines say of that."""
        if self._pointed is None:
            return self._newest
        return _Figures(
            self.norm.trace.value_at(self._pointed), self.update_ratio.trace.value_at(self._pointed)
        )

    def _norm_words(self) -> str:
        norm = self._figures.norm
        return "" if norm is None else _SIGNS[self._norm_sign()] + theme.number(norm, 3)

    def _ratio_words(self) -> str:
        figures = self._figures
        if figures.change is not None:
            return "Δ " + theme.number(figures.change, 2)
        return "" if figures.ratio is None else _SIGNS[self._ratio_sign()] + theme.number(figures.ratio, 3)

    def _dead_words(self) -> str:
        dead = self._figures.dead
        return "" if dead is None else f"{dead:,}"

    def _follow_limit(self, limit: float) -> None:
        self.heatmap.set_limit(limit)
        self._limit_moved.wish()

    def _update_limit(self) -> None:
        self.update(self._limit_rect())

    def _tell(self) -> None:
        self.setAccessibleDescription(", ".join(self._lines()[1:]))
        self.update()

    def _lines(self) -> list[str]:
        lines = [f"{self._name} {self._shape}", *self._figure_lines()]
        if self._frozen:
            change = self.tr("frozen, largest change since: {change}")
            lines.append(
                self.tr("frozen")
                if self._newest.change is None
                else change.format(change=theme.number(self._newest.change))
            )
        return lines

    def _figure_lines(self) -> list[str]:
        lines, figures = [], self._figures
        if self.limit.value > 0:
            lines.append(self.tr("colours reach to ±{limit}").format(limit=theme.number(self.limit.value)))
        if figures.norm is not None and figures.ratio is not None:
            lines.append(self.tr("norm of the gradient {norm}").format(norm=theme.number(figures.norm)))
            ratio = self.tr("last step / weights {ratio}, good around 0.001")
            lines.append(ratio.format(ratio=theme.number(figures.ratio)))
        if figures.dead is not None:
            lines.append(self.tr("{count} units that no image of the batch lit").format(count=figures.dead))
        return lines + self._complaints()

    def _complaints(self) -> list[str]:
        norm = {-1: self.tr("the gradient vanishes"), 0: "", 1: self.tr("the gradient explodes")}
        ratio = {
            -1: self.tr("the steps are too small to matter"),
            0: "",
            1: self.tr("the steps are too large"),
        }
        return [words for words in (norm[self._norm_sign()], ratio[self._ratio_sign()]) if words]
