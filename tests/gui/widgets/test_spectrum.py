"""The singular values, drawn."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.widgets.spectrum import Spectrum


@pytest.fixture
def spectrum(qtbot: QtBot) -> Spectrum:
    spectrum = Spectrum()
    qtbot.addWidget(spectrum)
    spectrum.resize(400, 300)
    spectrum.show()
    return spectrum


def test_they_are_asked_for_and_can_be_given_up(spectrum: Spectrum, qtbot: QtBot):
    told: list[bool] = []
    spectrum.wanted.connect(told.append)
    for _ in range(2):
        qtbot.mouseClick(spectrum.button, Qt.MouseButton.LeftButton)
    assert told == [True, False]


def test_values_are_drawn_with_their_figures(spectrum: Spectrum, qtbot: QtBot):
    plain = spectrum.grab().toImage()
    spectrum.show_values(np.array([4.0, 2.0, 0.0]), 1.9)
    assert spectrum.words.text() == "effective rank 1.9 of 3 · largest 4 · smallest 0"
    assert spectrum.grab().toImage() != plain and not spectrum.hint.isVisible()
    spectrum.forget()
    assert spectrum.hint.isVisible() and spectrum.words.text() == "" and not spectrum.values.size


def test_why_there_are_none_is_said_and_nothing_can_be_asked(spectrum: Spectrum):
    spectrum.refuse("It is empty.")
    assert spectrum.hint.text() == "It is empty." and not spectrum.button.isEnabled()
    spectrum.show_values(np.ones(1), 1.0)
    assert spectrum.button.isEnabled()


def test_values_of_before_a_change_say_so_and_can_be_computed_again(spectrum: Spectrum, qtbot: QtBot):
    spectrum.mark_stale()  # of nothing
    assert spectrum.button.text() == "Compute"
    spectrum.show_values(np.array([4.0, 2.0, 1.0]), 1.9)
    fresh = spectrum.grab().toImage()
    spectrum.mark_stale()
    spectrum.mark_stale()
    assert spectrum.age.isVisible() and spectrum.age.text() == "before the last change:"
    assert spectrum.words.text() == "effective rank 1.9 of 3 · largest 4 · smallest 1"
    assert spectrum.button.text() == "Compute again" and spectrum.grab().toImage() != fresh
    with qtbot.waitSignal(spectrum.wanted) as wanted:
        qtbot.mouseClick(spectrum.button, Qt.MouseButton.LeftButton)
    assert wanted.args == [True]
    spectrum.show_values(np.array([4.0, 2.0, 1.0]), 1.9)
    assert spectrum.button.text() == "Compute" and spectrum.grab().toImage() == fresh


def test_that_they_are_those_of_before_is_whole_in_the_narrowest_column(spectrum: Spectrum):
    spectrum.resize(288, 200)
    spectrum.show_values(np.array([4.0, 2.0, 1.0]), 1.9)
    spectrum.mark_stale()
    spectrum.grab()
    assert spectrum.age.toolTip() == "" and spectrum.words.toolTip() == spectrum.words.text()
