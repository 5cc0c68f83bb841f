"""The network itself: flatten, then a chain of Linear layers with activations between them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor, nn

from engine.network.architecture import Architecture

_UNSIGNED = (nn.ReLU, nn.Sigmoid, nn.Softmax)
_KEEPS_SIGNS = (nn.Flatten, nn.Dropout)


@dataclass(frozen=True)
class Stage:
    """A Linear and what stands between it and the next one, with their names in `named_modules()`.

    `activation`: that among the `followers`; None for the last stage, whose output are the logits.
    """

    name: str
    linear: nn.Linear
    followers: tuple[tuple[str, nn.Module], ...] = ()
    activation: nn.Module | None = None

    @cached_property
    def title(self) -> str:
        """As "Linear 784 → 512 · BatchNorm1d · ReLU"; the last one's ends with "logits"."""
        kinds = [type(each).__name__ for _, each in self.followers if not isinstance(each, nn.Dropout)]
        size = f"Linear {self.linear.in_features} → {self.linear.out_features}"
        return " · ".join([size, *(kinds or ["logits"])])

    @property
    def output_name(self) -> str:
        """The module that makes what the stage puts out."""
        return self.followers[-1][0] if self.followers else self.name

    @cached_property
    def is_signed(self) -> bool:
        """Whether it can put out negative numbers."""
        signed = True
        for _, module in self.followers:
            signed = signed_after(module, signed)
        return signed

    def follow(self, z: Tensor) -> Tensor:
        """What the stage puts out where its Linear gave `z`, (n, units)."""
        for _, module in self.followers:
            z = module(z)
        return z


class NeuralNetwork(nn.Module):
    """A multilayer perceptron that gives logits; it is made in evaluation mode, and stays there.

    The first weights are drawn from the architecture's seed; the global generator of random numbers is left as it was.
    Build it outside inference mode: what is made inside cannot be differentiated. `stages` are the parts of the chain
    in the order in which it is walked.
    """

    def __init__(self, architecture: Architecture | None = None) -> None:
        super().__init__()
        self.architecture = architecture or Architecture()
        self.flatten = nn.Flatten()
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(self.architecture.seed)
            self.linear_relu_stack = nn.Sequential(*self._built())
            self.stages = tuple(self._walk())
            self._draw()
        self.eval()

    @property
    def tensors(self) -> dict[str, Tensor]:
        """All parameters, then all buffers, by name: what a BatchNorm1d has seen is not learned, but part of it."""
        return {**dict(self.named_parameters()), **dict(self.named_buffers())}

    def forward(self, x: Tensor) -> Tensor:
        """Logits (n, classes) for images (n, ...) of as many numbers as the first layer has inputs."""
        x = self.flatten(x)
        return self.linear_relu_stack(x)

    def _built(self) -> Iterator[nn.Module]:
        for part in self.architecture.parts():
            without = {} if part.biased else {"bias": False}
            yield getattr(nn, part.kind)(*part.arguments, **without)

    def _draw(self) -> None:
        """Draw the weights, unless `nn.Linear` did so itself."""
        initialisation = self.architecture.initialisation
        if initialisation == "PyTorch":
            return
        for stage in self.stages:
            if initialisation == "He":
                nn.init.kaiming_normal_(stage.linear.weight, nonlinearity="relu")
            else:
                nn.init.xavier_uniform_(stage.linear.weight)
            if stage.linear.bias is not None:
                nn.init.zeros_(stage.linear.bias)

    def _walk(self) -> Iterator[Stage]:
        modules = [
            (f"linear_relu_stack.{name}", module) for name, module in self.linear_relu_stack.named_children()
        ]
        starts = [place for place, (_, module) in enumerate(modules) if isinstance(module, nn.Linear)]
        for start, end in zip(starts, [*starts[1:], len(modules)], strict=True):
            (name, linear), *followers = modules[start:end]
            activation = next(
                (each for _, each in followers if type(each).__name__ == self.architecture.activation), None
            )
            if isinstance(linear, nn.Linear):
                yield Stage(name, linear, tuple(followers), activation)


def signed_after(module: nn.Module, before: bool) -> bool:
    """Whether there can be negative numbers behind a module; `before`: whether there can be in front of it."""
    return before if isinstance(module, _KEEPS_SIGNS) else not isinstance(module, _UNSIGNED)
