"""What is imported behind Qt is not searched for Qt's name."""

import subprocess
import sys

PROGRAM = """
import linecache
from gui.command_line.qt import application_module
application_module()
import gui.panels.drawing, PySide6.QtSvg, wave
print(*(file for file in linecache.cache if "gui" in file or "wave" in file))
"""


def test_no_source_is_read_for_the_sake_of_an_import():
    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert run.stdout == "\n", run.stderr
