"""The door from the command line to Qt: what is said where Qt's libraries do not load, and the quiet real window."""

import importlib
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from gui.main_window import MainWindow


def application_module() -> ModuleType:
    """`gui.application`; where a library that Qt needs is missing, a sentence and exit code 2."""
    try:
        importlib.import_module("gui.plain_imports").restore()
        return importlib.import_module("gui.application")
    except ImportError as error:
        if "PySide6" not in str(error) and ".so" not in str(error):
            raise
        sys.stderr.write(
            f"netglass: Qt does not load ({error}): install what is missing, on Debian libegl1 and libxkbcommon0.\n"
        )
        sys.exit(2)


@contextmanager
def scratch_window(
    size: tuple[int, int], theme_name: str = "dark", language: str = "en"
) -> Iterator[tuple["QApplication", "MainWindow"]]:
    """The real window, shown at `size`, on settings and files of its own; without a display it is painted in memory."""
    application_module()
    from gui import display, theme
    from gui.application import create_application, open_window
    from gui.settings import choose_language, use_scratch

    display.choose_offscreen()
    with tempfile.TemporaryDirectory(prefix="netglass-") as folder:
        use_scratch(Path(folder))
        choose_language(language)
        application = create_application()
        theme.apply(application, theme_name)
        window = open_window(size)
        try:
            yield application, window
        finally:
            window.close()
            application.processEvents()
