"""All that a run needs to go on as if it had never been left, as named tensors and plain values."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import safetensors.torch
from torch import Tensor

from engine.training.optimisers import OptimiserState
from engine.training.recipes import Recipe, recipe_of, recipe_values

_WEIGHTS, _MEANS, _OPTIMISER, _GENERATOR, _ORDER = "weights", "means", "optimiser", "generator", "order"
_VALUES = "netglass"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: `steps` taken and `epochs` ended; of the epoch under way, `seen` images in `batches`.

    `loss` is the sum of the means of those batches.
    """

    steps: int = 0
    epochs: int = 0
    seen: int = 0
    batches: int = 0
    loss: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class TrainerState:
    """A run between two steps.

    `weights` and their running `means` by name; `generator` and `order`: the states of the generator now and at
    the beginning of the epoch. `frozen`: the parameters that do not move. The tensors belong to the state.
    """

    weights: dict[str, Tensor]
    means: dict[str, Tensor]
    optimiser: OptimiserState
    generator: Tensor
    order: Tensor
    progress: Progress
    recipe: Recipe
    frozen: tuple[str, ...] = ()

    def encoded(self) -> bytes:
        """The content of a .safetensors file."""
        tensors = {
            **_below(_WEIGHTS, self.weights),
            **_below(_MEANS, self.means),
            **_below(_OPTIMISER, _flat(self.optimiser)),
            _GENERATOR: self.generator,
            _ORDER: self.order,
        }
        values = {
            "progress": asdict(self.progress),
            "recipe": recipe_values(self.recipe),
            "frozen": self.frozen,
        }
        words = {_VALUES: json.dumps(values)}  # one word: the library writes several in any order
        return safetensors.torch.save({name: value.cpu() for name, value in tensors.items()}, words)


def decoded_state(tensors: Mapping[str, Tensor], words: Mapping[str, str]) -> TrainerState:
    """The state whose file held these; raises KeyError, TypeError or ValueError for those of anything else."""
    values = json.loads(words[_VALUES])
    optimiser: OptimiserState = {}
    for name, value in _above(_OPTIMISER, tensors).items():
        parameter, key = name.rsplit("/", 1)
        optimiser.setdefault(parameter, {})[key] = value
    return TrainerState(
        _above(_WEIGHTS, tensors),
        _above(_MEANS, tensors),
        optimiser,
        tensors[_GENERATOR],
        tensors[_ORDER],
        Progress(**values["progress"]),
        recipe_of(values["recipe"]),
        tuple(values.get("frozen", ())),
    )


def weight_names(names: list[str]) -> dict[str, str]:
    """Of all tensors' names in a state's file those of the weights, by the parameters' own."""
    prefix = f"{_WEIGHTS}/"
    return {name.removeprefix(prefix): name for name in names if name.startswith(prefix)}


def _flat(optimiser: OptimiserState) -> dict[str, Tensor]:
    return {f"{name}/{key}": value for name, kept in optimiser.items() for key, value in kept.items()}


def _below(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {f"{prefix}/{name}": value for name, value in tensors.items()}


def _above(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    start = f"{prefix}/"
    return {name.removeprefix(start): value for name, value in tensors.items() if name.startswith(start)}
