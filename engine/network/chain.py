"""A chain of Linear layers, told by the names of the tensors that they are made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A Linear: its weight, stored (inputs, outputs) if `transposed`, and its bias, "" if it has none."""

    weight: str
    bias: str = ""
    transposed: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """The layers from input to output; `activation`: what stands between them, None: nobody says."""

    links: tuple[Link, ...]
    activation: str | None = None
