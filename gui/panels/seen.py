"""The panel What the network sees: the input that was made of the drawing."""

from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QHBoxLayout

from engine.thread.events import Classified
from gui import theme
from gui.engine_link import EngineLink
from gui.panel import LEFT, Panel, Place, listens
from gui.selection import Selection
from gui.widgets.fact_list import FactList
from gui.widgets.pixel_image import PixelImage


class SeenPanel(Panel):
    """The 28 × 28 image, and its figures beside it."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "What the network sees"))
    icon: ClassVar[str] = "image"
    places: ClassVar[dict[str, Place]] = {"draw": Place(LEFT, 1, share=17, from_height=800)}

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self.image = PixelImage()
        self.image.setAccessibleName(self.tr("The input of the network, 28 × 28"))
        self.facts = FactList((self.tr("shape"), self.tr("mean"), self.tr("ink"), self.tr("mass")))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, theme.SPACE // 2)
        layout.setSpacing(2 * theme.SPACE)
        layout.addWidget(self.image, 1)
        layout.addWidget(self.facts, 1)
        self._show_nothing()

    @listens(Classified, patient=True)
    def _on_classified(self, event: Classified) -> None:
        if event.predicted is None:
            self._show_nothing()
            return
        self.image.show_image(event.image)
        x, y = event.centre
        mean = theme.number(float(event.image.mean()))
        self.facts.show_facts(
            ("[1, 28, 28]", mean, f"{event.ink:.1%}".replace("%", " %"), f"({x:.1f}, {y:.1f})")
        )
        self.caption_changed.emit(self.tr("centred, scaled") if event.normalised else self.tr("as drawn"))

    def _show_nothing(self) -> None:
        self.image.show_image(None)
        self.facts.show_facts(("[1, 28, 28]", "–", "–", "–"))
        self.caption_changed.emit("")
