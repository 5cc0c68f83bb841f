"""The menu of the weights that were opened last, the newest first; it is there again at the next start."""

from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from engine.thread.commands import OpenWeights
from engine.thread.events import EngineFailed, Kind
from engine.thread.network_events import NetworkChanged, WeightsSource
from gui.engine_link import EngineLink
from gui.settings import stored

MOST = 10
_KEY = "files/recent"
_LONGEST = 60  # characters of a path in the menu


class RecentFiles(QMenu):
    """A file that is gone says so when it is chosen, and leaves the menu. Nobody waits for a disk to list them."""

    def __init__(self, link: EngineLink, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Open recent"))
        self._link = link
        self._asked: Path | None = None
        self._link.subscribe(NetworkChanged, self._take)
        self._link.subscribe(EngineFailed, self._drop)
        self._fill()

    def paths(self) -> list[Path]:
        """The files, the newest first."""
        kept = stored().value(_KEY)
        texts = [kept] if isinstance(kept, str) else kept if isinstance(kept, list) else []
        return [Path(str(text)) for text in texts if text]

    def _take(self, event: NetworkChanged) -> None:
        if event.source is WeightsSource.FILE and event.path is not None:
            path = event.path.absolute()
            self._keep([path, *(each for each in self.paths() if each != path)][:MOST])

    def _drop(self, event: EngineFailed) -> None:
        if event.kind is Kind.FILE_MISSING and self._asked is not None:
            self._keep([each for each in self.paths() if each != self._asked])
        self._asked = None

    def _keep(self, paths: list[Path]) -> None:
        if paths != self.paths():
            stored().setValue(_KEY, [str(path) for path in paths])
            self._fill()

    def _fill(self) -> None:
        self.clear()
        for path in self.paths():
            action = self.addAction(_short(path).replace("&", "&&"))
            action.triggered.connect(lambda _, path=path: self._open(path))
        self.setEnabled(bool(self.actions()))
        if self.actions():
            self.addSeparator()
            self.addAction(self.tr("Forget these")).triggered.connect(lambda: self._keep([]))

    def _open(self, path: Path) -> None:
        self._asked = path
        self._link.send(OpenWeights(path))


def _short(path: Path) -> str:
    """The path, with its end where it is long."""
    text = str(path)
    return text if len(text) <= _LONGEST else f"…{text[-_LONGEST:]}"
