"""What a run has reported so far: loss and accuracy, of the batches and of the validation images."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gui.widgets.running_mean import RunningMean
from gui.widgets.series import Series

Floats = Sequence[float] | NDArray[np.float32] | NDArray[np.float64]
Steps = Sequence[int] | NDArray[np.int64]


class LearningRecord:
    """Every step, whole; the means follow the batches."""

    def __init__(self) -> None:
        self.losses = Series()
        self.mean_losses = Series()
        self.accuracies = Series()
        self.mean_accuracies = Series()
        self.rates = Series()
        self.validation_losses = Series()
        self.validation_accuracies = Series()
        self._loss_mean = RunningMean()
        self._accuracy_mean = RunningMean()

    @property
    def last(self) -> int:
        """The newest step of all, 0 before the first."""
        return max((int(series.steps[-1]) for series in self._all() if len(series)), default=0)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was reported yet."""
        return not any(len(series) for series in self._all())

    def add_steps(self, steps: Steps, losses: Floats, accuracies: Floats, rates: Floats) -> None:
        """Add rising steps (n,); if they were reached before, the run went back, and what followed is forgotten."""
        if not len(steps):
            return
        if len(self.losses) and steps[0] <= self.losses.steps[-1]:
            self.cut(int(steps[0]) - 1)
        self.losses.extend(steps, losses)
        self.accuracies.extend(steps, accuracies)
        self.rates.extend(steps, rates)
        self.mean_losses.extend(steps, self._loss_mean.extend(losses))
        self.mean_accuracies.extend(steps, self._accuracy_mean.extend(accuracies))

    def add_validation(self, step: int, loss: float, accuracy: float) -> None:
        """Add how the validation images were read after `step`."""
        self.validation_losses.extend([step], [loss])
        self.validation_accuracies.extend([step], [accuracy])

    def add_validations(self, steps: Steps, losses: Floats, accuracies: Floats) -> None:
        """Add how the validation images were read after rising `steps` (n,); of equal ones the last counts.

        A run that is finished was judged once more after its last step, with the mean of its weights.
        """
        if not len(steps):
            return
        last = np.append(np.diff(steps) > 0, True)
        self.validation_losses.extend(np.asarray(steps)[last], np.asarray(losses)[last])
        self.validation_accuracies.extend(np.asarray(steps)[last], np.asarray(accuracies)[last])

    def cut(self, step: int) -> None:
        """Forget all after `step`: the run went back to it."""
        if step >= self.last:
            return
        for series in self._all():
            series.cut(step)
        for mean, values in ((self._loss_mean, self.losses), (self._accuracy_mean, self.accuracies)):
            mean.restart()
            mean.extend(values.values)

    def to_csv(self) -> str:
        """A line a step, with a head; a cell is empty where nothing was measured."""
        head = "step,loss,accuracy,learning_rate,validation_loss,validation_accuracy"
        batches = {
            step: _cells(*values)
            for step, *values in zip(
                self.losses.steps.tolist(),
                self.losses.values.tolist(),
                self.accuracies.values.tolist(),
                self.rates.values.tolist(),
                strict=True,
            )
        }
        validations = {
            step: _cells(*values)
            for step, *values in zip(
                self.validation_losses.steps.tolist(),
                self.validation_losses.values.tolist(),
                self.validation_accuracies.values.tolist(),
                strict=True,
            )
        }
        lines = [
            f"{step},{batches.get(step, ',,')},{validations.get(step, ',')}"
            for step in sorted(batches.keys() | validations.keys())
        ]
        return "\n".join([head, *lines, ""])

    def _all(self) -> tuple[Series, ...]:
        return (
            *(self.losses, self.mean_losses, self.accuracies, self.mean_accuracies, self.rates),
            *(self.validation_losses, self.validation_accuracies),
        )


def _cells(*values: float) -> str:
    """Nine digits tell every float32 from its neighbours."""
    return ",".join(f"{value:.9g}" for value in values)
