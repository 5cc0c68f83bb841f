"""Widgets that know neither panels nor engine."""
