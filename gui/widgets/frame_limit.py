"""A limit on how often something is painted anew."""

from PySide6.QtCore import QObject, QTimer, Signal

INTERVAL_MS = 33
WORDS_MS = 200  # for words that change all the time: faster nobody reads


class FrameLimit(QObject):
    """`due` follows a wish at once, but never more often than every `interval_ms`; the last wish is never lost."""

    due = Signal()

    def __init__(self, parent: QObject | None = None, interval_ms: int = INTERVAL_MS) -> None:
        super().__init__(parent)
        self._wished = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(interval_ms)
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
