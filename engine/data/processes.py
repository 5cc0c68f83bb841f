"""Processes that render beside this one: light, as long as what they are given imports no torch."""

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from threading import Thread

_NICE = 10


def light_processes(count: int) -> ProcessPoolExecutor:
    """A pool of `count` processes, begun with their first work; they leave nothing behind if this one is killed."""
    return ProcessPoolExecutor(count, get_context("spawn"), _begin)


def _begin() -> None:
    """Let whatever the person waits for go first; and end with a parent that was killed, or wait for ever."""
    if hasattr(os, "nice"):  # not on Windows
        os.nice(_NICE)
    Thread(target=_exit_after_parent, name="watch parent", daemon=True).start()


def _exit_after_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
