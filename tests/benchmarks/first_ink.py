"""Starts the real application as `netglass` does and writes `done` as soon as it is painted and has taken ink."""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from gui.command_line.qt import application_module

if TYPE_CHECKING:
    from gui.main_window import MainWindow


def draw_a_dot(window: "MainWindow") -> None:
    """Press the pen on the canvas, and check that it left ink."""
    from tests.benchmarks.pen import Pen
    from tests.benchmarks.real_window import drawing_panel

    panel = drawing_panel(window)
    Pen(panel.canvas, panel.canvas.paper(), lambda _: None).press((0.5, 0.5))
    if not panel.canvas.strokes():
        raise SystemExit("the canvas took no ink")


def main() -> None:
    """Start, draw, say so; the engine that is just starting is not waited for."""
    application_module()
    from gui.application import create_application, open_window
    from gui.display import choose_offscreen
    from gui.settings import use_scratch

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
