"""How parameters are named."""

import pytest

from gui.parameter_name import shape_text, short_name


@pytest.mark.parametrize(
    ("name", "short"),
    [("linear_relu_stack.0.weight", "…0.weight"), ("0.weight", "0.weight"), ("bias", "bias")],
)
def test_long_names_are_cut_at_a_dot(name: str, short: str):
    assert short_name(name) == short


def test_shapes_are_written_as_pytorch_does():
    assert shape_text((512, 784)) == "[512, 784]"
