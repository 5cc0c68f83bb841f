"""Whether a widget is asked to lay itself out anew."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget


class LayoutRequests(QObject):
    """`seen` each time that `watched` is asked to."""

    seen = Signal()

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell of a request; let everything pass."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.seen.emit()
        return False
