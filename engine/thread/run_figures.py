"""Figures of a run as its folder has them, made into what the window is told of a run as it goes."""

import numpy as np
from numpy.typing import NDArray

from engine.thread.run_events import ValidationsRead
from engine.thread.training_events import StepsFinished
from engine.training.figure_file import Figures


def steps_of(figures: Figures, total: int) -> StepsFinished:
    """The steps of these figures, all of them; nothing is known of their speed."""
    epochs = figures["epoch"]
    return StepsFinished(
        steps=_column(figures["step"], np.int64),
        losses=_column(figures["loss"], np.float32),
        accuracies=_column(figures["accuracy"], np.float32),
        rates=_column(figures["rate"], np.float32),
        total=total,
        epoch=int(epochs[-1]) if len(epochs) else 0,
        images_per_second=0.0,
        seconds_left=0.0,
    )


def validations_of(figures: Figures) -> ValidationsRead:
    """The validations of these figures."""
    return ValidationsRead(
        _column(figures["step"], np.int64),
        _column(figures["loss"], np.float64),
        _column(figures["accuracy"], np.float64),
    )


def total_steps(epochs: NDArray[np.float64], all_epochs: int) -> int:
    """How many steps a run will have whose steps were taken in these epochs, from 1; 0 before the first has ended."""
    if not len(epochs) or epochs[-1] <= 1:
        return 0
    last_whole = epochs[-1] - 1
    return round(int((epochs <= last_whole).sum()) / last_whole * all_epochs)


def _column(values: NDArray[np.float64], kind: type[np.number]) -> NDArray:
    column = values.astype(kind)
    column.flags.writeable = False
    return column
