"""The panel Run: what the network learns from and how, and the buttons that begin, pause and end it."""

from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout

from engine.thread.commands import UseWeights, WeightsSource
from engine.thread.run_commands import LeaveRun
from engine.thread.training_commands import (
    DATA_SETS,
    ChangeTraining,
    ControlTraining,
    CountLabelled,
    FetchData,
    GiveUpFetching,
    Train,
)
from engine.thread.training_events import (
    FetchEnded,
    FetchProgressed,
    LabelledCounted,
    StepsFinished,
    TrainingChanged,
    TrainingState,
)
from gui import theme
from gui.engine_link import EngineLink
from gui.panel import RIGHT, Panel, Place, listens
from gui.parameter_name import short_name
from gui.run_actions import RunActions
from gui.run_memory import remember, remembered
from gui.run_names import free_name
from gui.run_settings import RunSettings, Start
from gui.selection import Selection
from gui.settings import data_path, labelled_path, runs_path
from gui.widgets.action_button import ActionButton
from gui.widgets.duration import duration_text
from gui.widgets.frame_limit import WORDS_MS, FrameLimit
from gui.widgets.run_progress import RunProgress

_MARGIN = 12
_UNDER_WAY = (
    TrainingState.PREPARING,
    TrainingState.RUNNING,
    TrainingState.PAUSED,
    TrainingState.DIVERGED,
    TrainingState.OPENED,
)


class RunPanel(Panel):
    """Settings above, what can be done with the run and how far it is below."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "Run"))
    icon: ClassVar[str] = "run"
    places: ClassVar[dict[str, Place]] = {"train": Place(RIGHT, 0, share=58)}

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self.settings = RunSettings()
        self.deeds = RunActions(self)
        self.progress = RunProgress()
        self.message = QLabel()
        self.buttons = [ActionButton(action) for action in self.deeds.all()]
        self._run: TrainingChanged | None = None
        self._newest: StepsFinished | None = None  # not told yet
        self._pace = FrameLimit(self, WORDS_MS)
        self._pace.due.connect(self._tell_steps)
        self._lay_out()
        self.addActions(self.deeds.all())
        self.deeds.begun.connect(self._begin)
        self.deeds.left.connect(lambda: self.link.send(LeaveRun()))
        self.deeds.controlled.connect(lambda control: self.link.send(ControlTraining(control)))
        self.settings.recipe_changed.connect(self._change)
        if (plan := remembered()) is not None:
            self.settings.show_plan(plan)
        self.settings.browse.clicked.connect(lambda: self.selection.point_at("samples"))
        data = self.settings.data
        data.fetch_wanted.connect(lambda name: self.link.send(FetchData(name, data_path())))
        data.fetch_unwanted.connect(lambda name: self.link.send(GiveUpFetching(name)))
        data.labelled_wanted.connect(lambda: self.link.send(CountLabelled(labelled_path())))

    def menu_actions(self) -> dict[str, list[QAction]]:
        """What can be done with a run, for the menu."""
        return {"train": self.deeds.all()}

    def minimumSizeHint(self) -> QSize:
        """Narrow, and the settings can be scrolled."""
        return QSize(240, 160)

    @listens(TrainingChanged)
    def follow_run(self, event: TrainingChanged) -> None:
        """Offer what makes sense now, and say how far the run is."""
        another = self._run is None or self._run.identity != event.identity
        self._run, self._newest = event, None
        under_way = event.state in _UNDER_WAY
        if another and event.state is not TrainingState.ABSENT:
            self.settings.show_plan(event.plan)
        self.settings.set_under_way(under_way)
        self.settings.set_images(event.images if under_way else 0)
        self.settings.data.show_counts(event.counts)
        self.deeds.follow(event.state, event.step)
        self._tell_state(event)

    @listens(FetchProgressed)
    def follow_fetch(self, event: FetchProgressed) -> None:
        """Say how much of a data set has arrived."""
        self.settings.data.show_fetch(event.name, event.done, event.size)
        if self._run is None or self._run.state not in _UNDER_WAY:
            done, size = f"{event.done / 1e6:,.1f}", f"{event.size / 1e6:,.0f}"
            words = self.tr("{done} of {size} MB").format(done=done, size=size)
            title = DATA_SETS[event.name].title
            self.progress.show_progress(min(1.0, event.done / event.size), words, title)

    @listens(FetchEnded)
    def end_fetch(self, event: FetchEnded) -> None:
        """Choose what was fetched."""
        self.settings.data.end_fetch(event.name, event.folder, event.fetched)
        if self._run is None or self._run.state not in _UNDER_WAY:
            self.progress.show_progress(0.0, "", "")

    @listens(LabelledCounted)
    def follow_labels(self, event: LabelledCounted) -> None:
        """Say how many of the person's drawings can be learned from."""
        self.settings.show_labelled(event.counts)

    @listens(StepsFinished)
    def follow_steps(self, event: StepsFinished) -> None:
        """Move on the bar."""
        self._newest = event
        if self._run is not None and self._run.state in _UNDER_WAY:
            self.deeds.rewind.setEnabled(self._run.state is not TrainingState.OPENED)
        self._pace.wish()

    def _lay_out(self) -> None:
        scrolled = QScrollArea()
        scrolled.setWidget(self.settings)
        scrolled.setWidgetResizable(True)
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.message.setObjectName("problem")
        self.message.setWordWrap(True)
        self.message.hide()
        self.buttons[0].setDefault(True)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        for button in self.buttons:
            row.addWidget(button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 0, _MARGIN, theme.SPACE)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(scrolled, 1)
        layout.addWidget(self.message)
        layout.addLayout(row)
        layout.addWidget(self.progress)

    def _begin(self) -> None:
        """Begin a run under a name that is free, from the weights that are chosen."""
        settings = self.settings
        if settings.has_problem():
            return
        name = free_name(settings.optimiser.currentData().name.lower(), runs_path())
        if settings.start.currentData() is Start.RANDOM:
            self.link.send(UseWeights(WeightsSource.RANDOM, int(settings.seed.value), keeps_layers=True))
        plan = settings.plan(name)
        remember(plan)
        self.link.send(Train(plan, runs_path() / name))

    def _change(self) -> None:
        if self._run is not None and self._run.state in _UNDER_WAY:
            self.link.send(ChangeTraining(self.settings.recipe()))

    def _tell_steps(self) -> None:
        """Say how far the run is; nothing moves a layout."""
        event, self._newest = self._newest, None
        if event is None:
            return
        step = int(event.steps[-1])
        self.progress.show_progress(
            step / max(1, event.total),
            self._rate(event.images_per_second),
            self._time_left(event),
        )
        if self._run is not None and self._run.state is TrainingState.RUNNING:
            epoch = self.tr("epoch {epoch} of {epochs}").format(epoch=event.epoch, epochs=self._run.epochs)
            self._say(epoch)

    def _tell_state(self, event: TrainingChanged) -> None:
        diverged = event.state is TrainingState.DIVERGED
        words = self.tr(
            "NaN or infinite at {layer} in the step after {step}: the weights of step {step} are kept. Lower the "
            "learning rate and go on, or rewind."
        )
        self.message.setText(
            words.format(layer=short_name(event.layer), step=f"{event.step:,}") if diverged else ""
        )
        self.message.setVisible(diverged)
        preparing = event.state is TrainingState.PREPARING
        left = self.tr("{images} images") if preparing else self.tr("step {step} of {steps}")
        if not event.steps and not preparing:
            left = self.tr("step {step}") if event.step else ""
        self.progress.show_progress(
            event.step / max(1, event.steps),
            left.format(images=f"{event.images:,}", step=f"{event.step:,}", steps=f"{event.steps:,}"),
            "",
        )
        self._say(self._state_words(event))

    def _state_words(self, event: TrainingChanged) -> str:
        match event.state:
            case TrainingState.PREPARING:
                return self.tr("preparing the data")
            case TrainingState.RUNNING:
                return self.tr("epoch {epoch} of {epochs}").format(epoch=event.epoch, epochs=event.epochs)
            case TrainingState.PAUSED:
                return self.tr("paused")
            case TrainingState.DIVERGED:
                return self.tr("diverged")
            case TrainingState.FINISHED:
                return self.tr("finished")
            case TrainingState.OPENED:
                return self.tr("left at step {step}").format(step=f"{event.step:,}")
            case TrainingState.FOLLOWED:
                return self.tr("trained elsewhere")
            case TrainingState.ABSENT:
                return ""

    def _say(self, words: str) -> None:
        if self._run is not None:
            self.caption_changed.emit(f"{self._run.plan.name} · {words}" if words else "")

    def _rate(self, images_per_second: float) -> str:
        """Of a run that is read from its folder nothing is known, nor when it will end."""
        words = self.tr("{rate} images/s").format(rate=f"{images_per_second:,.0f}")
        return words if images_per_second else self.progress.left

    def _time_left(self, event: StepsFinished) -> str:
        duration = duration_text(event.seconds_left) if event.images_per_second else ""
        return self.tr("{duration} left").format(duration=duration) if duration else ""
