"""Small expressions: code that is shown, and what does not fit together."""

import pytest

from engine.autograd.expressions import (
    EXPRESSIONS,
    Scratch,
    Tracking,
    check,
    expression_named,
    forward_code,
    setup_code,
)
from engine.errors import NetglassError


def test_the_first_expression_is_the_one_of_the_course():
    assert setup_code(Scratch()).splitlines() == [
        "torch.manual_seed(0)",
        "x = torch.ones(5)",
        "y = torch.zeros(3)",
        "w = torch.randn(5, 3, requires_grad=True)",
        "b = torch.randn(3, requires_grad=True)",
    ]
    assert forward_code(Scratch(), Tracking()).splitlines() == [
        "z = x @ w + b",
        "loss = F.binary_cross_entropy_with_logits(z, y)",
    ]


def test_sizes_values_and_tracking_show_in_the_code():
    scratch = Scratch(sizes={"n": 2, "m": 1}, values={"w": (1, -2.5)}, requires_grad={"w": False, "x": True})
    code = setup_code(scratch).splitlines()
    assert "x = torch.ones(2, requires_grad=True)" in code
    assert "w = torch.tensor([[1.0], [-2.5]])" in code


def test_detaching_and_no_grad_are_lines_of_code():
    assert forward_code(Scratch(), Tracking(detached=True)).splitlines()[1] == "z = z.detach()"
    assert forward_code(Scratch(), Tracking(no_grad=True)).startswith("with torch.no_grad():\n    z = ")


@pytest.mark.parametrize(
    "scratch",
    [
        Scratch("nothing"),
        Scratch(sizes={"n": 0}),
        Scratch(sizes={"n": 1000}),
        Scratch(values={"b": (1.0,)}),
        Scratch(values={"b": (1.0, 2.0, float("nan"))}),
        Scratch(values={"b": (1.0, 2.0, float("inf"))}),
        Scratch(loss=9),
    ],
)
def test_what_does_not_fit_is_refused_with_a_reason(scratch: Scratch):
    with pytest.raises(NetglassError, match="cannot be computed"):
        check(scratch)


@pytest.mark.parametrize("key", EXPRESSIONS)
def test_a_middle_is_a_variable_of_its_code(key: str):
    expression = expression_named(key)
    assert not expression.middle or f"{expression.middle} = " in expression.code
