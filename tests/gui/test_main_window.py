"""The window as a whole, with the real engine behind it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, QRect, QSize, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from engine.data.drawing_file import iterate_drawings
from engine.thread.commands import OpenWeights
from gui.command_line.hand import Hand
from gui.command_line.reading import load_weights, reading_of
from gui.main_window import MainWindow
from gui.panel import find_panels
from gui.panels.comparison import ComparisonPanel
from gui.panels.drawing import DrawingPanel
from gui.resources import example_drawings
from gui.settings import drawing_path
from gui.widgets.paired_bars import LEFT, RIGHT

KINDS = {kind.name(): kind for kind in find_panels()}


def seen_at_first(workspace: str) -> set[str]:
    """The panels of a workspace that do not wait behind another."""
    return {
        name for name, kind in KINDS.items() if workspace in kind.places and not kind.places[workspace].tab
    }


def open_window(qtbot: QtBot) -> MainWindow:
    window = MainWindow(QSize(1440, 900))
    qtbot.addWidget(window)
    window.painted.connect(window.start_engine)
    window.show()
    return window


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    window = open_window(qtbot)
    yield window
    window.close()


def draw(window: MainWindow, label: int) -> None:
    with example_drawings() as path:
        drawing = next(drawing for drawing in iterate_drawings(path) if drawing.label == label)
    Hand(window).draw(drawing)


def stroke(window: MainWindow, qtbot: QtBot) -> None:
    panel = window.panels["drawing"]
    assert isinstance(panel, DrawingPanel)
    paper = panel.canvas.paper()
    top, foot = (
        QPointF(paper.center().x(), paper.top() + 20),
        QPointF(paper.center().x(), paper.bottom() - 20),
    )
    qtbot.mousePress(panel.canvas, Qt.MouseButton.LeftButton, pos=top.toPoint())
    qtbot.mouseMove(panel.canvas, foot.toPoint())
    qtbot.mouseRelease(panel.canvas, Qt.MouseButton.LeftButton, pos=foot.toPoint())


def action(window: MainWindow, words: str) -> QAction:
    return next(action for action in window.findChildren(QAction) if action.text().startswith(words))


def test_ink_drawn_before_the_engine_is_ready_is_read(window: MainWindow) -> None:
    draw(window, 3)
    Hand(window).wait_for_reading()
    assert reading_of(window).predicted == 3


def test_keys_reach_the_canvas_from_the_start(window: MainWindow) -> None:
    panel = window.panels["drawing"]
    assert isinstance(panel, DrawingPanel)
    assert window.focusWidget() is panel.canvas


def test_building_the_other_panels_takes_no_key_from_the_window(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.docks.complete()
    QApplication.processEvents()
    assert window.isActiveWindow()


def test_without_a_canvas_the_word_of_the_workspace_has_the_first_focus(qtbot: QtBot) -> None:
    window = MainWindow(QSize(1440, 900))
    qtbot.addWidget(window)
    window.show_workspace("learn")
    window.show()
    focused = window.focusWidget()
    assert isinstance(focused, QToolButton)
    assert focused.text() == "Learn"
    window.close()


def test_random_weights_and_back_read_the_same_drawing_again(window: MainWindow, qtbot: QtBot) -> None:
    load_weights(window, None)
    draw(window, 3)
    Hand(window).wait_for_reading()
    trained = reading_of(window).probabilities
    switch = action(window, "Use random weights")
    switch.trigger()
    qtbot.waitUntil(lambda: reading_of(window).probabilities != trained)
    assert switch.text() == "Use trained weights"
    switch.trigger()
    qtbot.waitUntil(lambda: reading_of(window).probabilities == pytest.approx(trained))


def test_a_file_that_is_no_picture_leaves_the_drawing_and_becomes_a_notice(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    draw(window, 3)
    panel = window.panels["drawing"]
    assert isinstance(panel, DrawingPanel)
    before = panel.drawing()
    (tmp_path / "cat.png").write_bytes(b"no picture")
    window.open(tmp_path / "cat.png")
    qtbot.waitUntil(lambda: bool(window.notices.views()))
    assert window.notices.views()[0].notice.sentence.startswith("cat.png is not a picture")
    assert len(panel.drawing().strokes) == len(before.strokes)
    window.notices.views()[0].dismiss()


def test_weights_that_do_not_fit_leave_the_network_and_become_a_notice(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    network = load_weights(window, None)
    (tmp_path / "w.safetensors").write_bytes(b"nonsense")
    window.open(tmp_path / "w.safetensors")
    qtbot.waitUntil(lambda: bool(window.notices.views()))
    assert window.statusBar().engine.text() == network.title
    window.notices.views()[0].dismiss()


def test_the_status_bar_says_which_device_is_used(window: MainWindow) -> None:
    network = load_weights(window, None)
    assert window.statusBar().device.text() == f"Using {network.device} device"
    assert [action.isChecked() for action in window.statusBar().device_menu.actions()].count(True) == 1


def test_the_drawing_is_there_again_at_the_next_start(qtbot: QtBot) -> None:
    first = open_window(qtbot)
    stroke(first, qtbot)
    first.close()
    assert drawing_path().is_file()
    second = open_window(qtbot)
    panel = second.panels["drawing"]
    assert isinstance(panel, DrawingPanel)
    qtbot.waitUntil(lambda: len(panel.drawing().strokes) == 1)
    second.close()


def test_docks_stay_where_they_were_put(qtbot: QtBot) -> None:
    first = open_window(qtbot)
    first.docks["seen"].close()
    first.docks["prediction"].setFloating(True)
    first.close()
    second = open_window(qtbot)
    assert second.docks["seen"].isHidden()
    assert second.docks["prediction"].isFloating()
    second.reset_workspace()
    assert not second.docks["seen"].isHidden()
    assert not second.docks["prediction"].isFloating()
    second.close()


def places(window: MainWindow) -> dict[str, tuple[bool, QRect]]:
    """Where each dock that was built lies, and whether it is hidden."""
    return {dock.panel.name(): (dock.isHidden(), dock.geometry()) for dock in window.docks.built()}


def test_what_is_not_seen_is_built_after_the_first_paint_and_moves_nothing(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert set(places(window)) == seen_at_first("draw")
    qtbot.waitUntil(lambda: window.was_painted)
    before = places(window)
    qtbot.waitUntil(lambda: len(window.docks.built()) == len(window.docks))
    assert {name: place for name, place in places(window).items() if name in before} == before
    assert all(hidden for name, (hidden, _) in places(window).items() if name not in before)


def test_a_panel_left_open_in_another_workspace_is_there_at_once(qtbot: QtBot) -> None:
    first = open_window(qtbot)
    first.splitDockWidget(first.docks["drawing"], first.docks["run"], Qt.Orientation.Vertical)
    first.docks["run"].show()
    QApplication.processEvents()
    kept = first.docks["run"].geometry()
    first.close()
    second = open_window(qtbot)
    assert not places(second)["run"][0]
    qtbot.waitUntil(lambda: second.docks["run"].geometry() == kept)
    second.close()


def test_a_panel_closed_away_from_home_opens_where_it_was(qtbot: QtBot) -> None:
    first = open_window(qtbot)
    first.splitDockWidget(first.docks["drawing"], first.docks["curves"], Qt.Orientation.Vertical)
    first.docks["curves"].close()
    first.close()
    second = open_window(qtbot)
    assert "curves" not in places(second)
    second.docks["curves"].show()
    QApplication.processEvents()
    assert second.docks["curves"].geometry().left() == second.docks["drawing"].geometry().left()
    second.close()


def test_a_window_that_is_still_building_answers_to_every_key(window: MainWindow) -> None:
    window.show_workspace("train")
    window.docks.complete()
    assert not window.docks["run"].isHidden()
    keys = {key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()}
    assert {"Ctrl+1", "Ctrl+Z", "Ctrl+T", "W"} <= keys


def test_each_workspace_shows_its_panels(window: MainWindow) -> None:
    window.resize(1440, 900)
    for name in ("inspect", "draw"):
        window.show_workspace(name)
        shown = {panel for panel, dock in window.docks.items() if not dock.isHidden()}
        assert shown == seen_at_first(name)


@pytest.mark.parametrize("size", [(1024, 700), (1280, 720), (1440, 900)])
@pytest.mark.parametrize("workspace", ["draw", "inspect"])
def test_no_panel_is_cut_off_or_covered(window: MainWindow, size: tuple[int, int], workspace: str) -> None:
    window.resize(*size)
    window.show_workspace(workspace)
    window.reset_workspace()
    QApplication.processEvents()
    assert (window.width(), window.height()) == size
    docks = [dock for dock in window.docks.values() if not dock.isHidden()]
    for dock in docks:
        assert window.rect().contains(dock.geometry())
        smallest = dock.minimumSizeHint()
        assert dock.width() >= smallest.width()
        assert dock.height() >= smallest.height()
        assert not any(dock.geometry().intersects(other.geometry()) for other in docks if other is not dock)


def test_going_through_the_workspaces_at_other_sizes_leaves_no_panel_behind(window: MainWindow) -> None:
    for size in ((1440, 900), (1024, 700), (1440, 900)):
        window.resize(*size)
        for name in ("train", "draw", "inspect", "train", "draw"):
            window.show_workspace(name)
            QApplication.processEvents()
            shown = {panel for panel, dock in window.docks.items() if not dock.isHidden()}
            assert shown == {
                panel
                for panel, kind in window.panels.items()
                if panel in seen_at_first(name) and kind.places[name].has_room(window.size())
            }
            assert (window.width(), window.height()) == size


def test_a_narrow_draw_workspace_leaves_model_and_parameters_out(window: MainWindow) -> None:
    window.resize(1440, 900)
    assert not window.docks["model"].isHidden()
    window.resize(1100, 700)
    assert window.docks["model"].isHidden()
    window.resize(1440, 900)
    assert not window.docks["model"].isHidden()


def test_the_keys_of_the_window_are_told_apart(window: MainWindow) -> None:
    keys = [key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()]
    assert len(set(keys)) == len(keys)


def test_a_workspace_that_takes_the_focused_panel_away_takes_the_focus_itself(window: MainWindow) -> None:
    window.activateWindow()
    window.show_workspace("inspect")
    window.panels["model"].setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.panels["model"].setFocus()
    window.show_workspace("train")
    focused = QApplication.focusWidget()
    assert focused is not None
    assert window.switch.isAncestorOf(focused)


@pytest.mark.parametrize("workspace", ["draw", "inspect", "train", "learn"])
def test_tensors_that_are_no_network_open_in_every_workspace(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, workspace: str
) -> None:
    path = tmp_path / "convolution.npz"
    np.savez(path, **{"conv.weight": np.ones((4, 3, 5, 5), np.float32), "conv.bias": np.zeros(4, np.float32)})
    window.docks.complete()
    window.show_workspace(workspace)
    draw(window, 3)
    with qtbot.waitSignal(
        window.link.delivered, check_params_cb=lambda: "convolution" in window._status.engine.text()
    ):
        window.link.send(OpenWeights(path))
    assert window.grab().size().width() > 0


@pytest.mark.parametrize(("panel", "workspace"), [("run", "train"), ("drawing", "draw"), ("graph", "learn")])
def test_what_is_pointed_at_is_shown_where_it_belongs(window: MainWindow, panel: str, workspace: str) -> None:
    window.show_workspace("learn")
    window.selection.point_at(panel)
    assert window.docks[panel].isVisible()
    assert not window.docks[panel].visibleRegion().isEmpty()
    titles = {button.text(): button.isChecked() for button in window.switch.findChildren(QToolButton)}
    assert titles[window.workspace_titles[workspace]]


@pytest.mark.parametrize(
    ("workspace", "behind"), [("draw", "gradients"), ("inspect", "network"), ("train", "layers")]
)
def test_a_comparison_comes_up_as_a_tab_and_moves_no_other_column(
    window: MainWindow, qtbot: QtBot, workspace: str, behind: str
) -> None:
    window.resize(1024, 700)
    window.show_workspace(workspace)
    load_weights(window, None)
    window.docks.complete()
    QApplication.processEvents()
    drawing = window.docks["drawing"].geometry()
    panel, dock = window.panels["comparison"], window.docks["comparison"]
    assert isinstance(panel, ComparisonPanel) and dock.isHidden()
    panel.rival.choices.initial.trigger()
    qtbot.waitUntil(lambda: len([row for row in panel.list.rows if row.figures]) == 6)
    assert window.tabifiedDockWidgets(dock) == [window.docks[behind]]
    assert window.docks["drawing"].geometry() == drawing
    assert window.rect().contains(dock.geometry()) and dock.height() >= 180
    assert panel.tensor.isVisible() and not panel.visibleRegion().isEmpty()
    assert window.panels[behind].visibleRegion().isEmpty()
    dock.close()


def test_both_models_read_what_is_drawn(window: MainWindow, qtbot: QtBot) -> None:
    window.show_workspace("inspect")
    load_weights(window, None)
    window.docks.complete()
    panel = window.panels["comparison"]
    assert isinstance(panel, ComparisonPanel)
    panel.rival.choices.present.trigger()
    action(window, "Use random weights").trigger()
    draw(window, 3)
    Hand(window).wait_for_reading()
    qtbot.waitUntil(lambda: panel.readings.digits[LEFT].digit == 3)
    random = reading_of(window).predicted
    qtbot.waitUntil(lambda: panel.readings.digits[RIGHT].digit == random)
    assert panel.rival.button.text() == "trained weights, as it was"


def test_a_workspace_remembers_the_comparison_that_was_open_in_it(window: MainWindow, qtbot: QtBot) -> None:
    window.show_workspace("inspect")
    window.docks.complete()
    window.selection.point_at("comparison")
    window.show_workspace("draw")
    assert window.docks["comparison"].isHidden()
    window.show_workspace("inspect")
    assert not window.docks["comparison"].isHidden()
    window.reset_workspace()
    assert window.docks["comparison"].isHidden()
    window.selection.point_at("comparison")
    assert window.tabifiedDockWidgets(window.docks["comparison"]) == [window.docks["network"]]


@pytest.mark.parametrize("compares", [False, True])
def test_weights_that_are_dropped_with_ctrl_are_compared_with(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, compares: bool
) -> None:
    load_weights(window, None)
    path = tmp_path / "other.npz"
    np.savez(path, bias=np.ones(10, np.float32))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    keys = Qt.KeyboardModifier.ControlModifier if compares else Qt.KeyboardModifier.NoModifier
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    for kind in (QDragEnterEvent, QDropEvent):
        QApplication.sendEvent(window, kind(QPointF(500, 20), copy, mime, left, keys))
    if compares:
        panel = window.panels["comparison"]
        assert isinstance(panel, ComparisonPanel)
        qtbot.waitUntil(lambda: panel.rival.button.text() == "other.npz")
        assert "trained" in window.statusBar().engine.text()
    else:
        qtbot.waitUntil(lambda: "other.npz" in window.statusBar().engine.text())
        for view in window.notices.views():
            view.dismiss()
