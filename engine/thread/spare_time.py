"""What accompanies training gets a share of the time, whatever a single piece of it costs."""

_MOST_SAVED_S = 0.02  # so that a long quiet time is not followed by a long pause of training


class SpareTime:
    """An account of seconds: work pays in, what accompanies it is paid from there.

    What accompanies the work may overdraw it once, then waits until the work has made up for it; in the long run it
    takes at most `share` of the whole.
    """

    def __init__(self, share: float) -> None:
        self._rate = share / (1 - share)
        self._seconds = _MOST_SAVED_S

    @property
    def has_some(self) -> bool:
        """Whether something may be done now."""
        return self._seconds > 0

    def earn(self, seconds: float) -> None:
        """The work itself took so long."""
        self._seconds = min(self._seconds + seconds * self._rate, _MOST_SAVED_S)

    def spend(self, seconds: float) -> None:
        """What accompanies it took so long."""
        self._seconds -= seconds
