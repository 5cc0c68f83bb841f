"""A drawing: strokes of a pen on a canvas, the vector form of ink."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

NOMINAL_PRESSURE = 0.5  # what W3C pointer events report for a button that is down and knows no pressure


@dataclass(frozen=True, slots=True, eq=False)
class Stroke:
    """One stroke of pen or eraser.

    `points`: float32 (n, 3), read-only: x, y (y downwards, in units of the canvas) and pressure in 0..1.
    `width`: the diameter of the brush at nominal pressure, in units of the canvas; None: a twelfth of the
    drawing's longer ink side.
    """

    points: NDArray[np.float32]
    width: float | None = None
    erase: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """What is on the canvas: strokes over, perhaps, a picture.

    `canvas`: its width and height, the unit of all coordinates. `picture`: ink as uint8 (h, w), 255 full ink,
    fitted to the canvas with its aspect kept and centred. `raw`: the canvas is an input already, to be
    shrunk to 28 × 28 and not centred or scaled.
    """

    canvas: tuple[float, float]
    strokes: tuple[Stroke, ...] = field(default=())
    picture: NDArray[np.uint8] | None = None
    label: int | None = None
    writer: int | None = None
    raw: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing was ever drawn on it (an eraser alone leaves no ink)."""
        return self.picture is None and all(stroke.erase for stroke in self.strokes)

    @property
    def natural_width(self) -> float:
        """The width of strokes without one: a twelfth of the ink's longer side; of the canvas's for a dot."""
        pens = [stroke.points[:, :2] for stroke in self.strokes if not stroke.erase and len(stroke.points)]
        side = float(np.ptp(np.concatenate(pens), axis=0).max()) if pens else 0.0
        return (side or max(self.canvas)) / 12
