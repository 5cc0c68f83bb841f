"""Draws on the real window without a pause and watches its pulse: `python -m tests.endurance [--seconds 60] [--json]`.

With `--train [--minutes 30]` it trains instead, and watches memory, the points of the curves and the pulse.

The pen goes down with the first paint, while torch is still being loaded. A beat is due every 5 ms; the gaps between
beats are what a person would feel.
"""

import argparse
import json
import resource
import sys
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import numpy as np

from engine.thread.network_events import NetworkChanged
from engine.thread.reading_events import Classified
from engine.thread.training_events import TrainingChanged, TrainingState
from gui.command_line.hand import wait_ms, wait_until
from gui.heartbeat import Heartbeat
from gui.main_window import MainWindow
from gui.panels.curves import CurvesPanel
from gui.panels.run import RunPanel
from tests.benchmarks.comparison import Comparison
from tests.benchmarks.pen import Pen
from tests.benchmarks.real_window import drawing_panel, starting_window

FELT_MS = 16.0  # a frame of a screen of 60 Hz
_SAMPLES = 40  # of memory
_MANY_EPOCHS = 100_000  # more than anyone waits for
_PREPARING_MS = 600_000  # patience for the drawing of digits, on a busy machine too
WARM_UP_SHARE = 0.2  # of the run, after which memory has to be flat


class Draughtsman:
    """Draws digit after digit on a window, clearing the canvas between them."""

    def __init__(self, window: MainWindow) -> None:
        self._panel = drawing_panel(window)
        self._pen = Pen(self._panel.canvas, self._panel.canvas.paper(), lambda _: None)
        self._pen.finished.connect(self._next)
        self._drawn = 0
        self._next()

    def stop(self) -> None:
        """Lift the pen."""
        self._pen.finished.disconnect(self._next)
        wait_until(lambda: not self._pen.is_drawing, self._pen.finished)

    def _next(self) -> None:
        self._panel.clear()
        self._pen.draw(self._drawn)
        self._drawn += 1


def watch_start(window: MainWindow) -> Iterator[Comparison]:
    """Until the first reading: the longest gap, and how long ink waits once there is a network."""
    times: list[float] = []
    window.link.subscribe(NetworkChanged, lambda _: times.append(perf_counter()))
    readings: list[float] = []
    window.link.subscribe(Classified, lambda _: readings.append(perf_counter()))
    heartbeat = Heartbeat(window)
    wait_until(lambda: bool(readings), window.link.answered)
    longest = heartbeat.stop()
    yield figure("start, longest gap", longest, "ms", "150 ms at most, while torch is being loaded")
    yield figure(
        "start, ready to read",
        1000 * (readings[0] - times[0]),
        "ms",
        "from the network to the reading of the ink",
    )


def watch_drawing(window: MainWindow, seconds: float) -> Iterator[Comparison]:
    """For some time: the gaps, how many of them are felt, and whether memory stays flat."""
    heartbeat = Heartbeat(window)
    wait_ms(round(1000 * WARM_UP_SHARE * seconds))
    before = resident_megabytes()
    wait_ms(round(1000 * (1 - WARM_UP_SHARE) * seconds))
    growth = resident_megabytes() - before
    longest = heartbeat.stop()
    gaps = sorted(heartbeat.gaps_ms)
    unfelt = 100 * bisect_left(gaps, FELT_MS) / len(gaps)
    yield figure("drawing, gaps under 16 ms", unfelt, "%", f"99.9 % at least, of {len(gaps)} gaps")
    yield figure("drawing, 99.9 % of gaps", gaps[int(0.999 * len(gaps))], "ms", "16 ms at most")
    yield figure("drawing, longest gap", longest, "ms", "no limit")
    yield figure("drawing, memory", growth, "MB", f"flat, after {before:.0f} MB")


def watch_training(window: MainWindow, seconds: float) -> Iterator[Comparison]:
    """Train on synthetic digits in the window: memory, the points of the curves, the gaps."""
    run, curves = window.panels["run"], window.panels["curves"]
    assert isinstance(run, RunPanel)
    assert isinstance(curves, CurvesPanel)
    window.show_workspace("train")
    run.settings.epochs.set_value(_MANY_EPOCHS)
    states: list[TrainingState] = []
    window.link.subscribe(TrainingChanged, lambda event: states.append(event.state))
    run.deeds.train.trigger()
    wait_until(lambda: TrainingState.RUNNING in states, window.link.delivered, _PREPARING_MS)
    heartbeat, memory = Heartbeat(window), []
    wait_ms(round(1000 * WARM_UP_SHARE * seconds))
    for _ in range(_SAMPLES):
        memory.append(resident_megabytes())
        wait_ms(round(1000 * (1 - WARM_UP_SHARE) * seconds / _SAMPLES))
    longest = heartbeat.stop()
    run.deeds.train.trigger()
    wait_until(lambda: states[-1] is TrainingState.PAUSED, window.link.delivered)
    minutes = np.arange(_SAMPLES) * (1 - WARM_UP_SHARE) * seconds / _SAMPLES / 60
    steps = curves.record.losses.steps
    missing = int(steps[-1]) - len(steps)
    yield figure(
        "training, memory", np.polyfit(minutes, memory, 1)[0], "MB/min", f"flat, after {memory[0]:.0f} MB"
    )
    yield figure("training, memory at the end", memory[-1], "MB", "no limit")
    yield figure("training, steps without a point", missing, "steps", f"none, of {int(steps[-1])}")
    yield figure("training, longest gap", longest, "ms", "no limit")


def resident_megabytes() -> float:
    """Memory of this process now; where the system only tells the peak, the peak."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def figure(name: str, value: float, unit: str, limit: str) -> Comparison:
    """A figure that has a limit and no reference."""
    return Comparison(name, value, unit, None, None, limit)


def measure(seconds: float) -> Iterator[Comparison]:
    """Draw from the first paint on."""
    with starting_window() as window:
        draughtsman = Draughtsman(window)
        yield from watch_start(window)
        yield from watch_drawing(window, seconds)
        draughtsman.stop()


def measure_training(seconds: float) -> Iterator[Comparison]:
    """Train in a window."""
    with starting_window() as window:
        wait_until(lambda: bool(window.statusBar().engine.text()), window.link.delivered)
        yield from watch_training(window, seconds)


def main() -> None:
    """Draw or train, and print."""
    parser = argparse.ArgumentParser("python -m tests.endurance", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--json", action="store_true", help="a line of JSON each")
    parser.add_argument("--train", action="store_true", help="train instead of drawing")
    parser.add_argument("--minutes", type=float, help="instead of seconds")
    arguments = parser.parse_args()
    seconds = arguments.seconds if arguments.minutes is None else 60 * arguments.minutes
    for comparison in (measure_training if arguments.train else measure)(seconds):
        words = json.dumps(comparison.fields()) if arguments.json else comparison.line()
        sys.stdout.write(words + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
