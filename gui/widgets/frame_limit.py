"""A limit on how often something is painted anew."""

from PySide6.QtCore import QObject, QTimer, Signal

INTERVAL_MS = 33


class FrameLimit(QObject):
    """`due` follows a wish at once, but never more often than every 33 ms; the last wish is never lost."""

    due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wished = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._look)

    def wish(self) -> None:
        """Something is to be painted."""
        self._wished = True
        if not self._timer.isActive():
            self._look()

    def _look(self) -> None:
        if self._wished:
            self._wished = False
            self._timer.start()
            self.due.emit()
