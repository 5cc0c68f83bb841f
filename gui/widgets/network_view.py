"""The network as a row of pictures: the input, each hidden layer's units, the classes."""

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
from gui.widgets.magnitude_scale import MagnitudeScale
from gui.widgets.network_layout import Places, arrange
from gui.widgets.pixel_image import PixelImage

FloatArray = NDArray[np.floating]

SMALL_POINTS = 9.0
CAPTION_BELOW = 24  # a grid, with its scale between


@dataclass(frozen=True, slots=True)
class Stage:
    """A layer of hidden units."""

    title: str
    units: int
    signed: bool


class NetworkView(QWidget):
    """Input, hidden stages and classes, as large as fits and centred.

    Stages count from 0; the classes are the last. `stage_clicked` and `stage_hovered` (-1: none) tell a stage,
    `class_hovered` (-1: none) a class.
    """

    stage_clicked = Signal(int)
    stage_hovered = Signal(int)
    class_hovered = Signal(int)

    def __init__(self, empty_words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty = True
        self._stages: tuple[Stage, ...] = ()
        self._chosen: int | None = None
        self._marked: int | None = None
        self._active: list[int] = []
        self.image = PixelImage(empty_words=empty_words, parent=self)
        self.image.setMinimumSize(0, 0)
        self.grids: list[CellGrid] = []
        self.scales: list[MagnitudeScale] = []
        self.circles = ClassCircles(parent=self)
        self.circles.clicked.connect(lambda: self.stage_clicked.emit(len(self._stages)))
        self.circles.hovered.connect(self.class_hovered)
        self._places = Places.nowhere()
        self.setMinimumSize(280, 180)

    def sizeHint(self) -> QSize:
        """Room to see single units."""
        return QSize(680, 440)

    def set_stages(self, stages: tuple[Stage, ...]) -> None:
        """Say which hidden layers there are."""
        if stages == self._stages:
            return
        for child in (*self.grids, *self.scales):
            child.hide()
            child.deleteLater()
        self._stages = stages
        self._active = [0] * len(stages)
        self.grids = [CellGrid(stage.title, stage.units, stage.signed, self) for stage in stages]
        self.scales = [MagnitudeScale(stage.signed, self) for stage in stages]
        for place, (grid, scale) in enumerate(zip(self.grids, self.scales, strict=True)):
            self._connect(place, grid, scale)
        self._arrange()

    def _connect(self, place: int, grid: CellGrid, scale: MagnitudeScale) -> None:
        grid.limit_changed.connect(scale.show_limit)
        grid.clicked.connect(lambda: self.stage_clicked.emit(place))
        grid.hovered.connect(lambda unit: self.stage_hovered.emit(place if unit >= 0 else -1))
        grid.show()
        scale.show()

    def show_reading(
        self, image: FloatArray, values: Sequence[FloatArray], logits: FloatArray, predicted: int | None
    ) -> None:
        """Show the (28, 28) input, each stage's (units,) activations, and the (classes,) logits."""
        self._empty = predicted is None
        self.image.show_image(image)
        for grid, each in zip(self.grids, values, strict=True):
            grid.show_values(each)
        self._active = [int(np.count_nonzero(each)) for each in values]
        self.circles.show_reading(logits, predicted)
        self.update(self._captions_rect())

    def show_nothing(self) -> None:
        """Show a network at rest, and the words that say why."""
        self._empty = True
        self._active = [0] * len(self._stages)
        self.image.show_image(None)
        for grid in self.grids:
            grid.show_values(None)
        self.circles.show_reading(np.zeros(0), None)
        self.update(self._captions_rect())

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the parts anew."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        units = [stage.units for stage in self._stages]
        self._places = arrange(self.size(), units, self.circles, self.fontMetrics().height())
        self.image.setGeometry(self._places.image)
        self.circles.setGeometry(self._places.circles)
        for grid, scale, place in zip(self.grids, self.scales, self._places.grids, strict=True):
            grid.setGeometry(place)
            scale.setGeometry(place.x(), place.bottom() + 6, place.width(), scale.height())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint titles, captions and the way from one part to the next."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = QFont(self.font())
        small.setPointSizeF(SMALL_POINTS)
        painter.setFont(small)
        if event.rect().top() < self._captions_rect().top():  # a new reading changes the captions alone
            self._paint_arrows(painter)
            self._paint_titles(painter)
        self._paint_captions(painter)
        painter.end()

    def _paint_titles(self, painter: QPainter) -> None:
        self._paint_title(painter, self._places.image, self.tr("input"), None)
        for number, (stage, place) in enumerate(zip(self._stages, self._places.grids, strict=True)):
            self._paint_title(painter, place, stage.title, number)
        self._paint_title(painter, self._places.circles, self.tr("logits"), len(self._stages))

    def _paint_title(self, painter: QPainter, place: QRect, title: str, stage: int | None) -> None:
        colours = theme.current()
        marked = stage is not None and stage == self._marked
        painter.setPen(colours.accent if marked else colours.text)
        room = self._places.column(place)
        metrics = painter.fontMetrics()
        lines = fitting_lines(title, metrics, room.width())
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
        self._paint_caption(painter, self._places.image, "[1, 28, 28]", 6)
        for place, words in zip(self._places.grids, self.captions(), strict=True):
            self._paint_caption(painter, place, words, CAPTION_BELOW)

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

    lines = [title] if fits(title) else title.split(" · ")
    if not fits(lines[0]):
        lines[0] = lines[0].partition(" ")[2] or lines[0]
    return [
        line if fits(line) else metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines
    ]
