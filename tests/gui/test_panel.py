"""What every panel does, shown on a made-up one."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.thread.commands import Topic, Unwatch, Watch
from engine.thread.events import EngineStarted
from gui.panel import Panel, find_panels, listens
from gui.selection import Selection
from tests.recording_link import RecordingLink

WISH = Watch("here", Topic.LEVELS, "stack.0.weight", rows=10, columns=20)


class ListeningPanel(Panel):
    title = "Listening"

    @listens(EngineStarted)
    def started(self, event: EngineStarted) -> None:
        self.version = event.torch_version


def test_a_marked_method_receives_its_events(link: RecordingLink, selection: Selection, qtbot: QtBot) -> None:
    panel = ListeningPanel(link, selection)
    qtbot.addWidget(panel)
    link.deliver(EngineStarted("2.13.0", ("cpu",)))
    assert panel.version == "2.13.0"


def test_a_hidden_panel_watches_nothing(link: RecordingLink, selection: Selection, qtbot: QtBot) -> None:
    panel = ListeningPanel(link, selection)
    qtbot.addWidget(panel)
    panel.watch(WISH)
    assert link.sent == []
    panel.show()
    assert link.sent == [WISH]
    panel.hide()
    assert link.sent == [WISH, Unwatch("here")]


def test_a_panel_behind_another_tab_watches_nothing(
    link: RecordingLink, selection: Selection, qtbot: QtBot
) -> None:
    panel = ListeningPanel(link, selection)
    qtbot.addWidget(panel)
    panel.show()
    panel.set_covered(True)
    panel.watch(WISH)
    assert link.sent == []
    panel.set_covered(False)
    assert link.sent == [WISH]
    panel.set_covered(True)
    panel.hide()
    assert link.sent == [WISH, Unwatch("here")]


def test_the_same_wish_is_sent_once(link: RecordingLink, selection: Selection, qtbot: QtBot) -> None:
    panel = ListeningPanel(link, selection)
    qtbot.addWidget(panel)
    panel.show()
    panel.watch(WISH)
    panel.watch(WISH)
    assert link.sent == [WISH]


def test_a_withdrawn_wish_stays_withdrawn(link: RecordingLink, selection: Selection, qtbot: QtBot) -> None:
    panel = ListeningPanel(link, selection)
    qtbot.addWidget(panel)
    panel.show()
    panel.watch(WISH)
    panel.unwatch("here")
    panel.hide()
    panel.show()
    assert link.sent == [WISH, Unwatch("here")]


def test_every_file_of_panels_holds_one_panel_with_a_place() -> None:
    kinds = find_panels()
    assert len({kind.name() for kind in kinds}) == len(kinds)
    for kind in kinds:
        assert kind.title
        assert kind.places
        assert issubclass(kind, QWidget)
        assert all(isinstance(place.area, Qt.DockWidgetArea) for place in kind.places.values())
