"""Loading torch while a window stays alive. Light: importing this module imports no torch.

The interpreter's lock is held while an extension module is loaded, but not during a foreign call. So torch's
large libraries are opened by a foreign call first, and the import finds them open: the longest stop of a thread
that ticks every millisecond fell from 180-310 ms to 60-75 ms. What is left is the initialisation of `torch._C`.
"""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

_LIBRARIES = ("c10", "torch_cpu", "torch_python")  # in the order in which they need each other
_SWITCH_INTERVAL_S = 0.0005  # with 5 ms, 1 % of the ticks came 7-9 ms late during the import; with this, 5 ms


@contextmanager
def gentle_import() -> Iterator[None]:
    """Inside, `import torch` stops other threads as little as can be had."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(min(interval, _SWITCH_INTERVAL_S))
    try:
        _open_libraries()
        yield
    finally:
        sys.setswitchinterval(interval)


def _open_libraries() -> None:
    """Open torch's libraries; where that is not to be had, the import opens them itself."""
    spec = None if "torch" in sys.modules else find_spec("torch")
    if os.name != "posix" or spec is None or spec.origin is None:
        return
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.argtypes, dlopen.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
    ending = "dylib" if sys.platform == "darwin" else "so"
    for library in _LIBRARIES:
        path = Path(spec.origin).parent / "lib" / f"lib{library}.{ending}"
        dlopen(os.fsencode(path), os.RTLD_NOW)
