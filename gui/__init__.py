"""The window; knows no torch."""

import engine  # noqa: F401  # before NumPy, whose threads it bounds
from gui.reference_counts import keep_singletons_alive

keep_singletons_alive()
