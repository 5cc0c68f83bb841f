"""The receptive fields of two models with their legend."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gui.widgets.field_trios import FieldTrios


@pytest.fixture
def trios(qtbot: QtBot) -> FieldTrios:
    trios = FieldTrios()
    qtbot.addWidget(trios)
    trios.resize(380, 160)
    trios.show()
    trios.name("before", "after")
    trios.set_total(40)
    return trios


def test_the_legend_gives_way_to_what_is_pointed_at(trios: FieldTrios, qtbot: QtBot):
    legend = "before | after | difference, the largest first"
    assert trios.words.text() == legend and trios.scale_words.text() == "one scale for all three"
    trios.set_fields(0, (7,), np.ones((1, 3, 5, 5), np.float32), 1.0)
    qtbot.mouseMove(trios.wall.viewport(), trios.wall.place_rect(0).center())
    assert trios.words.text().startswith("unit 7")
    qtbot.mouseMove(trios.wall.viewport(), trios.wall.place_rect(30).center())
    assert trios.words.text() == legend


def test_all_three_are_painted_on_the_scale_that_is_told(trios: FieldTrios, qtbot: QtBot):
    trios.set_fields(0, (7,), np.ones((1, 3, 5, 5), np.float32), 0.5)
    assert trios.scale.limit == trios.wall.limit == 0.5
    trios.scale.pin_button.setChecked(True)
    trios.set_total(3)
    trios.set_fields(0, (7,), np.ones((1, 3, 5, 5), np.float32), 4.0)
    assert trios.wall.limit == 4.0
