"""Which tensors of two models belong together."""

from hypothesis import given
from hypothesis import strategies as st

from engine.network.matching import match_tensors

NAMES = st.text("ab.", max_size=6)
SHAPES = st.sampled_from([(1,), (2, 3)])
MODELS = st.dictionaries(NAMES, SHAPES, max_size=8)


def test_equal_names_belong_together_and_strays_are_told():
    match = match_tensors({"a": (2,), "b": (3,), "c": (1,)}, {"b": (4,), "a": (2,), "d": (9,)})
    assert match.pairs == (("a", "a"),)
    assert match.reshaped == (("b", "b"),)
    assert (match.only_here, match.only_there) == (("c",), ("d",))


def test_a_prefix_on_either_side_does_not_part_them():
    here = {"0.weight": (2, 3), "2.weight": (2, 3), "0.bias": (2,)}
    there = {f"linear_relu_stack.{name}": shape for name, shape in here.items()}
    expected = tuple((name, f"linear_relu_stack.{name}") for name in here)
    assert match_tensors(here, there).pairs == expected
    assert match_tensors(there, here).pairs == tuple((b, a) for a, b in expected)


def test_names_that_could_be_two_tensors_are_left_alone():
    match = match_tensors({"weight": (2,)}, {"a.weight": (2,), "b.weight": (2,)})
    assert match.pairs == ()


@given(here=MODELS, there=MODELS)
def test_each_tensor_is_told_once_and_pairs_have_equal_shapes(here, there):
    match = match_tensors(here, there)
    both = [*match.pairs, *match.reshaped]
    assert sorted([a for a, _ in both] + [*match.only_here]) == sorted(here)
    assert sorted([b for _, b in both] + [*match.only_there]) == sorted(there)
    assert all(here[a] == there[b] for a, b in match.pairs)


@given(model=MODELS)
def test_a_model_matches_itself(model):
    assert match_tensors(model, model).pairs == tuple((name, name) for name in model)
