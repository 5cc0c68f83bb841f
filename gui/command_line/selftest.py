"""`netglass selftest`: the shipped program tests itself with a real window, a real pen and the real network."""

import os
import sys
import time
from argparse import Namespace
from importlib.metadata import version
from pathlib import Path

from engine.data.drawing_file import iterate_drawings
from gui.command_line.output import print_result
from gui.command_line.qt import scratch_window
from gui.command_line.reading import load_weights, reading_of
from gui.resources import example_drawings

WINDOW_SIZE = (1440, 900)
EXAMPLE = 3


def run(options: Namespace) -> int:
    """Open the window, draw an example at once, wait until it is read, close; 0 if it was read as what it is."""
    with example_drawings() as path:
        drawing = next(drawing for drawing in iterate_drawings(path) if drawing.label == EXAMPLE)
    with scratch_window(WINDOW_SIZE) as (_, window):
        from gui.command_line.hand import Hand, wait_until
        from gui.heartbeat import Heartbeat

        wait_until(lambda: window.was_painted, window.painted)
        shown_s = seconds_since_start()
        heartbeat = Heartbeat(window)
        hand = Hand(window)
        hand.draw(drawing)
        network = load_weights(window, None)
        ready_s = seconds_since_start()
        hand.wait_for_reading()
        predicted = reading_of(window).predicted
        first_s = seconds_since_start()
        longest = heartbeat.stop()
    result = {
        "window_shown_s": round(shown_s, 3),
        "engine_ready_s": round(ready_s, 3),
        "first_prediction_s": round(first_s, 3),
        "longest_stall_ms": round(longest, 1),
        "torch": version("torch"),
        "pyside6": version("PySide6-Essentials"),
        "device": network.device,
        "passed": predicted == EXAMPLE,
    }
    print_result(result, "\n".join(f"{name:20} {value}" for name, value in result.items()), options.json)
    return 0 if result["passed"] else 1


def seconds_since_start() -> float:
    """Since this process began; where the system does not tell, since Python's own clock for it began."""
    if not sys.platform.startswith("linux"):
        return time.process_time()
    ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
    return time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
