"""The chain rule with its numbers: how one number of a gradient came about in one operation. Imports no torch."""

from dataclasses import dataclass

Index = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """∂L/∂output[index] · ∂output[index]/∂input: what arrived, and the slope that it is multiplied by."""

    index: Index
    arriving: float
    slope: float


@dataclass(frozen=True, slots=True)
class ChainRule:
    """∂L/∂input[index] = Σ ∂L/∂output · ∂output/∂input[index] over the outputs, for one number of a gradient.

    `slot`: which input. `terms`: the largest summands, `others`: how many more are not 0, `rest`: their sum.
    """

    slot: int
    index: Index
    result: float
    terms: tuple[Term, ...]
    others: int
    rest: float
