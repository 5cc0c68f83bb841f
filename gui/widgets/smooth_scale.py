"""The limit of a scale, which follows what it measures: it grows at once, shrinks slowly, can be pinned."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

_HALF_LIFE_S = 0.25  # in which a limit loses half of its distance (in magnitude) to its target
_SETTLED = 1.01  # a ratio that the eye does not see
# Longer than from frame to frame while a person draws (50 ms), so that nothing is painted only for its scale then:
# with 30 and 40 ms that was 60 % of all painting of grids and gradients.
_TICK_MS = 65


@dataclass(frozen=True, slots=True)
class SmoothScale:
    """A limit on its way to a target; 0 means that nothing was measured yet."""

    limit: float = 0.0
    target: float = 0.0
    pinned: bool = False

    @property
    def is_settled(self) -> bool:
        """Whether time changes nothing."""
        return self.pinned or self.limit == self.target

    def aim(self, limit: float) -> "SmoothScale":
        """Measure `limit`; one of 0 (nothing but zeros) says nothing of the scale."""
        if limit <= 0:
            return self
        held = self.pinned and self.limit
        return SmoothScale(self.limit if held else max(self.limit, limit), limit, self.pinned)

    def step(self, seconds: float) -> "SmoothScale":
        """Let time pass."""
        if self.is_settled:
            return self
        ratio = (self.limit / self.target) ** 0.5 ** (seconds / _HALF_LIFE_S)
        return SmoothScale(self.target if ratio < _SETTLED else self.target * ratio, self.target, self.pinned)

    def pin(self, pinned: bool) -> "SmoothScale":
        """Hold the limit as it is, or let it follow again, at once where it has to grow."""
        return replace(self, pinned=pinned, limit=self.limit if pinned else max(self.limit, self.target))


class EasedLimit(QObject):
    """A `SmoothScale` that time moves: with each aim, and by itself where there is none.

    `moved` is called with its limit, without the detour of a signal: 180 times a second while a network learns.
    """

    def __init__(
        self,
        moved: Callable[[float], None],
        parent: QObject | None = None,
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        super().__init__(parent)
        self._moved, self._clock = moved, clock
        self._scale, self._time = SmoothScale(), clock()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def value(self) -> float:
        """The limit now."""
        return self._scale.limit

    @property
    def is_pinned(self) -> bool:
        """Whether it is held."""
        return self._scale.pinned

    def aim(self, limit: float) -> None:
        """Follow `limit`."""
        self._become(self._now().aim(limit))

    def restart(self, limit: float) -> None:
        """Take `limit` at once: what is measured is another thing, so that a pin is void."""
        self._become(SmoothScale(limit, limit))

    def pin(self, pinned: bool) -> None:
        """Hold the limit, or let it follow again."""
        self._become(self._scale.pin(pinned))

    def _tick(self) -> None:
        self._become(self._now())

    def _now(self) -> SmoothScale:
        before, self._time = self._time, self._clock()
        return self._scale.step(self._time - before)

    def _become(self, scale: SmoothScale) -> None:
        moved = scale.limit != self._scale.limit
        self._scale = scale
        if scale.is_settled:
            self._timer.stop()
        else:
            self._timer.start()
        if moved:
            self._moved(scale.limit)
