"""The curves of the network's picture: contributions of each layer, brought to where the units lie."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF

from gui.widgets.contribution_curves import Bundle

Indices = NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Layer:
    """The contributions (n,) between two neighbouring parts: from units `sources` to units `targets`."""

    sources: Indices
    targets: Indices
    values: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the picture: its `place`, and in its own coordinates the `centres` of its units.

    `body`: curves leave it and enter it at its sides; None: they begin at the units themselves. `side`: of a cell.
    """

    place: QRect
    centres: Callable[[Indices], NDArray[np.float64]]
    body: QRectF | None
    side: float

    def points(self, units: Indices) -> NDArray[np.float64]:
        """The centres (n, 2) of units, in the coordinates of the view."""
        return self.centres(units) + np.array([self.place.x(), self.place.y()])


def bundles(parts: Sequence[Part], layers: Sequence[Layer], framed: tuple[int, int] | None) -> list[Bundle]:
    """The curves of each layer that has any; the cells at the unit `framed` are framed, and other layers are faint.

    Each layer has its own scale: a share of 1 is its strongest contribution.
    """
    found: list[Bundle] = []
    for number, (layer, before, behind) in enumerate(zip(layers, parts, parts[1:], strict=False)):
        if layer.values.size:
            own = framed is not None and number in (framed[0], framed[0] + 1)
            found.append(_bundle(layer, before, behind, own, faint=framed is not None and not own))
    return found


def _bundle(layer: Layer, before: Part, behind: Part, framed: bool, faint: bool) -> Bundle:
    starts, ends = before.points(layer.sources), behind.points(layer.targets)
    shares = layer.values / np.abs(layer.values).max()
    leaves = (
        starts[:, 0] if before.body is None else np.full(len(starts), before.place.x() + before.body.right())
    )
    enters = np.full(len(ends), behind.place.x() + (0.0 if behind.body is None else behind.body.left()))
    return Bundle(
        starts=starts,
        ends=ends,
        leaves=leaves,
        enters=enters,
        shares=shares.astype(np.float32),
        framed=(before.side, behind.side) if framed else (0.0, 0.0),
        faint=faint,
    )
