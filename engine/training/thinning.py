"""Which of many steps to keep: dense at the beginning, where most happens, ever wider apart later."""

from collections.abc import Sequence
from math import log


def superfluous(steps: Sequence[int]) -> int | None:
    """The place among rising `steps` of the one that is missed least; None where only the first and the last are left.

    It is the one whose neighbours are closest on a logarithmic scale: taken away again and again, the steps that are
    left grow by one factor.
    """
    gaps = {
        place: log(steps[place + 1] + 1) - log(steps[place - 1] + 1) for place in range(1, len(steps) - 1)
    }
    return min(gaps, key=gaps.__getitem__, default=None)
