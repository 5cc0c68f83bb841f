"""The editor of a cell of numbers: what is no number is marked, and not taken."""

import math

import numpy as np
from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui import theme

_LARGEST = float(np.finfo(np.float32).max)


def number_typed(text: str) -> float | None:
    """The number that a person means by `text`, with a point or a comma; None unless a finite float32 holds it."""
    try:
        number = float(text.strip().replace("−", "-").replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) <= _LARGEST else None


class CellEditor(QStyledItemDelegate):
    """Opens a field over a cell, as large as the cell."""

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        """A field without a frame of its own that marks what is no number."""
        field = QLineEdit(parent)
        field.setObjectName("cell")
        field.setFont(theme.mono_font(8))
        field.textChanged.connect(lambda text: mark(field, number_typed(text) is not None))
        return field


def mark(field: QLineEdit, right: bool) -> None:
    """Show whether what stands in `field` can be taken."""
    if field.property("invalid") != (not right):
        field.setProperty("invalid", not right)
        field.style().polish(field)
