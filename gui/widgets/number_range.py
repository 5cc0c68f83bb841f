"""Which numbers a field takes."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NumberRange:
    """From `low` to `high`, both included; `whole`: no fractions.

    The arrow keys change a number by `factor`, or where that is None by `step`.
    """

    low: float
    high: float
    whole: bool = False
    factor: float | None = None
    step: float = 1.0

    def parse(self, text: str) -> float | None:
        """The number that `text` says, None if it says none of the range; a comma is as good as a point."""
        try:
            value = float(text.strip().replace(",", ".").replace("−", "-"))
        except ValueError:
            return None
        if not math.isfinite(value) or not self.low <= value <= self.high or (self.whole and value % 1):
            return None
        return value

    def moved(self, value: float, up: bool) -> float:
        """The next number up or down, rounded to three digits, within the range."""
        if self.factor is not None:
            moved = value * self.factor if up else value / self.factor
        else:
            moved = value + self.step if up else value - self.step
        moved = float(f"{moved:.3g}") if not self.whole else float(round(moved))
        return min(max(moved, self.low), self.high)

    def text(self, value: float) -> str:
        """A number as the field shows it, and `parse` reads it back."""
        return str(int(value)) if self.whole else f"{value:.6g}"
