"""The steps that were taken since the window last heard of any."""

from collections.abc import Callable
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from engine.thread.training_events import StepsFinished
from engine.training.reports import StepReport

_MEMORY_S = 1.5  # the speed is about that of so many seconds


class StepLog:
    """Gathers reports of steps into `StepsFinished`, and tells how fast they come while training runs."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self._reports: list[StepReport] = []
        self._images_per_second = 0.0
        self._since: float | None = None

    def resume(self) -> None:
        """From now on time counts as time of training."""
        self._since = self._clock()

    def add(self, report: StepReport) -> None:
        """A step was taken."""
        self._reports.append(report)

    def take(self) -> StepsFinished | None:
        """All steps since the last taking; None if there was none."""
        if not self._reports:
            return None
        reports, self._reports = self._reports, []
        images = sum(report.images for report in reports)
        self._measure(images)
        last = reports[-1]
        images_left = (last.steps - last.step) * images / len(reports)
        return StepsFinished(
            steps=_column(np.array([report.step for report in reports], np.int64)),
            losses=_column(np.array([report.loss for report in reports], np.float32)),
            accuracies=_column(np.array([report.accuracy for report in reports], np.float32)),
            rates=_column(np.array([report.learning_rate for report in reports], np.float32)),
            total=last.steps,
            epoch=last.epoch,
            images_per_second=self._images_per_second,
            seconds_left=images_left / self._images_per_second if self._images_per_second else 0.0,
        )

    def _measure(self, images: int) -> None:
        now = self._clock()
        took = now - self._since if self._since is not None else 0.0
        self._since = now
        if took <= 0:
            return
        weight = min(1.0, took / _MEMORY_S) if self._images_per_second else 1.0
        self._images_per_second += weight * (images / took - self._images_per_second)


def _column(numbers: NDArray) -> NDArray:
    numbers.flags.writeable = False
    return numbers
