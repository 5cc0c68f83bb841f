"""One of a few names, as buttons in a row; of many, as a drop-down list."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QToolButton, QWidget

_MOST_BUTTONS = 3


class NameChoice(QWidget):
    """`chosen` carries the key of the name that the person chose."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: tuple[str, ...] = ()
        self._names: tuple[str, ...] = ()
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(lambda place: self.chosen.emit(self._keys[place]))
        self.list = QComboBox(self)
        self.list.activated.connect(lambda place: self.chosen.emit(self._keys[place]))
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addWidget(self.list)

    @property
    def buttons(self) -> list[QToolButton]:
        """The buttons, in the order of the names; none where there are many names."""
        return [button for button in self._group.buttons() if isinstance(button, QToolButton)]

    def offer(self, names: Sequence[tuple[str, str]], current: str) -> None:
        """Offer pairs of a key and a name; `current` is the key that is chosen."""
        keys, words = tuple(key for key, _ in names), tuple(name for _, name in names)
        if (keys, words) != (self._keys, self._names):
            self._keys, self._names = keys, words
            self._fill()
        place = keys.index(current)
        self.list.setCurrentIndex(place)
        for number, button in enumerate(self.buttons):
            button.setChecked(number == place)

    def _fill(self) -> None:
        for button in self.buttons:
            self._group.removeButton(button)
            button.hide()
            button.deleteLater()
        many = len(self._names) > _MOST_BUTTONS
        self.list.clear()
        self.list.addItems(self._names)
        self.list.setVisible(many)
        for place, name in enumerate(() if many else self._names):
            self._add_button(place, name)

    def _add_button(self, place: int, name: str) -> None:
        button = QToolButton(self)
        button.setText(name)
        button.setToolTip(self._keys[place])
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._group.addButton(button, place)
        self._layout.addWidget(button)
