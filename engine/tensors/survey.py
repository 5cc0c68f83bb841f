"""All tensors of a model in short, one after the other: for the background, between everything else."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from torch import Tensor

from engine.errors import NetglassError
from engine.tensors.levels import CHUNK, Walk, as_matrix
from engine.tensors.statistics import walk_moments
from engine.thread.tensor_events import Flaw, Moments, Survey, TensorsSurveyed


def walk_survey(tensors: Mapping[str, Tensor], told: TensorsSurveyed) -> Walk[TensorsSurveyed]:
    """Go through all `tensors`; yields news as `told` with some more surveys, and returns the last.

    Small tensors travel together, a large one alone as soon as it is done.
    """
    surveys: list[Survey] = []
    waiting = 0
    for place, name in enumerate(tensors):
        survey = yield from _walk_one(tensors, name)
        surveys.append(survey)
        waiting += survey.moments.count if survey.moments else 0
        if waiting >= CHUNK:
            yield replace(told, surveys=tuple(surveys), remaining=len(tensors) - place - 1)
            surveys, waiting = [], 0
    return replace(told, surveys=tuple(surveys), remaining=0)


def _walk_one(tensors: Mapping[str, Tensor], name: str) -> Walk[Survey]:
    try:
        tensor = tensors[name]
    except NetglassError as failure:
        return Survey(name, None, unread=str(failure))
    moments = yield from walk_moments(tensor)
    dead = _zero_rows(tensor, moments)
    return Survey(name, moments, _flaws(moments, dead), dead)


def _zero_rows(tensor: Tensor, moments: Moments) -> int:
    """The rows of a matrix that are all zero; there is none with fewer zeros than columns."""
    matrix = as_matrix(tensor)
    rows, columns = matrix.shape
    if tensor.dim() < 2 or moments.zeros < columns or columns == 0:
        return 0
    return int(np.count_nonzero(~(matrix != 0).any(1).cpu().numpy())) if rows else 0


def _flaws(moments: Moments, dead: int) -> tuple[Flaw, ...]:
    zero = moments.count > 1 and moments.zeros == moments.count
    finite = moments.count - moments.nan - moments.inf
    same = moments.minimum == moments.maximum and finite == moments.count > 1
    found = {
        Flaw.NAN: moments.nan > 0,
        Flaw.INF: moments.inf > 0,
        Flaw.ZERO: zero,
        Flaw.CONSTANT: same and not zero,
        Flaw.DEAD: dead > 0 and not zero,
    }
    return tuple(flaw for flaw, there in found.items() if there)
