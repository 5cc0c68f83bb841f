"""One of the two programs of pen to light: draws a digit whenever a line comes in, and answers with its times.

`python -m tests.benchmarks.turns ours|minimal`; the answers are lists of seconds as JSON, a line a digit.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEventLoop, QRectF
from PySide6.QtWidgets import QApplication, QWidget

from gui.command_line.hand import wait_ms
from tests.benchmarks.light import Light
from tests.benchmarks.pen import Pen

SETTLE_MS = 300  # until what eases on the screen has come to rest


class Turns:
    """Draws into `area` of `paper` and watches `screen`; `clear` takes a fresh sheet."""

    def __init__(self, paper: QWidget, area: QRectF, screen: QWidget, clear: Callable[[], None]) -> None:
        self._loop = QEventLoop()
        self._clear = clear
        self.light = Light(screen, self._end_if_done)
        self._pen = Pen(paper, area, self.light.moved)
        self._pen.finished.connect(self._end_if_done)

    def take(self, digit: int) -> list[float]:
        """Draw one digit; the seconds from each of its pointer events to the light."""
        self._clear()
        wait_ms(SETTLE_MS)
        self.light.seconds.clear()
        self._pen.draw(digit)
        self._loop.exec()
        wait_ms(SETTLE_MS)
        return list(self.light.seconds)

    def _end_if_done(self) -> None:
        if not self._pen.is_drawing and self.light.is_all_seen:
            self._loop.quit()


@contextmanager
def minimal_turns() -> Iterator[Turns]:
    """The minimal program on the screen."""
    from tests.benchmarks.minimal_program import MinimalWindow

    application = QApplication([])
    window = MinimalWindow()
    window.show()
    application.processEvents()
    turns = Turns(window.paper, QRectF(window.paper.rect()), window.label, window.paper.clear)
    window.was_read.connect(turns.light.asked)
    window.was_read.connect(turns.light.answered)
    yield turns


@contextmanager
def our_turns() -> Iterator[Turns]:
    """The real window on the screen, its engine ready."""
    from tests.benchmarks.real_window import drawing_panel, follow_readings, real_window

    with real_window() as window:
        panel = drawing_panel(window)
        turns = Turns(panel.canvas, panel.canvas.paper(), window.panels["prediction"], panel.clear)
        follow_readings(window.link, turns.light)
        yield turns


def main() -> None:
    """Take turns until the input ends."""
    with {"ours": our_turns, "minimal": minimal_turns}[sys.argv[1]]() as turns:
        for line in sys.stdin:
            sys.stdout.write(json.dumps(turns.take(int(line))) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
