"""A figure of ours beside that of the best simple program that does the same."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line of the report; without `reference` and `ratio`, `what` states a limit and not a program."""

    name: str
    ours: float
    unit: str
    reference: float | None
    ratio: float | None
    what: str

    def line(self) -> str:
        """The comparison as a line to read."""
        reference = "" if self.reference is None else f"{self.reference:.4g} {self.unit}"
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        return f"{self.name:<28} {self.ours:>8.4g} {self.unit:<8} {reference:>16} {ratio:>6}  {self.what}"

    def fields(self) -> dict[str, float | str | None]:
        """The comparison as a JSON object."""
        return asdict(self)


def of_pairs(name: str, unit: str, pairs: Sequence[tuple[float, float]], what: str) -> Comparison:
    """Compare by the median ratio of (ours, reference) pairs, each measured one right after the other."""
    ours, reference = (median(side) for side in zip(*pairs, strict=True))
    return Comparison(name, ours, unit, reference, median(a / b for a, b in pairs), what)
