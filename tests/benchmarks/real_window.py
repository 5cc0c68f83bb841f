"""The real window as a person gets it, on settings and files of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

from engine.thread.commands import Classify, Command, FileCommand
from engine.thread.reading_events import Classified
from gui.command_line.hand import wait_until
from gui.command_line.qt import scratch_window
from gui.engine_link import EngineLink
from gui.garbage import GarbageCollector
from gui.main_window import MainWindow
from gui.panels.drawing import DrawingPanel
from tests.benchmarks.light import Light

SIZE = (1440, 900)


@contextmanager
def starting_window() -> Iterator[MainWindow]:
    """The window, painted for the first time; its engine only begins to start."""
    with scratch_window(SIZE) as (_, window):
        collector = GarbageCollector(window)
        window.engine_ready.connect(collector.start)
        wait_until(lambda: window.was_painted, window.painted)
        yield window
        collector.stop()


@contextmanager
def real_window() -> Iterator[MainWindow]:
    """The window with its engine ready."""
    with starting_window() as window:
        ready: list[None] = []
        window.engine_ready.connect(lambda: ready.append(None))
        wait_until(lambda: bool(ready), window.engine_ready)
        yield window


def drawing_panel(window: MainWindow) -> DrawingPanel:
    """The panel on which the pen draws."""
    panel = window.panels["drawing"]
    assert isinstance(panel, DrawingPanel)
    return panel


def follow_readings(link: EngineLink, light: Light) -> None:
    """Tell `light` what the window asks the engine to read, and what the panels have been told of."""
    send = link.send

    def noting_send(command: Command | FileCommand) -> None:
        if isinstance(command, Classify):
            light.asked(command.request)
        send(command)

    link.send = noting_send
    link.subscribe(Classified, lambda event: light.answered(event.request))
