"""Accuracies, and the intervals that so many images let them be known within: 95 % ones, throughout."""

import math
from dataclasses import dataclass

NORMAL = 1.959964  # the quantile of the normal distribution that leaves out 2.5 % on either side

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """So many of `images` (at least one) were read as labelled."""

    correct: int
    images: int

    @property
    def share(self) -> float:
        """The share that was read as labelled, 0..1."""
        return self.correct / self.images

    @property
    def interval(self) -> Interval:
        """What the share of all digits like these may be, in 0..1.

        Wilson (1927), "Probable inference, the law of succession, and statistical inference": the score interval,
        which holds near 1 as well, where ± two standard deviations do not.
        """
        n, p, z = self.images, self.share, NORMAL
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(middle - half, 0.0), min(middle + half, 1.0)

    def figures(self) -> dict[str, object]:
        """Plain values that JSON knows."""
        return {
            "images": self.images,
            "correct": self.correct,
            "accuracy": self.share,
            "interval": list(self.interval),
        }


def difference_interval(gained: int, lost: int, images: int) -> Interval:
    """What the difference of two accuracies on the same `images` may be, in -1..1.

    `gained`: images that only the second reads, `lost`: only the first. Agresti, Min (2005), "Simple improved
    confidence intervals for comparing matched proportions": Wald's interval with half an image added to each of the
    four outcomes.
    """
    n, b, c = images + 2, gained + 0.5, lost + 0.5
    middle = (b - c) / n
    half = NORMAL * math.sqrt((b + c - (b - c) ** 2 / n) / (n * n))
    return max(middle - half, -1.0), min(middle + half, 1.0)
