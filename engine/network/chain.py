"""A chain of Linear layers, told by the names of the tensors that they are made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Norm:
    """A BatchNorm1d: the names of its four vectors, and of its count, "" where there is none."""

    weight: str
    bias: str
    running_mean: str
    running_var: str
    num_batches_tracked: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A Linear: its weight, stored (inputs, outputs) if `transposed`, its bias, "" if it has none, and its `norm`."""

    weight: str
    bias: str = ""
    transposed: bool = False
    norm: Norm | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """The layers from input to output; `activation`: what stands between them, None: nobody says.

    `norms_last`: whether norms stand behind the activation, None: nobody says.
    """

    links: tuple[Link, ...]
    activation: str | None = None
    norms_last: bool | None = None
