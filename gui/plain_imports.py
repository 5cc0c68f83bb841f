"""Imports as Python does them, without what PySide adds to each.

PySide 6.12 looks for its own name in the source of every module that is imported after it: that module could ask for
another spelling of Qt's names (`from __feature__ import ...`), which nothing here does. Measured with torch: 40 MB of
source lines that stay in memory, and a fifth of the time to load it. To be deleted when PySide looks no more.
"""

import builtins

import PySide6.QtCore  # noqa: F401  # puts its own import in the place of Python's


def restore() -> None:
    """Import plainly from now on; where PySide took nothing over, nothing changes."""
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
