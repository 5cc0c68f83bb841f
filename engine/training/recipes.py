"""The recipes: all that decides how a network is trained, but data, size and seed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import Enum, auto
from typing import Any

from engine.data.distortion import Distortion
from engine.data.handwriting import AS_DRAWN, Handwriting
from engine.errors import Kind, NetglassError


class Optimiser(Enum):
    """What turns gradients into steps."""

    ADAMW = auto()
    ADAM = auto()  # its decay joins the gradient
    MOMENTUM = auto()  # SGD with Nesterov's momentum, 0.9
    SGD = auto()


class Schedule(Enum):
    """How the learning rate goes after its warm-up."""

    COSINE = auto()  # down half a cosine, to a hundredth
    CONSTANT = auto()


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train.

    `warm_up`: the share of all steps in which the learning rate rises linearly to `learning_rate`; then it goes as
    `schedule` says. `averaging`: the decay of the running mean of the weights, which is what is kept in the end; 0: no
    mean, the last weights are kept. `renderings`: how often each drawing is rendered, each time with another brush
    between `thinnest` and `thickest`, as shares of the drawing's longer ink side, and as another hand that
    `handwriting` allows would draw it. `bfloat16`: multiply matrices in it, with weights, sums and steps still in
    float32.
    """

    epochs: int
    distortion: Distortion
    batch: int = 256
    optimiser: Optimiser = Optimiser.ADAMW
    learning_rate: float = 1.5e-3
    schedule: Schedule = Schedule.COSINE
    weight_decay: float = 0.02
    warm_up: float = 0.03
    label_smoothing: float = 0.0
    averaging: float = 0.999
    bfloat16: bool = False
    renderings: int = 1
    thinnest: float = 0.03
    thickest: float = 0.25
    handwriting: Handwriting = AS_DRAWN


RECIPES = {
    "default": Recipe(
        epochs=1000,
        batch=1024,  # 1.5 times as fast as 256
        learning_rate=3e-3,
        weight_decay=0.06,
        distortion=Distortion(
            rotation=10, shear=0.12, scale=0.14, shift=1.2, elastic=1.0, smoothness=5, thickness=0.4
        ),
        bfloat16=True,  # 3.5 times as fast where the processor knows it, as with AVX512-BF16; right everywhere
        renderings=5,
        handwriting=Handwriting(rotation=22, slant=0.15, stretch=0.2, tremor=0.015, hurry=0.4, skips=0.3),
    ),
    "quick": Recipe(
        epochs=8,
        learning_rate=2e-3,
        averaging=0.99,
        distortion=Distortion(rotation=10, shear=0.1, scale=0.1, shift=1, elastic=0.8, thickness=0.3),
        renderings=3,
    ),
}


def recipe_named(name: str) -> Recipe:
    """The recipe `name`; RECIPE_UNKNOWN if there is none."""
    if name not in RECIPES:
        raise NetglassError(Kind.RECIPE_UNKNOWN, recipe=name, recipes=", ".join(RECIPES))
    return RECIPES[name]


def recipe_values(recipe: Recipe) -> dict[str, Any]:
    """The recipe as plain values that JSON knows."""
    return {**asdict(recipe), "optimiser": recipe.optimiser.name, "schedule": recipe.schedule.name}


def recipe_of(values: Mapping[str, Any]) -> Recipe:
    """The recipe that `recipe_values` gave; raises KeyError, TypeError or ValueError for anything else."""
    return Recipe(
        **{
            **values,
            "distortion": Distortion(**values["distortion"]),
            "handwriting": Handwriting(**values["handwriting"]) if "handwriting" in values else AS_DRAWN,
            "optimiser": Optimiser[values["optimiser"]],
            "schedule": Schedule[values["schedule"]],
        }
    )
