"""The panel Loss: how loss and accuracy go while the network learns."""

from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QSize, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.thread.commands import WriteFile
from engine.thread.run_commands import ListRuns, OpenRun
from engine.thread.run_events import RunRead, RunsListed, RunState, RunSummary, ValidationsRead
from engine.thread.training_events import StepsFinished, StepShown, TrainingChanged, Validated
from gui import theme
from gui.engine_link import EngineLink
from gui.icons import icon
from gui.panel import TOP, Panel, Place, listens
from gui.pictures import picture_of
from gui.selection import Selection
from gui.settings import runs_path
from gui.widgets.learning_curves import LearningCurves, Overlay
from gui.widgets.learning_record import LearningRecord
from gui.widgets.muted_words import MutedWords

_MARGIN = 12
_TRAIN = "train"  # the name of the action that begins a run
_LEAST_HEIGHT = 180
_WORDS_HEIGHT = 56


class CurvesPanel(Panel):
    """Curves, and before there are any, a button that begins a run, and one that goes on with an interrupted one."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "Loss"))
    icon: ClassVar[str] = "curves"
    places: ClassVar[dict[str, Place]] = {"train": Place(TOP, 0)}

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self.record = LearningRecord()
        self.curves = LearningCurves(self.record)
        self.train_button = QPushButton(self.tr("Train"))
        self.go_on_button = QPushButton()
        self.exports = self._new_exports()
        self._export = self._new_export()
        self._run_name = ""
        self._identity: Path | str = ""
        self._interrupted: RunSummary | None = None
        self._others: dict[Path, LearningRecord] = {}
        selection.compared_changed.connect(self._overlay)
        self._lay_out()

    @listens(TrainingChanged)
    def follow_run(self, event: TrainingChanged) -> None:
        """Begin anew with another run, and forget the steps from before which a run goes on."""
        self._run_name = event.plan.name
        if event.identity != self._identity:
            self._identity = event.identity
            self.record.cut(-1)
            self.curves.fit()
            self.curves.point_at(None)
        self.record.cut(event.step)
        self._show_curves()

    @listens(StepsFinished)
    def add_steps(self, event: StepsFinished) -> None:
        """Lengthen the curves."""
        self.record.add_steps(event.steps, event.losses, event.accuracies, event.rates)
        self._show_curves()

    @listens(Validated)
    def add_validation(self, event: Validated) -> None:
        """Lengthen the curves of the validation images."""
        self.record.add_validation(event.step, event.loss, event.accuracy)
        self.curves.refresh()

    @listens(ValidationsRead)
    def add_validations(self, event: ValidationsRead) -> None:
        """Lengthen the curves of the validation images by those of a run's folder."""
        self.record.add_validations(event.steps, event.losses, event.accuracies)
        self.curves.refresh()

    @listens(RunRead)
    def show_other(self, event: RunRead) -> None:
        """Lay another run over this one, if it is still wanted."""
        record = LearningRecord()
        record.add_steps(event.steps, event.losses, event.accuracies, event.rates)
        record.add_validations(event.validation_steps, event.validation_losses, event.validation_accuracies)
        self._others[event.folder] = record
        self._overlay()

    @listens(RunsListed)
    def offer_to_go_on(self, event: RunsListed) -> None:
        """Offer to go on with the newest run, if it was interrupted."""
        newest = next(iter(event.runs), None)
        self._interrupted = newest if newest is not None and _was_interrupted(newest) else None
        if self._interrupted is not None:
            words = self.tr("Go on with {name}, step {step}")
            name, step = self._interrupted.name, f"{self._interrupted.step:,}"
            self.go_on_button.setText(words.format(name=name, step=step))
        self.go_on_button.setVisible(self._interrupted is not None)

    @listens(StepShown)
    def mark_step(self, event: StepShown) -> None:
        """Put the hair where the network is shown as it was."""
        self.curves.point_at(event.step)

    def showEvent(self, event: QShowEvent) -> None:
        """Before the first run, look whether an earlier one was interrupted."""
        super().showEvent(event)
        if not self._identity:
            self.link.send(ListRuns(runs_path()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be saved."""
        self.exports.popup(event.globalPos())

    def minimumSizeHint(self) -> QSize:
        """Room for two plots."""
        return QSize(280, _LEAST_HEIGHT)

    def picture(self, ending: str) -> bytes:
        """What the curves look like, as the content of a file: "png" or "svg"."""
        self._export.hide()  # a button has no place in a picture
        try:
            return picture_of(self.curves, self._run_name, f".{ending}", _MARGIN)
        finally:
            self._export.show()

    def table(self) -> bytes:
        """All numbers of the run, as the content of a CSV file."""
        return self.record.to_csv().encode()

    def _overlay(self) -> None:
        """Show the other runs whose figures are there."""
        wanted = self.selection.compared
        self._others = {run.folder: self._others[run.folder] for run in wanted if run.folder in self._others}
        overlays = [
            Overlay(run.name, self._others[run.folder], run.place)
            for run in wanted
            if run.folder in self._others
        ]
        self.curves.set_overlays(overlays)
        if overlays:
            self._show_curves()

    def _lay_out(self) -> None:
        self.curves.head.addWidget(self._export)
        self.curves.setToolTip(
            self.tr("The wheel zooms, dragging moves, a double click shows all (+, −, Ctrl and arrows, Home)")
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(self._new_empty_page())
        self._pages.addWidget(self.curves)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 0, _MARGIN, theme.SPACE)
        layout.addWidget(self._pages)

    def _new_export(self) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon("save"))
        button.setIconSize(QSize(14, 14))
        button.setAutoRaise(True)
        button.setMenu(self.exports)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolTip(self.tr("Save the curves as a picture, a drawing or a table"))
        button.setAccessibleName(self.tr("Save the curves"))
        policy = button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        button.setSizePolicy(policy)
        return button

    def _new_empty_page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        words = MutedWords(wrapped=True)
        words.setText(self.tr("Train the network: its loss and accuracy are drawn here, step by step."))
        self.train_button.clicked.connect(self._train)
        self.go_on_button.clicked.connect(self._go_on)
        self.go_on_button.setToolTip(self.tr("To the same weights as if it had never been interrupted"))
        self.go_on_button.hide()
        words.setFixedHeight(_WORDS_HEIGHT)
        layout.setSpacing(theme.SPACE)
        layout.addStretch()
        layout.addWidget(words)
        for button in (self.train_button, self.go_on_button):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()
        return page

    def _show_curves(self) -> None:
        """Show the curves in place of the button, whose focus they take."""
        had_focus = self.train_button.hasFocus() or self.go_on_button.hasFocus()
        self._pages.setCurrentWidget(self.curves)
        if had_focus:
            self.curves.setFocus()
        self.curves.refresh()

    def _go_on(self) -> None:
        if self._interrupted is not None:
            self.link.send(OpenRun(self._interrupted.folder, goes_on=True))

    def _train(self) -> None:
        """Do what the window's action does: the settings of a run are not this panel's."""
        action = self.window().findChild(QAction, _TRAIN)
        if action is not None:
            action.trigger()

    def _new_exports(self) -> QMenu:
        menu = QMenu(self.tr("Save the curves"), self)
        for ending, words in {
            "png": self.tr("Save as PNG …"),
            "svg": self.tr("Save as SVG …"),
            "csv": self.tr("Save as CSV …"),
        }.items():
            menu.addAction(words, partial(self._ask_where_to_save, ending))
        return menu

    def _ask_where_to_save(self, ending: str) -> None:
        name = f"{self._run_name}.{ending}"
        dialog = QFileDialog(self, self.tr("Save the curves"), name, f"{ending.upper()} (*.{ending})")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending)
        dialog.fileSelected.connect(lambda path: self._save(Path(path), ending))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save(self, path: Path, ending: str) -> None:
        self.link.send(WriteFile(path, self.table() if ending == "csv" else self.picture(ending)))


def _was_interrupted(run: RunSummary) -> bool:
    """Whether it ended before its end, and nobody trains it now."""
    return not run.failure and not run.is_under_way and run.state is not RunState.FINISHED and run.step > 0
