"""What every panel is: a dockable widget that listens to the engine and sends it commands."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from engine.thread.commands import Unwatch, Wish
from engine.thread.events import Event
from gui.engine_link import EngineLink
from gui.selection import Selection

E = TypeVar("E", bound=Event)

LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
TOP = Qt.DockWidgetArea.TopDockWidgetArea
BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea
Handler = Callable[[Any, E], None]  # Any: the panel that the method belongs to


def listens(kind: type[E], patient: bool = False) -> Callable[[Handler[E]], Handler[E]]:
    """Mark a method of a panel as the receiver of events of `kind`, `patient` as of `EngineLink.subscribe`."""

    def mark(method: Handler[E]) -> Handler[E]:
        method.listens_to = kind, patient  # type: ignore[attr-defined]  # a mark on a function, read once by Panel
        return method

    return mark


@dataclass(frozen=True, slots=True)
class Place:
    """Where a panel is docked at first in one workspace.

    `order`: from the top or left of its area. `share`: its part of the area's length, against the others';
    `length`: instead, so many pixels. `beside`: at the right of the one before it, as wide as the area RIGHT.
    `tab`: behind the first one of its area, once it is asked for.
    `width`: the part of the window's width that its column has, 0: as in other workspaces.
    `from_width`, `from_height`: the smallest window, in pixels, in which there is room for it.
    """

    area: Qt.DockWidgetArea
    order: int
    share: int = 1
    length: int = 0
    width: float = 0.0
    beside: bool = False
    tab: bool = False
    from_width: int = 0
    from_height: int = 0

    def has_room(self, window: QSize) -> bool:
        """Whether a window of this size has room for the panel."""
        return window.width() >= self.from_width and window.height() >= self.from_height


class Panel(QWidget):
    """A panel of the window.

    A subclass in a file of `gui.panels` is found by the main window and shown at first at its `places`, one for
    each workspace that it belongs to; its `title` is English and marked with QT_TRANSLATE_NOOP.
    Methods marked with `listens` receive events on the GUI thread. Events come while it is hidden, too;
    what it watches is withdrawn while it is hidden and asked for again when shown.
    """

    title: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    title_beside: ClassVar[bool] = False  # the title stands at the left: for a slim bar
    places: ClassVar[dict[str, Place]] = {}

    caption_changed = Signal(str)  # the muted words at the right of the title

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__()
        self.link = link
        self.selection = selection
        self._watches: dict[str, Wish] = {}
        self._covered = False  # by another tab
        self.setObjectName(self.name())
        for attribute in vars(type(self)).values():
            mark = getattr(attribute, "listens_to", None)
            if mark is not None:
                kind, patient = mark
                link.subscribe(kind, attribute.__get__(self), patient)

    @classmethod
    def name(cls) -> str:
        """The panel's name in settings and on the command line: its module's."""
        return cls.__module__.rpartition(".")[2]

    def menu_actions(self) -> dict[str, list[QAction]]:
        """Actions for the menus "file", "edit", "view", "network", "train" and "help"."""
        return {}

    @classmethod
    def translated_title(cls) -> str:
        """The title in the language of the window."""
        return QCoreApplication.translate("Panel", cls.title)

    def watch(self, wish: Wish) -> None:
        """Ask for what is seen, now and whenever the panel is shown; the same wish twice is sent once."""
        if self._watches.get(wish.subscription) != wish:
            self._watches[wish.subscription] = wish
            if self.isVisible() and not self._covered:
                self.link.send(wish)

    def unwatch(self, subscription: str) -> None:
        """Withdraw a wish."""
        if self._watches.pop(subscription, None) is not None:
            self.link.send(Unwatch(subscription))

    def set_covered(self, covered: bool) -> None:
        """Whether another tab is in front: as good as hidden."""
        if covered != self._covered:
            self._covered = covered
            if self.isVisible():
                self._withdraw_all() if covered else self._ask_all()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask again for all that is watched."""
        super().showEvent(event)
        if not self._covered:
            self._ask_all()

    def hideEvent(self, event: QHideEvent) -> None:
        """Withdraw all that is watched: nobody sees it."""
        super().hideEvent(event)
        if not self._covered:
            self._withdraw_all()

    def _ask_all(self) -> None:
        for wish in self._watches.values():
            self.link.send(wish)

    def _withdraw_all(self) -> None:
        for subscription in self._watches:
            self.link.send(Unwatch(subscription))


def find_panels() -> list[type[Panel]]:
    """Import every module of `gui.panels` and return the panel of each, by title."""
    import gui.panels

    found: list[type[Panel]] = []
    for module in pkgutil.iter_modules(gui.panels.__path__):
        contents = vars(importlib.import_module(f"gui.panels.{module.name}")).values()
        found += [kind for kind in contents if _is_panel(kind, f"gui.panels.{module.name}")]
    return sorted(found, key=lambda kind: kind.title)


def _is_panel(kind: object, module: str) -> bool:
    return isinstance(kind, type) and issubclass(kind, Panel) and kind.__module__ == module
