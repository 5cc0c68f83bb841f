"""The window in other languages than English."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from engine.errors import Kind
from engine.lessons import lesson
from gui import theme
from gui.failures import failure_sentence
from gui.main_window import MainWindow
from gui.translations import LANGUAGES, install, translated
from tests.translations import TRANSLATIONS, compile_to

SOURCES = sorted(TRANSLATIONS.glob("*.ts"))


class Message(NamedTuple):
    context: str
    source: str
    translation: str


def messages(source: Path) -> list[Message]:
    return [
        Message(
            context.findtext("name", ""),
            message.findtext("source", ""),
            message.findtext("translation", ""),
        )
        for context in ElementTree.parse(source).getroot().iter("context")
        for message in context.iter("message")
    ]


def placeholders(words: str) -> set[str]:
    return set(re.findall(r"{\w*}", words))


@pytest.fixture
def speak(qapp: QApplication) -> Iterator[None]:
    yield
    install(qapp, "en")


@pytest.mark.parametrize("source", SOURCES, ids=lambda file: file.stem)
class TestEach:
    def test_leaves_nothing_untranslated(self, source: Path):
        assert [m for m in messages(source) if not m.translation.strip()] == []
        assert 'type="unfinished"' not in source.read_text("utf-8")

    def test_fills_in_the_same_fields(self, source: Path):
        assert [m for m in messages(source) if placeholders(m.source) != placeholders(m.translation)] == []

    def test_is_what_the_window_reads(self, source: Path, tmp_path: Path):
        compile_to(tmp_path / "new.qm", source)
        assert (tmp_path / "new.qm").read_bytes() == source.with_suffix(".qm").read_bytes()

    def test_names_no_folder_of_the_machine_that_it_was_made_on(self, source: Path):
        assert "<location" not in source.read_text("utf-8")

    def test_marks_a_key_in_every_menu_that_has_one(self, source: Path):
        menus = [m for m in messages(source) if m.context == "Menus" and "&" in m.source]
        marks = [re.findall(r"&(\w)", m.translation) for m in menus]
        assert all(len(mark) == 1 for mark in marks)
        assert len({mark[0] for mark in marks}) == len(menus)


def test_every_language_but_english_has_its_translations():
    assert {file.stem for file in SOURCES} == {f"netglass_{code}" for code in LANGUAGES if code != "en"}


def test_lessons_speak_the_languages_of_the_window():
    assert tuple(LANGUAGES) == lesson.LANGUAGES


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.usefixtures("speak")
def test_every_failure_is_told_in_chinese(qapp: QApplication, kind: Kind):
    fields = {name[1:-1]: f"<{name}>" for name in placeholders(kind.value)}
    install(qapp, "zh_CN")
    sentence = failure_sentence(kind, fields)
    assert sentence.endswith("。")
    assert all(value in sentence for value in fields.values())


@pytest.mark.usefixtures("speak")
def test_a_language_is_installed_and_taken_back(qapp: QApplication):
    class Sheet(QObject):
        pass

    install(qapp, "zh_CN")
    assert Sheet().tr("Draw a digit") == "画一个数字"
    install(qapp, "en")
    assert Sheet().tr("Draw a digit") == "Draw a digit"


@pytest.mark.usefixtures("speak")
def test_a_language_that_is_not_there_is_english(qapp: QApplication):
    install(qapp, "zh_CN")
    install(qapp, "xx")
    assert QCoreApplication.translate("Sheet", "Draw a digit") == "Draw a digit"


@pytest.mark.usefixtures("speak")
def test_buttons_of_qt_speak_the_language_too(qapp: QApplication):
    install(qapp, "zh_CN")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


def test_one_sentence_can_be_said_in_another_language():
    assert translated("zh_CN", "Sheet", "Draw a digit") == "画一个数字"
    assert translated("en", "Sheet", "Draw a digit") == "Draw a digit"


@pytest.mark.usefixtures("speak")
def test_no_words_of_the_window_are_cut_off_in_chinese(qapp: QApplication, qtbot: QtBot):
    install(qapp, "zh_CN")
    theme.apply(qapp, "dark")  # with its fonts and margins
    window = MainWindow(QSize(1440, 900))
    qtbot.addWidget(window)
    window.show()
    window.resize(1024, 700)
    for workspace in window.workspace_titles:
        window.show_workspace(workspace)
        qapp.processEvents()
        assert [words_of(label) for label in cut_off(window)] == []
    window.close()


def cut_off(window: MainWindow) -> list[QLabel | QAbstractButton]:
    """Labels and buttons that are too narrow for their words."""
    found = [*window.findChildren(QLabel), *window.findChildren(QAbstractButton)]
    return [
        each
        for each in found
        if each.isVisible() and words_of(each) and not wraps(each) and each.width() < needed(each)
    ]


def words_of(each: QLabel | QAbstractButton) -> str:
    return each.text()


def wraps(each: QLabel | QAbstractButton) -> bool:
    return isinstance(each, QLabel) and each.wordWrap()


def needed(each: QLabel | QAbstractButton) -> int:
    if isinstance(each, QToolButton) and each.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
        return 0
    return each.fontMetrics().horizontalAdvance(words_of(each))
