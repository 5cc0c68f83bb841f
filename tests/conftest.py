"""The frame of every test: an invisible screen, folders of its own, guards against what leaks.

A test that expects a log record asserts it through `caplog` and then calls `caplog.clear()`; one that expects
a warning of Qt is marked with pytest-qt's `qt_log_ignore`.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication

from tests.leaks import Running, StrayThreads, stray_windows

_HOME = tempfile.TemporaryDirectory(
    prefix="netglass-tests-"
)  # removed by its finaliser when the session ends
os.environ.update(HOME=_HOME.name, USERPROFILE=_HOME.name, XDG_CACHE_HOME=str(Path(_HOME.name, ".cache")))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

hypothesis.settings.register_profile("here", deadline=None, print_blob=True)
hypothesis.settings.register_profile("ci", deadline=None, print_blob=True, derandomize=True)
hypothesis.settings.load_profile("ci" if "CI" in os.environ else "here")


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, data and state of the program, empty for each test; the folder that holds them."""
    folder = tmp_path_factory.mktemp("person", numbered=True)
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    for kind in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, str(folder / "config"))
    return folder


@pytest.fixture(autouse=True)
def no_unexpected_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A log record of level WARNING or above that was not cleared by the test fails it."""
    yield
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    loud = [f"{r.name} {r.levelname}: {r.getMessage()}" for r in records if r.levelno >= 30]
    if loud:
        pytest.fail("unexpected log records:\n" + "\n".join(loud))


@pytest.fixture(autouse=True)
def no_stray_threads(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A Python thread that a test started and did not end fails it."""
    strays = StrayThreads(monkeypatch)
    yield
    if found := strays.found():
        pytest.fail("threads that still run:\n" + "\n".join(found))


@pytest.fixture(autouse=True)
def nothing_left_on_screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A top-level window that is left behind, a timer or an animation that still runs fails a test."""
    before = _windows()
    running = Running(monkeypatch)
    yield
    if QApplication.instance() is None:
        return
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # processEvents does not deliver them
    left = [*running.found(), *stray_windows(before)]
    if left:
        pytest.fail("left behind:\n" + "\n".join(left))


def _windows() -> set[int]:
    return set() if QApplication.instance() is None else {id(w) for w in QApplication.topLevelWidgets()}
