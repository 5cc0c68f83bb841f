"""Starts the real application as `netglass` does and writes `done` as soon as it is painted and has taken ink."""

import os
import tempfile
from pathlib import Path

from gui.application import create_application, open_window
from gui.display import choose_offscreen
from gui.main_window import MainWindow
from gui.settings import use_scratch


def draw_a_dot(window: MainWindow) -> None:
    """Press the pen on the canvas, and check that it left ink."""
    from tests.benchmarks.pen import Pen
    from tests.benchmarks.real_window import drawing_panel

    panel = drawing_panel(window)
    Pen(panel.canvas, panel.canvas.paper(), lambda _: None).press((0.5, 0.5))
    if not panel.canvas.strokes():
        raise SystemExit("the canvas took no ink")


def main() -> None:
    """Start, draw, say so; the engine that is just starting is not waited for."""
    choose_offscreen()
    with tempfile.TemporaryDirectory() as folder:
        use_scratch(Path(folder))
        application = create_application()
        window = open_window()
        while not window.was_painted:
            application.processEvents()
        draw_a_dot(window)
        os.write(1, b"done")
    os._exit(0)


main()
