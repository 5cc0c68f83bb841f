"""Faults of the program: what nobody expected reaches one dialog with a report that can be copied, and the log file."""

import logging
import platform
import sys
import threading
from collections.abc import Callable
from traceback import format_exception
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui import theme
from gui.settings import log_path
from gui.version import installed_version

logger = logging.getLogger("netglass")
LOG_BYTES = 500_000


def start_log() -> None:
    """Write the log to its file, two generations of it, besides what others do with it."""
    from logging.handlers import RotatingFileHandler  # late: it brings sockets and pickles along

    path = log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=1, delay=True, encoding="utf-8")
    except OSError as error:
        sys.stderr.write(f"netglass: no log is kept: {error}\n")
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(threadName)s %(levelname)s %(message)s"))
    logger.addHandler(handler)


def full_report(report: str) -> str:
    """A traceback, headed by what it ran on."""
    head = f"Netglass {installed_version()}, Python {platform.python_version()}, {platform.platform()}"
    return f"{head}\n\n{report}"


class FaultDialog(QDialog):
    """Says that something went wrong, shows the report, and puts it on the clipboard when asked."""

    def __init__(self, report: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("A fault of Netglass"))
        self.resize(720, 420)
        words = QLabel(
            self.tr(
                "Something went wrong inside Netglass. Your drawing is kept; you can go on, or start Netglass again "
                "if it no longer answers. The report below helps whoever mends it; it is also in {file}."
            ).format(file=log_path())
        )
        words.setWordWrap(True)
        self.report = QPlainTextEdit(report, readOnly=True)
        self.report.setFont(theme.mono_font())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = QPushButton(self.tr("Copy the report"))
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * theme.SPACE)
        for widget in (words, self.report, buttons):
            layout.addWidget(widget)


class Faults(QObject):
    """Catches what no one caught, on any thread, and shows it; while a dialog is open others only reach the log."""

    _reported = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._dialog: FaultDialog | None = None
        self._reported.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._hooks: tuple[Callable[..., object], Callable[..., object]] = (
            sys.excepthook,
            threading.excepthook,
        )

    def install(self) -> None:
        """Take the place of the interpreter's last resorts."""
        sys.excepthook = self._caught
        threading.excepthook = lambda caught: self._caught(
            caught.exc_type, caught.exc_value or caught.exc_type(), caught.exc_traceback
        )

    def uninstall(self) -> None:
        """Give the interpreter its hooks back."""
        sys.excepthook, threading.excepthook = self._hooks

    def report(self, report: str) -> None:
        """Log a traceback and show it; any thread may call."""
        logger.error("%s", report)
        self._reported.emit(full_report(report))

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._hooks[0](kind, error, trace)
            return
        self.report("".join(format_exception(kind, error, trace)))

    def _show(self, report: str) -> None:
        if self._dialog is None:
            parent = self.parent()
            self._dialog = FaultDialog(report, parent if isinstance(parent, QWidget) else None)
            self._dialog.destroyed.connect(self._forget)
            self._dialog.show()

    def _forget(self) -> None:
        self._dialog = None
