"""A row of numbers that glides to where it should be, and then rests."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QAbstractAnimation, QObject, Signal

NEAR = 1e-3  # of the largest distance still to go when it was aimed
TICK_MS = 30  # half of the frames that Qt offers, since each one repaints what glides


class Easing(QAbstractAnimation):
    """Numbers under way: each tick covers the same share of what is left.

    A new aim bends the motion and never restarts it, so that a hundred aims a second still arrive. No timer
    runs while it rests. `settle_ms`: the time in which it covers 95 % of a distance.
    """

    moved = Signal()

    def __init__(self, start: ArrayLike, settle_ms: float = 120, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._decay_ms = settle_ms / 3
        self._value = np.array(start, np.float64)
        self._aim = self._value.copy()
        self._near = 0.0
        self._time_ms = 0

    @property
    def value(self) -> NDArray[np.float64]:
        """Where it is now; not to be changed."""
        return self._value

    def aim(self, target: ArrayLike, *, at_once: bool = False) -> None:
        """Set out for `target`, or be there `at_once`, as also when the count of the numbers changes."""
        self._aim = np.array(target, np.float64)
        if at_once or self._aim.shape != self._value.shape:
            self._arrive()
            return
        self._near = NEAR * float(np.abs(self._aim - self._value).max(initial=0))
        if self._near > 0 and self.state() != QAbstractAnimation.State.Running:
            self._time_ms = 0
            self.start()

    def duration(self) -> int:
        """As long as it takes."""
        return -1

    def updateCurrentTime(self, current_time_ms: int) -> None:
        """Cover the share that belongs to the time since the last tick."""
        if current_time_ms - self._time_ms < TICK_MS:
            return
        share = 1 - math.exp(-(current_time_ms - self._time_ms) / self._decay_ms)
        self._time_ms = current_time_ms
        self._value = self._value + (self._aim - self._value) * share
        if np.abs(self._aim - self._value).max(initial=0) <= self._near:
            self._arrive()
        else:
            self.moved.emit()

    def _arrive(self) -> None:
        self.stop()
        self._value = self._aim
        self.moved.emit()
