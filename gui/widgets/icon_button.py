"""A small button that shows the icon of what can be done."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

_SIDE = 28
_ICON = 16


class IconButton(QToolButton):
    """It does what its action does, is called by its text, and is out of sight while that is not visible."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDefaultAction(action)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.setIconSize(QSize(_ICON, _ICON))
        self.setFixedSize(_SIDE, _SIDE)
        self.setAccessibleName(action.text())
        if not action.isVisible():
            self.hide()
        action.visibleChanged.connect(self._follow)

    def _follow(self) -> None:
        self.setVisible(self.defaultAction().isVisible())
