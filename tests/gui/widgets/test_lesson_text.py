"""Paragraphs with links to panels."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument, QTextTable
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.lesson_text import LessonText


def test_a_link_points_at_a_panel(qtbot: QtBot):
    text = LessonText("Look at [the graph](panel:graph), or [elsewhere](https://example.org).")
    qtbot.addWidget(text)
    with qtbot.waitSignal(text.pointed) as pointed:
        text.linkActivated.emit("panel:graph")
    assert pointed.args == ["graph"]
    with qtbot.assertNotEmitted(text.pointed):
        text.linkActivated.emit("https://example.org")


def test_a_table_is_as_wide_as_the_text_and_its_heads_stand_above_their_columns(qtbot: QtBot):
    text = LessonText("| a | b |\n|:--|--:|\n| one | 1 |\n")
    qtbot.addWidget(text)
    document = QTextDocument()
    document.setHtml(text.text())
    (table,) = document.rootFrame().childFrames()
    assert isinstance(table, QTextTable)
    assert table.format().width().rawValue() == 100
    heads = [table.cellAt(0, column).firstCursorPosition() for column in (0, 1)]
    assert [head.blockFormat().alignment() & Qt.AlignmentFlag.AlignRight for head in heads] == [
        Qt.AlignmentFlag(0),
        Qt.AlignmentFlag.AlignRight,
    ]
    heads[0].movePosition(heads[0].MoveOperation.Right)
    assert heads[0].charFormat().foreground().color() == theme.current().muted
