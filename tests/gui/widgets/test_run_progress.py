"""How far a run is."""

import pytest
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.run_progress import RunProgress


@pytest.fixture
def progress(qtbot: QtBot) -> RunProgress:
    progress = RunProgress()
    qtbot.addWidget(progress)
    progress.resize(200, 26)
    progress.show()
    return progress


def test_the_bar_is_as_long_as_what_is_done(progress: RunProgress):
    progress.show_progress(0.25, "", "")
    image = progress.grab().toImage()
    assert image.pixelColor(40, 2) == theme.current().accent
    assert image.pixelColor(60, 2) == theme.current().line


def test_a_screen_reader_hears_what_is_painted(progress: RunProgress):
    progress.show_progress(0.5, "11,240 images/s", "16 s left")
    assert progress.accessibleName() == "50% 11,240 images/s 16 s left"
