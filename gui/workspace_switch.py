"""The workspaces as a row of words at the right of the menu bar."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget


class WorkspaceSwitch(QWidget):
    """One checked word among several."""

    chosen = Signal(str)

    def __init__(self, titles: dict[str, str]) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 3, 0, 11)
        layout.setSpacing(2)
        group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        for number, (name, title) in enumerate(titles.items(), start=1):
            button = QToolButton()
            button.setText(title)
            button.setCheckable(True)
            button.setObjectName("workspace")
            button.setToolTip(
                self.tr("The workspace {title} (Ctrl+{number})").format(title=title, number=number)
            )
            button.clicked.connect(lambda _, name=name: self.chosen.emit(name))
            group.addButton(button)
            layout.addWidget(button)
            self._buttons[name] = button

    def take_focus(self) -> None:
        """Let the keys go to the word of the workspace that is shown."""
        next(button for button in self._buttons.values() if button.isChecked()).setFocus()

    def show_workspace(self, name: str) -> None:
        """Mark the workspace that is shown."""
        self._buttons[name].setChecked(True)
