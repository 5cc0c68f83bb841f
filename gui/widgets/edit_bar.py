"""A bar that says what to do with the selected cells of a table, and takes it back."""

from enum import Enum, auto

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from gui import theme
from gui.icons import icon
from gui.widgets.cell_editor import mark, number_typed

_FIELD = 72  # pixels


class CellEdit(Enum):
    """What is done to each of the cells."""

    SET = auto()
    SCALE = auto()
    NOISE = auto()


class EditBar(QWidget):
    """A number, and what it is used for; the actions also belong into a context menu and into the window's menus.

    `wanted` carries a `CellEdit` and its number. `undo` and `redo` rest until `offer` wakes them.
    """

    wanted = Signal(object, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit("0.1")
        self.field.setFont(theme.mono_font(8))
        self.field.setMaximumWidth(_FIELD)
        self.field.setAccessibleName(self.tr("Number for the selected cells"))
        self.field.setToolTip(
            self.tr("The number that the selected cells are set to, scaled by or blurred with")
        )
        self.field.textChanged.connect(self._follow)
        self.field.returnPressed.connect(lambda: self.set.trigger())
        self.set = self._action(self.tr("Set"), self.tr("Set the selected cells to the number"), CellEdit.SET)
        self.scale = self._action(
            self.tr("Scale"), self.tr("Multiply the selected cells by the number"), CellEdit.SCALE
        )
        self.noise = self._action(
            self.tr("Noise"),
            self.tr("Add normal noise to the selected cells; the number is its standard deviation"),
            CellEdit.NOISE,
        )
        self.zero = QAction(self.tr("Zero"), self)
        self.zero.setToolTip(self.tr("Set the selected cells to 0 (Delete)"))
        self.zero.triggered.connect(lambda: self.wanted.emit(CellEdit.SET, 0.0))
        self.undo, self.redo = QAction(icon("undo"), "", self), QAction(icon("redo"), "", self)
        for action in (self.undo, self.redo):
            action.setIconVisibleInMenu(False)
        self._has_cells = False
        self._lay_out()
        self.offer("", "")
        self._follow()

    def choose(self, rows: int, columns: int) -> None:
        """So many cells are selected."""
        self._has_cells = rows * columns > 0
        self._follow()

    def offer(self, undo: str, redo: str) -> None:
        """Say in words what would be taken back and what made again; "" where nothing would be."""
        keys = QKeySequence.StandardKey
        pairs = (
            (self.undo, self.tr("Undo edit of weights"), undo, keys.Undo),
            (self.redo, self.tr("Redo edit of weights"), redo, keys.Redo),
        )
        for action, name, words, key in pairs:
            native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
            action.setEnabled(bool(words))
            action.setText(f"{name}: {words}" if words else name)
            action.setToolTip(f"{action.text()} ({native})")

    def actions_for_cells(self) -> list[QAction]:
        """What can be done to the selected cells."""
        return [self.set, self.scale, self.noise, self.zero]

    def _action(self, words: str, tip: str, edit: CellEdit) -> QAction:
        action = QAction(self)
        action.setIconText(words)  # on its button; the menu's words also tell the number
        action.setToolTip(tip)
        action.triggered.connect(lambda: self._want(edit))
        return action

    def _want(self, edit: CellEdit) -> None:
        number = number_typed(self.field.text())
        if number is not None:
            self.wanted.emit(edit, number)

    def _follow(self) -> None:
        number = number_typed(self.field.text())
        mark(self.field, number is not None)
        for action in self.actions_for_cells():
            action.setEnabled(self._has_cells and (number is not None or action is self.zero))
        if number is not None:
            sentences = (
                (self.set, self.tr("Set to {number}")),
                (self.scale, self.tr("Scale by {number}")),
                (self.noise, self.tr("Add noise of {number}")),
            )
            for action, words in sentences:
                action.setText(words.format(number=theme.number(number)))

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE // 2)
        layout.addWidget(self.field)
        for action in self.actions_for_cells():
            layout.addWidget(self._button(action))
        layout.addStretch(1)
        for action in (self.undo, self.redo):
            button = self._button(action)
            button.setAutoRaise(True)
            layout.addWidget(button)

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        return button
