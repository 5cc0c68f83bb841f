"""What the window asks of training: frozen messages, named in the imperative. Light: imports no torch."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from engine.data.distortion import Distortion
from engine.data.drawing import Drawing
from engine.data.family import DATA_SETS, DataSet
from engine.thread.commands import Command, FileCommand
from engine.training.recipes import Optimiser, Recipe, Schedule, recipe_named, recipe_of, recipe_values

__all__ = [
    "DATA_SETS",
    "BrowseMistakes",
    "BrowseSamples",
    "ChangeTraining",
    "Collection",
    "Control",
    "ControlTraining",
    "CountLabelled",
    "DataSet",
    "Distortion",
    "FetchData",
    "Freeze",
    "GiveUpFetching",
    "KeepLabelled",
    "Optimiser",
    "Origin",
    "Plan",
    "Recipe",
    "Schedule",
    "ShowStep",
    "TakeBackLabelled",
    "Train",
    "recipe_named",
    "recipe_of",
    "recipe_values",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a run is made of: the same plan from the same weights gives the same weights, to the bit.

    `sources`: as on the command line: "synthetic", a folder that holds a data set of the MNIST family, or a file of
    drawings; several are mixed.
    """

    name: str
    sources: tuple[str, ...]
    recipe: Recipe
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """A kept step of the run in `folder`."""

    folder: Path
    step: int


@dataclass(frozen=True, slots=True)
class Train(Command):
    """Prepare the data and begin a run from the network's present weights; a run under way is stopped first.

    Answered by `TrainingChanged`, and from then on by what training reports. `folder`: where the run is kept, so that
    it is there again at another start; None: in memory alone. `origin`: the run goes on from there as if it had never
    been left; in the same folder, what came later is forgotten, in another it is a branch.
    """

    plan: Plan
    folder: Path | None = None
    origin: Origin | None = None


class Control(Enum):
    """What can be done with the run."""

    PAUSE = auto()
    RESUME = auto()
    STEP = auto()  # one step, then pause
    STOP = auto()  # end it; the averaged weights are kept
    REWIND = auto()  # pause at step 0, with the run's initial weights, to the bit


@dataclass(frozen=True, slots=True)
class ControlTraining(Command):
    """Do this with the run; without a run, or where it makes no sense, nothing happens."""

    control: Control


@dataclass(frozen=True, slots=True)
class ChangeTraining(Command):
    """Go on with another recipe from the next step: batch, rate, schedule, decay, distortion and so on."""

    recipe: Recipe

    @property
    def slot(self) -> Hashable:
        """Only the last choice counts."""
        return "recipe"


@dataclass(frozen=True, slots=True)
class Freeze(Command):
    """Set `requires_grad` of a parameter to `not frozen`; answered by `FreezeChanged`."""

    parameter: str
    frozen: bool


@dataclass(frozen=True, slots=True)
class ShowStep(Command):
    """Show the network as it was after `step` of the run (the nearest that was kept); None: as it is now.

    Training pauses meanwhile. Answered by `StepShown` and, as for any other weights, `NetworkChanged`.
    """

    step: int | None

    @property
    def slot(self) -> Hashable:
        """Dragging overtakes itself."""
        return "step"


class Collection(Enum):
    """Which images of a run."""

    TRAINING = auto()
    VALIDATION = auto()


@dataclass(frozen=True, slots=True)
class BrowseSamples(Command):
    """Show `count` images from `first` on, as they are or `distorted` as training sees them; `SamplesRead` answers."""

    subscription: str
    collection: Collection
    first: int
    count: int
    distorted: bool = False

    @property
    def slot(self) -> Hashable:
        """One subscription has one wish."""
        return ("samples", self.subscription)


@dataclass(frozen=True, slots=True)
class BrowseMistakes(Command):
    """Show up to `count` validation images, the most confidently wrong first; `SamplesRead` answers.

    With `label` and `predicted`, those of one cell of the confusion matrix (right ones, too, on its diagonal).
    """

    subscription: str
    count: int
    label: int | None = None
    predicted: int | None = None

    @property
    def slot(self) -> Hashable:
        """One subscription has one wish."""
        return ("samples", self.subscription)


@dataclass(frozen=True, slots=True)
class KeepLabelled(FileCommand):
    """Add a drawing with its label to the person's own set at `path`, at once; answered by `LabelledCounted`."""

    path: Path
    drawing: Drawing
    label: int


@dataclass(frozen=True, slots=True)
class TakeBackLabelled(FileCommand):
    """Take out of the set the drawing that joined it last, if it is this one; answered by `LabelledCounted`."""

    path: Path
    drawing: Drawing
    label: int


@dataclass(frozen=True, slots=True)
class CountLabelled(FileCommand):
    """Count the person's own set; answered by `LabelledCounted`."""

    path: Path


@dataclass(frozen=True, slots=True)
class FetchData(FileCommand):
    """Fetch the data set `name` into `folder`; answered by `FetchProgressed` and `FetchEnded`."""

    name: str
    folder: Path


@dataclass(frozen=True, slots=True)
class GiveUpFetching(FileCommand):
    """Fetch no more of the data set `name`; answered by `FetchEnded`."""

    name: str
