"""`netglass [FILE...]`: the window."""

from argparse import Namespace

from gui.command_line.qt import application_module


def run(options: Namespace) -> int:
    """Open the window and wait until it is closed."""
    return application_module().run(options.files)
