"""The singular values of a matrix, computed in slices that each leave the thread soon.

The squares of the singular values are the eigenvalues of the smaller of A Aᵀ and Aᵀ A, in float64: float32 numbers
have no more digits than their square roots keep. Householder's method makes that matrix tridiagonal, a few
reflections a slice; bisection finds the eigenvalues by counting signs (Golub, Van Loan, "Matrix Computations", 4th ed.,
8.3.1 and 8.4.1). LAPACK would be some times as fast, but hold up the pen for as long as it takes.
"""

import math

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.tensors.levels import CHUNK, Walk, as_matrix

MOST = 1024  # the smaller side of a matrix: two seconds or so
_ENTRIES = 1 << 20  # of the matrix that reflections go through in a slice: some 5 ms
_HALVINGS = 56
_STEPS = 256  # of a count of signs in a slice

FloatArray = NDArray[np.float64]


def walk_singular_values(tensor: Tensor) -> Walk[FloatArray]:
    """The singular values of `tensor` as a matrix, the largest first; NaN where a number is not finite."""
    if tensor.numel() == 0:
        return np.zeros(0)
    squares = yield from _walk_square(as_matrix(tensor))
    if not bool(squares.isfinite().all()):
        return np.full(len(squares), math.nan)
    diagonal, beside = yield from _walk_tridiagonal(squares)
    eigenvalues = yield from _walk_eigenvalues(diagonal, beside)
    return np.sqrt(np.maximum(eigenvalues, 0.0))[::-1]


def effective_rank(values: FloatArray) -> float:
    """The exponential of the entropy of the singular values' shares; NaN where all are zero.

    Roy, Vetterli, "The effective rank: a measure of effective dimensionality", EUSIPCO 2007.
    """
    total = float(values.sum())
    if not total > 0:
        return math.nan
    shares = values[values > 0] / total
    return float(np.exp(-(shares * np.log(shares)).sum()))


def _walk_square(matrix: Tensor) -> Walk[Tensor]:
    """The smaller of A Aᵀ and Aᵀ A (n, n), float64."""
    tall = matrix if matrix.shape[0] >= matrix.shape[1] else matrix.T
    side = tall.shape[1]
    square = torch.zeros(side, side, dtype=torch.float64)
    step = max(1, (CHUNK << 4) // max(side * side, 1))  # rows: so many products
    for top in range(0, tall.shape[0], step):
        rows = tall[top : top + step].to("cpu", torch.float64)
        square.addmm_(rows.T, rows)
        yield
    return square


def _walk_tridiagonal(square: Tensor) -> Walk[tuple[FloatArray, FloatArray]]:
    """The diagonal (n,) and what stands beside it (n − 1,) of a tridiagonal matrix with the same eigenvalues."""
    side = len(square)
    beside = np.zeros(max(side - 1, 0))
    seen = 0
    for place in range(side - 2):
        column = square[place + 1 :, place]
        beside[place] = _reflect(square[place + 1 :, place + 1 :], column)
        seen += column.numel() ** 2
        if seen > _ENTRIES:
            seen = 0
            yield
    if side > 1:
        beside[-1] = float(square[side - 1, side - 2])
    return square.diagonal().numpy().copy(), beside


def _reflect(rest: Tensor, column: Tensor) -> float:
    """Reflect `rest` (m, m) so that `column` (m,) becomes a multiple of the first unit vector; returns the multiple."""
    length = float(column.norm())
    if length == 0:
        return 0.0
    multiple = -math.copysign(length, float(column[0]))
    mirror = column.clone()
    mirror[0] -= multiple
    mirror /= mirror.norm()
    image = torch.mv(rest, mirror)
    image -= mirror * torch.dot(mirror, image)
    rest.addr_(mirror, image, alpha=-2).addr_(image, mirror, alpha=-2)
    return multiple


def _walk_eigenvalues(diagonal: FloatArray, beside: FloatArray) -> Walk[FloatArray]:
    """All eigenvalues of a tridiagonal matrix, rising: each lies where so many are smaller, found by halving."""
    side = len(diagonal)
    reach = np.abs(np.concatenate([[0.0], beside])) + np.abs(np.concatenate([beside, [0.0]]))
    low = np.full(side, (diagonal - reach[:side]).min(initial=0.0))
    high = np.full(side, (diagonal + reach[:side]).max(initial=0.0))
    ranks = np.arange(side)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        smaller = yield from _walk_smaller(diagonal, beside, middle)
        below = smaller > ranks
        high, low = np.where(below, middle, high), np.where(below, low, middle)
    return (low + high) / 2


def _walk_smaller(diagonal: FloatArray, beside: FloatArray, bounds: FloatArray) -> Walk[NDArray[np.intp]]:
    """How many eigenvalues are smaller than each of the `bounds`: the negative pivots of T − bound."""
    tiny = np.finfo(np.float64).tiny
    squares = np.concatenate([[0.0], beside**2])
    pivot = np.ones_like(bounds)
    count = np.zeros(len(bounds), np.intp)
    for place, (entry, square) in enumerate(zip(diagonal, squares, strict=True)):
        pivot = entry - bounds - square / pivot
        pivot[np.abs(pivot) < tiny] = -tiny
        count += pivot < 0
        if place % _STEPS == _STEPS - 1:
            yield
    yield
    return count
