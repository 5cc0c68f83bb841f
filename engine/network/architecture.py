"""The architecture of a network as plain values. Light: imports no torch."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, NoReturn

from engine.errors import Kind, NetglassError

ACTIVATIONS = ("ReLU", "LeakyReLU", "ELU", "GELU", "SiLU", "Tanh", "Sigmoid")  # classes of torch.nn
INITIALISATIONS = ("PyTorch", "He", "Xavier")
LARGEST_LAYER = 1 << 16
LARGEST_NETWORK = 1 << 30  # parameters: 4 GiB of float32
MOST_LAYERS = 256


class Part(NamedTuple):
    """A module of the chain: its class in torch.nn, what that takes, and whether it has a bias (Linear alone)."""

    kind: str
    arguments: tuple[int | float, ...] = ()
    biased: bool = True

    def __str__(self) -> str:
        words = [*(str(each) for each in self.arguments), *([] if self.biased else ["bias=False"])]
        return f"nn.{self.kind}({', '.join(words)})"


@dataclass(frozen=True, slots=True)
class Architecture:
    """A chain of Linear layers with one kind of activation between them.

    `sizes`: inputs, hidden layers, outputs. `seed` draws the first weights, as `initialisation` says: as `nn.Linear`
    does itself, or after He et al. ("Delving deep into rectifiers", 2015: normal, fan in) or Glorot and Bengio
    ("Understanding the difficulty of training deep feedforward neural networks", 2010: uniform), biases then being 0.
    `biases`: which layers have one; () is all. `norms`: behind which hidden layers a BatchNorm1d stands, () is none;
    before the activation, or after it if `norms_last`. `dropout`: the share that is dropped behind each hidden layer.
    Raises ARCHITECTURE_INVALID for what cannot be built.
    """

    sizes: tuple[int, ...] = (784, 512, 512, 10)
    activation: str = "ReLU"
    seed: int = 0
    biases: tuple[bool, ...] = ()
    norms: tuple[bool, ...] = ()
    norms_last: bool = False
    dropout: float = 0.0
    initialisation: str = "PyTorch"

    def __post_init__(self) -> None:
        if not 2 <= len(self.sizes) <= MOST_LAYERS + 1:
            self._refuse(f"it needs 1 to {MOST_LAYERS} layers")
        if any(type(size) is not int or not 1 <= size <= LARGEST_LAYER for size in self.sizes):
            self._refuse(f"each layer needs 1 to {LARGEST_LAYER} units")
        if self.biases and [type(each) for each in self.biases] != [bool] * (len(self.sizes) - 1):
            self._refuse("it does not say of each layer whether it has a bias")
        if self.norms and [type(each) for each in self.norms] != [bool] * (len(self.sizes) - 2):
            self._refuse("it does not say of each hidden layer whether it is normalised")
        if self.parameter_count > LARGEST_NETWORK:
            self._refuse(f"it has {self.parameter_count} parameters, more than {LARGEST_NETWORK}")
        if self.activation not in ACTIVATIONS:
            self._refuse(f"{self.activation} is none of {', '.join(ACTIVATIONS)}")
        if self.initialisation not in INITIALISATIONS:
            self._refuse(f"{self.initialisation} is none of {', '.join(INITIALISATIONS)}")
        if type(self.norms_last) is not bool:
            self._refuse("it does not say where it is normalised")
        if type(self.dropout) not in (int, float) or not 0 <= self.dropout < 1:
            self._refuse(f"a dropout of {self.dropout} is not from 0 to less than 1")
        if type(self.seed) is not int or not -(2**63) <= self.seed < 2**64:
            self._refuse(f"{self.seed} is no seed")

    @property
    def parameter_count(self) -> int:
        """The number of all weights and biases, those of normalisations among them."""
        linear = sum((inputs + biased) * outputs for inputs, outputs, biased in self.layers())
        hidden = self.sizes[1:-1]
        return linear + sum(2 * units for units, normed in zip(hidden, self.norms, strict=False) if normed)

    def layers(self) -> Iterator[tuple[int, int, bool]]:
        """Inputs, outputs, and whether there is a bias, of each layer."""
        biases = self.biases or (True,) * (len(self.sizes) - 1)
        for (inputs, outputs), biased in zip(pairwise(self.sizes), biases, strict=True):
            yield inputs, outputs, biased

    def parts(self) -> Iterator[Part]:
        """The modules of the chain, in their order."""
        hidden = len(self.sizes) - 2
        for number, (inputs, outputs, biased) in enumerate(self.layers()):
            yield Part("Linear", (inputs, outputs), biased)
            if number < hidden:
                yield from self._behind(outputs, bool(self.norms) and self.norms[number])

    def to_json(self) -> str:
        """One line of JSON, as it stands in a checkpoint's metadata."""
        values: dict[str, object] = {"sizes": self.sizes, "activation": self.activation, "seed": self.seed}
        for name, usual in _USUALLY.items():
            value = getattr(self, name)
            values |= {} if value == usual else {name: value}
        return json.dumps(values)

    @classmethod
    def from_json(cls, text: str) -> "Architecture":
        """The architecture that `to_json` wrote; raises ARCHITECTURE_INVALID for anything else."""
        try:
            values = json.loads(text)
            others = {name: values.get(name, usual) for name, usual in _USUALLY.items()}
            lists = {name: tuple(others[name]) for name in ("biases", "norms")}
            return cls(tuple(values["sizes"]), values["activation"], values["seed"], **{**others, **lists})
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as fault:
            raise NetglassError(
                Kind.ARCHITECTURE_INVALID, value=text[:80], reason="its description is damaged"
            ) from fault

    def source(self) -> str:
        """PyTorch source of the network's class, ready to be pasted; after its seed it draws the same weights."""
        stack = "\n".join(f"{' ' * 12}{part}," for part in self.parts())
        drawn = "" if self.initialisation == "PyTorch" else _DRAWN.format(draw=self._draw())
        return _SOURCE.format(stack=stack, drawn=drawn)

    def __str__(self) -> str:
        return "-".join(str(size) for size in self.sizes)

    def _behind(self, units: int, normed: bool) -> Iterator[Part]:
        """What follows a hidden Linear."""
        norm = [Part("BatchNorm1d", (units,))] if normed else []
        yield from () if self.norms_last else norm
        yield Part(self.activation)
        yield from norm if self.norms_last else ()
        if self.dropout:
            yield Part("Dropout", (self.dropout,))

    def _draw(self) -> str:
        he = 'kaiming_normal_(module.weight, nonlinearity="relu")'
        return he if self.initialisation == "He" else "xavier_uniform_(module.weight)"

    def _refuse(self, reason: str) -> NoReturn:
        raise NetglassError(Kind.ARCHITECTURE_INVALID, value=str(self)[:80], reason=reason)


_USUALLY = {"biases": (), "norms": (), "norms_last": False, "dropout": 0.0, "initialisation": "PyTorch"}

_SOURCE = """\
from torch import Tensor, nn


class NeuralNetwork(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
{stack}
        )
{drawn}
    def forward(self, x: Tensor) -> Tensor:
        x = self.flatten(x)
        logits = self.linear_relu_stack(x)
        return logits
"""

_DRAWN = """\
        for module in self.linear_relu_stack:
            if isinstance(module, nn.Linear):
                nn.init.{draw}
                if module.bias is not None:
                    nn.init.zeros_(module.bias)
"""
