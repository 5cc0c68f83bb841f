"""The receptive fields of two models side by side, with what says which is which and one scale for all."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui import theme
from gui.widgets.field_trio_wall import FieldTrioWall
from gui.widgets.muted_words import MutedWords
from gui.widgets.scale_bar import ScaleBar


class FieldTrios(QWidget):
    """A wall that asks for what is in sight; above it the legend, or what is pointed at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words, self.wall = MutedWords(), FieldTrioWall()
        self.scale, self.scale_words = ScaleBar(), MutedWords()
        self.scale_words.setText(self.tr("one scale for all three"))
        self._legend = ""
        self._scale_is_new = True
        foot = QHBoxLayout()
        foot.setSpacing(theme.SPACE)
        foot.addWidget(self.scale, 3)
        foot.addWidget(self.scale_words, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE // 2)
        layout.addWidget(self.words)
        layout.addWidget(self.wall, 1)
        layout.addLayout(foot)
        self.scale.limit_changed.connect(self.wall.set_limit)
        self.wall.place_marked.connect(self._tell)

    def name(self, before: str, after: str) -> None:
        """Say whose fields they are."""
        words = self.tr("{before} | {after} | difference, the largest first")
        self._legend = words.format(before=before, after=after)
        self._tell(-1)

    def set_total(self, total: int) -> None:
        """Show another weight, of so many units."""
        self._scale_is_new = True
        self.wall.set_total(total)

    def set_fields(
        self, first: int, units: tuple[int, ...], fields: NDArray[np.float32], limit: float
    ) -> None:
        """Hang `fields` (n, 3, height, width) of `units` from place `first` on; the scale moves to ∓limit."""
        if self._scale_is_new:
            self.scale.restart(limit)
        else:
            self.scale.aim(limit)
        self._scale_is_new = False
        self.wall.set_fields(first, units, fields)

    def _tell(self, place: int) -> None:
        self.words.setText(self.wall.describe(place) or self._legend)
