"""What the program says where there is no display to open a window on."""

import os
import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

SENTENCE = (
    "netglass: no window can be opened here ({reason}): start it in a desktop session, "
    "set DISPLAY to a running X server, or set QT_QPA_PLATFORM=offscreen to run without one."
)


def has_display() -> bool:
    """Whether this machine promises a display. On Linux: a display server is named; elsewhere there is always one."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def choose_offscreen() -> None:
    """Let Qt paint into memory where there is no display."""
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


def refuse_without_display() -> None:
    """Exit with code 2 and one sentence where Qt would abort the process, now or while it looks for a display."""
    if not has_display():
        _refuse("there is no display")
    qInstallMessageHandler(_watch_start)


def _watch_start(kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
    del context
    if kind is QtMsgType.QtFatalMsg:
        _refuse(words.splitlines()[0].rstrip("."))


def _refuse(reason: str) -> None:
    sys.stderr.write(SENTENCE.format(reason=reason) + "\n")
    sys.stderr.flush()
    os._exit(2)  # Qt calls abort() when its handler of fatal messages returns
