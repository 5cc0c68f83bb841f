"""Paragraphs with links to panels."""

from pytestqt.qtbot import QtBot

from gui.widgets.lesson_text import LessonText


def test_a_link_points_at_a_panel(qtbot: QtBot):
    text = LessonText("Look at [the graph](panel:graph), or [elsewhere](https://example.org).")
    qtbot.addWidget(text)
    with qtbot.waitSignal(text.pointed) as pointed:
        text.linkActivated.emit("panel:graph")
    assert pointed.args == ["graph"]
    with qtbot.assertNotEmitted(text.pointed):
        text.linkActivated.emit("https://example.org")
