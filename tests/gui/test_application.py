"""The application, from its first window to the end of the last."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from gui import application, theme, translations
from gui.main_window import MainWindow
from gui.settings import choose_language
from tests.gui.test_main_window import action


@pytest.fixture(autouse=True)
def english_again(qapp: QApplication) -> Iterator[None]:
    yield
    translations.install(qapp, "en")
    theme.apply(qapp, "dark")


def test_a_window_is_opened_anew_in_the_language_that_was_chosen(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(application, "create_application", lambda: qapp)
    monkeypatch.setattr(application, "qInstallMessageHandler", lambda handler: None)  # the tests have one
    choose_language("en")
    titles: list[str] = []

    def look(window: MainWindow) -> None:
        titles.append(window.workspace_titles["draw"])
        if len(titles) > 1:
            window.close()
            return
        action(window, "简体中文").trigger()
        (box,) = window.findChildren(QMessageBox)
        box.defaultButton().click()

    opened = application.open_window

    def open_and_look(size: tuple[int, int] | None = None) -> MainWindow:
        window = opened(size)
        window.painted.connect(lambda: QTimer.singleShot(0, window, lambda: look(window)))
        return window

    monkeypatch.setattr(application, "open_window", open_and_look)
    assert application.run(()) == 0
    assert titles == ["Draw", "绘制"]
