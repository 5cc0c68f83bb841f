"""The reference really does what it is compared for."""

from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from tests.benchmarks.minimal_program import MinimalWindow
from tests.benchmarks.pen import Pen


def test_it_reads_the_ink_at_each_move_of_the_pen(qtbot: QtBot):
    window = MinimalWindow()
    qtbot.addWidget(window)
    readings: list[int] = []
    window.was_read.connect(readings.append)
    moves: list[float] = []
    pen = Pen(window.paper, QRectF(window.paper.rect()), moves.append)
    with qtbot.waitSignal(pen.finished, timeout=30_000):  # where torch's threads wait for each other
        pen.draw(3)
    assert readings == list(range(1, len(moves) + 2))  # and once when the pen is lifted
    assert window.paper.ink.pixelColor(140, 60).value() > 0
    assert window.label.text()[0].isdigit()
