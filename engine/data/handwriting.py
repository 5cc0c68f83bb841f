"""How differently another hand may draw what one has drawn. Light: imports no torch."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Handwriting:
    """How far strokes may be changed before they become an image; all zero: not at all.

    The largest on either side of a draw that prefers little: `rotation` in degrees, `slant` as a ratio, `stretch` as
    the logarithm of width to height. `tremor`: standard deviation of a slow drift along each stroke, as a share of the
    drawing's longer side. `hurry`: the share of drawings that are drawn in few points; `skips`: the share in which the
    pen leaves a gap.
    """

    rotation: float = 0.0
    slant: float = 0.0
    stretch: float = 0.0
    tremor: float = 0.0
    hurry: float = 0.0
    skips: float = 0.0

    @property
    def is_none(self) -> bool:
        """Whether strokes stay as they are."""
        return self == AS_DRAWN


AS_DRAWN = Handwriting()
