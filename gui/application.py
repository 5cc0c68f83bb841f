"""The application: what happens from the first line to the first paint, and from the last window to the end."""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QSize, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from gui import icons, theme, translations
from gui.display import refuse_without_display
from gui.faults import logger, start_log
from gui.garbage import GarbageCollector
from gui.main_window import MainWindow
from gui.settings import language, stored

# Measured: a tenth of the default of 5 ms halves the 99th percentile of the GUI thread's gaps; with a fifth of that
# training beside the window, each of whose operations waits so long for a thread that computes, is 5 % faster.
SWITCH_INTERVAL_S = 0.0001


def create_application() -> QApplication:
    """Make the one QApplication, dressed in the theme that was chosen last."""
    refuse_without_display()
    # on X11 Qt would else merge the pointer's moves, and a quick stroke would lose points
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents, False)
    application = QApplication(["netglass"])
    application.setApplicationName("Netglass")
    application.setDesktopFileName("netglass")
    _dress(application)
    application.setWindowIcon(icons.icon("app"))
    return application


def open_window(size: tuple[int, int] | None = None) -> MainWindow:
    """Make and show the window, of a given size or of its last; the engine starts once it has been painted."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    gc.disable()  # only what stays is made here: collections would find nothing, and take 10 ms
    window = MainWindow(QSize(*size) if size else None)
    gc.enable()
    window.painted.connect(window.start_engine)
    window.show()
    return window


def run(files: Sequence[Path]) -> int:
    """Open the window, and in it `files`; return the exit code when it is closed."""
    application = create_application()
    start_log()
    qInstallMessageHandler(_log_qt_message)
    code, wanted = show_window(application, files)
    while wanted:
        _dress(application)
        code, wanted = show_window(application)
    qInstallMessageHandler(None)
    return code


def show_window(application: QApplication, files: Sequence[Path] = ()) -> tuple[int, bool]:
    """Show the window until it is closed; return the exit code, and whether another one is wanted in its place."""
    wanted: list[bool] = []
    window = open_window()
    window.reopening_wanted.connect(lambda: wanted.append(True))
    window.faults.install()
    collector = GarbageCollector(window)
    window.engine_ready.connect(collector.start)
    for file in files:
        window.open(file)
    code = application.exec()
    collector.stop()
    window.faults.uninstall()
    window.deleteLater()
    return code, bool(wanted)


def _dress(application: QApplication) -> None:
    """Speak the language, and show the theme, that was chosen last."""
    translations.install(application, language())
    theme.apply(application, str(stored().value("theme", "system")))


def _log_qt_message(kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
    del context
    severe = kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg, QtMsgType.QtWarningMsg)
    (logger.warning if severe else logger.debug)("Qt: %s", words)
