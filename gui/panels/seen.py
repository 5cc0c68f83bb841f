"""The panel What the network sees: the input that was made of the drawing."""

from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QHBoxLayout

from engine.thread.network_events import NetworkChanged
from engine.thread.reading_events import Classified
from gui import theme
from gui.engine_link import EngineLink
from gui.panel import LEFT, Panel, Place, listens
from gui.selection import Selection
from gui.widgets.cell_grid import CellGrid
from gui.widgets.fact_list import FactList
from gui.widgets.pixel_image import PixelImage


class SeenPanel(Panel):
    """The image, of 28 × 28 pixels for digits, or the row of values, and its figures beside it."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "What the network sees"))
    icon: ClassVar[str] = "image"
    places: ClassVar[dict[str, Place]] = {"draw": Place(LEFT, 1, share=17, from_height=800)}

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self._shape = (28, 28)
        self.image = PixelImage()
        self.cells = CellGrid(self.tr("The values that enter the network"), 1, signed=True)
        self.cells.hide()
        self.image.setAccessibleName(self.tr("The input of the network"))
        self.facts = FactList((self.tr("shape"), self.tr("mean"), self.tr("ink"), self.tr("mass")))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, theme.SPACE // 2)
        layout.setSpacing(2 * theme.SPACE)
        layout.addWidget(self.image, 1)
        layout.addWidget(self.cells, 1)
        layout.addWidget(self.facts, 1)
        self._show_nothing()

    @listens(NetworkChanged)
    def _on_network_changed(self, event: NetworkChanged) -> None:
        if not event.obstacle and event.input_shape != self._shape:
            self._take_shape(event.input_shape)
            self._show_nothing()

    @listens(Classified, patient=True)
    def _on_classified(self, event: Classified) -> None:
        if event.predicted is None:
            self._show_nothing()
            return
        mean = theme.number(float(event.image.mean()))
        ink = f"{event.ink:.1%}".replace("%", " %")
        if self._shape[0] == 1:
            self.cells.show_values(event.image[0])
            self.facts.show_facts((self._shape_words(), mean, ink, "–"))
            self.caption_changed.emit(self.tr("as set"))
            return
        self.image.show_image(event.image)
        x, y = event.centre
        self.facts.show_facts((self._shape_words(), mean, ink, f"({x:.1f}, {y:.1f})"))
        self.caption_changed.emit(self.tr("centred, scaled") if event.normalised else self.tr("as drawn"))

    def _take_shape(self, shape: tuple[int, int]) -> None:
        self._shape = shape
        is_row = shape[0] == 1
        if not is_row:
            self.image.set_shape(*shape)
        self.image.setVisible(not is_row)
        self.cells.setVisible(is_row)

    def _shape_words(self) -> str:
        return str([1, self._shape[1]] if self._shape[0] == 1 else [1, *self._shape])

    def _show_nothing(self) -> None:
        self.image.show_image(None)
        self.cells.show_values(None)
        self.facts.show_facts((self._shape_words(), "–", "–", "–"))
        self.caption_changed.emit("")
