"""Lines in the fixed face that go on further in."""

import pytest
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from gui.widgets.hanging_lines import HangingLines


@pytest.fixture
def document(qtbot: QtBot) -> QTextDocument:
    lines = HangingLines()
    qtbot.addWidget(lines)
    lines.show_lines(["class &lt;A&gt;:", "    <b>pass</b>", "", "end"])
    document = QTextDocument()
    document.setHtml(lines.text())
    return document


def test_lines_keep_their_letters_and_spaces(document: QTextDocument):
    assert document.toPlainText() == "class <A>:\n    pass\n\nend"


def test_a_line_goes_on_further_in_than_it_began(document: QTextDocument):
    outer, inner = document.findBlockByNumber(0).blockFormat(), document.findBlockByNumber(1).blockFormat()
    assert 0 < outer.leftMargin() < inner.leftMargin()
    assert outer.textIndent() == -outer.leftMargin()  # the beginning stays where it was
    assert inner.textIndent() == -inner.leftMargin()


def test_a_narrow_room_makes_it_higher(qtbot: QtBot):
    lines = HangingLines()
    qtbot.addWidget(lines)
    lines.show_lines(["word " * 20])
    assert lines.heightForWidth(200) > lines.heightForWidth(1000)
