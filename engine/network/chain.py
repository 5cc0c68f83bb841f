"""A chain of Linear layers, told by the names of the tensors that they are made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A Linear: its weight, stored (inputs, outputs) if `transposed`, and its bias, "" if it has none.

    `norm`: the BatchNorm1d that follows, as the names of scale, shift, mean and variance (scale and shift can be "");
    `norm_last`: it stands behind the activation. `epsilon`: what it adds to the variance.
    """

    weight: str
    bias: str = ""
    transposed: bool = False
    norm: tuple[str, str, str, str] | None = None
    norm_last: bool = False
    epsilon: float = 1e-5


@dataclass(frozen=True, slots=True)
class Chain:
    """The layers from input to output; `activation`: what stands between them, None: nobody says."""

    links: tuple[Link, ...]
    activation: str | None = None
