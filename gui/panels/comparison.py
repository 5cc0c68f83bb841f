"""The panel Comparison: the open model beside another, tensor by tensor, and what both read."""

from typing import ClassVar

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QSize
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from engine.thread.comparison_commands import WatchComparison, WatchRival
from engine.thread.comparison_events import (
    ComparisonChanged,
    Difference,
    FieldsCompared,
    RivalRead,
    TensorsCompared,
)
from engine.thread.network_events import NetworkChanged
from engine.thread.reading_events import Classified
from engine.thread.tensor_events import LevelsRead
from engine.thread.training_events import HistoryChanged, TrainingChanged
from gui import theme
from gui.compared_tensor import ComparedTensor
from gui.comparison_words import difference_rows, other_title, summary
from gui.engine_link import EngineLink
from gui.failures import reason_words
from gui.network_words import weights_title
from gui.panel import BOTTOM, Panel, Place, listens
from gui.rival_choice import RivalChoice, dropped_weights
from gui.selection import Selection
from gui.widgets.action_button import ActionButton
from gui.widgets.difference_list import DifferenceList
from gui.widgets.muted_words import MutedWords
from gui.widgets.paired_bars import LEFT, RIGHT
from gui.widgets.reading_pair import ReadingPair

_ALL, _READING = "comparison/all", "comparison/reading"
_BLANK, _PAIR = range(2)  # pages
_ROOMY = 900  # pixels from which the readings have more room
_FLAT = 1.3  # width to height from which all stands side by side
_WIDEST_BUTTONS = 560
_NOTHING = np.zeros(0, np.float32)


class ComparisonPanel(Panel):
    """A list of tensors, the chosen one as it is in both models with the difference, and two readings.

    Without a comparison, the buttons that begin one.
    """

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "Comparison"))
    icon: ClassVar[str] = "copy"
    places: ClassVar[dict[str, Place]] = {
        workspace: Place(BOTTOM, 0, tab=True) for workspace in ("draw", "inspect", "train")
    }

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self._network: NetworkChanged | None = None
        self._reading: Classified | None = None  # what the open model read last
        self._shapes: dict[str, tuple[int, ...]] = {}
        self._comparison: ComparisonChanged | None = None
        self._differences: dict[str, Difference] = {}
        self._remaining = 0
        self.rival = RivalChoice(link)
        self.blank = MutedWords(wrapped=True)
        self.list = DifferenceList()
        self.tensor = ComparedTensor(self)
        self.readings = ReadingPair()
        self._pages = QStackedLayout()
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        self._show_page(_BLANK)

    def menu_actions(self) -> dict[str, list[QAction]]:
        """What can be compared with."""
        return {"network": [self.rival.menu.menuAction()]}

    @listens(NetworkChanged)
    def show_network(self, event: NetworkChanged) -> None:
        """Another model is open; what is compared follows, if something is."""
        if self._network is None or self._network.network != event.network:
            self._reading = None
        self._network = event
        self._shapes = {each.name: each.shape for each in (*event.parameters, *event.buffers)}
        if event.obstacle:
            self.readings.obstruct(RIGHT, reason_words(event.obstacle))
        self.rival.follow_network(event)

    @listens(ComparisonChanged)
    def show_comparison(self, event: ComparisonChanged) -> None:
        """Show who belongs to whom; figures of the same tensors stay until others are known."""
        before, self._comparison = self._comparison, None if event.rival is None else event
        if self._comparison is None or before is None or before.pairs != event.pairs:
            self._differences.clear()
        self._remaining = len(event.pairs)
        self.rival.follow_comparison(event)
        if self._comparison is None:
            self._withdraw()
            self._show_page(_BLANK)
        else:
            self._show_page(_PAIR)
            self._show_other(event)
            self._show_own_reading()
            self._show_choice()
            self._show_rows()
            self.watch(WatchComparison(_ALL))
            self.watch(WatchRival(_READING))

    @listens(TensorsCompared)
    def show_differences(self, event: TensorsCompared) -> None:
        """Take in what was found so far."""
        self._remaining = event.remaining
        self._differences |= {each.parameter: each for each in event.differences}
        self._show_rows()
        if not self.tensor.name:
            self._show_choice()

    @listens(LevelsRead)
    def show_levels(self, event: LevelsRead) -> None:
        """Fill a heatmap."""
        self.tensor.take_levels(event)

    @listens(FieldsCompared)
    def show_fields(self, event: FieldsCompared) -> None:
        """Hang receptive fields."""
        self.tensor.take_fields(event)

    @listens(Classified, patient=True)
    def show_reading(self, event: Classified) -> None:
        """Show what the open model reads."""
        self._reading = event
        if self._comparison is not None:
            self._show_own_reading()

    @listens(RivalRead, patient=True)
    def show_rival(self, event: RivalRead) -> None:
        """Show what the other model reads."""
        if self._comparison is not None and not self._comparison.obstacle:
            self.readings.show_reading(LEFT, event.probabilities, event.predicted)

    @listens(HistoryChanged)
    def follow_history(self, event: HistoryChanged) -> None:
        """Offer the steps that were kept."""
        self.rival.follow_history(event)

    @listens(TrainingChanged)
    def follow_run(self, event: TrainingChanged) -> None:
        """A run went on."""
        self.rival.follow_run(event)

    def minimumSizeHint(self) -> QSize:
        """A list, a pair of pictures, two readings."""
        return QSize(320, 180)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand side by side, or in a narrow column below each other."""
        super().resizeEvent(event)
        flat = self.width() >= _FLAT * self.height()
        directions = QBoxLayout.Direction
        self._body.setDirection(directions.LeftToRight if flat else directions.TopToBottom)
        self.readings.setMaximumWidth((340 if self.width() >= _ROOMY else 176) if flat else 1 << 24)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file of weights."""
        if dropped_weights(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Compare with the file that was dropped."""
        path = dropped_weights(event)
        if path is not None:
            event.acceptProposedAction()
            self.rival.compare_with_file(path)

    def _lay_out(self) -> None:
        self.blank.setText(
            self.tr(
                "Compare the open model with another: what changed the most, where, and how both read the drawing. "
                "A file of weights can be dropped here."
            )
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, theme.SPACE)
        layout.addLayout(self._pages)  # first: it would show a page without a parent as a window of its own
        self._pages.addWidget(self._new_blank())
        self._pages.addWidget(self._new_pair())

    def _new_blank(self) -> QWidget:
        page, buttons = QWidget(), QWidget()
        buttons.setMaximumWidth(_WIDEST_BUTTONS)
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE)
        for action in self.rival.choices.choices():
            row.addWidget(ActionButton(action))
        centred = QHBoxLayout()
        centred.addStretch()
        centred.addWidget(buttons, 8)
        centred.addStretch()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.blank, 3)
        layout.addLayout(centred)
        layout.addStretch(2)
        return page

    def _new_pair(self) -> QWidget:
        page, left = QWidget(), QVBoxLayout()
        left.setSpacing(theme.SPACE // 2)
        left.addWidget(self.rival)
        left.addWidget(self.list, 1)
        self._body.setSpacing(2 * theme.SPACE)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.addLayout(left, 10)
        self._body.addWidget(self.tensor, 11)
        self._body.addWidget(self.readings, 9)
        page.setLayout(self._body)
        return page

    def _connect(self) -> None:
        self.rival.begun.connect(lambda: self.selection.point_at(self.name()))
        self.list.chosen.connect(self.selection.choose_parameter)
        self.list.hovered.connect(self.selection.hover)
        self.readings.bars.hovered.connect(
            lambda digit: self.selection.hover(digit=digit if digit >= 0 else None)
        )
        self.selection.changed.connect(self._show_choice)
        self.selection.hover_changed.connect(self._show_hover)

    def _show_page(self, page: int) -> None:
        self._pages.setCurrentIndex(page)
        if page == _BLANK:
            self.list.set_rows(())
            self.tensor.show_none("")
            self.caption_changed.emit("")

    def _show_other(self, event: ComparisonChanged) -> None:
        title, mine = other_title(event), "" if self._network is None else weights_title(self._network)
        self.tensor.name_models(title, mine)
        self.readings.name(LEFT, title)
        self.readings.name(RIGHT, mine)
        if event.obstacle:
            self.readings.obstruct(LEFT, reason_words(event.obstacle))
        else:
            self.readings.show_reading(LEFT, _NOTHING, None)

    def _show_own_reading(self) -> None:
        if self._reading is not None and self._network is not None and not self._network.obstacle:
            self.readings.show_reading(RIGHT, self._reading.probabilities, self._reading.predicted)

    def _show_rows(self) -> None:
        comparison = self._comparison
        if comparison is not None:
            self.list.set_rows(difference_rows(comparison, self._differences, self._shapes))
            self.list.choose(self.tensor.name)
            self.caption_changed.emit(summary(comparison, self._differences, self._remaining))

    def _show_choice(self) -> None:
        """Show the chosen tensor, if both models have it, else the one that changed the most."""
        if self._comparison is None:
            return
        pairs = dict(self._comparison.pairs)
        wanted = next((name for name in (self.selection.parameter, self.tensor.name) if name in pairs), "")
        if not wanted and self.list.rows and self.list.rows[0].figures:
            wanted = self.list.rows[0].key
        if wanted in pairs:
            self.tensor.show_tensor(wanted, self._shapes.get(wanted, (0,)))
        else:
            self.tensor.show_none(
                "" if pairs else self.tr("No tensor has the same name and shape in both models.")
            )
        self.list.choose(wanted)
        self._show_hover()

    def _withdraw(self) -> None:
        for subscription in (_ALL, _READING):
            self.unwatch(subscription)
        self.tensor.withdraw()

    def _show_hover(self) -> None:
        parameter = self.selection.hovered_parameter
        self.list.mark(parameter)
        self.readings.bars.mark(self.selection.hovered_class)
        self.tensor.mark_hovered(parameter)
