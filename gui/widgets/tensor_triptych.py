"""A tensor of two models: as it is in each, on one scale, and their difference on another."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from gui import theme
from gui.widgets.heatmap import NOWHERE, Extent
from gui.widgets.muted_words import MutedWords
from gui.widgets.scale_bar import ScaleBar
from gui.widgets.tensor_view import TensorView

BEFORE, AFTER, DIFFERENCE = range(3)  # parts

_MIDDLE = Qt.TextElideMode.ElideMiddle  # of models: a seed, a step or an ending tells them apart
_WIDE = 340  # pixels from which all three stand beside each other, unless there is more room below


class TensorTriptych(QWidget):
    """Three views that look at the same cells; each asks for its own, see `TensorView`.

    What is pointed at in one is marked in all, and told below in the numbers of each.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.views = (TensorView(), TensorView(), TensorView())
        self.titles = (MutedWords(elide=_MIDDLE), MutedWords(elide=_MIDDLE), MutedWords())
        self.scale, self.difference_scale = ScaleBar(), ScaleBar()
        self.words = MutedWords()
        self._rest = ""
        self._limits = [0.0, 0.0]
        self._scale_is_new = [True, True]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.SPACE)
        self._grid.setVerticalSpacing(2)
        self._is_wide: bool | None = None
        self._connect()
        self._arrange()

    def name(self, before: str, after: str, difference: str) -> None:
        """Say what the three are."""
        for title, words in zip(self.titles, (before, after, difference), strict=True):
            title.setText(words)

    def set_shape(self, rows: int, columns: int, words: str) -> None:
        """Show another tensor, all of it; `words` stand below it while no cell is pointed at."""
        self._limits = [0.0, 0.0]
        self._scale_is_new = [True, True]
        self._rest = words
        for view in self.views:
            view.set_shape(rows, columns)
            view.mark(*NOWHERE)
        self.words.setText(words)

    def ask_again(self) -> None:
        """Ask for what is seen, also if it was asked for before."""
        for view in self.views:
            view.ask_again()

    def set_levels(self, part: int, levels: NDArray[np.float32], extent: Extent, limit: float) -> None:
        """Show the levels of a part, as of `Heatmap`; that of both models reaches to the larger limit."""
        if part == DIFFERENCE:
            self._aim(self.difference_scale, 1, limit)
        else:
            self._limits[part] = limit
            self._aim(self.scale, 0, max(self._limits))
        self.views[part].set_levels(levels, extent)

    def minimumSizeHint(self) -> QSize:
        """Small pictures with their scales."""
        return QSize(200, 150)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand beside each other, or the difference below."""
        super().resizeEvent(event)
        self._arrange()

    def _connect(self) -> None:
        for view in self.views:
            view.looked_at.connect(self._look_at)
            view.cell_hovered.connect(self._point_at)
        for view in self.views[:DIFFERENCE]:
            self.scale.limit_changed.connect(view.set_limit)
        self.difference_scale.limit_changed.connect(self.views[DIFFERENCE].set_limit)

    def _look_at(self) -> None:
        view = self.sender()
        if isinstance(view, TensorView):
            for other in self.views:
                other.look_at(view.view())

    def _point_at(self, row: int, column: int) -> None:
        for view in self.views:
            view.mark(row, column)
        self.words.setText(self._described(row, column) if row >= 0 else self._rest)

    def _described(self, row: int, column: int) -> str:
        """The numbers of all three at a cell, or the strongest of its block in each."""
        values = [view.value_at(row, column) for view in self.views]
        before, after, difference = ("–" if value is None else theme.number(value) for value in values)
        seen = next(view for view in self.views if view.value_at(row, column) is not None)
        rows, columns = seen.block_at(row, column)
        if len(rows) * len(columns) == 1:
            words = self.tr("row {row}, column {column}: {before} → {after}, difference {difference}")
        else:
            words = self.tr(
                "around row {row}, column {column}, strongest: {before} → {after}, difference {difference}"
            )
        return words.format(row=row, column=column, before=before, after=after, difference=difference)

    def _aim(self, scale: ScaleBar, place: int, limit: float) -> None:
        if self._scale_is_new[place] and limit > 0:
            self._scale_is_new[place] = False
            scale.restart(limit)
        elif self._scale_is_new[place]:
            scale.restart(0.0)
        else:
            scale.aim(limit)

    def _arrange(self) -> None:
        wide = self.width() >= max(_WIDE, self.height())
        if wide == self._is_wide:
            return
        self._is_wide = wide
        for widget in self._parts():
            self._grid.removeWidget(widget)
        for row in range(7):
            self._grid.setRowStretch(row, 0)
        if wide:
            self._lay_out_row(0, ((0, 0), (1, 1), (2, 2)))
            self._grid.addWidget(self.scale, 2, 0, 1, 2)
            self._grid.addWidget(self.difference_scale, 2, 2)
        else:
            self._lay_out_row(0, ((0, 0), (1, 1)))
            self._grid.addWidget(self.scale, 2, 0, 1, 2)
            self._lay_out_row(3, ((2, 0),), across=2)
            self._grid.addWidget(self.difference_scale, 5, 0, 1, 2)
        self._grid.addWidget(self.words, 6, 0, 1, 3)
        for column in range(3):
            self._grid.setColumnStretch(column, (2, 2, 3 if wide else 0)[column])

    def _lay_out_row(self, row: int, places: tuple[tuple[int, int], ...], across: int = 1) -> None:
        for part, column in places:
            self._grid.addWidget(self.titles[part], row, column, 1, across)
            self._grid.addWidget(self.views[part], row + 1, column, 1, across)
        self._grid.setRowStretch(row + 1, 1)

    def _parts(self) -> Iterator[QWidget]:
        yield from (*self.titles, *self.views, self.scale, self.difference_scale, self.words)
