"""Tensors below each other, each at a glance."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import theme
from gui.widgets.tensor_glimpse import TensorGlimpse


class Glimpsed(NamedTuple):
    """What is shown of a tensor: float32 (rows, columns) on a scale of ∓`limit`, and words on it."""

    levels: NDArray[np.float32]
    limit: float
    words: str


def glimpsed(levels: NDArray[np.float32], limit: float, shape: tuple[int, ...], norm: float) -> Glimpsed:
    """With its shape and norm as words."""
    return Glimpsed(levels, limit, f"{list(shape)}  ‖·‖ {theme.number(norm, 3)}")


class TensorList(QWidget):
    """Names and their tensors; the glimpses stay as long as the names are the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.glimpses: dict[str, TensorGlimpse] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.SPACE // 2)

    def show_tensors(self, tensors: Mapping[str, Glimpsed | None]) -> None:
        """Show these; None: it is still to come."""
        if list(tensors) != list(self.glimpses):
            self._make_glimpses(list(tensors))
        for name, tensor in tensors.items():
            if tensor is None:
                self.glimpses[name].show_nothing(self.tr("still to come"))
            else:
                self.glimpses[name].show_tensor(*tensor)
        self.setVisible(bool(tensors))

    def _make_glimpses(self, names: list[str]) -> None:
        for glimpse in self.glimpses.values():
            self._layout.removeWidget(glimpse)
            glimpse.hide()
            glimpse.deleteLater()
        self.glimpses = {name: TensorGlimpse(name, self) for name in names}
        for glimpse in self.glimpses.values():
            self._layout.addWidget(glimpse)
            glimpse.show()
