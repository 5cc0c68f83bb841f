"""A field whose words say what of a list is shown."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class FilterField(QLineEdit):
    """There once it is asked for, and while it has words or the focus; with `stays` always.

    Escape empties it. `left` follows Escape, Enter and the key down: the list has the focus from then on.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stays = False
        self.setObjectName("slim")
        self.setFixedHeight(24)
        self.setClearButtonEnabled(True)
        self.hide()

    def stay(self, stays: bool) -> None:
        """Be there without being asked for, or no longer."""
        self._stays = stays
        self._settle()

    def ask(self) -> None:
        """Come up, and take what is typed."""
        self.show()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def event(self, event: QEvent) -> bool:
        """Claim Escape before the window's own actions get it."""
        is_key = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_key and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty it, or go on to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Go, if there is nothing in it."""
        super().focusOutEvent(event)
        self._settle()

    def clear(self) -> None:
        """Show all of the list again."""
        super().clear()
        self._settle()

    def _settle(self) -> None:
        self.setVisible(self._stays or bool(self.text()) or self.hasFocus())
