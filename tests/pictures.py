"""The workspace Train in the middle of a run, as pictures: `python -m tests.pictures FOLDER [--steps 300]`.

Nothing in them is made up: the real window trains on synthetic digits while a drawing is read, in both themes, both
languages and two sizes. One picture more shows the same run taken back to an earlier step.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from engine.data.drawing_file import iterate_drawings
from engine.thread.reading_events import GradientsComputed
from engine.thread.training_events import StepsFinished, StepShown
from gui.command_line.hand import Hand, wait_ms, wait_until
from gui.command_line.qt import scratch_window
from gui.command_line.reading import load_weights
from gui.command_line.screenshot import EXAMPLE, SETTLE_MS
from gui.main_window import MainWindow
from gui.panels.history import HistoryPanel
from gui.panels.run import RunPanel
from gui.resources import example_drawings
from tests.benchmarks.real_window import SIZE

LOOKS = (
    (SIZE, "dark", "en"),
    (SIZE, "light", "zh_CN"),
    ((1024, 700), "light", "en"),
    ((1024, 700), "dark", "zh_CN"),
)
PATIENCE_MS = 600_000  # a busy machine
_BACK = 0.3  # of the bar


def train(window: MainWindow, steps: int) -> None:
    """Draw a digit, begin a run, and let it take so many steps."""
    window.show_workspace("train")
    load_weights(window, None)
    hand = Hand(window)
    with example_drawings() as path:
        hand.draw(next(drawing for drawing in iterate_drawings(path) if drawing.label == EXAMPLE))
    hand.wait_for_reading()
    reached: list[int] = [0]
    window.link.subscribe(StepsFinished, lambda event: reached.append(int(event.steps[-1])))
    run = window.panels["run"]
    assert isinstance(run, RunPanel)
    run.deeds.train.trigger()
    wait_until(lambda: reached[-1] >= steps, window.link.delivered, PATIENCE_MS)


def go_back(window: MainWindow) -> None:
    """Take the handle of the history to an earlier step, and wait for what is seen there."""
    history = window.panels["history"]
    assert isinstance(history, HistoryPanel)
    slider, news = history.slider, []
    window.link.subscribe(StepShown, lambda event: news.clear())
    window.link.subscribe(GradientsComputed, news.append)
    place = QPoint(round(_BACK * slider.width()), slider.height() // 2)
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=place)
    wait_until(lambda: slider.shown is not None and bool(news), window.link.delivered, PATIENCE_MS)


def take(folder: Path, look: int, steps: int) -> None:
    """Take the pictures of one look, and print where they are."""
    size, theme, language = LOOKS[look]
    with scratch_window(size, theme, language) as (_, window):
        train(window, steps)
        _save(window, folder / f"train-{theme}-{language}-{size[0]}.png")
        if size == SIZE:
            go_back(window)
            _save(window, folder / f"train-{theme}-{language}-{size[0]}-earlier.png")


def _save(window: MainWindow, path: Path) -> None:
    wait_ms(SETTLE_MS)
    window.grab().save(str(path))
    sys.stdout.write(f"{path}\n")
    sys.stdout.flush()


def main() -> None:
    """Take the pictures of one look, or of all, each in a process of its own: there is one application in one."""
    parser = argparse.ArgumentParser("python -m tests.pictures", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--look", type=int, choices=range(len(LOOKS)))
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.look is not None:
        take(options.folder, options.look, options.steps)
        return
    for look in range(len(LOOKS)):
        subprocess.run(
            [sys.executable, "-m", "tests.pictures", *sys.argv[1:], "--look", str(look)], check=True
        )


if __name__ == "__main__":
    main()
