"""Keeps None, True and False alive under PySide6 6.12 on Python 3.11.

Its wheels (cp310-abi3, built as if these objects were immortal, which they are from Python 3.12 on, PEP 683)
return None from every void call, and True from every emitted signal, without counting the reference. Measured:
one reference lost a call, and after some ten thousand calls "Fatal Python error: none_dealloc". To be deleted
when a PySide6 counts right, or when the project asks for Python 3.12.
"""

import ctypes
import sys

_LENT = 1 << 60  # references; at a million lost a second they last for 36,000 years


def keep_singletons_alive() -> None:
    """Lend each of the three so many references that no loss uses them up; once a process is enough."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    for singleton in (None, True, False):
        count = ctypes.c_ssize_t.from_address(id(singleton))
        if (
            abs(count.value - sys.getrefcount(singleton)) < 16
        ):  # else it is not the count, as in a debug build
            count.value += _LENT
