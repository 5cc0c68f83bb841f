"""The architecture of a network as plain values. Light: imports no torch."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NoReturn

from engine.errors import Kind, NetglassError

ACTIVATIONS = ("ReLU", "LeakyReLU", "ELU", "GELU", "SiLU", "Tanh", "Sigmoid")  # classes of torch.nn
LARGEST_LAYER = 1 << 16
LARGEST_NETWORK = 1 << 30  # parameters: 4 GiB of float32
MOST_LAYERS = 256


@dataclass(frozen=True, slots=True)
class Architecture:
    """A chain of Linear layers with one kind of activation between them.

    `sizes`: inputs, hidden layers, outputs. `seed` draws the first weights. `biases`: which layers have one; () is all.
    Raises ARCHITECTURE_INVALID for what cannot be built.
    """

    sizes: tuple[int, ...] = (784, 512, 512, 10)
    activation: str = "ReLU"
    seed: int = 0
    biases: tuple[bool, ...] = ()

    def __post_init__(self) -> None:
        if not 2 <= len(self.sizes) <= MOST_LAYERS + 1:
            self._refuse(f"it needs 1 to {MOST_LAYERS} layers")
        if any(type(size) is not int or not 1 <= size <= LARGEST_LAYER for size in self.sizes):
            self._refuse(f"each layer needs 1 to {LARGEST_LAYER} units")
        if self.biases and [type(each) for each in self.biases] != [bool] * (len(self.sizes) - 1):
            self._refuse("it does not say of each layer whether it has a bias")
        if self.parameter_count > LARGEST_NETWORK:
            self._refuse(f"it has {self.parameter_count} parameters, more than {LARGEST_NETWORK}")
        if self.activation not in ACTIVATIONS:
            self._refuse(f"{self.activation} is none of {', '.join(ACTIVATIONS)}")
        if type(self.seed) is not int or not -(2**63) <= self.seed < 2**64:
            self._refuse(f"{self.seed} is no seed")

    @property
    def parameter_count(self) -> int:
        """The number of all weights and biases."""
        return sum((inputs + biased) * outputs for inputs, outputs, biased in self.layers())

    def layers(self) -> Iterator[tuple[int, int, bool]]:
        """Inputs, outputs, and whether there is a bias, of each layer."""
        biases = self.biases or (True,) * (len(self.sizes) - 1)
        for (inputs, outputs), biased in zip(pairwise(self.sizes), biases, strict=True):
            yield inputs, outputs, biased

    def to_json(self) -> str:
        """One line of JSON, as it stands in a checkpoint's metadata."""
        values = {"sizes": self.sizes, "activation": self.activation, "seed": self.seed}
        return json.dumps(values | ({"biases": self.biases} if self.biases else {}))

    @classmethod
    def from_json(cls, text: str) -> "Architecture":
        """The architecture that `to_json` wrote; raises ARCHITECTURE_INVALID for anything else."""
        try:
            values = json.loads(text)
            biases = tuple(values.get("biases", ()))
            return cls(tuple(values["sizes"]), values["activation"], values["seed"], biases)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as fault:
            raise NetglassError(
                Kind.ARCHITECTURE_INVALID, value=text[:80], reason="its description is damaged"
            ) from fault

    def source(self) -> str:
        """PyTorch source of the network's class, ready to be pasted."""
        layers: list[str] = []
        for inputs, outputs, biased in self.layers():
            without = "" if biased else ", bias=False"
            layers += [f"nn.Linear({inputs}, {outputs}{without}),", f"nn.{self.activation}(),"]
        stack = "\n".join(" " * 12 + layer for layer in layers[:-1])
        return _SOURCE.format(stack=stack)

    def __str__(self) -> str:
        return "-".join(str(size) for size in self.sizes)

    def _refuse(self, reason: str) -> NoReturn:
        raise NetglassError(Kind.ARCHITECTURE_INVALID, value=str(self)[:80], reason=reason)


_SOURCE = """\
from torch import Tensor, nn


class NeuralNetwork(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
{stack}
        )

    def forward(self, x: Tensor) -> Tensor:
        x = self.flatten(x)
        logits = self.linear_relu_stack(x)
        return logits
"""
