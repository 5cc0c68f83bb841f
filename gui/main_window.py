"""The main window: finds the panels, docks them, and shows what the engine says of itself."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QLabel, QMainWindow

from engine.thread.commands import OpenWeights, ReadDrawing, UseDevice, is_weights
from engine.thread.comparison_commands import CompareWith, Rival
from engine.thread.events import DrawingRead, EngineCrashed, EngineFailed, EngineStarted, FileWritten
from engine.thread.network_events import NetworkChanged
from engine.thread.reading_events import Classified
from engine.thread.run_commands import OpenRun
from gui import icons, theme
from gui.dock import PanelDock
from gui.docks import Docks, Panels
from gui.edited_weights import EditedWeights
from gui.engine_link import EngineLink
from gui.failures import reason_words
from gui.faults import Faults
from gui.menus import Menus
from gui.notices import Notice, Notices, failure_notice
from gui.panel import Panel, find_panels
from gui.panel_pictures import PanelPictures
from gui.selection import Selection
from gui.settings import drawing_path, stored
from gui.status import StatusBar
from gui.workspace_switch import WorkspaceSwitch
from gui.workspaces import Workspaces, built

SMALLEST = QSize(1024, 680)
AT_FIRST = QSize(1440, 900)


class MainWindow(QMainWindow):
    """The window.

    `painted` is emitted once, when it has been painted for the first time; `engine_ready` once, with the first network.
    `size`: instead of the size that it had last.
    """

    painted = Signal()

    engine_ready = Signal()
    reopening_wanted = Signal()  # once it is closed

    def __init__(self, size: QSize | None = None) -> None:
        super().__init__()
        self.setWindowTitle("Netglass[*]")
        self.setWindowIcon(icons.icon("app"))
        self.setMinimumSize(SMALLEST)
        self.setAcceptDrops(True)
        self.link = EngineLink(self)
        self.selection = Selection(self)
        self.faults = Faults(self)
        kinds = find_panels()
        self.link.hold()  # until the last panel listens
        self.docks = Docks(kinds, self._new_dock, self._docks_completed, self)
        self.panels = Panels(self.docks)
        self.was_painted = False
        self._has_network = False
        self._workspaces = Workspaces(self, self.docks)
        self._build_frame(built(kinds))
        self._subscribe()
        self._restore(size)
        self.painted.connect(self.docks.complete_in_turns)
        self.link.start_files()
        self.link.send(ReadDrawing(drawing_path(), quiet=True))

    def open(self, path: Path) -> None:
        """Open a picture, drawings, weights or the folder of a run."""
        if path.is_dir():
            self.show_workspace("train")
            self.link.send(OpenRun(path.absolute()))
            return
        self.link.send(OpenWeights(path) if is_weights(path.name) else ReadDrawing(path))

    def compare_with(self, path: Path) -> None:
        """Compare the open model with the weights in a file."""
        self.link.send(CompareWith(Rival.FILE, path))
        self._light_up("comparison")

    def show_workspace(self, name: str) -> None:
        """Go to a workspace."""
        focused = self.focusWidget()
        self._workspaces.show(name)
        self.switch.show_workspace(name)
        if focused is not None and not focused.isVisibleTo(self):
            self.switch.take_focus()  # Qt would pass it to whatever comes next, a menu button perhaps

    def reset_workspace(self) -> None:
        """Put the docks of this workspace back to where they were at first."""
        self._workspaces.arrange()

    def reopen(self) -> None:
        """Close this window, if it may, and ask for another."""
        if self.close():
            self.reopening_wanted.emit()

    def start_engine(self) -> None:
        """Begin to load torch, on the engine's thread."""
        self.link.start_engine()

    def shut_down(self) -> None:
        """Stop timers, then the threads; what was drawn is on the disk afterwards."""
        self.docks.stop()
        self.statusBar().stop()
        if not self.link.stop():
            self.faults.report("A thread of the engine did not end in time.")

    def showEvent(self, event: QShowEvent) -> None:
        """Size the docks once their layout knows the window; let no other workspace's word have the first focus."""
        super().showEvent(event)
        self._workspaces.window_shown()
        if self.focusWidget() is None:
            self.switch.take_focus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a line under the menu bar and one above the status bar; note the first paint."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(theme.current().line)
        for y in (
            self.menuBar().geometry().bottom() - theme.SPACE,
            self._status.geometry().top() + theme.SPACE,
        ):
            painter.drawLine(0, y, self.width(), y)
        painter.end()
        if not self.was_painted:
            self.was_painted = True
            self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the columns follow the window's width."""
        super().resizeEvent(event)
        self._workspaces.follow(event.oldSize(), event.size())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the arrangement and end the threads, unless edits of weights would be lost."""
        if not self.edited.may_close():
            event.ignore()
            return
        self._workspaces.keep()
        stored().setValue("window/geometry", self.saveGeometry())
        stored().setValue("window/workspace", self._workspaces.current)
        self.shut_down()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files from outside."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped; with Ctrl, compare with the weights instead."""
        compares = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        for url in event.mimeData().urls():
            path = Path(url.toLocalFile())
            if url.isLocalFile() and compares and is_weights(path.name):
                self.compare_with(path)
            elif url.isLocalFile():
                self.open(path)

    def statusBar(self) -> StatusBar:
        """The status bar of this window."""
        return self._status

    def _new_dock(self, kind: type[Panel]) -> PanelDock:
        dock = PanelDock(kind(self.link, self.selection), self)
        self._workspaces.admit(dock)
        dock.picture_wanted.connect(lambda: self.pictures.ask_where(dock))
        return dock

    def _light_up(self, panel: str) -> None:
        """Show where a panel is: in this workspace, or else in the first one that has a place for it."""
        if panel not in self.docks:
            return
        dock = self.docks[panel]
        homes = [name for name in self.workspace_titles if name in dock.panel.places]
        if dock.isHidden() and homes and self._workspaces.current not in homes:
            self.show_workspace(homes[0])
        dock.light_up()

    def _docks_completed(self) -> None:
        self.menus.add_panels(self.docks.built())
        self.link.release()

    def _build_frame(self, workspaces: dict[str, str]) -> None:
        self._status = StatusBar()
        self.setStatusBar(self._status)
        self._status.device_chosen.connect(lambda device: self.link.send(UseDevice(device)))
        self.notices = Notices(self)
        self.workspace_titles = workspaces
        self.switch = WorkspaceSwitch(self.workspace_titles)
        self.switch.chosen.connect(self.show_workspace)
        self.selection.pointed.connect(self._light_up)
        self.edited = EditedWeights(self)
        self.pictures = PanelPictures(self)
        self.menus = Menus(self)
        self._wordmark = QLabel("Netglass")  # kept here: the menu bar does not own its corners under PySide6
        self._wordmark.setObjectName("wordmark")
        self.menuBar().setCornerWidget(self._wordmark, Qt.Corner.TopLeftCorner)
        self.menuBar().setCornerWidget(self.switch, Qt.Corner.TopRightCorner)
        self.setContentsMargins(theme.SPACE, 0, theme.SPACE, 0)

    def _subscribe(self) -> None:
        self.link.subscribe(EngineStarted, self._engine_started)
        self.link.subscribe(NetworkChanged, self._network_changed)
        self.link.subscribe(EngineFailed, lambda event: self.notices.tell(failure_notice(event)))
        self.link.subscribe(EngineCrashed, self._engine_crashed)
        self.link.subscribe(
            Classified, lambda _: self._status.show_latency(self.link.latency_s), patient=True
        )
        self.link.subscribe(FileWritten, self._file_written)
        self.link.subscribe(DrawingRead, self._drawing_read)

    def _restore(self, size: QSize | None) -> None:
        geometry = stored().value("window/geometry")
        if size is not None:
            self.resize(size)
        elif not isinstance(geometry, QByteArray) or not self.restoreGeometry(geometry):
            room = self.screen().availableSize()
            self.resize(AT_FIRST.boundedTo(room).expandedTo(SMALLEST))
        workspace = stored().value("window/workspace")
        self.show_workspace(workspace if workspace in self.workspace_titles else "draw")

    def _engine_started(self, event: EngineStarted) -> None:
        self._status.offer_devices(event.devices)

    def _network_changed(self, event: NetworkChanged) -> None:
        if not self._has_network:
            self._has_network = True
            self.engine_ready.emit()
        self._status.show_device(event.device)
        if event.obstacle:
            words = self.tr(
                "{file} makes no network that runs; its tensors can be looked at and edited: {reason}."
            )
            self.notices.tell(Notice(words.format(file=event.title, reason=reason_words(event.obstacle))))

    def _engine_crashed(self, event: EngineCrashed) -> None:
        if event.fatal:
            self._status.engine.setText(self.tr("engine stopped"))
        self.faults.report(event.report)

    def _file_written(self, event: FileWritten) -> None:
        self.notices.tell(Notice(self.tr("{file} is saved.").format(file=event.path)))

    def _drawing_read(self, event: DrawingRead) -> None:
        if event.count > 1 and not event.kept:
            words = self.tr("{file} holds {count} drawings; the first is on the canvas.")
            self.notices.tell(Notice(words.format(file=event.name, count=event.count)))
