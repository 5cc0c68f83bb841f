"""The guards of conftest.py catch what they are there to catch, and nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LEAKING = """
import logging, threading, time
from PySide6.QtCore import QTimer, QVariantAnimation, qWarning
from PySide6.QtWidgets import QLabel, QWidget

KEPT = []

def test_log():
    logging.getLogger("netglass").warning("a loud record")

def test_thread():
    threading.Thread(target=time.sleep, args=(60,), name="sleeper", daemon=True).start()

def test_timer(qtbot):
    KEPT.append(QTimer())
    KEPT[-1].start(60_000)

def test_single_shot(qtbot):
    QTimer.singleShot(60_000, KEPT.clear)

def test_animation(qtbot):
    KEPT.append(QVariantAnimation(startValue=0.0, endValue=1.0, duration=60_000))
    KEPT[-1].start()

def test_window(qtbot):
    KEPT.append(QLabel(objectName="leftover"))
    KEPT[-1].show()

def test_qt_warning(qtbot):
    qWarning("a loud message of Qt")
"""
TIDY = """
import logging, threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

def test_log(caplog):
    logging.getLogger("netglass").warning("expected")
    caplog.clear()

def test_thread():
    threading.Thread(target=int).start()

def test_window_with_timers(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    QTimer(window).start(60_000)
    QTimer.singleShot(60_000, window.update)
    window.show()
"""


def printed_by_pytest(text: str, folder: Path) -> str:
    """Run the text of a test module under a copy of conftest.py."""
    (folder / "test_guarded.py").write_text(text)
    (folder / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text("utf-8"))
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout


@pytest.fixture(scope="module")
def leaking(tmp_path_factory: pytest.TempPathFactory) -> str:
    return printed_by_pytest(LEAKING, tmp_path_factory.mktemp("leaking"))


def test_each_leak_fails_the_test_that_left_it(leaking: str):
    for name in ("log", "thread", "timer", "single_shot", "animation", "window"):
        assert f"::test_{name} - Failed" in leaking
    assert "1 failed, 6 passed, 6 errors" in leaking


@pytest.mark.parametrize("words", ["thread sleeper, started at", "QTimer, started at", "QLabel 'leftover'"])
def test_a_leak_is_named_with_its_origin(words: str, leaking: str):
    line = next(line for line in leaking.splitlines() if words in line)
    assert "started" not in line or "test_guarded.py:" in line


def test_a_tidy_test_passes(tmp_path: Path):
    assert "3 passed" in printed_by_pytest(TIDY, tmp_path)
