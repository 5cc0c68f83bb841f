"""The strips of all parameters under each other, beneath the names of their columns."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from gui import theme
from gui.widgets.layer_strip import LayerStrip
from gui.widgets.muted_words import MutedWords
from gui.widgets.sparkline import shared_axis
from gui.widgets.strip_columns import shared_columns

_LOWEST, _HIGHEST = 22, 44
_HEAD = 18


class LayerStrips(QWidget):
    """Strips that share columns and axes; where they are too many they can be scrolled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strips: list[LayerStrip] = []
        self._name_room = 0
        self._inside = QWidget()
        self.head = _Head(self)
        self.area = QScrollArea(self)
        self.area.setWidget(self._inside)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._words = MutedWords(self, wrapped=True)
        self._words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.area, 1)

    def set_strips(self, strips: Sequence[LayerStrip]) -> None:
        """Show other strips."""
        for strip in self._strips:
            strip.hide()
            strip.deleteLater()
        self._strips = list(strips)
        metrics = QFontMetrics(theme.mono_font(8.5))
        room = max((metrics.horizontalAdvance(strip.name) for strip in strips), default=0)
        self._name_room = room
        self.head.set_name_room(room)
        for strip in self._strips:
            strip.setParent(self._inside)
            strip.set_name_room(room)
            strip.show()
        self._arrange()

    @property
    def words(self) -> str:
        """The words in the place of what the strips will show."""
        return self._words.text()

    def set_words(self, words: str) -> None:
        """Say why there is nothing to see; "": there is."""
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._words.raise_()

    def share_axes(self) -> None:
        """Let the lines of each column reach as far as all of them together."""
        for lines in (
            [strip.norm for strip in self._strips],
            [strip.update_ratio for strip in self._strips],
        ):
            axis = shared_axis([line.trace for line in lines])
            for line in lines:
                line.set_axis(*axis)

    def sizeHint(self) -> QSize:
        """Room for six strips."""
        return QSize(640, _HEAD + 6 * _LOWEST)

    def minimumSizeHint(self) -> QSize:
        """The names of the columns and a strip."""
        return QSize(360, _HEAD + 2 * _LOWEST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height anew."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room = self.area.maximumViewportSize()
        count = max(1, len(self._strips))
        height = min(max(room.height() // count, _LOWEST), _HIGHEST)
        bar = self.area.verticalScrollBar().sizeHint().width() if height * count > room.height() else 0
        width = room.width() - bar
        for place, strip in enumerate(self._strips):
            strip.setGeometry(0, place * height, width, height)
        self._inside.resize(width, height * len(self._strips))
        self.head.set_strip_width(width)
        left = shared_columns(width, self._name_room).gradient.left
        self._words.setGeometry(left, 0, width - left, self.height())


class _Head(QWidget):
    """What the columns are called."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._name_room = self._strip_width = 0
        self.setFixedHeight(_HEAD)

    def set_name_room(self, room: int) -> None:
        self._name_room = room
        self.update()

    def set_strip_width(self, width: int) -> None:
        self._strip_width = width
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint each name over its column, as far as there is room."""
        columns = shared_columns(self._strip_width, self._name_room)
        names = (
            (self.tr("gradient"), columns.gradient, columns.limit),
            (self.tr("norm"), columns.norm, columns.norm_value),
            (self.tr("update / weight"), columns.update, columns.update_value),
        )
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        with QPainter(self) as painter:
            painter.setFont(theme.mono_font(8))
            painter.setPen(theme.current().muted)
            for name, span, value in names:
                room = QRect(span.left, 0, span.width + value.width, self.height())
                painter.drawText(room, left, name)
            if columns.dead.width:
                room = QRect(columns.dead.left, 0, columns.dead.width, self.height())
                painter.drawText(room, right, self.tr("dead"))
