"""A step of a lesson."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.code_block import CodeBlock
from gui.widgets.code_colours import highlighted

CODE = 'with torch.no_grad():\n    z = x @ w  # "not a string"\nprint("<b>", True, 3.5)'


@pytest.fixture
def block(qtbot: QtBot) -> CodeBlock:
    block = CodeBlock(CODE)
    qtbot.addWidget(block)
    block.resize(300, 200)
    block.show()
    return block


def test_run_is_asked_for_by_mouse_and_key(block: CodeBlock, qtbot: QtBot):
    with qtbot.waitSignal(block.run_asked):
        QTest.mouseClick(block.run, Qt.MouseButton.LeftButton)
    block.run.setFocus()
    with qtbot.waitSignal(block.run_asked):
        QTest.keyClick(block.run, Qt.Key.Key_Space)


def test_the_code_can_be_copied(block: CodeBlock):
    QTest.mouseClick(block.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == CODE


def test_output_and_errors_are_shown(block: CodeBlock):
    assert not block.output.isVisible()
    block.show_output("tensor(1.)\n", "", {})
    assert block.output.said == "tensor(1.)"
    block.show_output("", "RuntimeError: no", {})
    assert block.output.said == "RuntimeError: no"
    block.show_output("", "", {})
    assert not block.output.isVisible()


def test_colouring_keeps_every_letter():
    document = QTextDocument()
    document.setHtml(f"<pre>{'<br>'.join(highlighted(CODE))}</pre>")
    assert document.toPlainText() == CODE


def test_words_of_the_language_calls_numbers_and_comments_have_colours():
    html = "".join(highlighted(CODE))
    colours = theme.current()
    assert f'<span style="color:{colours.accent.name()}">with</span>' in html
    assert f'<span style="color:{colours.positive.name()}">no_grad</span>' in html
    assert f'<span style="color:{colours.negative.name()}">True</span>' in html
    assert f'<span style="color:{colours.muted.name()}"># &quot;not a string&quot;</span>' in html
