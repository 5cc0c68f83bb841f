"""From the pointer event to the painted prediction while a network trains, against the same window with an idle engine.

`python -m tests.benchmarks.pen_while_training` prints milliseconds as a line of JSON for each batch size: of turns with
an idle engine, of turns while it trains, and of the slices of training meanwhile.
"""

import json
import subprocess
import sys
from dataclasses import replace
from statistics import quantiles
from time import perf_counter

from engine.thread.session import Session
from tests.benchmarks.comparison import Comparison
from tests.benchmarks.digit_folder import digit_folder
from tests.benchmarks.live_training import RECIPE, LiveRun
from tests.benchmarks.real_window import drawing_panel, follow_readings, real_window
from tests.benchmarks.turns import Turns

BATCHES = (64, 1024)
ROUNDS = 5
LONGEST_SLICE_MS = 12.0


def measure() -> list[Comparison]:
    """The 95th percentiles of both batch sizes; the pen's against that of an idle engine plus one slice."""
    command = [sys.executable, "-m", "tests.benchmarks.pen_while_training"]
    answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    rounds = [json.loads(line) for line in answer.stdout.splitlines()]
    return [line for found in rounds for line in lines_of(found)]


def lines_of(found: dict[str, list[float]]) -> list[Comparison]:
    """What was measured with one batch size."""
    (batch,) = found["batch"]
    idle, training, piece = (quantiles(found[key], n=20)[-1] for key in ("idle", "training", "slices"))
    pen, slices = f"pen while training, batch {batch:.0f}", f"slice of training, batch {batch:.0f}"
    limit = idle + piece
    return [
        Comparison(
            pen, training, "ms", limit, training / limit, f"95th: idle engine, {idle:.1f} ms, and a slice"
        ),
        Comparison(
            slices, piece, "ms", LONGEST_SLICE_MS, piece / LONGEST_SLICE_MS, "95th percentile: the limit"
        ),
    ]


class Slices:
    """How long the slices of the engine's thread take, in milliseconds, from now on."""

    def __init__(self) -> None:
        self.durations: list[float] = []
        work = Session.work

        def timed_work(session: Session) -> None:
            started = perf_counter()
            work(session)
            self.durations.append(1000 * (perf_counter() - started))

        setattr(Session, "work", timed_work)  # noqa: B010  # a method put in place of another


def take_turns(turns: Turns, run: LiveRun, slices: Slices) -> dict[str, list[float]]:
    """Draw each digit with an idle engine and while it trains; the first one warms up."""
    found: dict[str, list[float]] = {"idle": [], "training": [], "slices": []}
    for digit in range(ROUNDS + 1):
        idle = turns.take(digit)
        run.resume()
        slices.durations.clear()
        training = turns.take(digit)
        pieces = list(slices.durations)
        run.pause()
        for key, values in (("idle", idle), ("training", training)) if digit else ():
            found[key] += [1000 * seconds for seconds in values]
        found["slices"] += pieces if digit else []
    return found


def main() -> None:
    """Measure one batch size after the other."""
    slices = Slices()
    with digit_folder() as folder, real_window() as window:
        panel = drawing_panel(window)
        turns = Turns(panel.canvas, panel.canvas.paper(), window.panels["prediction"], panel.clear)
        follow_readings(window.link, turns.light)
        for batch in BATCHES:
            run = LiveRun(window, folder, replace(RECIPE, batch=batch))
            found = take_turns(turns, run, slices)
            sys.stdout.write(json.dumps({"batch": [batch], **found}) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
