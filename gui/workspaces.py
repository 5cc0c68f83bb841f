"""The workspaces: which panels stand where at first, and how a person's own arrangement is kept."""

from collections import defaultdict
from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtWidgets import QMainWindow

from gui.dock import PanelDock
from gui.panel import BOTTOM, LEFT, RIGHT, TOP
from gui.settings import stored

LAYOUT_VERSION = 1  # raised when a kept arrangement of an older version would no longer fit


class Workspaces:
    """Arranges the docks of a window."""

    def __init__(self, window: QMainWindow, docks: Sequence[PanelDock]) -> None:
        self._window = window
        self._docks = docks
        self.current = ""
        window.setDockNestingEnabled(True)
        window.setCorner(Qt.Corner.TopLeftCorner, LEFT)
        window.setCorner(Qt.Corner.BottomLeftCorner, LEFT)
        window.setCorner(Qt.Corner.TopRightCorner, RIGHT)
        window.setCorner(Qt.Corner.BottomRightCorner, BOTTOM)

    def show(self, name: str) -> None:
        """Go to a workspace: as the person left it, else as it is at first."""
        self.keep()
        self.current = name
        state = stored().value(self._key())
        if not isinstance(state, QByteArray) or not self._window.restoreState(state, LAYOUT_VERSION):
            self.arrange()

    def keep(self) -> None:
        """Keep the arrangement of the current workspace for the next time."""
        if self.current:
            stored().setValue(self._key(), self._window.saveState(LAYOUT_VERSION))

    def arrange(self) -> None:
        """Put every dock of the current workspace at its first place, as far as the window has room."""
        for dock in self._docks:
            dock.setFloating(False)
            dock.hide()
            self._window.removeDockWidget(dock)
        for area, docks in self._placed().items():
            self._stack(area, docks)
        self.fit()

    def fit(self) -> None:
        """Give columns and rows the sizes that suit the window."""
        width, height = self._window.width(), self._window.height()
        columns = {LEFT: _between(264, 0.222 * width, 340), RIGHT: _between(288, 0.27 * width, 440)}
        rows = {BOTTOM: _between(200, 0.29 * height, 300)}
        rows[TOP] = height - rows[BOTTOM]
        for area, docks in self._placed().items():
            shares = [dock.panel.places[self.current].share for dock in docks]
            if area in columns:
                self._window.resizeDocks(docks[:1], [columns[area]], Qt.Orientation.Horizontal)
                self._window.resizeDocks(
                    docks, [height * s // sum(shares) for s in shares], Qt.Orientation.Vertical
                )
            else:
                self._window.resizeDocks(docks[:1], [rows[area]], Qt.Orientation.Vertical)
                self._window.resizeDocks(
                    docks, [width * s // sum(shares) for s in shares], Qt.Orientation.Horizontal
                )

    def follow(self, old: QSize, new: QSize) -> None:
        """Show the panels that a wider window has room for, and hide them in a narrower one."""
        if not self.current:
            return
        for dock in self._docks:
            place = dock.panel.places.get(self.current)
            if place is not None and (old.width() < place.from_width) != (new.width() < place.from_width):
                dock.setVisible(new.width() >= place.from_width)

    def _placed(self) -> dict[Qt.DockWidgetArea, list[PanelDock]]:
        areas: dict[Qt.DockWidgetArea, list[tuple[int, PanelDock]]] = defaultdict(list)
        for dock in self._docks:
            place = dock.panel.places.get(self.current)
            if place is not None:
                areas[place.area].append((place.order, dock))
        return {
            area: [dock for _, dock in sorted(docks, key=lambda pair: pair[0])]
            for area, docks in areas.items()
        }

    def _stack(self, area: Qt.DockWidgetArea, docks: list[PanelDock]) -> None:
        along = Qt.Orientation.Vertical if area in (LEFT, RIGHT) else Qt.Orientation.Horizontal
        for previous, dock in zip([None, *docks], docks, strict=False):
            if previous is None:
                self._window.addDockWidget(area, dock)
            else:
                self._window.splitDockWidget(previous, dock, along)
            dock.setVisible(self._window.width() >= dock.panel.places[self.current].from_width)

    def _key(self) -> str:
        return f"workspaces/{self.current}"


def _between(low: int, value: float, high: int) -> int:
    return round(min(max(value, low), high))
