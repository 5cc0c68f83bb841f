"""A row of tiles that share its width, each after what it has to show; too many of them can be scrolled."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from gui.widgets.muted_words import MutedWords

_NARROWEST = 76
_GAP = 12


class TileRow(QScrollArea):
    """Tiles beside each other, and words over them where they have nothing to show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles: list[tuple[QWidget, float]] = []
        self._inside = QWidget(self)
        self.setWidget(self._inside)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._words = MutedWords(self.viewport(), wrapped=True)
        self._words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_tiles(self, tiles: Sequence[tuple[QWidget, float]]) -> None:
        """Show other tiles, each with its share of the width that is left when all have the least they need."""
        for tile, _ in self._tiles:
            tile.hide()
            tile.deleteLater()
        self._tiles = list(tiles)
        for tile, _ in self._tiles:
            tile.setParent(self._inside)
            tile.show()
        self._arrange()

    @property
    def words(self) -> str:
        """The words over the tiles."""
        return self._words.text()

    def set_words(self, words: str) -> None:
        """Say why there is nothing to see; "": there is."""
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._words.raise_()

    def widths(self) -> list[int]:
        """The width of each tile."""
        least = _NARROWEST * len(self._tiles) + _GAP * max(0, len(self._tiles) - 1)
        spare = max(0, self.viewport().width() - least)
        shares = sum(share for _, share in self._tiles)
        return [_NARROWEST + int(spare * share / shares) for _, share in self._tiles]

    def sizeHint(self) -> QSize:
        """Room for tiles that can be read."""
        return QSize(640, 130)

    def minimumSizeHint(self) -> QSize:
        """A tile with two lines of words and some picture."""
        return QSize(_NARROWEST, 72)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        left, height = 0, self.viewport().height()
        for (tile, _), width in zip(self._tiles, self.widths(), strict=True):
            tile.setGeometry(left, 0, width, height)
            left += width + _GAP
        self._inside.resize(max(0, left - _GAP), height)
        self._words.setGeometry(QRect(0, 0, self.viewport().width(), height))
