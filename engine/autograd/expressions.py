"""The small expressions whose graph can be explored, as the PyTorch code that runs. Imports no torch."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import prod
from types import MappingProxyType

from engine.errors import Kind, NetglassError

_MOST = 16  # of a size


class Fill(StrEnum):
    """What a tensor is made of at first: the function of torch."""

    ONES = "ones"
    ZEROS = "zeros"
    RANDOM = "randn"
    EYE = "eye"
    FIRST = "one_hot"  # 1 in the first place, else 0


@dataclass(frozen=True, slots=True)
class Leaf:
    """A tensor that an expression begins with; `shape` names its sizes, as ("n", "m")."""

    name: str
    shape: tuple[str, ...]
    fill: Fill
    requires_grad: bool = False


@dataclass(frozen=True, slots=True)
class Expression:
    """`code` computes `root` from the leaves, by way of the variable `middle`, where there is one that can be detached.

    `sizes`: the first ones. `losses`: what can take the place of "{loss}" in the code, the first one to begin with.
    """

    key: str
    code: str
    leaves: tuple[Leaf, ...]
    sizes: Mapping[str, int]
    root: str = "loss"
    middle: str = ""
    losses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tracking:
    """What autograd is kept from: `no_grad` from all, `detached` from what comes before the expression's middle."""

    no_grad: bool = False
    detached: bool = False


@dataclass(frozen=True, slots=True)
class Scratch:
    """An expression as a person set it.

    `sizes` and `values` (row by row) and `requires_grad` hold what differs from the expression's own; `seed` is of
    what is random.
    """

    expression: str = "linear"
    loss: int = 0
    sizes: Mapping[str, int] = field(default_factory=dict)
    values: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    requires_grad: Mapping[str, bool] = field(default_factory=dict)
    seed: int = 0

    def size_of(self, name: str) -> int:
        """The size called `name`."""
        return self.sizes.get(name, expression_named(self.expression).sizes[name])

    def shape_of(self, leaf: Leaf) -> tuple[int, ...]:
        """The shape of a leaf."""
        return tuple(self.size_of(each) for each in leaf.shape)

    def is_tracked(self, leaf: Leaf) -> bool:
        """Whether a leaf asks for a gradient."""
        return self.requires_grad.get(leaf.name, leaf.requires_grad)


_VECTORS = (
    Leaf("x", ("n",), Fill.ONES),
    Leaf("y", ("m",), Fill.ZEROS),
    Leaf("w", ("n", "m"), Fill.RANDOM, requires_grad=True),
    Leaf("b", ("m",), Fill.RANDOM, requires_grad=True),
)
_PAIR = (
    Leaf("a", ("n",), Fill.RANDOM, requires_grad=True),
    Leaf("b", ("n",), Fill.RANDOM, requires_grad=True),
)
_ALL = (
    Expression(
        "linear",
        "z = x @ w + b\nloss = {loss}",
        _VECTORS,
        MappingProxyType({"n": 5, "m": 3}),
        middle="z",
        losses=(
            "F.binary_cross_entropy_with_logits(z, y)",
            "F.mse_loss(z, y)",
            "F.l1_loss(z, y)",
            "z.sum()",
        ),
    ),
    Expression(
        "two_layers",
        "h = torch.relu(x @ w1 + b1)\nz = h @ w2 + b2\nloss = {loss}",
        (
            Leaf("x", ("n",), Fill.RANDOM),
            Leaf("y", ("m",), Fill.ZEROS),
            Leaf("w1", ("n", "k"), Fill.RANDOM, requires_grad=True),
            Leaf("b1", ("k",), Fill.RANDOM, requires_grad=True),
            Leaf("w2", ("k", "m"), Fill.RANDOM, requires_grad=True),
            Leaf("b2", ("m",), Fill.RANDOM, requires_grad=True),
        ),
        MappingProxyType({"n": 4, "k": 3, "m": 2}),
        middle="h",
        losses=("F.mse_loss(z, y)", "F.binary_cross_entropy_with_logits(z, y)", "z.sum()"),
    ),
    Expression(
        "square",
        "out = (inp + 1) ** 2",
        (Leaf("inp", ("n", "n"), Fill.EYE, requires_grad=True),),
        MappingProxyType({"n": 5}),
        root="out",
    ),
    Expression(
        "used_twice",
        "p = a * b\nloss = (p + a).sum()",
        _PAIR,
        MappingProxyType({"n": 3}),
        middle="p",
    ),
    Expression(
        "division",
        "q = a / (1 + torch.exp(b))\nloss = q.mean()",
        _PAIR,
        MappingProxyType({"n": 3}),
        middle="q",
    ),
    Expression(
        "softmax",
        "p = torch.softmax(z, dim=0)\nloss = -(y * torch.log(p)).sum()",
        (Leaf("z", ("n",), Fill.RANDOM, requires_grad=True), Leaf("y", ("n",), Fill.FIRST)),
        MappingProxyType({"n": 4}),
        middle="p",
    ),
    Expression(
        "waves",
        "s = torch.sin(a) * torch.tanh(b)\nloss = (s**2).mean()",
        _PAIR,
        MappingProxyType({"n": 4}),
        middle="s",
    ),
)
EXPRESSIONS: Mapping[str, Expression] = MappingProxyType({each.key: each for each in _ALL})


def expression_named(key: str) -> Expression:
    """The expression `key`; EXPRESSION_INVALID if there is none."""
    if key not in EXPRESSIONS:
        raise NetglassError(Kind.EXPRESSION_INVALID, expression=key, reason="there is none of that name")
    return EXPRESSIONS[key]


def check(scratch: Scratch) -> None:
    """Raise EXPRESSION_INVALID where sizes, values or the loss do not fit the expression."""
    expression = expression_named(scratch.expression)
    reason = _fault(scratch, expression)
    if reason:
        raise NetglassError(Kind.EXPRESSION_INVALID, expression=expression.key, reason=reason)


def setup_code(scratch: Scratch) -> str:
    """The lines that make the leaves of a checked `scratch`."""
    leaves = expression_named(scratch.expression).leaves
    seed = [f"torch.manual_seed({scratch.seed})"] if any(each.fill is Fill.RANDOM for each in leaves) else []
    return "\n".join([*seed, *(_leaf_code(scratch, leaf) for leaf in leaves)])


def forward_code(scratch: Scratch, tracking: Tracking) -> str:
    """The lines that compute the root of a checked `scratch`."""
    expression = expression_named(scratch.expression)
    loss = expression.losses[scratch.loss] if expression.losses else ""
    lines = expression.code.format(loss=loss).splitlines()
    if tracking.detached and expression.middle:
        after = next(number for number, line in enumerate(lines) if line.startswith(f"{expression.middle} ="))
        lines.insert(after + 1, f"{expression.middle} = {expression.middle}.detach()")
    return "\n".join(_without_tracking(lines) if tracking.no_grad else lines)


def _without_tracking(lines: list[str]) -> list[str]:
    return ["with torch.no_grad():", *(f"    {line}" for line in lines)]


def _leaf_code(scratch: Scratch, leaf: Leaf) -> str:
    tracked = ", requires_grad=True" if scratch.is_tracked(leaf) else ""
    shape = scratch.shape_of(leaf)
    values = scratch.values.get(leaf.name)
    if leaf.fill is Fill.FIRST and values is None:
        values = (1.0, *([0.0] * (prod(shape) - 1)))
    if values is not None:
        return f"{leaf.name} = torch.tensor({_nested(values, shape)}{tracked})"
    sizes = shape[:1] if leaf.fill is Fill.EYE else shape
    return f"{leaf.name} = torch.{leaf.fill}({', '.join(map(str, sizes))}{tracked})"


def _nested(values: tuple[float, ...], shape: tuple[int, ...]) -> list[float] | list[list[float]]:
    numbers = [float(each) for each in values]
    if len(shape) < 2:
        return numbers
    return [numbers[start : start + shape[1]] for start in range(0, len(numbers), shape[1])]


def _fault(scratch: Scratch, expression: Expression) -> str:
    for name in expression.sizes:
        if not 1 <= scratch.size_of(name) <= _MOST:
            return f"{name} has to be from 1 to {_MOST}"
    for leaf in expression.leaves:
        values = scratch.values.get(leaf.name)
        if values is not None and len(values) != prod(scratch.shape_of(leaf)):
            return f"{leaf.name} has to have {prod(scratch.shape_of(leaf))} numbers"
        if values is not None and not all(abs(each) < 1e30 for each in values):  # false for NaN, too
            return f"the numbers of {leaf.name} have to be finite"
    if expression.losses and not 0 <= scratch.loss < len(expression.losses):
        return "there is no such loss"
    return ""
