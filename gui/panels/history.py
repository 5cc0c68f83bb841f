"""The panel History: back to any kept step of the run, and on from there."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup, QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton

from engine.thread.run_commands import LimitHistory
from engine.thread.training_commands import Origin, Plan, ShowStep, Train
from engine.thread.training_events import HistoryChanged, StepsFinished, StepShown, TrainingChanged
from gui import theme
from gui.engine_link import EngineLink
from gui.icons import icon
from gui.panel import BOTTOM, Panel, Place, listens
from gui.run_names import branch_name
from gui.selection import Selection
from gui.settings import HISTORY_BUDGET, history_budget, runs_path, stored
from gui.widgets.frame_limit import WORDS_MS, FrameLimit
from gui.widgets.muted_words import MutedWords
from gui.widgets.step_slider import StepSlider

PLAY_INTERVAL_MS = 100
_MARGIN = 12
_BUDGETS = (100_000_000, 300_000_000, 1_000_000_000, 3_000_000_000, 10_000_000_000)
_WIDEST = 999_999  # steps that the numbers have room for
_ROOM_FOR_LAST = 640  # pixels; in a narrower bar the slider has the room of the last step's number
_MOST_BYTES = 99_900_000_000  # that the button has room for


class HistoryPanel(Panel):
    """A slim bar: which step is shown, a slider over those that were kept, and what can be done from there."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "History"))
    icon: ClassVar[str] = "history"
    title_beside: ClassVar[bool] = True
    places: ClassVar[dict[str, Place]] = {"train": Place(BOTTOM, 2, length=56)}

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self.step = _number_label(Qt.AlignmentFlag.AlignRight)
        self.slider = StepSlider()
        self.last = _number_label(Qt.AlignmentFlag.AlignRight)
        self.play = QPushButton(icon("play"), self.tr("Play"))
        self.now = QPushButton(self.tr("Now"))
        self.branch = QPushButton(self.tr("Branch"))
        self.room = QPushButton()
        self.words = MutedWords()
        self._plan: Plan | None = None
        self._newest = 0
        self._identity: Path | str = ""
        self._folder: Path | None = None
        self._pace = FrameLimit(self, WORDS_MS)
        self._pace.due.connect(self._show_newest)
        self._timer = QTimer(self)
        self._timer.setInterval(PLAY_INTERVAL_MS)
        self._timer.timeout.connect(self._advance)
        self._lay_out()
        self._explain()
        self._connect()
        self._show_bar()
        self._offer()

    @listens(TrainingChanged)
    def follow_run(self, event: TrainingChanged) -> None:
        """Follow another run, or the same that went back."""
        if event.identity != self._identity:
            self._identity = event.identity
            self._set_playing(False)
            self.slider.set_shown(None)
        self._plan, self._folder, self._newest = event.plan, event.folder, event.step
        self._show_newest()

    @listens(StepsFinished)
    def follow_steps(self, event: StepsFinished) -> None:
        """Move the end."""
        self._newest = int(event.steps[-1])
        self._pace.wish()

    @listens(HistoryChanged)
    def follow_history(self, event: HistoryChanged) -> None:
        """Mark what was kept."""
        self.slider.set_kept(event.steps)
        words = self.tr("{count} steps are kept, {size}")
        self.slider.setToolTip(words.format(count=f"{len(event.steps):,}", size=_bytes(event.size)))
        self.room.setText(_bytes(event.size))
        self._show_bar()

    @listens(StepShown)
    def follow_shown(self, event: StepShown) -> None:
        """Put the handle where the network is shown."""
        self.slider.set_shown(event.step)
        self._offer()

    def minimumSizeHint(self) -> QSize:
        """A slim bar."""
        return QSize(320, 40)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the slider where there is little."""
        super().resizeEvent(event)
        self._show_bar()

    def hideEvent(self, event: QHideEvent) -> None:
        """Play for nobody."""
        super().hideEvent(event)
        self._set_playing(False)

    def _show_newest(self) -> None:
        self._reach(self._newest)

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        layout.setSpacing(_MARGIN)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.step)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.last)
        for button in (self.play, self.now, self.branch, self.room):
            layout.addWidget(button)
        self.play.setCheckable(True)
        _fix_size(self.step, self._step_words(_WIDEST))
        _fix_size(self.last, f"{_WIDEST:,}")

    def _explain(self) -> None:
        self.slider.setAccessibleName(self.tr("Step of the run that is shown"))
        self.play.setToolTip(self.tr("Show one kept step after the other"))
        self.now.setToolTip(self.tr("Back to the network as it is now"))
        self.branch.setToolTip(self.tr("Go on from this step in another run; this one stays as it is"))
        self.room.setToolTip(
            self.tr(
                "What the kept steps take, and how much each run may take: the steps missed least go first"
            )
        )
        self.words.setText(
            self.tr("Train the network: its weights are kept by step, and this bar goes back to any of them.")
        )

    def _connect(self) -> None:
        self.slider.moved.connect(self._go_by_hand)
        self.play.toggled.connect(self._set_playing)
        self.now.clicked.connect(lambda: self._go_by_hand(None))
        self.branch.clicked.connect(self._branch)
        self.room.setMenu(self._new_budgets())
        self._fix_room()
        self.link.send(LimitHistory(history_budget()))

    def _fix_room(self) -> None:
        """Give the button room for any words, so that it asks for no new layout with each step that is kept."""
        self.room.setText(_bytes(_MOST_BYTES))
        self.room.ensurePolished()
        self.room.setFixedSize(self.room.sizeHint())

    def _new_budgets(self) -> QMenu:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for budget in _BUDGETS:
            words = self.tr("At most {size} a run").format(size=_bytes(budget))
            action = QAction(words, menu, checkable=True, checked=budget == history_budget())
            action.triggered.connect(partial(self._limit, budget))
            group.addAction(action)
            menu.addAction(action)
        return menu

    def _limit(self, budget: int) -> None:
        stored().setValue(HISTORY_BUDGET, budget)
        self.link.send(LimitHistory(budget))

    def _offer(self) -> None:
        """Say which step is shown, and offer what makes sense there."""
        shown = self.slider.shown
        self.step.setText(self._step_words(self.slider.last if shown is None else shown))
        self.last.setText(f"{self.slider.last:,}")
        self.now.setEnabled(shown is not None)
        self.branch.setEnabled(shown is not None)

    def _show_bar(self) -> None:
        """Show the bar once there is something to go back to, and before that words."""
        there = len(self.slider.kept) > 0
        self.words.setVisible(not there)
        for widget in (self.step, self.slider, self.play, self.now, self.branch, self.room):
            widget.setVisible(there)
        self.last.setVisible(there and self.width() >= _ROOM_FOR_LAST)

    def _step_words(self, step: int) -> str:
        return self.tr("step {step}").format(step=f"{step:,}")

    def _reach(self, last: int) -> None:
        self.slider.set_last(last)
        self._offer()

    def _go_by_hand(self, step: int | None) -> None:
        self._set_playing(False)
        self._go(step)

    def _go(self, step: int | None) -> None:
        self.slider.set_shown(step)
        self._offer()
        self.link.send(ShowStep(step))

    def _set_playing(self, playing: bool) -> None:
        self.play.setChecked(playing)
        self.play.setIcon(icon("pause" if playing else "play"))
        if playing and not self._timer.isActive():
            self._timer.start()
            if self.slider.shown is None:
                self._go(int(self.slider.kept[0]))
        elif not playing:
            self._timer.stop()

    def _advance(self) -> None:
        """One kept step on; at the end, the present, and rest."""
        step = self.slider.neighbour(forwards=True)
        self._go(step)
        if step is None:
            self._set_playing(False)

    def _branch(self) -> None:
        """Go on from what is shown in a run like this; where it lies in no folder, from the weights alone."""
        shown = self.slider.shown
        if self._plan is not None and shown is not None:
            name = branch_name(self._plan.name, shown, runs_path())
            origin = None if self._folder is None else Origin(self._folder, shown)
            self.link.send(Train(replace(self._plan, name=name), runs_path() / name, origin))


def _bytes(count: int) -> str:
    return f"{count / 1e9:,.1f} GB" if count >= 1e9 else f"{count / 1e6:,.0f} MB"


def _number_label(side: Qt.AlignmentFlag) -> QLabel:
    label = QLabel()
    label.setFont(theme.mono_font())
    label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    return label


def _fix_size(label: QLabel, widest: str) -> None:
    """A label of fixed size asks for no new layout when its words change, which they do 30 times a second."""
    label.setFixedSize(label.fontMetrics().horizontalAdvance(widest), label.fontMetrics().height())
