"""What a test can leave behind: threads, timers, animations, windows, and where each of them came from."""

import gc
import threading
import time
import traceback
import weakref
from collections.abc import Callable
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QAbstractAnimation, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

THREAD_GRACE_S = 2.0  # a thread that was told to stop may take as long to do it
LIBRARY_THREADS = ("TMonitor",)  # tqdm's watch over its bars, one a process, ended by no call


def _origin() -> str:
    """The three innermost frames outside of libraries and of this file, as `file:line name`."""
    foreign = ("site-packages", "<frozen", __file__)
    frames = [f for f in traceback.extract_stack() if not any(part in f.filename for part in foreign)]
    return " < ".join(f"{f.filename}:{f.lineno} {f.name}" for f in reversed(frames[-3:]))


class StrayThreads:
    """The threads started from now on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._started: list[tuple[threading.Thread, str]] = []
        start = threading.Thread.start

        def noted_start(thread: threading.Thread) -> None:
            self._started.append((thread, _origin()))
            start(thread)

        monkeypatch.setattr(threading.Thread, "start", noted_start)

    def found(self) -> list[str]:
        """Those that still run after a moment's grace, a line each."""
        deadline = time.monotonic() + THREAD_GRACE_S
        own = [s for s in self._started if type(s[0]).__name__ not in LIBRARY_THREADS]
        for thread, _ in own:
            thread.join(max(0.0, deadline - time.monotonic()))
        return [f"thread {thread.name}, started at {where}" for thread, where in own if thread.is_alive()]


class Running:
    """The timers, single shots and animations that Python code starts from now on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._started: list[tuple[weakref.ref[Any], str]] = []
        self._shots: list[_Shot] = []
        for kind in (QTimer, QAbstractAnimation):
            monkeypatch.setattr(kind, "start", self._noting(kind.start))
        single_shot: Callable[..., None] = QTimer.singleShot

        def noted_single_shot(*arguments: Any) -> None:
            shot = _Shot(arguments)
            self._shots.append(shot)
            single_shot(*arguments[:-1], shot)

        monkeypatch.setattr(QTimer, "singleShot", noted_single_shot)

    def _noting(self, start: Callable[..., None]) -> Callable[..., None]:
        def noted_start(started: QTimer | QAbstractAnimation, *arguments: Any) -> None:
            self._started.append((weakref.ref(started), _origin()))
            start(started, *arguments)

        return noted_start

    def found(self) -> list[str]:
        """Those that still run, a line each."""
        alive = [(started(), where) for started, where in self._started]
        lines = {
            f"{type(s).__name__}, started at {where}" for s, where in alive if s is not None and _runs(s)
        }
        lines |= {f"QTimer.singleShot, started at {shot.where}" for shot in self._shots if shot.is_pending}
        return sorted(lines)


class _Shot:
    """The callback of a single shot, which needs its context and the object that it is bound to."""

    def __init__(self, arguments: tuple[Any, ...]) -> None:
        self.where = _origin()
        self._callback = arguments[-1]
        contexts = [*arguments[:-1], getattr(self._callback, "__self__", None)]
        self._contexts = [weakref.ref(c) for c in contexts if isinstance(c, QObject)]
        self._fired = False

    @property
    def is_pending(self) -> bool:
        contexts = [context() for context in self._contexts]
        return not self._fired and all(c is not None and shiboken6.isValid(c) for c in contexts)

    def __call__(self) -> None:
        if self.is_pending:
            self._callback()
        self._fired = True


def _runs(started: QTimer | QAbstractAnimation) -> bool:
    if not shiboken6.isValid(started):
        return False
    if isinstance(started, QTimer):
        return started.isActive()
    return started.state() == QAbstractAnimation.State.Running


def stray_windows(before: set[int]) -> list[str]:
    """The top-level widgets whose ids are not among `before`, a line each."""
    strays = _top_level(before)
    if strays:
        strays.clear()
        gc.collect()  # slow, hence only on suspicion: a cycle may be all that holds it
        strays = _top_level(before)
    return [
        f"{type(w).__name__} {w.objectName()!r} of {type(w).__module__}, {w.windowTitle()!r}" for w in strays
    ]


def _top_level(before: set[int]) -> list[QWidget]:
    return [w for w in QApplication.topLevelWidgets() if id(w) not in before and shiboken6.isValid(w)]
