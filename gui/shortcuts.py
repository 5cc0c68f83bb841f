"""The keys of the window, gathered from its actions and shown in a dialog."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QWidget

from gui import theme


def shortcuts(window: QWidget) -> list[tuple[str, str]]:
    """Keys and what they do, of every action of the window that has keys."""
    found = {}
    for action in window.findChildren(QAction):
        keys = ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())
        if keys:
            found[keys] = action.text().replace("&", "").rstrip(" …")
    return sorted(found.items(), key=lambda pair: pair[1])


class ShortcutsDialog(QDialog):
    """A table of keys."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keys"))
        layout = QGridLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setHorizontalSpacing(24)
        for row, (keys, words) in enumerate(shortcuts(window)):
            label = QLabel(keys)
            label.setFont(theme.mono_font())
            layout.addWidget(QLabel(words), row, 0)
            layout.addWidget(label, row, 1)
