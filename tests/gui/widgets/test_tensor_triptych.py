"""A tensor of two models, and their difference."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gui.widgets.tensor_triptych import AFTER, BEFORE, DIFFERENCE, TensorTriptych

BEFORE_LEVELS = np.array([[0.5, -1.0], [0.0, np.nan]], np.float32)
AFTER_LEVELS = np.array([[0.75, -1.0], [2.0, 4.0]], np.float32)
EXTENT = (0, 0, 2, 2)


@pytest.fixture
def triptych(qtbot: QtBot) -> TensorTriptych:
    triptych = TensorTriptych()
    qtbot.addWidget(triptych)
    triptych.resize(480, 160)
    triptych.show()
    triptych.set_shape(2, 2, "weight [2, 2]")
    triptych.set_levels(BEFORE, BEFORE_LEVELS, EXTENT, 1.0)
    triptych.set_levels(AFTER, AFTER_LEVELS, EXTENT, 4.0)
    triptych.set_levels(DIFFERENCE, AFTER_LEVELS - BEFORE_LEVELS, EXTENT, 2.0)
    return triptych


def centre(triptych: TensorTriptych, part: int, row: int, column: int) -> QPoint:
    view = triptych.views[part]
    return QPoint((2 * column + 1) * view.width() // 4, (2 * row + 1) * view.height() // 4)


def test_both_models_have_one_scale_and_the_difference_its_own(triptych: TensorTriptych):
    assert [view.limit for view in triptych.views] == [4.0, 4.0, 2.0]
    assert (triptych.scale.limit, triptych.difference_scale.limit) == (4.0, 2.0)


def test_another_tensor_has_another_scale_at_once(triptych: TensorTriptych):
    triptych.set_shape(2, 2, "bias [2, 2]")
    triptych.set_levels(AFTER, AFTER_LEVELS * np.float32(0.01), EXTENT, 0.04)
    assert triptych.views[BEFORE].limit == triptych.views[AFTER].limit == 0.04


def test_where_nothing_differs_there_is_no_scale_left_over(triptych: TensorTriptych):
    triptych.set_shape(2, 2, "bias [2, 2]")
    triptych.set_levels(DIFFERENCE, np.zeros((2, 2), np.float32), EXTENT, 0.0)
    assert triptych.difference_scale.limit == 0


@pytest.mark.parametrize("part", [BEFORE, AFTER, DIFFERENCE])
def test_what_is_pointed_at_in_one_is_told_of_all(triptych: TensorTriptych, qtbot: QtBot, part: int):
    plain = [view.grab().toImage() for view in triptych.views]
    qtbot.mouseMove(triptych.views[part], centre(triptych, part, 0, 0))
    assert triptych.words.text() == "row 0, column 0: 0.5 → 0.75, difference 0.25"
    assert all(view.grab().toImage() != image for view, image in zip(triptych.views, plain, strict=True))
    qtbot.mouseMove(triptych.views[part], centre(triptych, part, 1, 1))
    assert triptych.words.text() == "row 1, column 1: NaN → 4, difference NaN"


def test_without_a_pointer_the_tensor_is_named(triptych: TensorTriptych, qtbot: QtBot):
    assert triptych.words.text() == "weight [2, 2]"


def test_all_look_at_the_same_cells(triptych: TensorTriptych, qtbot: QtBot):
    triptych.set_shape(100, 200, "large")
    with qtbot.waitSignals([view.region_wanted for view in triptych.views]):
        qtbot.keyClick(triptych.views[AFTER], Qt.Key.Key_Plus)
    views = [view.view() for view in triptych.views]
    assert views[0] == views[1] == views[2]
    assert views[0].width() < 200


@pytest.mark.parametrize(
    ("width", "height", "beside"), [(480, 160, True), (240, 200, False), (480, 600, False)]
)
def test_the_difference_stands_beside_the_pair_or_below(
    triptych: TensorTriptych, qtbot: QtBot, width: int, height: int, beside: bool
):
    triptych.resize(width, height)
    after, difference = triptych.views[AFTER], triptych.views[DIFFERENCE]
    qtbot.waitUntil(lambda: (difference.x() > after.geometry().right()) is beside)
    qtbot.waitUntil(lambda: (difference.y() > after.geometry().bottom()) is not beside)
    assert triptych.rect().contains(difference.geometry())
