"""Freed memory that is kept."""

import subprocess
import sys
from ctypes import CDLL

import pytest

from engine.thread import freed_memory

PAGES = """
import resource, threading
from engine.thread.freed_memory import keep_freed_memory

def pages():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(50):
        blocks = [bytearray(1 << 20) for _ in range(8)]
        del blocks
    print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)

for prepare in (lambda: None, keep_freed_memory):
    prepare()
    thread = threading.Thread(target=pages)
    thread.start()
    thread.join()
"""


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(CDLL(None), "mallopt"), reason="needs the GNU C library"
)
def test_a_thread_finds_the_memory_again_that_it_has_freed():
    run = subprocess.run([sys.executable, "-c", PAGES], capture_output=True, text=True, check=True)
    before, after = map(int, run.stdout.split())
    assert after < before / 10


def test_other_systems_are_left_alone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(freed_memory.sys, "platform", "win32")
    monkeypatch.setattr(freed_memory.ctypes, "CDLL", None)
    freed_memory.keep_freed_memory()
