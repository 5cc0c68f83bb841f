"""The network itself: flatten, then a chain of Linear layers with activations between them."""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.network.architecture import Architecture


@dataclass(frozen=True, slots=True)
class Stage:
    """A Linear and, where one follows, its activation, with their names in `named_modules()`."""

    name: str
    linear: nn.Linear
    activation_name: str
    activation: nn.Module | None


class NeuralNetwork(nn.Module):
    """A multilayer perceptron that gives logits.

    The first weights are those that `nn.Linear` draws itself, from the architecture's seed; the global
    generator of random numbers is left as it was. Build it outside inference mode: what is made inside cannot
    be differentiated. `stages` are the parts of the chain in the order in which it is walked.
    """

    def __init__(self, architecture: Architecture | None = None) -> None:
        super().__init__()
        self.architecture = architecture or Architecture()
        self.flatten = nn.Flatten()
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(self.architecture.seed)
            self.linear_relu_stack = nn.Sequential(*self._layers())
        self.stages = tuple(self._walk())

    def forward(self, x: Tensor) -> Tensor:
        """Logits (n, classes) for images (n, ...) of as many numbers as the first layer has inputs."""
        x = self.flatten(x)
        return self.linear_relu_stack(x)

    def _layers(self) -> list[nn.Module]:
        layers: list[nn.Module] = []
        for inputs, outputs, biased in self.architecture.layers():
            layers += [nn.Linear(inputs, outputs, bias=biased), getattr(nn, self.architecture.activation)()]
        return layers[:-1]

    def _walk(self) -> Iterator[Stage]:
        modules = [
            (f"linear_relu_stack.{name}", module) for name, module in self.linear_relu_stack.named_children()
        ]
        for index, (name, module) in enumerate(modules):
            if isinstance(module, nn.Linear):
                last = index + 1 == len(modules)
                yield Stage(name, module, *(("", None) if last else modules[index + 1]))
