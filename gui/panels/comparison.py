"""The panel Comparison: the open model beside another, tensor by tensor, and what both read."""

from functools import partial
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QT_TRANSLATE_NOOP, QSize
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.thread.commands import OPENED_ENDINGS, Region, Topic, Watch, is_weights
from engine.thread.comparison_commands import (
    Aspect,
    CompareWith,
    Rival,
    StopComparing,
    WatchComparison,
    WatchDifference,
    WatchRival,
)
from engine.thread.comparison_events import ComparisonChanged, Difference, RivalRead, TensorsCompared
from engine.thread.network_events import NetworkChanged
from engine.thread.reading_events import Classified
from engine.thread.tensor_events import LevelsRead
from engine.thread.training_events import HistoryChanged, TrainingChanged
from gui import icons, theme
from gui.comparison_actions import ComparisonActions
from gui.comparison_words import difference_rows, other_title, summary
from gui.engine_link import EngineLink
from gui.failures import reason_words
from gui.network_words import weights_title
from gui.panel import BOTTOM, Panel, Place, listens
from gui.parameter_name import shape_text, short_name
from gui.selection import Selection
from gui.tensor_shape import matrix_shape
from gui.widgets.action_button import ActionButton
from gui.widgets.difference_list import DifferenceList
from gui.widgets.heatmap import Extent
from gui.widgets.muted_words import MutedWords
from gui.widgets.paired_bars import LEFT, RIGHT
from gui.widgets.reading_pair import ReadingPair
from gui.widgets.step_slider import StepSlider
from gui.widgets.tensor_triptych import AFTER, BEFORE, DIFFERENCE, TensorTriptych

_ALL, _READING = "comparison/all", "comparison/reading"
_PARTS = {part: f"comparison/{part}" for part in (BEFORE, AFTER, DIFFERENCE)}
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
        self._shapes: dict[str, tuple[int, ...]] = {}
        self._comparison: ComparisonChanged | None = None
        self._differences: dict[str, Difference] = {}
        self._remaining = 0
        self._steps: NDArray[np.int64] = np.zeros(0, np.int64)
        self._shown = ""  # the tensor in the middle, and its rows and columns
        self._drawn = (0, 0)
        self.choices = ComparisonActions(self)
        self.menu = QMenu(self.tr("Compare with"), self)
        self.blank = MutedWords(wrapped=True)
        self.choice = QPushButton()
        self.end = QToolButton()
        self.slider, self.step = StepSlider(), QLabel()
        self.list = DifferenceList()
        self.tensor = TensorTriptych()
        self.readings = ReadingPair()
        self._pages = QStackedLayout()
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.setAcceptDrops(True)
        self._explain()
        self._lay_out()
        self._connect()
        self._show_page(_BLANK)

    def menu_actions(self) -> dict[str, list[QAction]]:
        """What can be compared with."""
        return {"network": [self.menu.menuAction()]}

    @listens(NetworkChanged)
    def show_network(self, event: NetworkChanged) -> None:
        """Another model is open; what is compared follows, if something is."""
        self._network = event
        self._shapes = {parameter.name: parameter.shape for parameter in event.parameters}
        if event.obstacle:
            self.readings.obstruct(RIGHT, reason_words(event.obstacle))
        self._offer()

    @listens(ComparisonChanged)
    def show_comparison(self, event: ComparisonChanged) -> None:
        """Show who belongs to whom; figures of the same tensors stay until others are known."""
        before, self._comparison = self._comparison, None if event.rival is None else event
        if self._comparison is None or before is None or before.pairs != event.pairs:
            self._differences.clear()
        self._remaining = len(event.pairs)
        self._offer()
        if self._comparison is None:
            self._withdraw()
            self._show_page(_BLANK)
        else:
            self._show_page(_PAIR)
            self._show_other(event)
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
        if not self._shown:
            self._show_choice()

    @listens(LevelsRead)
    def show_levels(self, event: LevelsRead) -> None:
        """Fill a heatmap."""
        for part, subscription in _PARTS.items():
            if (event.subscription, event.parameter) == (subscription, self._shown):
                self.tensor.set_levels(part, event.levels, event.region, event.limit)

    @listens(Classified, patient=True)
    def show_reading(self, event: Classified) -> None:
        """Show what the open model reads."""
        if self._comparison is not None and self._network is not None and not self._network.obstacle:
            self.readings.show_reading(RIGHT, event.probabilities, event.predicted)

    @listens(RivalRead, patient=True)
    def show_rival(self, event: RivalRead) -> None:
        """Show what the other model reads."""
        if self._comparison is not None and not self._comparison.obstacle:
            self.readings.show_reading(LEFT, event.probabilities, event.predicted)

    @listens(HistoryChanged)
    def follow_history(self, event: HistoryChanged) -> None:
        """Offer the steps that were kept."""
        self._steps = event.steps
        self.slider.set_kept(event.steps)
        if len(event.steps):
            self.slider.set_last(max(self.slider.last, int(event.steps[-1])))
        self._offer()

    @listens(TrainingChanged)
    def follow_run(self, event: TrainingChanged) -> None:
        """Move the end of the slider."""
        self.slider.set_last(max(event.step, int(self._steps[-1]) if len(self._steps) else 0))

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
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Compare with the file that was dropped."""
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self._compare_with_file(path)

    def _explain(self) -> None:
        self.blank.setText(
            self.tr(
                "Compare the open model with another: what changed the most, where, and how both read the drawing. "
                "A file of weights can be dropped here."
            )
        )
        self.choice.setToolTip(self.tr("What the open model is compared with: choose another"))
        self.end.setIcon(icons.icon("close"))
        self.end.setIconSize(QSize(12, 12))
        self.end.setAutoRaise(True)
        self.end.setToolTip(self.tr("Compare no more (Ctrl+Alt+K)"))
        self.end.setAccessibleName(self.tr("Compare no more"))
        self.slider.setAccessibleName(self.tr("Step of the run that is compared with"))
        self.slider.setToolTip(self.tr("The kept step to compare with"))
        self.step.setFont(theme.mono_font())

    def _lay_out(self) -> None:
        self.menu.addActions(self.choices.choices())
        self.menu.addSeparator()
        self.menu.addAction(self.choices.end)
        self.menu.setToolTipsVisible(True)
        self.choice.setMenu(self.menu)
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
        for action in self.choices.choices():
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
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE // 2)
        head.addWidget(self.choice, 1)
        head.addWidget(self.end)
        steps = QHBoxLayout()
        steps.setSpacing(theme.SPACE)
        steps.addWidget(self.slider, 1)
        steps.addWidget(self.step)
        left.addLayout(head)
        left.addLayout(steps)
        left.addWidget(self.list, 1)
        self._body.setSpacing(2 * theme.SPACE)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.addLayout(left, 10)
        self._body.addWidget(self.tensor, 11)
        self._body.addWidget(self.readings, 9)
        page.setLayout(self._body)
        return page

    def _connect(self) -> None:
        self.choices.wanted.connect(self._compare)
        self.choices.ended.connect(lambda: self.link.send(StopComparing()))
        self.end.clicked.connect(self.choices.end.trigger)
        self.slider.moved.connect(self._compare_with_step)
        self.list.chosen.connect(self.selection.choose_parameter)
        self.list.hovered.connect(self.selection.hover)
        self.readings.bars.hovered.connect(
            lambda digit: self.selection.hover(digit=digit if digit >= 0 else None)
        )
        self.selection.changed.connect(self._show_choice)
        self.selection.hover_changed.connect(self._show_hover)
        for part, view in enumerate(self.tensor.views):
            view.region_wanted.connect(partial(self._watch_part, part))
            view.cell_hovered.connect(lambda row, _: self.selection.hover(self._shown if row >= 0 else ""))

    def _compare(self, rival: Rival) -> None:
        """Begin, where the person has said enough, and show this panel."""
        if rival is Rival.FILE:
            self._ask_for_file()
        elif rival is Rival.STEP:
            self._compare_with_step(int(self._steps[(len(self._steps) - 1) // 2]))
            self.selection.point_at(self.name())
        else:
            self.link.send(CompareWith(rival))
            self.selection.point_at(self.name())

    def _compare_with_step(self, step: int | None) -> None:
        """The end of the slider is the last kept step."""
        self.link.send(CompareWith(Rival.STEP, step=int(self._steps[-1]) if step is None else step))

    def _ask_for_file(self) -> None:
        endings = " ".join(f"*{ending}" for ending in OPENED_ENDINGS)
        kinds = self.tr("Weights ({endings})").format(endings=endings)
        dialog = QFileDialog(self, self.tr("Compare with weights"), "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self._compare_with_file(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _compare_with_file(self, path: Path) -> None:
        self.link.send(CompareWith(Rival.FILE, path))
        self.selection.point_at(self.name())

    def _offer(self) -> None:
        network = self._network
        self.choices.offer(
            network=network is not None,
            runs=network is not None and not network.obstacle,
            steps=len(self._steps),
            on=self._comparison is not None,
        )
        of_step = self._comparison is not None and self._comparison.rival is Rival.STEP
        for widget in (self.slider, self.step):
            widget.setVisible(of_step and len(self._steps) > 0)

    def _show_page(self, page: int) -> None:
        self._pages.setCurrentIndex(page)
        if page == _BLANK:
            self.list.set_rows(())
            self._shown = ""
            self.caption_changed.emit("")

    def _show_other(self, event: ComparisonChanged) -> None:
        title, mine = other_title(event), "" if self._network is None else weights_title(self._network)
        self.choice.setText(title)
        self.tensor.name(title, mine, self.tr("difference"))
        self.readings.name(LEFT, title)
        self.readings.name(RIGHT, mine)
        if event.rival is Rival.STEP:
            self.slider.set_shown(event.step)
            self.step.setText(f"{event.step:,}")
        if event.obstacle:
            self.readings.obstruct(LEFT, reason_words(event.obstacle))
        else:
            self.readings.show_reading(LEFT, _NOTHING, None)

    def _show_rows(self) -> None:
        comparison = self._comparison
        if comparison is not None:
            self.list.set_rows(difference_rows(comparison, self._differences, self._shapes))
            self.list.choose(self._shown)
            self.caption_changed.emit(summary(comparison, self._differences, self._remaining))

    def _show_choice(self) -> None:
        """Show the chosen tensor, if both models have it, else the one that changed the most."""
        if self._comparison is None:
            return
        pairs = dict(self._comparison.pairs)
        wanted = next((name for name in (self.selection.parameter, self._shown) if name in pairs), "")
        if not wanted and self.list.rows and self.list.rows[0].figures:
            wanted = self.list.rows[0].key
        if wanted not in pairs:
            self._show_no_tensor()
        elif wanted != self._shown or self._matrix() != self._drawn:
            self._show_tensor(wanted)
        self.list.choose(wanted)
        self._show_hover()

    def _show_tensor(self, name: str) -> None:
        self._shown = name
        self._drawn = self._matrix()
        words = " ".join((short_name(name), shape_text(self._shapes.get(name, ()))))
        self.tensor.set_shape(*self._drawn, words)

    def _show_no_tensor(self) -> None:
        self._shown, self._drawn = "", (0, 0)
        for subscription in _PARTS.values():
            self.unwatch(subscription)
        none = self._comparison is not None and not self._comparison.pairs
        words = self.tr("No tensor has the same name and shape in both models.") if none else ""
        self.tensor.set_shape(0, 0, words)

    def _matrix(self) -> tuple[int, int]:
        """Rows and columns of the tensor that is shown."""
        return matrix_shape(self._shapes.get(self._shown, (0,)))

    def _watch_part(self, part: int, extent: Extent, rows: int, columns: int) -> None:
        if not self._shown:
            return
        subscription, seen = _PARTS[part], (self._shown, Region(*extent), rows, columns)
        if part == AFTER:
            self.watch(Watch(subscription, Topic.LEVELS, *seen))
        else:
            aspect = Aspect.THERE if part == BEFORE else Aspect.DIFFERENCE
            self.watch(WatchDifference(subscription, *seen, aspect))

    def _withdraw(self) -> None:
        for subscription in (_ALL, _READING, *_PARTS.values()):
            self.unwatch(subscription)

    def _show_hover(self) -> None:
        parameter = self.selection.hovered_parameter
        self.list.mark(parameter)
        self.readings.bars.mark(self.selection.hovered_class)
        for view in self.tensor.views:
            view.set_accented(bool(parameter) and parameter == self._shown)


def _dropped(event: QDropEvent) -> Path | None:
    """The file of weights that is dragged, if it is one."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and is_weights(paths[0].name) else None
