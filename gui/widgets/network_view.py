"""The network as a row of pictures: the input, each hidden layer's units, the classes, and what adds to what."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from gui import theme
from gui.widgets.cell_grid import CellGrid
from gui.widgets.class_circles import ClassCircles
from gui.widgets.contribution_curves import ContributionCurves
from gui.widgets.magnitude_scale import MagnitudeScale
from gui.widgets.network_curves import Layer, Part, bundles
from gui.widgets.network_layout import LOW, Places, arrange, least_width
from gui.widgets.pixel_image import PixelImage

FloatArray = NDArray[np.floating]
Unit = tuple[int, int]  # its stage and its number

SMALL_POINTS = 9.0
CAPTION_BELOW = 24  # a grid, with its scale between
MOST_CIRCLES = 20  # more classes are a grid of cells


@dataclass(frozen=True, slots=True)
class Stage:
    """A layer of hidden units."""

    title: str
    units: int
    signed: bool


class NetworkView(QWidget):
    """Input, hidden stages and classes, as large as fits and centred; over them the strongest contributions.

    Stages count from 0; the classes are the last, and their units. `unit_pointed` tells a unit (a stage and a number),
    None: none; `unit_clicked` one, with the number -1 if the click met none.
    """

    unit_clicked = Signal(object)
    unit_pointed = Signal(object)

    def __init__(self, empty_words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty = True
        self._input_shape = (28, 28)
        self._hidden: tuple[Stage, ...] = ()
        self._classes = 0
        self._chosen: int | None = None
        self._marked: int | None = None
        self._active: list[int] = []
        self._layers: tuple[tuple[Layer, ...], Unit | None] = ((), None)
        self.image = PixelImage(empty_words=empty_words, parent=self)
        self.image.setMinimumSize(0, 0)
        self.values = CellGrid(self.tr("input"), 1, signed=True, parent=self)
        self.values.hide()
        self.grids: list[CellGrid] = []
        self.scales: list[MagnitudeScale] = []
        self.circles = ClassCircles(parent=self)
        self.circles.clicked.connect(lambda class_: self.unit_clicked.emit((len(self._hidden), class_)))
        self.circles.hovered.connect(lambda class_: self._tell_pointed(len(self._hidden), class_))
        self.curves = ContributionCurves(self)
        self._places = Places.nowhere()
        self.setMinimumSize(280, 150)

    def sizeHint(self) -> QSize:
        """Room to see single units."""
        return QSize(680, 440)

    def set_stages(self, hidden: tuple[Stage, ...], classes: int) -> None:
        """Say which hidden layers there are, and how many classes; many classes are a grid, too."""
        if (hidden, classes) == (self._hidden, self._classes):
            return
        for child in (*self.grids, *self.scales):
            child.hide()
            child.deleteLater()
        self._hidden, self._classes = hidden, classes
        self._active = [0] * len(self._stages)
        self.circles.set_classes(classes)
        self.circles.setVisible(classes <= MOST_CIRCLES)
        self.grids = [CellGrid(stage.title, stage.units, stage.signed, self) for stage in self._stages]
        self.scales = [MagnitudeScale(stage.signed, self) for stage in self._stages]
        for place, (grid, scale) in enumerate(zip(self.grids, self.scales, strict=True)):
            self._connect(place, grid, scale)
        self.setMinimumWidth(max(280, least_width(len(hidden))))
        self.show_contributions((), None)
        self.curves.raise_()
        self._arrange()

    def set_input(self, shape: tuple[int, int]) -> None:
        """Say whether the input is an image or, with one row, values."""
        if shape == self._input_shape:
            return
        self._input_shape = shape
        if self._takes_values:
            self.values.show_values(np.zeros(shape[1], np.float32))
        else:
            self.image.set_shape(*shape)
        self.values.setVisible(self._takes_values)
        self.image.setVisible(not self._takes_values)
        self.show_contributions((), None)
        self._arrange()

    @property
    def _takes_values(self) -> bool:
        return self._input_shape[0] == 1

    @property
    def _input(self) -> PixelImage | CellGrid:
        """What shows the input."""
        return self.values if self._takes_values else self.image

    @property
    def _stages(self) -> tuple[Stage, ...]:
        """The stages that are grids."""
        if self._classes <= MOST_CIRCLES:
            return self._hidden
        return (*self._hidden, Stage(self.tr("classes"), self._classes, signed=False))

    def _connect(self, place: int, grid: CellGrid, scale: MagnitudeScale) -> None:
        grid.limit_changed.connect(scale.show_limit)
        grid.clicked.connect(lambda unit: self.unit_clicked.emit((place, unit)))
        grid.hovered.connect(lambda unit: self._tell_pointed(place, unit))
        grid.show()
        scale.show()

    def _tell_pointed(self, stage: int, unit: int) -> None:
        self.unit_pointed.emit((stage, unit) if unit >= 0 else None)

    def show_reading(
        self,
        image: FloatArray,
        values: Sequence[FloatArray],
        logits: FloatArray,
        probabilities: FloatArray,
        predicted: int | None,
    ) -> None:
        """Show the input, each hidden stage's (units,) activations, and the (classes,) results."""
        self._become_empty(predicted is None)
        if self._takes_values:
            self.values.show_values(image[0])
        else:
            self.image.show_image(image)
        shown = [*values, probabilities][: len(self.grids)]
        for grid, each in zip(self.grids, shown, strict=True):
            grid.show_values(each)
        self._active = [int(np.count_nonzero(each)) for each in shown]
        self.circles.show_reading(logits, probabilities, predicted)
        self.update(self._captions_rect())

    def show_nothing(self) -> None:
        """Show a network at rest, and the words that say why."""
        self._become_empty(True)
        self._active = [0] * len(self._stages)
        self.image.show_image(None)
        self.values.show_values(None)
        for grid in self.grids:
            grid.show_values(None)
        self.circles.show_reading(np.zeros(0), np.zeros(0), None)
        self.show_contributions((), None)
        self.update(self._captions_rect())

    def _become_empty(self, empty: bool) -> None:
        if empty != self._empty:  # arrows give way to curves
            self._empty = empty
            self.update()

    def show_contributions(self, layers: Sequence[Layer], framed: Unit | None) -> None:
        """Show the curves of each stage's contributions; those at the unit `framed` stand out, with their cells."""
        self._layers = tuple(layers), framed
        self._lay_curves()

    def pin(self, held: Unit | None) -> None:
        """Frame the unit that is held."""
        for stage, grid in enumerate(self.grids):
            grid.pin(held[1] if held is not None and held[0] == stage else -1)
        last = held is not None and held[0] == len(self._hidden)
        self.circles.pin(held[1] if held is not None and last else None)

    def mark_unit(self, unit: Unit | None) -> None:
        """Mark the hidden unit that the pointer is on, here or elsewhere."""
        for stage, grid in enumerate(self.grids):
            grid.mark(unit[1] if unit is not None and unit[0] == stage else -1)

    def _lay_curves(self) -> None:
        """Find the ends of the curves where the parts lie now."""
        layers, framed = self._layers
        self.curves.show_bundles(bundles(self._parts(), layers, framed) if layers else ())

    def _parts(self) -> list[Part]:
        grids = [
            Part(grid.geometry(), grid.centres, grid.grid_rect(), grid.cell_side()) for grid in self.grids
        ]
        image = Part(self._input.geometry(), self._input.centres, None, 0.0)
        if self._classes > MOST_CIRCLES:
            return [image, *grids]
        circle = self.circles.circle_rect(0)
        return [image, *grids, Part(self.circles.geometry(), self.circles.centres, circle, 0.0)]

    def choose_stage(self, stage: int | None) -> None:
        """Underline the stage whose parameters are chosen."""
        if stage != self._chosen:
            self._chosen = stage
            self.update()

    def mark_stage(self, stage: int | None) -> None:
        """Mark the stage that the pointer is on, here or elsewhere."""
        if stage != self._marked:
            self._marked = stage
            self.update()

    def mark_class(self, class_: int | None) -> None:
        """Mark the class that the pointer is on, here or elsewhere."""
        self.circles.mark(class_)

    @property
    def chosen_stage(self) -> int | None:
        """The underlined stage."""
        return self._chosen

    @property
    def marked_stage(self) -> int | None:
        """The marked stage."""
        return self._marked

    def captions(self) -> list[str]:
        """The words under each hidden stage."""
        if self._empty:
            return [self.tr("{units} units").format(units=stage.units) for stage in self._stages]
        words = self.tr("{active} of {units} active")
        pairs = zip(self._active, self._stages, strict=True)
        return [words.format(active=active, units=stage.units) for active, stage in pairs]

    def _short_captions(self) -> list[str]:
        """The same where a column is narrow."""
        pairs = zip(self._active, self._stages, strict=True)
        return [str(stage.units) if self._empty else f"{on} / {stage.units}" for on, stage in pairs]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the parts anew."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        units = [stage.units for stage in self._stages]
        circles = self.circles if self._classes <= MOST_CIRCLES else None
        self._places = arrange(self.size(), units, circles, self.fontMetrics().height())
        self.image.setGeometry(self._places.image)
        self.values.setGeometry(self._places.image)
        self.circles.setGeometry(self._places.circles)
        for grid, scale, place in zip(self.grids, self.scales, self._places.grids, strict=True):
            grid.setGeometry(place)
            scale.setGeometry(place.x(), place.bottom() + 6, place.width(), scale.height())
        self.curves.setGeometry(self.rect())
        self._lay_curves()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint titles, captions and the way from one part to the next."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = QFont(self.font())
        small.setPointSizeF(SMALL_POINTS)
        painter.setFont(small)
        if event.rect().top() < self._captions_rect().top():  # a new reading changes the captions alone
            if self._empty:
                self._paint_arrows(painter)
            self._paint_titles(painter)
        self._paint_captions(painter)
        painter.end()

    def _paint_titles(self, painter: QPainter) -> None:
        self._paint_title(painter, self._places.image, self.tr("input"), None)
        for number, (stage, place) in enumerate(zip(self._stages, self._places.grids, strict=True)):
            self._paint_title(painter, place, stage.title, number)
        if not self._places.circles.isEmpty():
            self._paint_title(painter, self._places.circles, self.tr("classes"), len(self._hidden))

    def _paint_title(self, painter: QPainter, place: QRect, title: str, stage: int | None) -> None:
        colours = theme.current()
        marked = stage is not None and stage == self._marked
        painter.setPen(colours.accent if marked else colours.text)
        metrics = painter.fontMetrics()
        room = self._places.column(place)
        if stage == len(self._hidden) and room.width() < metrics.horizontalAdvance(title):  # narrow circles
            room.setLeft(room.right() - metrics.horizontalAdvance(title))
        room.moveRight(min(room.right(), self.width() - 4))
        lines = fitting_lines(title, metrics, room.width())[: 1 if self.height() < LOW else 2]
        bottom = place.y() - 10
        for line in reversed(lines):
            line_room = QRect(room.x(), bottom - metrics.height(), room.width(), metrics.height())
            painter.drawText(line_room, Qt.AlignmentFlag.AlignCenter, line)
            bottom -= metrics.height()
        if stage is not None and stage == self._chosen:
            width = min(metrics.horizontalAdvance(lines[-1]), room.width())
            centre = place.x() + place.width() / 2
            painter.fillRect(QRectF(centre - width / 2, place.y() - 8, width, 2), colours.accent)

    def _paint_captions(self, painter: QPainter) -> None:
        painter.setPen(theme.current().muted)
        shape = str([1, self._input_shape[1]] if self._takes_values else [1, *self._input_shape])
        self._paint_caption(painter, self._places.image, shape, 6)
        pairs = zip(self._places.grids, self.captions(), self._short_captions(), strict=True)
        for place, words, short in pairs:
            fits = painter.fontMetrics().horizontalAdvance(words) <= self._places.column(place).width()
            self._paint_caption(painter, place, words if fits else short, CAPTION_BELOW)

    def _captions_rect(self) -> QRect:
        top = min((place.bottom() for place in self._places.grids), default=self.height())
        return QRect(0, top + CAPTION_BELOW, self.width(), self.height())

    def _paint_caption(self, painter: QPainter, place: QRect, words: str, below: int) -> None:
        room = self._places.column(place)
        line = QRect(room.x(), place.bottom() + below, room.width(), painter.fontMetrics().height())
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_arrows(self, painter: QPainter) -> None:
        painter.setPen(QPen(theme.current().line, 1.5, c=Qt.PenCapStyle.RoundCap))
        for start, end in self._places.arrows():
            painter.drawLine(start, end)
            painter.drawLine(end, end + QPointF(-4, -4))
            painter.drawLine(end, end + QPointF(-4, 4))


def fitting_lines(title: str, metrics: QFontMetrics, width: int) -> list[str]:
    """A title like "Linear 784 → 512 · ReLU", whole if that fits, else on two lines, else without its first word."""

    def fits(line: str) -> bool:
        return metrics.horizontalAdvance(line) <= width

    size, _, rest = title.partition(" · ")
    lines = [title] if fits(title) or not rest else [size, rest if fits(rest) else rest.rpartition(" · ")[2]]
    if not fits(lines[0]):
        lines[0] = lines[0].partition(" ")[2] or lines[0]
    return [
        line if fits(line) else metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines
    ]
