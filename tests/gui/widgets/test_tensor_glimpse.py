"""A tensor at a glance."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from gui.widgets.tensor_glimpse import TensorGlimpse


@pytest.fixture
def glimpse(qtbot: QtBot) -> TensorGlimpse:
    glimpse = TensorGlimpse("w")
    qtbot.addWidget(glimpse)
    glimpse.resize(360, 100)
    glimpse.show()
    return glimpse


def test_few_numbers_are_written_out(glimpse: TensorGlimpse):
    glimpse.show_tensor(np.ones((5, 3), np.float32), 1, "[5, 3]")
    assert glimpse.is_written_out
    assert glimpse.sizeHint().height() > 5 * 15


def test_many_numbers_are_a_picture_with_its_cells(glimpse: TensorGlimpse):
    levels = np.zeros((28, 28), np.float32)
    levels[0, 0] = 3
    glimpse.show_tensor(levels, 3, "[28, 28]")
    assert not glimpse.is_written_out
    assert "[0, 0]: 3" in glimpse.describe(QPointF(93, 3))


def test_narrow_room_turns_numbers_into_a_picture(glimpse: TensorGlimpse):
    glimpse.show_tensor(np.ones((1, 4), np.float32), 1, "[4]")
    assert glimpse.is_written_out
    glimpse.resize(180, 60)
    assert not glimpse.is_written_out


def test_numbers_that_find_no_room_beside_the_name_stand_below_it(glimpse: TensorGlimpse):
    glimpse.show_tensor(np.ones((1, 3), np.float32), 1, "[3]")
    beside = glimpse.sizeHint().height()
    glimpse.resize(240, 60)
    assert glimpse.is_written_out
    assert glimpse.sizeHint().height() > beside


def test_what_is_still_to_come_is_said(glimpse: TensorGlimpse):
    glimpse.show_tensor(np.ones((5, 3), np.float32), 1, "[5, 3]")
    glimpse.show_nothing("still to come")
    assert not glimpse.is_written_out
    assert glimpse.accessibleName() == "w: still to come"
    assert glimpse.sizeHint().height() < 30


def test_it_is_told_what_it_shows(glimpse: TensorGlimpse):
    glimpse.show_tensor(np.ones((1, 1), np.float32), 1, "[] ‖·‖ 1")
    assert glimpse.accessibleName() == "w: [] ‖·‖ 1"
