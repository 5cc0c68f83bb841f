"""Which steps of a run are in sight."""

from dataclasses import dataclass

NARROWEST = 8.0  # steps


@dataclass(slots=True)
class StepWindow:
    """From `left` to `right`, within 0 to `last`.

    Whole, it stays whole while the run grows; zoomed with the newest step in sight, it goes along with that;
    elsewhere it rests.
    """

    last: int = 1
    left: float = 0.0
    right: float = 1.0

    @property
    def is_whole(self) -> bool:
        """Whether all steps are in sight."""
        return self.left <= 0 and self.right >= self.last

    def fit(self) -> None:
        """See all."""
        self.left, self.right = 0.0, float(self.last)

    def reach(self, last: int) -> None:
        """The newest step is now `last`, which may be less than before."""
        whole, at_end, width = self.is_whole, self.right >= self.last, self.right - self.left
        self.last = max(1, last)
        if whole or width >= self.last:
            self.fit()
        elif at_end or self.right > self.last:
            self.left, self.right = self.last - width, float(self.last)

    def zoom(self, factor: float, about: float) -> None:
        """See `factor` as many steps, while `about` stays where it is."""
        width = max(NARROWEST, factor * (self.right - self.left))
        if width >= self.last:
            self.fit()
            return
        share = (about - self.left) / (self.right - self.left)
        self._move_to(about - share * width, width)

    def pan(self, steps: float) -> None:
        """See what lies `steps` further on."""
        self._move_to(self.left + steps, self.right - self.left)

    def _move_to(self, left: float, width: float) -> None:
        self.left = min(max(0.0, left), self.last - width)
        self.right = self.left + width
