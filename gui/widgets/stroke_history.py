"""What is on a canvas, and the way back to what was on it before."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float, float]

_DEPTH = 500  # steps that can be undone; each is a tuple of references


@dataclass(frozen=True, slots=True, eq=False)
class CanvasStroke:
    """A stroke of pen or eraser: `points` are x, y in units of the canvas (y downwards) and pressure in 0..1.

    `width`: the diameter of the brush at nominal pressure, in units of the canvas. Equality is identity.
    """

    points: tuple[Point, ...]
    width: float
    erase: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class CanvasContent:
    """Strokes over, perhaps, a picture: ink as uint8 (h, w), 255 full, fitted to the canvas and centred.

    `raw`: the picture is an input of a network already and is not to be centred or scaled.
    """

    strokes: tuple[CanvasStroke, ...] = ()
    picture: NDArray[np.uint8] | None = None
    raw: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is on the canvas."""
        return self.picture is None and not self.strokes

    def with_stroke(self, stroke: CanvasStroke) -> "CanvasContent":
        """The same with one stroke more on top."""
        return replace(self, strokes=(*self.strokes, stroke))


class StrokeHistory:
    """The content now, what it was, and what it could be again."""

    def __init__(self) -> None:
        self.content = CanvasContent()
        self._before: list[CanvasContent] = []
        self._after: list[CanvasContent] = []

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back and nothing was done since."""
        return bool(self._after)

    def do(self, content: CanvasContent) -> None:
        """Go on to `content`; what was undone is forgotten."""
        self._before = [*self._before[1 - _DEPTH :], self.content]
        self._after = []
        self.content = content

    def undo(self) -> None:
        """Take the last step back; there must be one."""
        self._after.append(self.content)
        self.content = self._before.pop()

    def redo(self) -> None:
        """Take the step again that was undone last; there must be one."""
        self._before.append(self.content)
        self.content = self._after.pop()

    def start_with(self, content: CanvasContent) -> None:
        """Begin at `content`, with nothing before it."""
        self.content = content
        self._before, self._after = [], []
