"""Notices over a window."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from engine.errors import Kind
from engine.thread.events import EngineFailed
from gui import notices as notices_module
from gui.notices import Notice, Notices, failure_notice


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.resize(800, 600)
    qtbot.addWidget(window)
    window.show()
    return window


def test_a_failure_is_told_in_one_sentence_with_its_fields() -> None:
    notice = failure_notice(EngineFailed(Kind.FILE_EMPTY, {"file": "cat.png"}))
    assert notice.sentence.startswith("cat.png is empty")
    assert notice.icon == "warning"


def test_a_notice_shows_above_the_foot_of_the_window(window: QWidget) -> None:
    notices = Notices(window)
    notices.tell(Notice("Saved."))
    (view,) = notices.views()
    assert view.isVisible()
    assert notices.geometry().bottom() < window.height() - 20
    notices.views()[0].dismiss()


def test_the_same_notice_is_shown_once(window: QWidget) -> None:
    notices = Notices(window)
    notices.tell(Notice("Saved."))
    notices.tell(Notice("Saved."))
    assert len(notices.views()) == 1
    notices.views()[0].dismiss()


def test_many_notices_push_the_oldest_out(window: QWidget) -> None:
    notices = Notices(window)
    for number in range(9):
        notices.tell(Notice(f"Number {number}."))
    assert [view.notice.sentence for view in notices.views()] == [f"Number {n}." for n in (5, 6, 7, 8)]
    for view in notices.views():
        view.dismiss()


def test_a_notice_is_dismissed_by_its_button(window: QWidget, qtbot: QtBot) -> None:
    notices = Notices(window)
    notices.tell(Notice("Saved."))
    (view,) = notices.views()
    qtbot.mouseClick(view.findChildren(QToolButton)[0], Qt.MouseButton.LeftButton)
    assert notices.views() == []


def test_a_notice_goes_by_itself(window: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices_module, "LIFETIME_MS", 1)
    notices = Notices(window)
    notices.tell(Notice("Saved."))
    qtbot.waitUntil(lambda: notices.views() == [])


def test_a_notice_stays_while_the_pointer_moves_on_it(window: QWidget, qtbot: QtBot) -> None:
    notices = Notices(window)
    notices.tell(Notice("Saved."))
    (view,) = notices.views()
    qtbot.mouseMove(view, QPoint(5, 5))
    assert not view.counting_down()
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert view.counting_down()
    view.dismiss()
