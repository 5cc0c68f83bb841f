"""The docks of a window by the name of their panel: built when they are first asked for, the rest one a turn."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from PySide6.QtCore import QObject, QTimer

from gui.dock import PanelDock
from gui.panel import Panel


class Docks(Mapping[str, PanelDock]):
    """Looks like all docks that there are; one that nobody has asked for is not built yet.

    A window is up sooner when it builds only what it shows. `completed` is called once, when the last was built.
    """

    def __init__(
        self,
        kinds: Sequence[type[Panel]],
        build: Callable[[type[Panel]], PanelDock],
        completed: Callable[[], None],
        window: QObject,
    ) -> None:
        self._kinds = {kind.name(): kind for kind in kinds}
        self._build = build
        self._completed = completed
        self._built: dict[str, PanelDock] = {}
        self._timer = QTimer(window, interval=0)
        self._timer.timeout.connect(self._build_next)

    def __getitem__(self, name: str) -> PanelDock:
        if name not in self._built:
            self._built[name] = self._build(self._kinds[name])
            if len(self._built) == len(self._kinds):
                self._timer.stop()
                self._completed()
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    def of_workspace(self, name: str) -> list[PanelDock]:
        """The docks that are seen at first in a workspace of a window that is large enough."""
        return [
            self[panel]
            for panel, kind in self._kinds.items()
            if name in kind.places and not kind.places[name].tab
        ]

    def built(self) -> list[PanelDock]:
        """Those that are there already."""
        return [self._built[name] for name in self._kinds if name in self._built]

    def complete(self) -> None:
        """Build what is missing at once."""
        for _ in self.values():
            pass

    def complete_in_turns(self) -> None:
        """Build what is missing between events, one dock a turn."""
        if len(self._built) < len(self._kinds):
            self._timer.start()

    def stop(self) -> None:
        """Build no more."""
        self._timer.stop()

    def _build_next(self) -> None:
        self.__getitem__(next(name for name in self._kinds if name not in self._built))


class Panels(Mapping[str, Panel]):
    """The panels in the docks."""

    def __init__(self, docks: Docks) -> None:
        self._docks = docks

    def __getitem__(self, name: str) -> Panel:
        return self._docks[name].panel

    def __iter__(self) -> Iterator[str]:
        return iter(self._docks)

    def __len__(self) -> int:
        return len(self._docks)
