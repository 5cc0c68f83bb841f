"""The link between window and engine: which replies reach the panels."""

import threading

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.data.drawing import Drawing
from engine.thread.commands import Classify, WeightsSource
from engine.thread.events import EngineStarted, Event
from engine.thread.network_events import NetworkChanged
from engine.thread.reading_events import Classified
from gui.engine_link import EngineLink

EMPTY = np.empty(0, np.float32)


def reading(request: int, canvas: int = 1, network: int = 1) -> Classified:
    image = np.zeros((28, 28), np.float32)
    return Classified(request, canvas, network, True, image, (14, 14), 0.0, None, EMPTY, EMPTY, (), 0.001)


def network(generation: int) -> NetworkChanged:
    return NetworkChanged(generation, WeightsSource.RANDOM, "random", None, "cpu", (), (), "")


@pytest.fixture
def link(qapp: QApplication) -> EngineLink:
    link = EngineLink()
    link.send(Classify(1, 1, Drawing((280, 280))))
    return link


def publish(link: EngineLink, *events: Event) -> None:
    """Publish from another thread, as the engine does."""
    thread = threading.Thread(target=lambda: [link.events.put(event) for event in events])
    thread.start()
    thread.join()


def test_events_arrive_on_the_gui_thread(link: EngineLink, qtbot: QtBot) -> None:
    threads: list[threading.Thread] = []
    link.subscribe(EngineStarted, lambda _: threads.append(threading.current_thread()))
    publish(link, EngineStarted("2.13.0", ("cpu",)))
    qtbot.waitUntil(lambda: bool(threads))
    assert threads == [threading.main_thread()]


def test_events_that_are_held_back_come_when_they_are_released(link: EngineLink, qtbot: QtBot) -> None:
    heard: list[str] = []
    link.hold()
    publish(link, EngineStarted("2.13.0", ("cpu",)))
    QApplication.processEvents()
    link.subscribe(EngineStarted, lambda event: heard.append(event.torch_version))
    assert heard == []
    link.release()
    qtbot.waitUntil(lambda: heard == ["2.13.0"])


def test_a_reading_of_a_cleared_canvas_is_dropped(link: EngineLink, qtbot: QtBot) -> None:
    shown: list[Classified] = []
    link.subscribe(Classified, shown.append)
    link.send(Classify(2, 2, Drawing((280, 280))))
    publish(link, network(1), reading(1, canvas=1))
    publish(link, EngineStarted("", ()))
    with qtbot.waitSignal(link.answered):
        publish(link, reading(2, canvas=2))
    assert [event.request for event in shown] == [2]


def test_a_reading_by_a_network_that_is_gone_is_dropped(link: EngineLink, qtbot: QtBot) -> None:
    shown: list[Classified] = []
    link.subscribe(Classified, shown.append)
    seen: list[NetworkChanged] = []
    link.subscribe(NetworkChanged, seen.append)
    publish(link, network(1), reading(1, network=1))
    qtbot.waitUntil(lambda: len(shown) == 1)
    publish(link, network(2), reading(1, network=1))
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert len(shown) == 1


def test_an_older_reading_does_not_replace_a_newer_one(link: EngineLink, qtbot: QtBot) -> None:
    shown: list[Classified] = []
    link.subscribe(Classified, shown.append)
    started: list[EngineStarted] = []
    link.subscribe(EngineStarted, started.append)
    publish(link, network(1), reading(5))
    qtbot.waitUntil(lambda: len(shown) == 1)
    publish(link, EngineStarted("", ()), reading(4))
    qtbot.waitUntil(lambda: len(started) == 1)
    assert [event.request for event in shown] == [5]


def test_the_same_ink_is_shown_again_by_a_new_network(link: EngineLink, qtbot: QtBot) -> None:
    shown: list[Classified] = []
    link.subscribe(Classified, shown.append)
    publish(link, network(1), reading(5))
    qtbot.waitUntil(lambda: len(shown) == 1)
    publish(link, network(2), reading(5, network=2))
    qtbot.waitUntil(lambda: len(shown) == 2)


def test_the_time_of_a_reply_is_measured_from_its_own_request(link: EngineLink, qtbot: QtBot) -> None:
    with qtbot.waitSignal(link.answered) as caught:
        publish(link, network(1), reading(1))
    assert caught.args is not None
    assert caught.args[0] > 0
    assert link.shown_request == 1


def test_a_link_that_never_started_stops_at_once(link: EngineLink) -> None:
    assert link.stop()


def test_both_threads_run_and_stop(qtbot: QtBot) -> None:
    link = EngineLink()
    link.start_files()
    with qtbot.waitCallback(timeout=60_000) as ready:
        link.subscribe(NetworkChanged, ready)
        link.start_engine()
    assert link.stop()
