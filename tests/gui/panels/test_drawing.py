"""The panel Drawing."""

from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QToolButton
from pytestqt.qtbot import QtBot

from engine.thread.commands import (
    Classify,
    Drawing,
    KeepDrawing,
    MakeRandomInput,
    ReadDrawing,
    ReadLine,
    ReadPicture,
    ReadValues,
    ShapeInput,
    Stroke,
    WriteDrawing,
    WriteFile,
)
from engine.thread.events import DrawingRead, InputMade
from gui.panels.drawing import DrawingPanel
from gui.selection import Selection
from gui.settings import drawing_path
from tests.gui.panels.networks import network_changed
from tests.recording_link import RecordingLink

C = TypeVar("C")

FILE = Drawing(
    (100, 100),
    (Stroke(np.array([[10, 10, 0.5], [90, 90, 0.5]], np.float32), 10.0),),
    label=3,
)


@pytest.fixture
def panel(link: RecordingLink, selection: Selection, qtbot: QtBot) -> DrawingPanel:
    panel = DrawingPanel(link, selection)
    qtbot.addWidget(panel)
    panel.resize(304, 400)
    with qtbot.waitActive(panel):
        panel.show()
    panel.canvas.setFocus()
    return panel


def sent(link: RecordingLink, kind: type[C]) -> list[C]:
    return [command for command in link.sent if isinstance(command, kind)]


def draw(panel: DrawingPanel, qtbot: QtBot, *places: tuple[int, int]) -> None:
    points = [QPoint(*place) for place in places or ((60, 60), (90, 150), (120, 200))]
    qtbot.mousePress(panel.canvas, Qt.MouseButton.LeftButton, pos=points[0])
    for point in points[1:]:
        qtbot.mouseMove(panel.canvas, point)
    qtbot.mouseRelease(panel.canvas, Qt.MouseButton.LeftButton, pos=points[-1])


def read(drawing: Drawing = FILE, kept: bool = False) -> DrawingRead:
    return DrawingRead("some.jsonl", drawing, 1, kept)


def button(panel: DrawingPanel, action: QAction) -> QToolButton:
    return next(each for each in panel.findChildren(QToolButton) if each.defaultAction() is action)


def click(panel: DrawingPanel, action: QAction, qtbot: QtBot) -> None:
    qtbot.mouseClick(button(panel, action), Qt.MouseButton.LeftButton)


# Ink to the engine


def test_each_point_is_sent_with_a_number_of_its_own(panel: DrawingPanel, link: RecordingLink, qtbot: QtBot):
    draw(panel, qtbot)
    asked = sent(link, Classify)
    assert [command.request for command in asked] == [1, 2, 3]
    assert [len(command.drawing.strokes[0].points) for command in asked] == [1, 2, 3]
    assert {command.canvas for command in asked} == {0}
    assert panel.last_request == 3


def test_the_ink_that_is_sent_is_where_the_pen_was(panel: DrawingPanel, link: RecordingLink, qtbot: QtBot):
    draw(panel, qtbot, (10, 20), (140, 70))
    drawing = sent(link, Classify)[-1].drawing
    scale = 280 / panel.canvas.paper().width()
    assert drawing.canvas == (280, 280)
    assert drawing.strokes[0].points == pytest.approx(
        np.array([[10 * scale, 20 * scale, 0.5], [140 * scale, 70 * scale, 0.5]]), abs=1e-3
    )
    assert drawing.strokes[0].width == panel.canvas.brush


def test_a_cleared_canvas_is_sent_under_a_new_number(panel: DrawingPanel, link: RecordingLink, qtbot: QtBot):
    draw(panel, qtbot)
    click(panel, panel.deeds.clear, qtbot)
    last = sent(link, Classify)[-1]
    assert last.drawing.is_blank
    assert last.canvas == 1


def test_the_switch_of_normalisation_asks_again(panel: DrawingPanel, link: RecordingLink, qtbot: QtBot):
    draw(panel, qtbot)
    qtbot.mouseClick(panel.tools.normalise, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert not panel.deeds.normalise.isChecked()
    qtbot.keyClick(panel.canvas, Qt.Key.Key_N)
    assert panel.tools.normalise.isChecked()
    assert [command.normalise for command in sent(link, Classify)] == [True, True, True, False, True]


# Keeping and restoring


def test_the_drawing_is_kept_when_the_pen_is_lifted(panel: DrawingPanel, link: RecordingLink, qtbot: QtBot):
    qtbot.mousePress(panel.canvas, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    assert not sent(link, KeepDrawing)
    qtbot.mouseRelease(panel.canvas, Qt.MouseButton.LeftButton, pos=QPoint(90, 60))
    (kept,) = sent(link, KeepDrawing)
    assert kept.path == drawing_path()
    assert len(kept.drawing.strokes[0].points) == 2


def test_undo_and_clear_are_kept_too(panel: DrawingPanel, link: RecordingLink, qtbot: QtBot):
    draw(panel, qtbot)
    panel.clear()
    assert sent(link, KeepDrawing)[-1].drawing.is_blank
    panel.canvas.undo()
    assert not sent(link, KeepDrawing)[-1].drawing.is_blank


def test_the_last_drawing_comes_back_and_cannot_be_undone(panel: DrawingPanel, link: RecordingLink):
    link.deliver(read(kept=True))
    assert panel.drawing().strokes[0].points.tolist() == [[28, 28, 0.5], [252, 252, 0.5]]
    assert not panel.deeds.undo.isEnabled()
    assert panel.deeds.clear.isEnabled()


def test_what_was_drawn_meanwhile_is_not_overwritten(panel: DrawingPanel, link: RecordingLink, qtbot: QtBot):
    draw(panel, qtbot)
    strokes = panel.canvas.strokes()
    link.deliver(read(kept=True))
    assert panel.canvas.strokes() == strokes


def test_what_was_wiped_meanwhile_does_not_come_back(panel: DrawingPanel, link: RecordingLink, qtbot: QtBot):
    draw(panel, qtbot)
    panel.clear()
    link.deliver(read(kept=True))
    assert panel.canvas.is_empty


def test_an_opened_drawing_replaces_what_was_there_and_can_be_undone(
    panel: DrawingPanel, link: RecordingLink, qtbot: QtBot
):
    draw(panel, qtbot)
    strokes = panel.canvas.strokes()
    link.deliver(read())
    assert sent(link, Classify)[-1].canvas == 1
    click(panel, panel.deeds.undo, qtbot)
    assert panel.canvas.strokes() == strokes


# Tools


def test_pen_and_eraser_are_chosen_by_button_and_key(panel: DrawingPanel, qtbot: QtBot):
    click(panel, panel.deeds.eraser, qtbot)
    assert panel.canvas.erasing
    qtbot.keyClick(panel.canvas, Qt.Key.Key_B)
    assert not panel.canvas.erasing
    qtbot.keyClick(panel.canvas, Qt.Key.Key_E)
    assert panel.canvas.erasing
    assert button(panel, panel.deeds.eraser).isChecked()


def test_a_tool_that_is_chosen_on_the_canvas_is_shown(panel: DrawingPanel):
    panel.canvas.set_eraser(True)
    assert panel.deeds.eraser.isChecked()
    assert not panel.deeds.pen.isChecked()


def test_the_brush_follows_slider_and_keys_and_is_told(panel: DrawingPanel, qtbot: QtBot):
    told: list[str] = []
    panel.caption_changed.connect(told.append)
    panel.tools.brush.setFocus()
    qtbot.keyClick(panel.tools.brush, Qt.Key.Key_End)
    assert panel.canvas.brush == 80
    qtbot.keyClick(panel.canvas, Qt.Key.Key_BracketLeft)
    assert panel.canvas.brush == 78
    qtbot.keyClick(panel.canvas, Qt.Key.Key_BracketRight)
    assert told == ["80 px brush", "78 px brush", "80 px brush"]


def test_a_brush_between_whole_numbers_stays_what_it_is(panel: DrawingPanel):
    panel.canvas.set_brush(16.4)
    assert panel.tools.brush.value() == 16
    assert panel.canvas.brush == 16.4


def test_the_caption_is_told_again_when_the_panel_is_shown(panel: DrawingPanel, qtbot: QtBot):
    panel.hide()
    with qtbot.waitSignal(panel.caption_changed) as told:
        panel.show()
    assert told.args == ["20 px brush"]


def test_keys_undo_redo_and_clear(panel: DrawingPanel, qtbot: QtBot):
    draw(panel, qtbot)
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Z, control)
    assert panel.canvas.is_empty
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Z, control | shift)
    assert not panel.canvas.is_empty
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Delete)
    assert panel.canvas.is_empty


def test_only_what_can_be_done_is_offered(panel: DrawingPanel, qtbot: QtBot):
    deeds = panel.deeds

    def offered() -> tuple[bool, bool, bool]:
        return deeds.undo.isEnabled(), deeds.redo.isEnabled(), deeds.clear.isEnabled()

    assert offered() == (False, False, False)
    draw(panel, qtbot)
    assert offered() == (True, False, True)
    panel.canvas.undo()
    assert offered() == (False, True, False)


def test_every_action_of_the_menus_says_what_it_does(panel: DrawingPanel):
    actions = [action for menu in panel.menu_actions().values() for action in menu]
    assert all(action.text() and action.toolTip() for action in actions if not action.isSeparator())


def test_no_two_actions_have_the_same_keys(panel: DrawingPanel):
    keys = [key.toString() for action in panel.deeds.all() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(("width", "height"), [(240, 260), (264, 300), (304, 420), (700, 900)])
def test_the_paper_is_square_and_nothing_overlaps(panel: DrawingPanel, width: int, height: int):
    panel.resize(width, height)
    paper, tools = panel.canvas.geometry(), panel.tools.geometry()
    assert panel.canvas.paper().width() == min(paper.width(), paper.height())
    assert paper.bottom() < tools.top()
    assert panel.rect().contains(tools)
    assert tools.top() - paper.bottom() <= 10


# Random input and examples


def test_a_random_input_is_read_as_it_is(panel: DrawingPanel, link: RecordingLink, qtbot: QtBot):
    click(panel, panel.deeds.random, qtbot)
    assert len(sent(link, MakeRandomInput)) == 1
    image = np.random.default_rng(0).integers(0, 256, (28, 28), np.uint8)
    link.deliver(InputMade(image))
    asked = sent(link, Classify)[-1]
    assert asked.drawing.picture is image
    assert asked.drawing.raw
    assert not asked.normalise


def test_after_a_random_input_a_drawing_is_normalised_again(
    panel: DrawingPanel, link: RecordingLink, qtbot: QtBot
):
    link.deliver(InputMade(np.zeros((28, 28), np.uint8)))
    draw(panel, qtbot)
    assert not sent(link, Classify)[-1].normalise
    panel.clear()
    draw(panel, qtbot)
    assert sent(link, Classify)[-1].normalise


def test_an_example_asks_for_its_digit(panel: DrawingPanel, link: RecordingLink):
    panel.tools.examples.actions()[7].trigger()
    (asked,) = sent(link, ReadDrawing)
    assert asked.path.name == "digits.jsonl"
    assert asked.index == 7


# Clipboard and drops


def test_what_was_copied_can_be_pasted(panel: DrawingPanel, link: RecordingLink, qtbot: QtBot):
    draw(panel, qtbot)
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(panel.canvas, Qt.Key.Key_C, control)
    qtbot.keyClick(panel.canvas, Qt.Key.Key_V, control)
    mime = QGuiApplication.clipboard().mimeData()
    (asked,) = sent(link, ReadLine)
    assert asked.line == mime.text()
    assert mime.hasImage()


def test_a_picture_is_pasted(panel: DrawingPanel, link: RecordingLink):
    image = QImage(5, 4, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    QGuiApplication.clipboard().setImage(image)
    panel.deeds.paste.trigger()
    (asked,) = sent(link, ReadPicture)
    assert QImage.fromData(asked.content).size() == image.size()
    assert asked.name == "The clipboard"


def test_a_file_is_pasted(panel: DrawingPanel, link: RecordingLink, tmp_path: Path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "seven.png"))])
    QGuiApplication.clipboard().setMimeData(mime)
    panel.deeds.paste.trigger()
    assert sent(link, ReadDrawing) == [ReadDrawing(tmp_path / "seven.png")]


def test_an_empty_picture_on_the_clipboard_is_no_drawing(panel: DrawingPanel, link: RecordingLink):
    mime = QMimeData()
    mime.setImageData(QImage())
    QGuiApplication.clipboard().setMimeData(mime)
    panel.deeds.paste.trigger()
    assert not link.sent


def test_words_on_the_clipboard_are_no_drawing(panel: DrawingPanel, link: RecordingLink):
    QGuiApplication.clipboard().setText("seven")
    panel.deeds.paste.trigger()
    assert not link.sent


def drop(panel: DrawingPanel, mime: QMimeData) -> bool:
    """Drag and drop on the panel; whether it took it."""
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(50, 50), copy, mime, left, none)
    enter.ignore()
    QApplication.sendEvent(panel, enter)
    if enter.isAccepted():
        QApplication.sendEvent(panel, QDropEvent(QPointF(50, 50), copy, mime, left, none))
    return enter.isAccepted()


def test_a_picture_that_is_dropped_is_read(panel: DrawingPanel, link: RecordingLink):
    image = QImage(5, 4, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    mime = QMimeData()
    mime.setImageData(image)
    assert drop(panel, mime)
    assert [command.name for command in sent(link, ReadPicture)] == ["What was dropped"]


def test_files_are_left_to_the_window(panel: DrawingPanel, tmp_path: Path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "default.safetensors"))])
    assert not drop(panel, mime)


# Files


def dialog(panel: DrawingPanel, action: QAction, qtbot: QtBot) -> QFileDialog:
    action.trigger()
    (found,) = panel.findChildren(QFileDialog)
    qtbot.waitUntil(found.isVisible)
    return found


def test_a_chosen_file_is_opened(panel: DrawingPanel, link: RecordingLink, qtbot: QtBot, tmp_path: Path):
    file = tmp_path / "seven.png"
    file.touch()
    asking = dialog(panel, panel.deeds.open, qtbot)
    asking.selectFile(str(file))
    asking.accept()
    assert sent(link, ReadDrawing) == [ReadDrawing(file)]


def test_a_picture_is_saved(panel: DrawingPanel, link: RecordingLink, qtbot: QtBot, tmp_path: Path):
    draw(panel, qtbot)
    asking = dialog(panel, panel.deeds.save, qtbot)
    asking.selectFile(str(tmp_path / "seven"))
    asking.accept()
    (written,) = sent(link, WriteFile)
    assert written.path == tmp_path / "seven.png"
    assert QImage.fromData(written.content).width() == 560


def test_strokes_are_saved(panel: DrawingPanel, link: RecordingLink, qtbot: QtBot, tmp_path: Path):
    draw(panel, qtbot)
    asking = dialog(panel, panel.deeds.save, qtbot)
    asking.selectFile(str(tmp_path / "seven.jsonl"))
    asking.accept()
    (written,) = sent(link, WriteDrawing)
    assert written.path == tmp_path / "seven.jsonl"
    assert len(written.drawing.strokes) == 1


def test_the_kind_that_is_chosen_gives_the_ending(
    panel: DrawingPanel, link: RecordingLink, qtbot: QtBot, tmp_path: Path
):
    draw(panel, qtbot)
    asking = dialog(panel, panel.deeds.save, qtbot)
    asking.selectNameFilter("Strokes (*.jsonl)")
    asking.filterSelected.emit("Strokes (*.jsonl)")
    asking.selectFile(str(tmp_path / "seven"))
    asking.accept()
    assert [command.path.name for command in sent(link, WriteDrawing)] == ["seven.jsonl"]


def test_a_dialog_that_is_dismissed_does_nothing(panel: DrawingPanel, link: RecordingLink, qtbot: QtBot):
    dialog(panel, panel.deeds.open, qtbot).reject()
    assert not link.sent
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not panel.findChildren(QFileDialog)


def test_a_network_without_an_image_takes_values_in_the_place_of_the_canvas(
    panel: DrawingPanel, link: RecordingLink, qtbot: QtBot
):
    draw(panel, qtbot)
    link.deliver(network_changed((3, 4, 2), network=2))
    assert panel.canvas.isHidden() and panel.tools.isHidden() and panel.values.isVisible()
    assert sent(link, ReadValues)[-1].values.tolist() == [0, 0, 0]
    panel.values.list.setFocus()
    qtbot.keyClick(panel.values.list, Qt.Key.Key_Right)
    np.testing.assert_allclose(sent(link, ReadValues)[-1].values, [0.1, 0, 0])
    assert sent(link, ReadValues)[-1].request > sent(link, Classify)[-1].request
    link.deliver(network_changed(network=3))
    assert panel.canvas.isVisible() and panel.values.isHidden()
    assert not panel.canvas.is_empty and panel.deeds.undo.isEnabled()


def test_undo_and_clear_are_those_of_what_is_shown(panel: DrawingPanel, link: RecordingLink, qtbot: QtBot):
    draw(panel, qtbot)
    link.deliver(network_changed((3, 4, 2), network=2))
    assert not panel.deeds.undo.isEnabled() and not panel.deeds.clear.isEnabled()
    link.deliver(InputMade(np.array([[255, 0, 51]], np.uint8)))
    np.testing.assert_allclose(panel.values.list.values, [1, 0, 0.2])
    panel.deeds.undo.trigger()
    assert not panel.values.list.values.any()
    panel.deeds.redo.trigger()
    panel.deeds.clear.trigger()
    assert not panel.values.list.values.any() and not panel.canvas.is_empty


def test_delete_means_one_value_and_no_other(panel: DrawingPanel, link: RecordingLink, qtbot: QtBot):
    link.deliver(network_changed((3, 4, 2), network=2))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Delete):
        qtbot.keyClick(panel.values.list, key)
    np.testing.assert_allclose(panel.values.list.values, [0.1, 0, 0])


def test_a_square_input_of_another_size_keeps_the_canvas(panel: DrawingPanel, link: RecordingLink):
    link.deliver(network_changed((64, 4, 2), network=2))
    assert panel.canvas.isVisible() and not sent(link, ReadValues)


@pytest.mark.parametrize(("inputs", "offered"), [(784, True), (64, True), (4, True), (3, False), (10, False)])
def test_values_are_offered_where_there_can_be_a_canvas_too(
    panel: DrawingPanel, link: RecordingLink, inputs: int, offered: bool
):
    link.deliver(network_changed((inputs, 4, 2), network=2))
    shown = [
        each.isVisible()
        for each in panel.findChildren(QToolButton)
        if each.defaultAction() is panel.deeds.values
    ]
    assert any(shown) == offered and panel.deeds.values.isVisible() == offered
    assert panel.deeds.pen.isVisible() == panel.deeds.eraser.isVisible() == offered


def test_the_canvas_gives_way_to_values_and_comes_back(
    panel: DrawingPanel, link: RecordingLink, qtbot: QtBot
):
    link.deliver(network_changed((64, 4, 2), network=2))
    draw(panel, qtbot)
    click(panel, panel.deeds.values, qtbot)
    assert sent(link, ShapeInput)[-1].shape == (1, 64)
    link.deliver(network_changed((64, 4, 2), network=3, input_shape=(1, 64)))
    assert panel.values.isVisible() and panel.canvas.isHidden() and panel.values.list.hasFocus()
    qtbot.keyClick(panel.values.list, Qt.Key.Key_Right)
    assert sent(link, ReadValues)[-1].values[0] > 0
    qtbot.mouseClick(panel.values.findChildren(QToolButton)[0], Qt.MouseButton.LeftButton)
    assert sent(link, ShapeInput)[-1].shape == (8, 8)
    link.deliver(network_changed((64, 4, 2), network=4))
    assert panel.canvas.isVisible() and panel.canvas.hasFocus() and not panel.canvas.is_empty
    link.deliver(network_changed((64, 4, 2), network=5, input_shape=(1, 64)))
    assert panel.values.list.values[0] > 0


def test_keys_choose_values_pen_and_eraser(panel: DrawingPanel, link: RecordingLink, qtbot: QtBot):
    link.deliver(network_changed((4, 2), network=2))
    assert panel.deeds.values.isChecked()
    qtbot.keyClick(panel.values.list, Qt.Key.Key_E)
    assert sent(link, ShapeInput)[-1].shape == (2, 2)
    link.deliver(network_changed((4, 2), network=3, input_shape=(2, 2)))
    assert panel.deeds.eraser.isChecked() and panel.canvas.erasing
    qtbot.keyClick(panel.canvas, Qt.Key.Key_V)
    assert sent(link, ShapeInput)[-1].shape == (1, 4)
    qtbot.keyClick(panel.canvas, Qt.Key.Key_B)
    assert sent(link, ShapeInput)[-1].shape == (2, 2)


def test_an_opened_drawing_is_shown_in_the_place_of_values(panel: DrawingPanel, link: RecordingLink):
    link.deliver(network_changed((64, 2), network=2, input_shape=(1, 64)))
    link.deliver(read())
    assert sent(link, ShapeInput)[-1].shape == (8, 8)


def test_a_row_of_any_length_has_no_canvas_to_go_back_to(
    panel: DrawingPanel, link: RecordingLink, qtbot: QtBot
):
    link.deliver(network_changed((10, 2), network=2))
    qtbot.keyClick(panel.values.list, Qt.Key.Key_B)
    qtbot.keyClick(panel.values.list, Qt.Key.Key_V)
    link.deliver(read())
    assert not sent(link, ShapeInput)
