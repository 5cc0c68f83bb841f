"""What a run tells of itself as it goes."""

from dataclasses import dataclass

from engine.training.evaluation import Evaluation


@dataclass(frozen=True, slots=True)
class StepReport:
    """One step was taken: `step` of `steps`, both over all epochs, from 1.

    `loss` (in nats) and `accuracy` (0..1) of its batch of `images`, before the step.
    """

    epoch: int
    step: int
    steps: int
    loss: float
    accuracy: float
    learning_rate: float
    images: int


@dataclass(frozen=True, slots=True)
class EpochReport:
    """All training images were seen once more.

    `epoch` from 1 to `epochs`. `loss`: the mean over the epoch's batches. `validation`: of the averaged weights on
    the validation images, None without any. `seconds`: since this training began or was resumed.
    """

    epoch: int
    epochs: int
    loss: float
    validation: Evaluation | None
    seconds: float

    @property
    def accuracy(self) -> float | None:
        """On the validation images, in 0..1."""
        return self.validation.accuracy if self.validation else None
