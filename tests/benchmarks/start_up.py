"""From the start of the process to a window that takes ink, against `import torch` alone: subprocesses in turn.

Both find the bytecode of what they import, as after an installation: the first start of each, which is not counted,
leaves it there, also where the environment forbids Python to write it.
"""

import os
import subprocess
import sys
from time import perf_counter

from tests.benchmarks.comparison import Comparison, of_pairs

PAIRS = 7
WHAT = 'python -c "import torch"'
OURS = [sys.executable, "-m", "tests.benchmarks.first_ink"]
REFERENCE = [sys.executable, "-c", "import torch, os; os.write(1, b'done')"]
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def seconds_until_done(command: list[str]) -> float:
    """From the start of a process to its first words."""
    start = perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=0, env=ENVIRONMENT) as process:
        assert process.stdout is not None
        words = process.stdout.read(4)
        seconds = perf_counter() - start
    if words != b"done" or process.returncode != 0:
        raise RuntimeError(f"{command} failed")
    return seconds


def measure() -> list[Comparison]:
    """Start both in turn, after a start each that warms the disk's cache and compiles."""
    for command in (OURS, REFERENCE):
        seconds_until_done(command)
    pairs = [(seconds_until_done(OURS), seconds_until_done(REFERENCE)) for _ in range(PAIRS)]
    return [of_pairs("start-up", "s", pairs, WHAT)]
