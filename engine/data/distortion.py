"""How far images may be bent in training. Light: imports no torch."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Distortion:
    """How far images may be bent; each value is the largest of a uniform draw on either side, but `elastic`.

    `rotation` in degrees, `shear` as a ratio, `scale` as a share of each axis by itself, `shift` in pixels.
    `elastic`: standard deviation in pixels of a smooth random displacement, whose Gaussian kernel has the
    standard deviation `smoothness` in pixels. `thickness`: how much of a 3 × 3 dilation (or erosion) is mixed
    in, 0..1.
    """

    rotation: float = 0.0
    shear: float = 0.0
    scale: float = 0.0
    shift: float = 0.0
    elastic: float = 0.0
    smoothness: float = 4.5
    thickness: float = 0.0

    @property
    def is_none(self) -> bool:
        """Whether images stay as they are."""
        return not any((self.rotation, self.shear, self.scale, self.shift, self.elastic, self.thickness))
