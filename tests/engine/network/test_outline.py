"""The tree that the names of bare tensors make."""

import itertools

import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.network.outline import PlainTensors, outline_modules, outline_parameters, outline_text
from engine.network.stored_tensors import StoredTensors, in_memory
from engine.tensors.levels import finish


def tensors(*names: str) -> StoredTensors:
    return in_memory("a.pt", {name: torch.ones(2, 3) for name in names})


def test_what_stands_before_dots_are_modules_with_all_below():
    modules = outline_modules(tensors("h.0.w", "norm", "h.1.w", "h.0.b"))
    assert [(each.name, each.depth, each.count) for each in modules] == [
        ("", 0, 24), ("h", 1, 18), ("h.0", 2, 12), ("h.1", 2, 6),
    ]  # fmt: skip
    assert modules[0].kind == "a.pt"
    assert modules[2].parameters == ("h.0.w", "h.0.b")


@given(names=st.lists(st.text(".ab\x00/é", max_size=60), unique=True, max_size=6))
def test_any_names_make_a_tree_whose_depths_rise_by_one(names: list[str]):
    modules = outline_modules(tensors(*names))
    depths = [each.depth for each in modules]
    assert depths[0] == 0 and all(0 < later <= earlier + 1 for earlier, later in itertools.pairwise(depths))
    assert set(modules[0].parameters) == set(names)


def test_complex_numbers_have_a_dimension_more():
    found = outline_parameters(in_memory("a.pt", {"c": torch.ones(2, dtype=torch.complex64)}))
    assert [(each.shape, each.dtype, each.trainable) for each in found] == [((2, 2), "complex64", False)]


def test_the_text_has_a_line_a_tensor():
    assert outline_text(tensors("a", "b")) == "a: float32 [2, 3]\nb: float32 [2, 3]"


def test_what_was_spread_out_is_remembered():
    plain = PlainTensors(in_memory("a.pt", {"s": torch.eye(2).to_sparse(), "t": torch.ones(1)}))
    first = plain["s"]
    assert plain["s"] is first
    assert plain["t"].tolist() == [1] and plain["s"] is not first


def test_only_a_tensor_that_is_edited_is_copied_and_what_was_before_stays():
    one, other = torch.zeros(3), torch.ones(2, dtype=torch.complex64)
    stored = in_memory("a.pt", {"one": one, "other": other})
    shown = PlainTensors(stored)
    assert shown["other"].shape == (2, 2) and not shown.can_change("other")
    for _ in range(2):
        finish(stored.walk_preparing("other"))
        shown["other"][0, 1] += 5.0
    before = finish(shown.walk_as_now())
    shown["other"].zero_()
    assert (stored["other"].tolist(), before["other"].tolist()) == ([0, 0], [[1, 10], [1, 0]])
    assert other.tolist() == [1, 1] and [name for name in shown if shown.can_change(name)] == ["other"]
    assert shown["one"].data_ptr() == one.data_ptr()
