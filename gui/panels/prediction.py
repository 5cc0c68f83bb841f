"""The panel Prediction: the digit that the network reads, and the probability of each."""

from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QHBoxLayout

from engine.thread.network_events import NetworkChanged
from engine.thread.reading_events import Classified
from gui import theme
from gui.engine_link import EngineLink
from gui.network_words import weights_title
from gui.panel import LEFT, Panel, Place, listens
from gui.selection import Selection
from gui.widgets.digit_display import DigitDisplay
from gui.widgets.probability_bars import ProbabilityBars


class PredictionPanel(Panel):
    """The digit large, and a bar a class."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "Prediction"))
    icon: ClassVar[str] = "normalise"
    places: ClassVar[dict[str, Place]] = {
        "draw": Place(LEFT, 2, share=31),
        "inspect": Place(LEFT, 2, share=42),
        "train": Place(LEFT, 1, share=28),
    }

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self._obstacle = ""  # why nothing is read, whatever is drawn
        self.shown: Classified | None = None  # the reading that the panel shows
        self.digit = DigitDisplay(self.tr("Draw a digit: an empty canvas is no digit."))
        self.digit.setFixedWidth(92)
        self.bars = ProbabilityBars()
        self.bars.hovered.connect(self._point_at)
        selection.hover_changed.connect(self._show_hover)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, theme.SPACE)
        layout.setSpacing(2 * theme.SPACE)
        layout.addWidget(self.digit)
        layout.addWidget(self.bars, 1)

    @listens(Classified)
    def _on_classified(self, event: Classified) -> None:
        self.shown = event
        self.bars.show_reading(event.probabilities, event.logits, event.predicted)
        if event.predicted is None:
            self.digit.show_nothing(self._obstacle)
        else:
            self.digit.show_digit(event.predicted, float(event.probabilities[event.predicted]))

    @listens(Classified, patient=True)
    def _on_time_to_tell(self, event: Classified) -> None:
        words = (
            "" if event.predicted is None else self.tr("{time} ms").format(time=f"{event.seconds * 1000:.2f}")
        )
        self.caption_changed.emit(words)

    @listens(NetworkChanged)
    def _on_network_changed(self, event: NetworkChanged) -> None:
        self.setToolTip(self.tr("Read with {weights}").format(weights=weights_title(event)))
        self._obstacle = self.tr("These tensors make no network.") if event.obstacle else ""
        if event.classes:
            self.bars.set_classes(event.classes)

    def _point_at(self, class_: int) -> None:
        self.selection.hover(digit=class_ if class_ >= 0 else None)

    def _show_hover(self) -> None:
        self.bars.mark(self.selection.hovered_class)
