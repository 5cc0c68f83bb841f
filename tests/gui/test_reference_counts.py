"""Python outlives the references that Qt's bindings lose."""

import subprocess
import sys

SPEND = """
from PySide6.QtCore import QObject
thing = QObject()
for turn in range(100_000):
    thing.setObjectName(str(turn))  # returns None
    thing.objectNameChanged.emit("")  # returns True
print("alive")
"""


def test_a_hundred_thousand_calls_of_qt_leave_python_alive():
    run = subprocess.run(
        [sys.executable, "-c", "import gui\n" + SPEND], capture_output=True, text=True, check=False
    )
    assert run.stdout == "alive\n", run.stderr
