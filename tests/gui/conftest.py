"""What tests of panels begin with: a link with no engine behind it, and a selection."""

import pytest
from PySide6.QtWidgets import QApplication

from gui.selection import Selection
from tests.recording_link import RecordingLink


@pytest.fixture
def link(qapp: QApplication) -> RecordingLink:
    return RecordingLink()


@pytest.fixture
def selection(qapp: QApplication) -> Selection:
    return Selection()
