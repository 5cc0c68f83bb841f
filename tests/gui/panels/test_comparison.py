"""The panel Comparison."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from engine.thread.commands import Region, Topic, Unwatch, Watch, Wish
from engine.thread.comparison_commands import (
    Aspect,
    CompareWith,
    Rival,
    StopComparing,
    WatchComparison,
    WatchDifference,
    WatchFields,
    WatchRival,
)
from engine.thread.comparison_events import (
    ComparisonChanged,
    Difference,
    FieldsCompared,
    RivalRead,
    TensorsCompared,
    WeightsSource,
)
from engine.thread.tensor_events import LevelsRead
from engine.thread.training_events import HistoryChanged
from gui.panels.comparison import ComparisonPanel
from gui.selection import Selection
from gui.widgets.paired_bars import LEFT, RIGHT
from gui.widgets.tensor_triptych import AFTER, BEFORE, DIFFERENCE
from tests.gui.panels.networks import STACK, network_changed
from tests.gui.panels.readings import classified
from tests.gui.panels.runs import training_changed
from tests.recording_link import RecordingLink

WEIGHT, BIAS = f"{STACK}.0.weight", f"{STACK}.0.bias"
PAIRS = ((WEIGHT, WEIGHT), (BIAS, BIAS))
PARTS = {BEFORE: "comparison/0", AFTER: "comparison/1", DIFFERENCE: "comparison/2"}
BEGUN = ComparisonChanged(1, Rival.FILE, WeightsSource.FILE, "other.pt", pairs=PAIRS, only_there=("scale",))
OF_STEP = ComparisonChanged(1, Rival.STEP, WeightsSource.RUN, "adam", step=20, pairs=PAIRS)
COMPARED = TensorsCompared(
    1,
    (
        Difference(BIAS, BIAS, (32,), 32, changed=32, largest=0.5, norm=1.0, relative=0.75, cosine=0.5),
        Difference(WEIGHT, WEIGHT, (32, 784), 32 * 784, changed=9, largest=0.25, norm=0.5, relative=0.125),
    ),
    remaining=0,
)


@pytest.fixture
def panel(qtbot: QtBot, link: RecordingLink, selection: Selection) -> ComparisonPanel:
    panel = ComparisonPanel(link, selection)
    qtbot.addWidget(panel)
    panel.resize(1000, 210)
    panel.show()
    link.deliver(network_changed())
    return panel


def begin(link: RecordingLink, begun: ComparisonChanged = BEGUN) -> None:
    link.deliver(begun)
    link.deliver(COMPARED)


def levels_read(part: int, parameter: str, limit: float) -> LevelsRead:
    levels, region = np.full((1, 32), limit, np.float32), Region(0, 0, 1, 32)
    return LevelsRead(PARTS[part], 1, parameter, (32,), region, levels, limit, 0.0, limit)


def wishes(link: RecordingLink) -> dict[str, Wish]:
    """The last wish of each subscription that was not withdrawn."""
    found: dict[str, Wish] = {}
    for command in link.sent:
        if isinstance(command, Wish):
            found[command.subscription] = command
        elif isinstance(command, Unwatch):
            found.pop(command.subscription, None)
    return found


def drop(panel: ComparisonPanel, path: Path) -> tuple[QDragEnterEvent, QDropEvent]:
    """Drag a file over the panel and let it go; what happened to both events."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    entered = QDragEnterEvent(QPointF(9, 9), copy, data, left, none)
    dropped = QDropEvent(QPointF(9, 9), copy, data, left, none)
    for event in (entered, dropped):
        event.ignore()
        QApplication.sendEvent(panel, event)
    return entered, dropped


def test_an_empty_panel_offers_what_would_fill_it(panel: ComparisonPanel, link: RecordingLink, qtbot: QtBot):
    assert "Compare the open model" in panel.blank.text() and panel.blank.isVisible()
    panel.rival.choices.initial.trigger()
    panel.rival.choices.present.trigger()
    assert [command for command in link.sent if isinstance(command, CompareWith)] == [
        CompareWith(Rival.INITIAL),
        CompareWith(Rival.PRESENT),
    ]
    assert not panel.rival.choices.step.isEnabled() and not panel.rival.choices.end.isEnabled()


def test_what_is_compared_asks_for_the_panel(panel: ComparisonPanel, selection: Selection, qtbot: QtBot):
    with qtbot.waitSignal(selection.pointed) as pointed:
        panel.rival.choices.present.trigger()
    assert pointed.args == ["comparison"]


def test_a_file_is_chosen_in_a_dialog(panel: ComparisonPanel, link: RecordingLink, qtbot: QtBot):
    panel.rival.choices.file.trigger()
    dialog = panel.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit("/somewhere/other.pt")
    dialog.reject()
    assert link.sent[-1] == CompareWith(Rival.FILE, Path("/somewhere/other.pt"))


def test_a_dropped_file_of_weights_is_compared_with_and_no_other(panel: ComparisonPanel, link: RecordingLink):
    entered, dropped = drop(panel, Path("/somewhere/other.safetensors"))
    assert entered.isAccepted() and dropped.isAccepted()
    assert link.sent[-1] == CompareWith(Rival.FILE, Path("/somewhere/other.safetensors"))
    count = len(link.sent)
    entered, dropped = drop(panel, Path("/somewhere/cat.png"))
    assert not entered.isAccepted() and len(link.sent) == count


def test_tensors_stand_by_their_change_and_strays_are_named(
    panel: ComparisonPanel, link: RecordingLink, qtbot: QtBot
):
    with qtbot.waitSignal(panel.caption_changed, check_params_cb=lambda words: "differ" in words) as caption:
        begin(link)
    assert [row.key for row in panel.list.rows] == [BIAS, WEIGHT, "scale"]
    assert panel.list.rows[2].note == "only in other.pt"
    assert caption.args == ["2 of 2 tensors differ, 1 without a partner"]
    assert panel.rival.button.text() == "other.pt"


def test_all_is_watched_that_is_seen_of_the_most_changed_tensor(
    panel: ComparisonPanel, link: RecordingLink, qtbot: QtBot
):
    begin(link)
    qtbot.waitUntil(lambda: set(PARTS.values()) <= wishes(link).keys())
    found = wishes(link)
    assert found["comparison/all"] == WatchComparison("comparison/all")
    assert found["comparison/reading"] == WatchRival("comparison/reading")
    before, after, difference = (found[PARTS[part]] for part in (BEFORE, AFTER, DIFFERENCE))
    assert isinstance(before, WatchDifference) and before.aspect is Aspect.THERE
    assert isinstance(after, Watch) and after.topic is Topic.LEVELS
    assert isinstance(difference, WatchDifference) and difference.aspect is Aspect.DIFFERENCE
    assert {before.parameter, after.parameter, difference.parameter} == {BIAS}
    assert (after.rows, after.columns) == panel.tensor.heatmaps.views[AFTER].capacity()


def test_a_click_chooses_a_tensor_in_all_panels(
    panel: ComparisonPanel, link: RecordingLink, selection: Selection, qtbot: QtBot
):
    begin(link)
    place = panel.list.visualRect(panel.list.model().index(1, 0)).center()
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert selection.parameter == WEIGHT
    qtbot.waitUntil(lambda: getattr(wishes(link).get(PARTS[AFTER]), "parameter", "") == WEIGHT)
    selection.choose_parameter(BIAS)
    assert panel.list.current == BIAS


def test_levels_of_both_share_a_scale(panel: ComparisonPanel, link: RecordingLink):
    begin(link)
    for part, limit in ((BEFORE, 0.5), (AFTER, 2.0), (DIFFERENCE, 0.25)):
        link.deliver(levels_read(part, BIAS, limit))
    link.deliver(levels_read(AFTER, WEIGHT, 9.0))  # of what was chosen before
    assert [view.limit for view in panel.tensor.heatmaps.views] == [2.0, 2.0, 0.25]


def test_what_was_read_before_the_comparison_began_is_shown(panel: ComparisonPanel, link: RecordingLink):
    link.deliver(classified(3))
    begin(link)
    assert panel.readings.digits[RIGHT].digit == 3


def test_what_another_network_read_is_not_shown(panel: ComparisonPanel, link: RecordingLink):
    link.deliver(classified(3))
    link.deliver(network_changed(network=2))
    begin(link)
    assert panel.readings.digits[RIGHT].digit is None


def test_both_readings_stand_beside_each_other(panel: ComparisonPanel, link: RecordingLink):
    begin(link)
    link.deliver(classified(predicted=3))
    probabilities = np.full(10, 0.05, np.float32)
    probabilities[8] = 0.55
    link.deliver(RivalRead(1, 1, 1, 8, np.log(probabilities), probabilities))
    assert (panel.readings.digits[LEFT].digit, panel.readings.digits[RIGHT].digit) == (8, 3)
    assert (panel.readings.bars.number(LEFT, 8), panel.readings.bars.number(RIGHT, 3)) == ("55.0", "90.0")


def test_a_model_that_cannot_read_says_so(panel: ComparisonPanel, link: RecordingLink):
    begin(
        link, ComparisonChanged(1, Rival.FILE, title="cnn.pt", pairs=PAIRS, obstacle="it has no Linear layer")
    )
    assert panel.readings.words[LEFT].isVisible()


def test_without_a_tensor_in_common_nothing_is_watched_of_one(panel: ComparisonPanel, link: RecordingLink):
    link.deliver(
        ComparisonChanged(1, Rival.FILE, title="cnn.pt", only_there=("conv",), only_here=(WEIGHT, BIAS))
    )
    link.deliver(TensorsCompared(1, (), 0))
    assert panel.tensor.heatmaps.words.text() == "No tensor has the same name and shape in both models."
    assert not set(PARTS.values()) & wishes(link).keys()
    assert len(panel.list.rows) == 3


def test_the_end_of_a_comparison_withdraws_all_wishes(
    panel: ComparisonPanel, link: RecordingLink, qtbot: QtBot
):
    begin(link)
    qtbot.waitUntil(lambda: set(PARTS.values()) <= wishes(link).keys())
    qtbot.mouseClick(panel.rival.end, Qt.MouseButton.LeftButton)
    assert link.sent[-1] == StopComparing()
    link.deliver(ComparisonChanged(1))
    assert not wishes(link) and panel.blank.isVisible()


def test_a_tab_in_front_withdraws_all_wishes(panel: ComparisonPanel, link: RecordingLink, qtbot: QtBot):
    begin(link)
    qtbot.waitUntil(lambda: set(PARTS.values()) <= wishes(link).keys())
    before = wishes(link)
    panel.set_covered(True)
    assert not wishes(link)
    panel.set_covered(False)
    assert wishes(link) == before


def test_figures_stay_until_others_of_the_same_tensors_are_known(panel: ComparisonPanel, link: RecordingLink):
    begin(link, OF_STEP)
    link.deliver(ComparisonChanged(1, Rival.STEP, WeightsSource.RUN, "adam", step=30, pairs=PAIRS))
    assert all(row.figures for row in panel.list.rows)
    link.deliver(ComparisonChanged(1, Rival.FILE, title="x", pairs=PAIRS[:1]))
    assert not any(row.figures for row in panel.list.rows)


def test_kept_steps_of_a_run_are_gone_through(panel: ComparisonPanel, link: RecordingLink, qtbot: QtBot):
    link.deliver(HistoryChanged(np.array([0, 10, 20, 40]), 4, 100))
    link.deliver(training_changed(step=50))
    panel.rival.choices.step.trigger()
    assert link.sent[-1] == CompareWith(Rival.STEP, step=10)
    begin(link, OF_STEP)
    assert (
        panel.rival.slider.isVisible()
        and panel.rival.slider.shown == 20
        and panel.rival.button.text() == "adam, step 20"
    )
    qtbot.keyClick(panel.rival.slider, Qt.Key.Key_Right)
    assert link.sent[-1] == CompareWith(Rival.STEP, step=40)
    qtbot.keyClick(panel.rival.slider, Qt.Key.Key_End)
    assert link.sent[-1] == CompareWith(Rival.STEP, step=40)
    begin(link, BEGUN)
    assert not panel.rival.slider.isVisible()


def test_pointing_here_and_elsewhere_is_one(
    panel: ComparisonPanel, link: RecordingLink, selection: Selection, qtbot: QtBot
):
    begin(link)
    place = panel.list.visualRect(panel.list.model().index(1, 0)).center()
    qtbot.mouseMove(panel.list.viewport(), place)
    assert selection.hovered_parameter == WEIGHT and panel.list.marked == WEIGHT
    selection.hover(BIAS, 4)
    assert (panel.list.marked, panel.readings.bars.marked) == (BIAS, 4)
    link.deliver(levels_read(AFTER, BIAS, 1.0))
    selection.hover()
    qtbot.mouseMove(panel.tensor.heatmaps.views[AFTER], QPoint(20, 20))
    assert selection.hovered_parameter == BIAS


def test_receptive_fields_are_watched_in_the_place_of_heatmaps(
    panel: ComparisonPanel, link: RecordingLink, qtbot: QtBot
):
    begin(link)
    panel.list.chosen.emit(WEIGHT)
    qtbot.waitUntil(lambda: set(PARTS.values()) <= wishes(link).keys())
    fields_of(panel, link, qtbot)
    assert not set(PARTS.values()) & wishes(link).keys()
    panel.tensor.tabs.setCurrentIndex(0)
    qtbot.waitUntil(lambda: set(PARTS.values()) <= wishes(link).keys())
    assert not any(isinstance(wish, WatchFields) for wish in wishes(link).values())


def test_a_vector_has_no_receptive_fields(panel: ComparisonPanel, link: RecordingLink, qtbot: QtBot):
    begin(link)
    assert not panel.tensor.tabs.isTabEnabled(1)
    panel.list.chosen.emit(WEIGHT)
    fields_of(panel, link, qtbot)
    panel.list.chosen.emit(BIAS)
    assert panel.tensor.tabs.currentIndex() == 0
    qtbot.waitUntil(lambda: set(PARTS.values()) <= wishes(link).keys())


def test_a_click_on_a_receptive_field_leads_to_the_parameter_and_two_to_its_row(
    panel: ComparisonPanel, link: RecordingLink, selection: Selection, qtbot: QtBot
):
    begin(link)
    panel.list.chosen.emit(WEIGHT)
    wish = fields_of(panel, link, qtbot)
    fields = np.ones((2, 3, 28, 28), np.float32)
    link.deliver(FieldsCompared(wish.subscription, 1, BIAS, (8, 9), 32, fields, 1.0))  # of another tensor
    assert not panel.tensor.fields.wall.units
    link.deliver(FieldsCompared(wish.subscription, 1, WEIGHT, (8, 9), 32, fields, 1.0))
    selection.choose_parameter("")
    wall = panel.tensor.fields.wall
    with qtbot.waitSignal(selection.pointed) as pointed:
        qtbot.mouseClick(wall.viewport(), Qt.MouseButton.LeftButton, pos=wall.place_rect(1).center())
    assert (pointed.args, selection.parameter) == (["parameters"], WEIGHT)
    with qtbot.waitSignal(selection.cell_wanted) as wanted:
        qtbot.keyClick(wall, Qt.Key.Key_Return)
    assert wanted.args == [9, 0]


def fields_of(panel: ComparisonPanel, link: RecordingLink, qtbot: QtBot) -> WatchFields:
    """Look at the receptive fields; the wish for them."""
    panel.tensor.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: any(isinstance(wish, WatchFields) for wish in wishes(link).values()))
    return next(wish for wish in wishes(link).values() if isinstance(wish, WatchFields))
