"""The menu of languages."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from gui.language_menu import LanguageMenu
from gui.settings import choose_language, language


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    choose_language("en")
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    yield window


@pytest.fixture
def menu(window: QWidget) -> LanguageMenu:
    return LanguageMenu(window)


def question(window: QWidget) -> QMessageBox:
    (box,) = window.findChildren(QMessageBox)
    return box


def test_each_language_stands_under_its_own_name_and_the_spoken_one_is_ticked(menu: LanguageMenu):
    assert [action.text() for action in menu.actions()] == ["English", "简体中文"]
    assert [action.isChecked() for action in menu.actions()] == [True, False]


def test_a_choice_is_remembered_and_asked_about_in_the_language_that_was_chosen(
    menu: LanguageMenu, window: QWidget, qtbot: QtBot
):
    menu.actions()[1].trigger()
    assert language() == "zh_CN"
    box = question(window)
    assert "简体中文" in box.text()
    with qtbot.assertNotEmitted(menu.reopening_wanted):
        qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not box.isVisible()


def test_a_window_is_opened_anew_for_who_wants_it_now(menu: LanguageMenu, window: QWidget, qtbot: QtBot):
    menu.actions()[1].trigger()
    with qtbot.waitSignal(menu.reopening_wanted):
        qtbot.keyClick(question(window), Qt.Key.Key_Return)


def test_choosing_what_is_spoken_asks_nothing(menu: LanguageMenu, window: QWidget, qapp: QApplication):
    menu.actions()[0].trigger()
    assert window.findChildren(QMessageBox) == []
