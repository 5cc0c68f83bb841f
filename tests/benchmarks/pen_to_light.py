"""From the pointer event to the painted prediction, against the minimal program: two processes that take turns."""

import json
import os
import subprocess
import sys
from statistics import median, quantiles

from tests.benchmarks.comparison import Comparison, of_pairs

ROUNDS = 20
WHAT = "the minimal Qt program: Pillow resize, forward pass and label, on the GUI thread"


class Program:
    """One of the two programs."""

    def __init__(self, name: str) -> None:
        command = [sys.executable, "-m", "tests.benchmarks.turns", name]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            env={"QT_QPA_PLATFORM": "offscreen"} | os.environ,  # where nobody chose another
        )

    def turn(self, digit: int) -> list[float]:
        """Let it draw one digit; milliseconds from each pointer event to the light."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{digit}\n")
        return [seconds * 1000 for seconds in json.loads(self._process.stdout.readline())]

    def end(self) -> None:
        """Let it close."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def measure() -> list[Comparison]:
    """Draw in turn with both, and compare the median and the 99th percentile."""
    programs = Program("ours"), Program("minimal")
    try:
        for program in programs:
            program.turn(0)  # the first digit warms up
        rounds = [tuple(program.turn(number) for program in programs) for number in range(ROUNDS)]
    finally:
        for program in programs:
            program.end()
    medians = [(median(ours), median(reference)) for ours, reference in rounds]
    ours, reference = ([time for turn in side for time in turn] for side in zip(*rounds, strict=True))
    slowest = [
        (quantiles(ours, n=100)[-1], quantiles(reference, n=100)[-1])
    ]  # of all rounds: one has too few
    return [
        of_pairs("pen to light, median", "ms", medians, WHAT),
        of_pairs("pen to light, 99th percentile", "ms", slowest, WHAT),
    ]
