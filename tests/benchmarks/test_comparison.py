"""How figures are compared and told."""

import json

import pytest

from tests.benchmarks.comparison import Comparison, of_pairs


def test_the_ratio_is_the_median_of_the_pairs_and_not_of_the_sides():
    pairs = [(1.0, 1.0), (9.0, 3.0), (10.0, 20.0)]
    assert of_pairs("x", "ms", pairs, "y").ratio == pytest.approx(1.0)
    assert of_pairs("x", "ms", pairs, "y").ours == 9.0


def test_a_figure_without_reference_has_no_ratio_in_its_line():
    line = Comparison("gap", 12.5, "ms", None, None, "16 ms at most").line()
    assert line.split() == ["gap", "12.5", "ms", "16", "ms", "at", "most"]


def test_the_fields_survive_json():
    comparison = of_pairs("x", "ms", [(2.0, 1.0)], "y")
    assert Comparison(**json.loads(json.dumps(comparison.fields()))) == comparison
