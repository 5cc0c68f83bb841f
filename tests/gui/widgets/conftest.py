"""What tests of the canvas begin with."""

import pytest
from pytestqt.qtbot import QtBot

from gui.widgets.canvas import Canvas


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """A canvas of 280 pixels a side: its units are pixels."""
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(280, 280)
    canvas.show()
    canvas.setFocus()
    return canvas
