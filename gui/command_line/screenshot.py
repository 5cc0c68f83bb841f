"""`netglass screenshot`: the real window, drawn on, as a picture."""

from argparse import Namespace

from engine.data.atomic import write_whole
from engine.data.drawing import Drawing
from engine.data.drawing_file import iterate_drawings
from gui.command_line.output import print_message
from gui.command_line.qt import application_module, scratch_window
from gui.command_line.reading import load_weights
from gui.resources import example_drawings

EXAMPLE = 3
SETTLE_MS = 400  # bars and scales ease for less


def run(options: Namespace) -> int:
    """Draw, wait for the reading, and save what the window looks like."""
    application_module()  # says so where Qt does not load
    from gui.panel import find_panels
    from gui.workspaces import built

    workspaces = built(find_panels())
    if options.workspace not in workspaces:
        print_message(
            f"the workspace {options.workspace} is not built yet: choose {' or '.join(workspaces)}."
        )
        return 2
    drawing = _drawing(options)
    with scratch_window(options.size, options.theme, options.language) as (_, window):
        from PySide6.QtCore import QBuffer

        from gui.command_line.hand import Hand, wait_ms

        window.show_workspace(options.workspace)
        load_weights(window, None)
        hand = Hand(window)
        hand.draw(drawing, lift=False)
        hand.wait_for_reading()
        wait_ms(SETTLE_MS)
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        window.grab().save(buffer, "PNG")
        write_whole(options.out, bytes(buffer.data().data()))
    return 0


def _drawing(options: Namespace) -> Drawing:
    if options.drawing is not None:
        return next(iter(iterate_drawings(options.drawing)))
    with example_drawings() as path:
        return next(drawing for drawing in iterate_drawings(path) if drawing.label == EXAMPLE)
