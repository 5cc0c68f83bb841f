"""What is said where there is no display."""

import os
import subprocess
import sys

import pytest

from gui.display import choose_offscreen, has_display

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")


def environment(**changes: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    return kept | changes


def open_window(**changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gui"], env=environment(**changes), capture_output=True, text=True, check=False
    )


@linux
def test_no_display_is_told_in_one_sentence() -> None:
    run = open_window()
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    assert "no display" in run.stderr
    assert "QT_QPA_PLATFORM=offscreen" in run.stderr


@linux
def test_a_platform_that_does_not_exist_is_told_in_one_sentence() -> None:
    run = open_window(QT_QPA_PLATFORM="nonsense")
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    assert run.stderr.startswith("netglass: no window can be opened here")


@linux
def test_without_a_display_qt_paints_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert not has_display()
    choose_offscreen()
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


def test_a_display_that_is_named_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    choose_offscreen()
    assert "QT_QPA_PLATFORM" not in os.environ
