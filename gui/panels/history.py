"""The panel History: back to any kept step of the run, and on from there."""

from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from engine.thread.training_commands import Plan, ShowStep, Train
from engine.thread.training_events import HistoryChanged, StepsFinished, StepShown, TrainingChanged
from gui import theme
from gui.engine_link import EngineLink
from gui.icons import icon
from gui.panel import BOTTOM, Panel, Place, listens
from gui.run_names import branch_name
from gui.selection import Selection
from gui.settings import runs_path
from gui.widgets.frame_limit import WORDS_MS, FrameLimit
from gui.widgets.muted_words import MutedWords
from gui.widgets.step_slider import StepSlider

PLAY_INTERVAL_MS = 100
_MARGIN = 12
_MEGABYTE = 1e6
_WIDEST = 999_999  # steps that the numbers have room for


class HistoryPanel(Panel):
    """A slim bar: which step is shown, a slider over those that were kept, and what can be done from there."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "History"))
    icon: ClassVar[str] = "history"
    title_beside: ClassVar[bool] = True
    places: ClassVar[dict[str, Place]] = {"train": Place(BOTTOM, 1, length=56)}

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self.step = _number_label(Qt.AlignmentFlag.AlignLeft)
        self.slider = StepSlider()
        self.last = _number_label(Qt.AlignmentFlag.AlignRight)
        self.play = QPushButton(icon("play"), self.tr("Play"))
        self.now = QPushButton(self.tr("Now"))
        self.branch = QPushButton(self.tr("Branch from here"))
        self.words = MutedWords()
        self._plan: Plan | None = None
        self._newest = 0
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
        if self._plan is None or event.plan.name != self._plan.name:
            self._set_playing(False)
            self.slider.set_shown(None)
        self._plan, self._newest = event.plan, event.step
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
        words = self.tr("{count} steps are kept, {size} MB of {budget} MB")
        size, budget = event.size / _MEGABYTE, event.budget / _MEGABYTE
        self.slider.setToolTip(
            words.format(count=f"{len(event.steps):,}", size=f"{size:,.0f}", budget=f"{budget:,.0f}")
        )
        self._show_bar()

    @listens(StepShown)
    def follow_shown(self, event: StepShown) -> None:
        """Put the handle where the network is shown."""
        self.slider.set_shown(event.step)
        self._offer()

    def minimumSizeHint(self) -> QSize:
        """A slim bar."""
        return QSize(320, 40)

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
        for button in (self.play, self.now, self.branch):
            layout.addWidget(button)
        self.play.setCheckable(True)
        _fix_size(self.step, self._step_words(_WIDEST))
        _fix_size(self.last, f"{_WIDEST:,}")

    def _explain(self) -> None:
        self.slider.setAccessibleName(self.tr("Step of the run that is shown"))
        self.play.setToolTip(self.tr("Show one kept step after the other"))
        self.now.setToolTip(self.tr("Back to the network as it is now"))
        self.branch.setToolTip(
            self.tr("Begin another run with the weights of this step and the same settings")
        )
        self.words.setText(
            self.tr("Train the network: its weights are kept by step, and this bar goes back to any of them.")
        )

    def _connect(self) -> None:
        self.slider.moved.connect(self._go_by_hand)
        self.play.toggled.connect(self._set_playing)
        self.now.clicked.connect(lambda: self._go_by_hand(None))
        self.branch.clicked.connect(self._branch)

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
        for widget in (self.step, self.slider, self.last, self.play, self.now, self.branch):
            widget.setVisible(there)

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
        """Begin a run like this with the weights that are shown: they are the ones in use."""
        if self._plan is not None and self.slider.shown is not None:
            name = branch_name(self._plan.name, self.slider.shown, runs_path())
            self.link.send(Train(replace(self._plan, name=name), runs_path() / name))


def _number_label(side: Qt.AlignmentFlag) -> QLabel:
    label = QLabel()
    label.setFont(theme.mono_font())
    label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    return label


def _fix_size(label: QLabel, widest: str) -> None:
    """A label of fixed size asks for no new layout when its words change, which they do 30 times a second."""
    label.setFixedSize(label.fontMetrics().horizontalAdvance(widest), label.fontMetrics().height())
