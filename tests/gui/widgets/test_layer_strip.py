"""The strip of one parameter."""

import math
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QRegion
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.layer_strip import LayerStrip


@pytest.fixture
def strip(qtbot: QtBot) -> LayerStrip:
    strip = LayerStrip("…0.weight", "[512, 784]")
    qtbot.addWidget(strip)
    strip.set_name_room(70)
    strip.resize(800, 30)
    strip.show()
    return strip


def test_it_says_norm_update_and_dead_units(strip: LayerStrip):
    strip.measure(7, norm=0.0625, ratio=0.003, dead=3, frozen_change=None)
    assert strip.words() == ("0.0625", "0.003", "3")


def test_only_hidden_weights_have_dead_units(strip: LayerStrip):
    strip.measure(7, 0.06, 0.003, None, None)
    assert strip.words()[2] == ""


@pytest.mark.parametrize(
    ("norm", "ratio", "signs", "complaint"),
    [
        (1e-9, 1e-3, ("▾", "0"), "the gradient vanishes"),
        (math.nan, 1e-3, ("▴", "0"), "the gradient explodes"),
        (0.1, 1e-8, ("0", "▾"), "the steps are too small to matter"),
        (0.1, 2.0, ("0", "▴"), "the steps are too large"),
    ],
)
def test_what_vanishes_or_explodes_is_marked_and_explained(
    strip: LayerStrip, norm: float, ratio: float, signs: tuple[str, str], complaint: str
):
    strip.measure(7, norm, ratio, None, None)
    assert tuple(words[0] for words in strip.words()[:2]) == signs
    assert complaint in strip.description() and complaint in strip.accessibleDescription()


def test_a_healthy_layer_has_nothing_to_complain_of(strip: LayerStrip):
    strip.measure(7, 0.1, 1e-3, 0, None)
    assert strip.description().splitlines()[-1] == "0 units that no image of the batch lit"


def test_it_says_what_its_lines_were_at_an_earlier_step(strip: LayerStrip):
    strip.measure(2, 0.5, 0.25, 3, None)
    strip.measure(9, 0.125, 0.0625, 1, None)
    strip.point_at(2)
    assert strip.words() == ("0.5", "▴0.25", "")
    strip.point_at(None)
    assert strip.words() == ("0.125", "0.0625", "1")


def test_another_run_takes_its_scale_away(strip: LayerStrip):
    strip.show_gradient(np.ones((2, 2), np.float32), (0, 0, 2, 2), 0.5)
    assert "colours reach to ±0.5" in strip.description()
    strip.clear()
    assert "colours" not in strip.description() and strip.limit.value == 0


def test_what_is_frozen_is_not_called_ill_for_having_no_gradient(strip: LayerStrip):
    strip.set_frozen(True)
    strip.measure(7, 0.0, 0.0, None, 0.0)
    assert strip.words()[:2] == ("0", "Δ 0")
    assert "vanishes" not in strip.description()


def test_frozen_it_shows_its_change_since_then(strip: LayerStrip):
    strip.measure(1, 0.1, 1e-3, None, None)
    strip.set_frozen(True)
    assert strip.description().endswith("\nfrozen")
    strip.measure(2, 0.1, 0.0, None, frozen_change=0.0)
    assert strip.words()[1] == "Δ 0"
    assert strip.description().endswith("frozen, largest change since: 0")
    strip.set_frozen(False)
    assert "frozen" not in strip.description() and "Δ" not in strip.words()[1]


def test_clicking_the_tick_asks_for_freezing_and_not_for_choosing(strip: LayerStrip, qtbot: QtBot):
    with qtbot.waitSignal(strip.freeze_toggled), qtbot.assertNotEmitted(strip.chosen):
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.tick_rect().center())
    with qtbot.waitSignal(strip.chosen), qtbot.assertNotEmitted(strip.freeze_toggled):
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(40, 15))


def test_the_key_f_asks_for_freezing(strip: LayerStrip, qtbot: QtBot):
    with qtbot.waitSignal(strip.freeze_toggled):
        qtbot.keyClick(strip, Qt.Key.Key_F)
    with qtbot.assertNotEmitted(strip.freeze_toggled):
        qtbot.keyClick(strip, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)


def test_the_gradient_is_seen_in_its_column_and_its_scale_is_told(strip: LayerStrip):
    strip.show_gradient(np.full((4, 4), 0.25, np.float32), (0, 0, 512, 784), 0.25)
    centre = strip.heatmap.geometry().center()
    assert strip.grab().toImage().pixelColor(centre).rgba() == theme.current().diverging[253]
    assert "colours reach to ±0.25" in strip.description()


def test_the_limit_is_painted_alone_as_with_all_else(strip: LayerStrip):
    strip.show_gradient(np.full((4, 4), 0.25, np.float32), (0, 0, 512, 784), 0.25)
    whole, area = strip.grab().toImage(), strip._limit_rect()
    part = QImage(area.size(), whole.format())
    part.fill(Qt.GlobalColor.magenta)
    strip.render(part, QPoint(), QRegion(area))
    assert part == whole.copy(area)
    assert len({part.pixel(x, 15) for x in range(part.width())}) > 1  # the words


def test_the_parts_keep_out_of_each_others_way(strip: LayerStrip):
    rects = [part.geometry() for part in (strip.heatmap, strip.norm, strip.update_ratio)]
    assert all(a.right() < b.left() for a, b in pairwise(rects))
    assert rects[-1].right() < strip.width()


def test_cleared_it_knows_nothing(strip: LayerStrip):
    strip.measure(7, 0.1, 1e-3, 3, None)
    strip.clear()
    assert strip.words() == ("", "", "")
    assert not strip.norm.trace.points()[0].size and not strip.update_ratio.trace.points()[0].size
