"""The curves of a run: loss above accuracy, over the same steps, with an exact read-out under the pointer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui import theme
from gui.widgets.curve_legend import CurveLegend, LegendEntry
from gui.widgets.curve_plot import CurvePlot, Dot, Line
from gui.widgets.curve_range import range_of
from gui.widgets.frame_limit import WORDS_MS, FrameLimit
from gui.widgets.learning_record import LearningRecord
from gui.widgets.series import Series
from gui.widgets.step_window import StepWindow

_LEAST_LOSS = 1e-7  # what is less is shown as this on the logarithmic axis: a float32 tells no more of a loss
_PALE = 0.45  # of the way from the panel to muted
_SHARES = 6, 5  # of the height, for loss and accuracy
_LOW_ACCURACIES = (
    0.05  # the share of the steps, those of the beginning, whose accuracy may lie below the axis
)
_KEY_ZOOM, _KEY_PAN, _KEY_STEPS = 0.8, 0.1, 0.005  # factor, and shares of the steps in sight
_NO_VALUE = "–"
_IN_A_ROW = 2  # other runs
_ROOM_FOR_QUANTITY = 480  # pixels; in a narrower widget training's loss would not stand beside validation's

# So often a curve that grows is painted: 3 ms each time, of a thread that training waits for. What a person does with
# it is followed at the display's pace.
_GROWTH_MS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """Another run, in the colour of its `place`."""

    name: str
    record: LearningRecord
    place: int

    def colour(self) -> QColor:
        """As the present theme has it."""
        return theme.run_colour(self.place)

    def judged(self) -> Series:
        """Its accuracy on validation images, else that of the batches."""
        record = self.record
        return record.validation_accuracies if len(record.validation_accuracies) else record.mean_accuracies


class LearningCurves(QWidget):
    """Shows `record`; whoever changes that says so with `refresh`. Nothing is painted while it is hidden.

    `view`: the steps in sight. `pointed_step`: where the hair is, None: nowhere. `head` has room at its end for
    what the owner adds.
    """

    def __init__(self, record: LearningRecord, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.record = record
        self.view = StepWindow()
        self.pointed_step: int | None = None
        self.loss_legend, self.accuracy_legend = CurveLegend(), CurveLegend()
        self.other_legends = CurveLegend(), CurveLegend()
        self.overlays: tuple[Overlay, ...] = ()
        self.head = QHBoxLayout()
        self.plots = CurvePlot(self, logarithmic=True), CurvePlot(self)
        self._limit = FrameLimit(self)
        self._limit.due.connect(self._draw)
        self._growth = FrameLimit(self, _GROWTH_MS)
        self._growth.due.connect(self._limit.wish)
        self._words = FrameLimit(self, WORDS_MS)
        self._words.due.connect(self._tell)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Loss and accuracy by step"))
        self._lay_out()

    def refresh(self) -> None:
        """The record has changed."""
        if self.isVisible():
            self._growth.wish()

    def set_overlays(self, overlays: Sequence[Overlay]) -> None:
        """Lay the curves of other runs over these."""
        self.overlays = tuple(overlays)
        for row, legend in enumerate(self.other_legends):
            legend.setVisible(len(self.overlays) > row * _IN_A_ROW)
        self._redraw()

    def point_at(self, step: float | None) -> None:
        """Read out the step nearest to `step`, or with None the newest."""
        nearest = None if step is None else min(max(0, round(step)), self._last)
        if nearest != self.pointed_step:
            self.pointed_step = nearest
            self._redraw()
            self._tell()

    def fit(self) -> None:
        """Show all steps."""
        self.view.fit()
        self._redraw()

    def zoom(self, factor: float, about: float) -> None:
        """Show `factor` as many steps, `about` staying where it is."""
        self.view.zoom(factor, about)
        self._redraw()

    def pan(self, steps: float) -> None:
        """Show what lies `steps` further on."""
        self.view.pan(steps)
        self._redraw()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while hidden."""
        super().showEvent(event)
        self._limit.wish()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the numbers where there is little."""
        super().resizeEvent(event)
        self.quantity.setVisible(self.width() >= _ROOM_FOR_QUANTITY)

    def hideEvent(self, event: QHideEvent) -> None:
        """Point at nothing any more."""
        super().hideEvent(event)
        self.pointed_step = None

    def changeEvent(self, event: QEvent) -> None:
        """Draw in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._redraw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom with + and −, move with the arrows (the hair) or Ctrl and them (the steps), show all with Home."""
        deed = self._keys().get((event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        if deed is None:
            super().keyPressEvent(event)
        else:
            deed()

    def _keys(self) -> dict[tuple[int, Qt.KeyboardModifier], Callable[[], None]]:
        key, plain, control = Qt.Key, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
        seen = self.view.right - self.view.left
        here = self.view.right if self.pointed_step is None else self.pointed_step
        step = max(1, round(_KEY_STEPS * seen))
        return {
            (key.Key_Plus, plain): lambda: self.zoom(_KEY_ZOOM, here),
            (key.Key_Equal, plain): lambda: self.zoom(_KEY_ZOOM, here),
            (key.Key_Minus, plain): lambda: self.zoom(1 / _KEY_ZOOM, here),
            (key.Key_Left, control): lambda: self.pan(-_KEY_PAN * seen),
            (key.Key_Right, control): lambda: self.pan(_KEY_PAN * seen),
            (key.Key_Left, plain): lambda: self.point_at(here - step),
            (key.Key_Right, plain): lambda: self.point_at(here + step),
            (key.Key_Home, plain): self.fit,
            (key.Key_Escape, plain): lambda: self.point_at(None),
        }

    def _lay_out(self) -> None:
        self.quantity = QLabel(self.tr("cross-entropy"))
        self.quantity.setObjectName("muted")
        accuracy = QLabel(self.tr("Accuracy"))
        font = accuracy.font()
        font.setWeight(font.Weight.DemiBold)
        accuracy.setFont(font)
        heads = self.head, QHBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE // 2)
        for legend in self.other_legends:
            legend.hide()
            layout.addWidget(legend)
        legends = self.loss_legend, self.accuracy_legend
        for head, title, legend, plot, share in zip(
            heads, (self.quantity, accuracy), legends, self.plots, _SHARES, strict=True
        ):
            head.setSpacing(theme.SPACE)
            head.addWidget(title)
            head.addWidget(legend, 1)
            layout.addLayout(head)
            layout.addWidget(plot, share)
            self._follow(plot)

    def _follow(self, plot: CurvePlot) -> None:
        plot.pointed.connect(self.point_at)
        plot.pointer_left.connect(lambda: self.point_at(None))
        plot.zoomed.connect(self.zoom)
        plot.panned.connect(self.pan)
        plot.fit_wished.connect(self.fit)
        plot.resized.connect(self._redraw)

    def _redraw(self) -> None:
        """The person sees something else of it."""
        if self.isVisible():
            self._limit.wish()

    def _draw(self) -> None:
        if not self.isVisible():
            return
        self.view.reach(self._last)
        self._draw_losses()
        self._draw_accuracies()
        self._words.wish()

    def _draw_losses(self) -> None:
        record, plot = self.record, self.plots[0]
        batches, *others = lines = [
            self._line(plot, record.losses, _pale(), noisy=True),
            self._line(plot, record.mean_losses, theme.current().accent),
            self._line(plot, record.validation_losses, theme.current().negative),
        ]
        others += (over := [self._line(plot, o.record.mean_losses, o.colour()) for o in self.overlays])
        for line in [*lines, *over]:
            line.values[:] = _logarithm(line.values)
        plot.draw([*over, *lines])
        low, high = range_of((line.values for line in others), (batches.values,))
        plot.set_range(self.view.left, self.view.right, low, high)
        shown = [record.losses, record.mean_losses, record.validation_losses]
        dots = self._dots([*shown, *(o.record.mean_losses for o in self.overlays)], [*lines, *over])
        plot.mark(self.pointed_step, [replace(dot, value=float(_logarithm(dot.value))) for dot in dots])

    def _draw_accuracies(self) -> None:
        record, plot = self.record, self.plots[1]
        lines = [
            self._line(plot, record.mean_accuracies, theme.current().accent),
            self._line(plot, record.validation_accuracies, theme.current().negative),
        ]
        over = [self._line(plot, o.judged(), o.colour()) for o in self.overlays]
        plot.draw([*over, *lines])
        low, _ = range_of((), (line.values for line in [*lines, *over]), _LOW_ACCURACIES)
        plot.set_range(self.view.left, self.view.right, max(0.0, low), 1.0 + (1.0 - low) / 50)
        shown = [record.mean_accuracies, record.validation_accuracies, *(o.judged() for o in self.overlays)]
        plot.mark(self.pointed_step, self._dots(shown, [*lines, *over]))

    def _line(self, plot: CurvePlot, series: Series, colour: QColor, noisy: bool = False) -> Line:
        seen = series.seen if noisy else series.seen_smoothly
        steps, values = seen(self.view.left, self.view.right, max(1, plot.width() // (1 if noisy else 2)))
        return Line(steps, values.copy(), colour, broad=not noisy)

    def _dots(self, shown: list[Series], lines: list[Line]) -> list[Dot]:
        """What the legend reads out of each: of few points the one before the hair, where that was measured."""
        if self.pointed_step is None:
            return []
        points = [series.point_at(self.pointed_step) for series in shown]
        return [Dot(*point, line.colour) for point, line in zip(points, lines, strict=True) if point]

    def _tell(self) -> None:
        """Put the numbers of the pointed step, or of the newest, into the legends."""
        record, colours = self.record, theme.current()
        step = self._last if self.pointed_step is None else self.pointed_step
        batch, training, validation = self.tr("batch"), self.tr("training"), self.tr("validation")
        self.loss_legend.set_entries(
            (
                LegendEntry(self.tr("step"), f"{step:,}"),
                LegendEntry(batch, _loss(record.losses, step), _pale()),
                LegendEntry(training, _loss(record.mean_losses, step), colours.accent),
                LegendEntry(validation, _loss(record.validation_losses, step), colours.negative),
            )
        )
        self.accuracy_legend.set_entries(
            (
                LegendEntry(training, _percent(record.mean_accuracies, step), colours.accent),
                LegendEntry(validation, _percent(record.validation_accuracies, step), colours.negative),
            )
        )
        entries = tuple(self._entry(overlay, step) for overlay in self.overlays)
        for row, legend in enumerate(self.other_legends):
            legend.set_entries(entries[row * _IN_A_ROW : (row + 1) * _IN_A_ROW])

    def _entry(self, overlay: Overlay, step: int) -> LegendEntry:
        figures = _loss(overlay.record.mean_losses, step), _percent(overlay.judged(), step)
        return LegendEntry(overlay.name, "  ".join(figures), overlay.colour())

    @property
    def _last(self) -> int:
        """The newest step of all runs that are seen."""
        return max(self.record.last, *(overlay.record.last for overlay in self.overlays), 0)


def _logarithm(losses: ArrayLike) -> NDArray[np.float64]:
    return np.log10(np.maximum(losses, _LEAST_LOSS))


def _pale() -> QColor:
    return theme.mixed(theme.current().panel, theme.current().muted, _PALE)


def _loss(series: Series, step: int) -> str:
    value = series.value_at(step)
    return _NO_VALUE if value is None else theme.number(value)


def _percent(series: Series, step: int) -> str:
    value = series.value_at(step)
    return _NO_VALUE if value is None else f"{100 * value:.2f} %"
