"""The workspaces: which panels stand where at first, and how a person's own arrangement is kept."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import QT_TRANSLATE_NOOP, QByteArray, QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QMainWindow

from gui.dock import PanelDock
from gui.docks import Docks
from gui.panel import BOTTOM, LEFT, RIGHT, TOP, Panel
from gui.settings import stored

ACROSS, DOWN = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
LAYOUT_VERSION = 3  # raised when a kept arrangement of an older version would no longer fit

TITLES = {
    "draw": QT_TRANSLATE_NOOP("Workspaces", "Draw"),
    "inspect": QT_TRANSLATE_NOOP("Workspaces", "Inspect"),
    "train": QT_TRANSLATE_NOOP("Workspaces", "Train"),
    "learn": QT_TRANSLATE_NOOP("Workspaces", "Learn"),
}


def built(panels: Iterable[type[Panel]]) -> dict[str, str]:
    """Names and titles of the workspaces that have a panel at their heart, the top."""
    hearts = {name for panel in panels for name, place in panel.places.items() if place.area is TOP}
    return {
        name: QCoreApplication.translate("Workspaces", str(title))
        for name, title in TITLES.items()
        if name in hearts
    }


class Workspaces:
    """Arranges the docks of a window."""

    def __init__(self, window: QMainWindow, docks: Docks) -> None:
        self._window = window
        self._docks = docks
        self.current = ""
        self._unfitted = False  # arranged before the layout knew the window's size
        window.setDockNestingEnabled(True)

    def show(self, name: str) -> None:
        """Go to a workspace: as the person left it, else as it is at first."""
        self.keep()
        self.current = name
        state = stored().value(self._key("docks"))
        self._build_what_is_seen()
        self._clear()
        if not isinstance(state, QByteArray) or not self._window.restoreState(state, LAYOUT_VERSION):
            self.arrange()
            return
        for dock in self._docks.built():
            self._tuck_in(dock)
        size = stored().value(self._key("size"))
        if isinstance(size, QSize) and size != self._window.size():
            self.follow(size, self._window.size())
            self.fit()

    def keep(self) -> None:
        """Keep the arrangement of the current workspace for the next time."""
        if self.current:
            stored().setValue(self._key("docks"), self._window.saveState(LAYOUT_VERSION))
            stored().setValue(self._key("size"), self._window.size())
            seen = [dock.panel.name() for dock in self._docks.built() if not dock.isHidden()]
            stored().setValue(self._key("seen"), " ".join(seen))

    def admit(self, dock: PanelDock) -> None:
        """Take in a dock that was built after its workspace was arranged: it waits where it was kept."""
        dock.hide()
        self._window.restoreDockWidget(dock)
        self._tuck_in(dock)

    def arrange(self) -> None:
        """Put every dock of the current workspace at its first place, as far as the window has room."""
        self._clear()
        placed = self._placed()
        self._lay_out({area: docks[0] for area, docks in placed.items()})
        for area, docks in placed.items():
            for previous, dock in pairwise(self._stacked(docks)):
                self._window.splitDockWidget(previous, dock, _direction(area))
            for previous, dock in pairwise(docks):
                if self._is_beside(dock):
                    self._window.splitDockWidget(previous, dock, ACROSS)
            for dock in docks:
                dock.setVisible(dock.panel.places[self.current].has_room(self._window.size()))
        for dock in self._docks.built():
            self._tuck_in(dock)
        self._unfitted = not self._window.isVisible()
        self.fit()

    def window_shown(self) -> None:
        """Fit what was arranged before the window was shown."""
        if self._unfitted:
            self._unfitted = False
            self.fit()

    def fit(self) -> None:
        """Give columns and rows the sizes that suit the window."""
        width = self._window.width()
        height = self._window.height() - self._window.menuBar().height() - self._window.statusBar().height()
        placed = {
            area: [dock for dock in docks if not dock.isHidden()] for area, docks in self._placed().items()
        }
        columns = {LEFT: _between(264, 0.222 * width, 340), RIGHT: _between(312, 0.27 * width, 440)}
        for area, docks in placed.items():
            wished = max((dock.panel.places[self.current].width for dock in docks), default=0.0)
            if wished and area in columns:
                columns[area] = round(wished * width)
        columns[TOP] = width - sum(columns[area] for area in (LEFT, RIGHT) if placed.get(area))
        bottom = [dock.panel.places[self.current] for dock in self._stacked(placed.get(BOTTOM, []))]
        shared = _between(208, 0.31 * height, 300) if any(not place.length for place in bottom) else 0
        rows = {BOTTOM: shared + sum(place.length for place in bottom)}
        rows[TOP] = height - rows[BOTTOM]
        lengths = {LEFT: height, TOP: columns[TOP], RIGHT: rows[TOP], BOTTOM: rows[BOTTOM]}
        self._resize([(placed[area][0], size) for area, size in columns.items() if placed.get(area)], ACROSS)
        self._resize([(placed[area][0], size) for area, size in rows.items() if placed.get(area)], DOWN)
        for area, docks in placed.items():
            self._resize(self._lengths(self._stacked(docks), lengths[area]), _direction(area))
            for previous, dock in pairwise(docks):
                if self._is_beside(dock):
                    self._resize([(previous, columns[TOP]), (dock, columns[RIGHT])], ACROSS)

    def _tuck_in(self, dock: PanelDock) -> None:
        """Let what waits to be asked for wait behind the first dock of its area, unless it has its place already."""
        place = dock.panel.places.get(self.current)
        if place is None or not place.tab or self._has_place(dock):
            return
        heads = self._placed().get(place.area)
        if heads:
            self._window.tabifyDockWidget(heads[0], dock)
            dock.hide()

    def _has_place(self, dock: PanelDock) -> bool:
        return self._window.dockWidgetArea(dock) != Qt.DockWidgetArea.NoDockWidgetArea

    def _stacked(self, docks: list[PanelDock]) -> list[PanelDock]:
        return [dock for dock in docks if not self._is_beside(dock)]

    def _is_beside(self, dock: PanelDock) -> bool:
        return dock.panel.places[self.current].beside

    def _build_what_is_seen(self) -> None:
        """Build the docks that have a place in the workspace, and those from elsewhere that were left open in it."""
        self._docks.of_workspace(self.current)
        seen = stored().value(self._key("seen"))
        for name in str(seen or "").split():
            if name in self._docks:
                self._docks[name]

    def _clear(self) -> None:
        """Take every dock out of the window: one that a kept arrangement does not know would stay where it is."""
        for dock in self._docks.built():
            dock.setFloating(False)
            dock.hide()
            self._window.removeDockWidget(dock)

    def _lengths(self, docks: list[PanelDock], length: int) -> list[tuple[PanelDock, int]]:
        """How the docks of one area divide its length."""
        places = [dock.panel.places[self.current] for dock in docks]
        rest = length - sum(place.length for place in places)
        shares = sum(place.share for place in places if not place.length)
        return [
            (dock, place.length or rest * place.share // shares)
            for dock, place in zip(docks, places, strict=True)
        ]

    def _resize(self, sizes: list[tuple[PanelDock, int]], along: Qt.Orientation) -> None:
        if len(sizes) > 1:
            self._window.resizeDocks([dock for dock, _ in sizes], [size for _, size in sizes], along)

    def follow(self, old: QSize, new: QSize) -> None:
        """Show the panels that a larger window has room for, and hide them in a smaller one."""
        if not self.current or not old.isValid():  # a window that was never shown had no size before
            return
        changed = False
        for dock in self._docks.of_workspace(self.current):
            place = dock.panel.places[self.current]
            if place.has_room(old) != place.has_room(new):
                dock.setVisible(place.has_room(new))
                changed = True
        if changed:
            self.fit()

    def _placed(self) -> dict[Qt.DockWidgetArea, list[PanelDock]]:
        areas: dict[Qt.DockWidgetArea, list[tuple[int, PanelDock]]] = defaultdict(list)
        for dock in self._docks.of_workspace(self.current):
            place = dock.panel.places[self.current]
            areas[place.area].append((place.order, dock))
        return {
            area: [dock for _, dock in sorted(docks, key=lambda pair: pair[0])]
            for area, docks in areas.items()
        }

    def _lay_out(self, heads: dict[Qt.DockWidgetArea, PanelDock]) -> None:
        """Put the first dock of each area beside the others'.

        All are nested in one dock area of Qt's: between two of its areas Qt leaves the gap of a central widget, also
        where there is none.
        """
        order = [(area, heads[area]) for area in (TOP, LEFT, BOTTOM, RIGHT) if area in heads]
        (_, first), *others = order
        self._window.addDockWidget(TOP, first)
        for area, dock in others:
            if area is LEFT:
                self._window.splitDockWidget(first, dock, ACROSS)
                self._window.splitDockWidget(dock, first, ACROSS)
            else:
                self._window.splitDockWidget(first, dock, DOWN if area is BOTTOM else ACROSS)

    def _key(self, what: str) -> str:
        return f"workspaces/{self.current}/{what}"


def _direction(area: Qt.DockWidgetArea) -> Qt.Orientation:
    """How the docks of an area follow each other: beside each other at the top, else below each other."""
    return ACROSS if area is TOP else DOWN


def _between(low: int, value: float, high: int) -> int:
    return round(min(max(value, low), high))
