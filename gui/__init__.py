"""The window; knows no torch."""
