"""The input of a network where it is no image: a row of values in the place of the canvas, with its buttons."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.drawing_actions import DrawingActions
from gui.widgets.icon_button import IconButton
from gui.widgets.muted_words import MutedWords
from gui.widgets.value_list import ValueList

_GAP = 4


class ValuesInput(QWidget):
    """The list of values; under it pen, the way to a canvas, undo, redo, zero and random: actions of a drawing."""

    def __init__(self, deeds: DrawingActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = ValueList()
        self.words = MutedWords()
        self.words.setText(self.tr("← → change a value, digits set it"))
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        for deed in (deeds.pen, deeds.values, deeds.undo, deeds.redo, deeds.clear, deeds.random):
            row.addWidget(IconButton(deed))
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.words)
        layout.addLayout(row)
