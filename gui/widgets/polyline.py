"""Points of NumPy as a polygon of Qt, without a Python object for each of them."""

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtGui import QPolygonF


def polyline(across: NDArray[np.float64], down: NDArray[np.float64]) -> QPolygonF:
    """The points (across, down), both (n,): 1,800 of them in 0.003 ms, as a list of QPointF in 1.1 ms."""
    polygon = QPolygonF()
    if across.size:
        polygon.resize(across.size)
        # the stubs take an address for a number, and what lies there for no buffer
        memory = shiboken6.VoidPtr(polygon.data(), 16 * across.size, True)  # pyright: ignore[reportCallIssue, reportArgumentType]
        points = np.frombuffer(memory, np.float64).reshape(-1, 2)  # pyright: ignore[reportCallIssue, reportArgumentType]
        points[:, 0], points[:, 1] = across, down
    return polygon


def pieces(across: NDArray[np.float64], down: NDArray[np.float64]) -> list[QPolygonF]:
    """As `polyline`, broken where an ordinate is no finite number."""
    finite = np.isfinite(down)
    if finite.all():
        return [polyline(across, down)] if across.size else []
    edges = np.flatnonzero(np.diff(finite, prepend=False, append=False))
    return [
        polyline(across[first:end], down[first:end])
        for first, end in zip(edges[::2], edges[1::2], strict=True)
    ]
