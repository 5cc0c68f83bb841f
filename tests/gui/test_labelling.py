"""Labels for what is on the canvas, with a real keyboard."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from engine.thread.training_commands import KeepLabelled, TakeBackLabelled
from engine.thread.training_events import LabelledCounted
from gui.panels.drawing import DrawingPanel
from gui.selection import Selection
from gui.settings import labelled_path
from gui.widgets.stroke_history import CanvasContent
from tests.recording_link import RecordingLink


@pytest.fixture
def panel(link: RecordingLink, selection: Selection, qtbot: QtBot) -> DrawingPanel:
    panel = DrawingPanel(link, selection)
    qtbot.addWidget(panel)
    panel.resize(304, 400)
    with qtbot.waitActive(panel):
        panel.show()
    panel.canvas.setFocus()
    return panel


def draw(panel: DrawingPanel, qtbot: QtBot, height: int = 200, lift: bool = True) -> None:
    qtbot.mousePress(panel.canvas, Qt.MouseButton.LeftButton, pos=QPoint(100, 60))
    qtbot.mouseMove(panel.canvas, QPoint(110, height))
    if lift:
        qtbot.mouseRelease(panel.canvas, Qt.MouseButton.LeftButton, pos=QPoint(110, height))


def told(link: RecordingLink) -> list[KeepLabelled | TakeBackLabelled]:
    return [command for command in link.sent if isinstance(command, KeepLabelled | TakeBackLabelled)]


def test_a_digit_key_keeps_the_drawing_and_makes_room_for_the_next(
    panel: DrawingPanel, link: RecordingLink, qtbot: QtBot
):
    draw(panel, qtbot)
    strokes = panel.drawing().strokes
    with qtbot.waitSignal(panel.caption_changed) as caption:
        qtbot.keyClick(panel.canvas, Qt.Key.Key_7)
    (kept,) = told(link)
    assert isinstance(kept, KeepLabelled)
    assert (kept.path, kept.label) == (labelled_path(), 7)
    assert np.array_equal(kept.drawing.strokes[0].points, strokes[0].points)
    assert panel.canvas.is_empty
    assert caption.args == ["kept as a 7"]
    with qtbot.waitSignal(panel.caption_changed) as caption:
        link.deliver(LabelledCounted((0, 4, 0, 0, 0, 0, 0, 2, 0, 0)))
    assert caption.args == ["kept as a 7: 6 drawings"]
    with qtbot.assertNotEmitted(panel.caption_changed):
        link.deliver(LabelledCounted((0, 4, 0, 0, 0, 0, 0, 2, 0, 0)))


def test_a_stroke_under_way_is_kept_whole(panel: DrawingPanel, link: RecordingLink, qtbot: QtBot):
    draw(panel, qtbot, lift=False)
    qtbot.keyClick(panel.canvas, Qt.Key.Key_1)
    qtbot.mouseRelease(panel.canvas, Qt.MouseButton.LeftButton, pos=QPoint(110, 200))
    assert len(told(link)[0].drawing.strokes) == 1
    assert panel.canvas.is_empty


def test_a_blank_canvas_is_not_kept(panel: DrawingPanel, link: RecordingLink, qtbot: QtBot):
    with qtbot.waitSignal(panel.caption_changed) as caption:
        qtbot.keyClick(panel.canvas, Qt.Key.Key_0)
    assert caption.args == ["draw a 0, then press 0"]
    assert told(link) == []


def test_noise_is_no_digit(panel: DrawingPanel, link: RecordingLink, qtbot: QtBot):
    panel.canvas.set_content(CanvasContent(picture=np.full((28, 28), 99, np.uint8), raw=True))
    qtbot.keyClick(panel.canvas, Qt.Key.Key_0)
    assert told(link) == []
    assert not panel.canvas.is_empty


def test_undo_brings_the_drawing_back_and_takes_it_out_of_the_set(
    panel: DrawingPanel, link: RecordingLink, qtbot: QtBot
):
    for label, height in ((Qt.Key.Key_2, 200), (Qt.Key.Key_5, 150)):
        draw(panel, qtbot, height)
        qtbot.keyClick(panel.canvas, label)
    panel.deeds.undo.trigger()
    assert not panel.canvas.is_empty
    taken_back = told(link)[-1]
    assert isinstance(taken_back, TakeBackLabelled)
    assert (taken_back.label, taken_back.drawing) == (5, told(link)[1].drawing)
    panel.deeds.undo.trigger()  # the stroke of the 5
    assert len(told(link)) == 3
    panel.deeds.undo.trigger()
    assert told(link)[-1].label == 2


def test_undoing_anything_else_leaves_the_set_alone(panel: DrawingPanel, link: RecordingLink, qtbot: QtBot):
    draw(panel, qtbot)
    qtbot.keyClick(panel.canvas, Qt.Key.Key_2)
    draw(panel, qtbot)
    panel.deeds.undo.trigger()
    assert len(told(link)) == 1


def test_digits_typed_elsewhere_label_nothing(panel: DrawingPanel, link: RecordingLink, qtbot: QtBot):
    draw(panel, qtbot)
    panel.tools.brush.setFocus()
    qtbot.keyClick(panel.tools.brush, Qt.Key.Key_3)
    assert told(link) == []


def test_the_menu_labels_what_is_on_the_canvas_too(panel: DrawingPanel, link: RecordingLink, qtbot: QtBot):
    draw(panel, qtbot)
    panel.tools.labels.actions()[4].trigger()
    assert told(link)[0].label == 4
    assert panel.tools.labels.menuAction() in panel.menu_actions()["edit"]
