"""A button that does, says and offers what an action does."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget


class ActionButton(QPushButton):
    """As wide as it is given room for.

    While the action rests for a moment, nothing takes the focus from the button: it is back when that is over,
    unless the person went elsewhere.
    """

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self._had_focus = False
        self.setObjectName("narrow")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Qt asks where the focus goes of a button that was just disabled: nowhere."""
        return self.isEnabled() and super().focusNextPrevChild(next)

    def _follow(self) -> None:
        action, rested = self._action, not self.isEnabled()
        self._had_focus = self.hasFocus() or (rested and self._had_focus)
        self.setText(action.text())
        self.setToolTip(action.toolTip())
        self.setEnabled(action.isEnabled())
        if rested and self.isEnabled() and self._had_focus and self.window().focusWidget() is None:
            self.setFocus()
