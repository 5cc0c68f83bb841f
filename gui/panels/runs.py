"""The panel Runs: the runs that there are, to be opened, compared, named, copied and thrown away."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
)

from engine.thread.run_commands import (
    BringBackRun,
    CopyRun,
    DeleteRun,
    LeaveRun,
    ListRuns,
    NameRun,
    OpenRun,
    ReadRun,
    RenameRun,
)
from engine.thread.run_events import RunDeleted, RunsListed, RunState, RunSummary
from engine.thread.training_events import TrainingChanged, TrainingState
from gui import theme
from gui.engine_link import EngineLink
from gui.failures import failure_sentence
from gui.panel import BOTTOM, Panel, Place, listens
from gui.selection import ComparedRun, Selection
from gui.settings import runs_path
from gui.widgets.muted_words import MutedWords
from gui.widgets.run_list import RunList
from gui.widgets.run_rows import RunRow

LOOK_EVERY_MS = 3_000
_AT_WORK = (TrainingState.PREPARING, TrainingState.RUNNING, TrainingState.PAUSED, TrainingState.DIVERGED)


class RunsPanel(Panel):
    """A list, and below it what can be done with the chosen run; while it is seen, it looks for what changed."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "Runs"))
    icon: ClassVar[str] = "run"
    places: ClassVar[dict[str, Place]] = {"train": Place(BOTTOM, 1, beside=True, from_width=1200)}

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self.list = RunList()
        self.blank = MutedWords(wrapped=True)
        self.open_button = QPushButton(self.tr("Open"))
        self.more = QPushButton(self.tr("More"))
        self.back = QPushButton(self.tr("Bring back"))
        self._runs: dict[str, RunSummary] = {}
        self._run: TrainingChanged | None = None
        self._deleted: tuple[Path, ...] = ()
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._lay_out()
        self._connect()

    @listens(RunsListed)
    def show_runs(self, event: RunsListed) -> None:
        """Show what there is; runs that are compared and have grown are read again."""
        before, self._runs = self._runs, {str(run.folder): run for run in event.runs}
        self._deleted = event.deleted
        for key in self.list.ticks:
            if key in self._runs and key in before and self._runs[key].step != before[key].step:
                self.link.send(ReadRun(self._runs[key].folder))
        self._show_rows()

    @listens(TrainingChanged)
    def follow_run(self, event: TrainingChanged) -> None:
        """Mark the run in the window."""
        before, self._run = self._run, event
        if before is None or (before.identity, before.state, before.plan) != (
            event.identity,
            event.state,
            event.plan,
        ):
            self._look()

    @listens(RunDeleted)
    def tell_deleted(self, event: RunDeleted) -> None:
        """Offer the way back."""
        self._look()

    def minimumSizeHint(self) -> QSize:
        """Some runs."""
        return QSize(240, 140)

    def showEvent(self, event: QShowEvent) -> None:
        """Look, now and while it is seen."""
        super().showEvent(event)
        self._look()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more."""
        super().hideEvent(event)
        self._timer.stop()

    def _lay_out(self) -> None:
        self.blank.setText(self.tr("Train the network: every run is kept here, to be opened and compared."))
        self.open_button.setToolTip(
            self.tr("Show this run: its curves, its weights, every kept step (Return)")
        )
        self.back.setToolTip(self.tr("Put the run back that was deleted last"))
        self.list.setToolTip(
            self.tr("Double click opens a run, its square lays its curves over the present ones")
        )
        self._pages = QStackedLayout()
        self._pages.addWidget(self.blank)
        self._pages.addWidget(self.list)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        for button in (self.open_button, self.more, self.back):
            row.addWidget(button)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, theme.SPACE)
        layout.setSpacing(theme.SPACE)
        layout.addLayout(self._pages, 1)
        layout.addLayout(row)
        self._show_rows()

    def _connect(self) -> None:
        self.list.opened.connect(self._open)
        self.list.ticks_changed.connect(self._compare)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._offer())
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._pop_up)
        self.open_button.clicked.connect(lambda: self._with_chosen(self._open))
        menu = QMenu(self)
        menu.aboutToShow.connect(partial(self._fill, menu))
        self.more.setMenu(menu)
        self.back.clicked.connect(self._bring_back)

    def _look(self) -> None:
        if self.isVisible():
            folder = self._folder()
            self.link.send(ListRuns(runs_path(), () if folder is None else (folder,)))

    def _folder(self) -> Path | None:
        """That of the run in the window, if it lies in one."""
        run = self._run
        there = run is not None and run.state not in (TrainingState.ABSENT, TrainingState.PREPARING)
        return run.folder if run is not None and there else None

    def _show_rows(self) -> None:
        folder = self._folder()
        self.list.set_rows(tuple(self._row(run, run.folder == folder) for run in self._runs.values()))
        self._pages.setCurrentWidget(self.list if self._runs else self.blank)
        if self.list.chosen() is None and self.list.rows:
            self.list.choose(self.list.rows[0].key)
        for button in (self.open_button, self.more):
            button.setVisible(bool(self._runs))
        self.back.setVisible(bool(self._deleted))
        self.caption_changed.emit(self._summary())
        self._offer()

    def _summary(self) -> str:
        """How many runs there are, and what they take."""
        size = f"{sum(run.size for run in self._runs.values()) / 1e6:,.0f}"
        if len(self._runs) <= 1:
            return self.tr("1 run, {size} MB").format(size=size) if self._runs else ""
        return self.tr("{count} runs, {size} MB").format(count=len(self._runs), size=size)

    def _row(self, run: RunSummary, is_open: bool) -> RunRow:
        if run.failure is not None:
            return RunRow(str(run.folder), run.name, problem=failure_sentence(*run.failure))
        step = self.tr("step {step}").format(step=f"{run.step:,}")
        details = " · ".join(filter(None, (self._state(run, is_open), step, self._data(run))))
        when = _moment_words(run.begun)
        return RunRow(
            key=str(run.folder),
            name=run.name,
            details=details,
            when=when,
            figure="" if run.best is None else f"{100 * run.best:.2f} %",
            curve=run.curve,
            tip="\n".join((f"{run.name}, {when}", details, self._recipe(run), str(run.folder))),
            is_open=is_open,
        )

    def _state(self, run: RunSummary, is_open: bool) -> str:
        """What is worth saying of it: nothing of one that came to its end."""
        if is_open and self._run is not None and self._run.state is TrainingState.PAUSED:
            return self.tr("paused")
        if run.is_under_way:
            return self.tr("under way")
        return "" if run.state is RunState.FINISHED else self.tr("unfinished")

    def _data(self, run: RunSummary) -> str:
        names = {"synthetic": self.tr("synthetic")}
        return " + ".join(names.get(source, Path(source).name) for source in run.sources)

    def _recipe(self, run: RunSummary) -> str:
        recipe = run.recipe
        if recipe is None:
            return ""
        words = self.tr("{optimiser}, rate {rate}, batch {batch}, {epochs} epochs, seed {seed}")
        return words.format(
            optimiser=recipe.optimiser.name, rate=theme.number(recipe.learning_rate), batch=recipe.batch,
            epochs=recipe.epochs, seed=run.seed,
        )  # fmt: skip

    def _offer(self) -> None:
        row = self.list.chosen()
        self.open_button.setEnabled(row is not None and not row.is_open and not row.problem)
        self.more.setEnabled(row is not None)

    def _with_chosen(self, deed: Callable[[str], None]) -> None:
        row = self.list.chosen()
        if row is not None:
            deed(row.key)

    def _open(self, key: str) -> None:
        self.link.send(OpenRun(Path(key)))

    def _compare(self) -> None:
        ticks, known = self.list.ticks, {run.folder for run in self.selection.compared}
        compared = [
            ComparedRun(self._runs[key].folder, self._runs[key].name, place) for key, place in ticks.items()
        ]
        self.selection.compare(tuple(compared))
        for run in compared:
            if run.folder not in known:
                self.link.send(ReadRun(run.folder))

    def _pop_up(self, position: QPoint) -> None:
        menu = self.more.menu()
        if menu is not None and self.list.chosen() is not None:
            menu.popup(self.list.viewport().mapToGlobal(position))

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        row = self.list.chosen()
        if row is None:
            return
        busy = row.is_open and self._run is not None and self._run.state in _AT_WORK
        readable = not row.problem
        menu.addAction(self.tr("Rename …"), partial(self._ask_for_name, row)).setEnabled(readable)
        menu.addAction(self.tr("Copy to a folder …"), partial(self._ask_where, row)).setEnabled(readable)
        menu.addSeparator()
        menu.addAction(self.tr("Delete"), partial(self._delete, row)).setEnabled(not busy)

    def _ask_for_name(self, row: RunRow) -> None:
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("Rename the run"))
        dialog.setLabelText(self.tr("Name"))
        dialog.setTextValue(row.name)
        dialog.setTextEchoMode(QLineEdit.EchoMode.Normal)
        dialog.textValueSelected.connect(partial(self._rename, row))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _rename(self, row: RunRow, name: str) -> None:
        if name.strip() and name.strip() != row.name:
            self.link.send(RenameRun(Path(row.key), name))
            if row.is_open:
                self.link.send(NameRun(name.strip()))
            self._look()

    def _ask_where(self, row: RunRow) -> None:
        dialog = QFileDialog(self, self.tr("Copy the run to a new folder"), row.name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(lambda path: self.link.send(CopyRun(Path(row.key), Path(path))))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _delete(self, row: RunRow) -> None:
        """Take a run away; the one in the window is let go of first."""
        if row.is_open:
            self.link.send(LeaveRun())
        self.link.send(DeleteRun(Path(row.key), runs_path()))

    def _bring_back(self) -> None:
        if self._deleted:
            self.link.send(BringBackRun(self._deleted[-1], runs_path()))
            self._look()


def _moment_words(begun: float) -> str:
    """When a run began, `begun` seconds after the epoch: the hour of today, else the day."""
    moment = datetime.fromtimestamp(begun)
    return f"{moment:%H:%M}" if moment.date() == datetime.now().date() else f"{moment:%Y-%m-%d}"
