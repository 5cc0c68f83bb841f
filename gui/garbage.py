"""Collection of cyclic garbage on the GUI thread alone, between events.

A collection on the engine's thread could destroy widgets there; so automatic collection is off while the
window lives.
"""

import gc

from PySide6.QtCore import QObject, QTimer

YOUNG_INTERVAL_MS = 500
FULL_EVERY = 120  # ticks: a minute


class GarbageCollector(QObject):
    """Collects the young generations on a timer, and everything once a minute.

    What lives when it starts is frozen out of all later collections: a full one over torch and Qt takes 100 ms.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ticks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(YOUNG_INTERVAL_MS)
        self._timer.timeout.connect(self._collect)
        gc.disable()

    def start(self) -> None:
        """Freeze what start-up left behind and begin."""
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Give collection back to the interpreter."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def _collect(self) -> None:
        self._ticks += 1
        gc.collect(2 if self._ticks % FULL_EVERY == 0 else 1)
