"""The window; knows no torch."""

from gui.reference_counts import keep_singletons_alive

keep_singletons_alive()
