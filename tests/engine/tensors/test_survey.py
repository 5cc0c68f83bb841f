"""All tensors of a model in short."""

import torch
from torch import Tensor

from engine.network.outline import PlainTensors
from engine.network.stored_tensors import in_memory
from engine.tensors.survey import walk_survey
from engine.thread.tensor_events import Flaw, Survey, TensorsSurveyed

TOLD = TensorsSurveyed("s", 1, (), 0)


def surveyed(tensors: dict[str, Tensor]) -> list[TensorsSurveyed]:
    walk, found = walk_survey(PlainTensors(in_memory("a.pt", tensors)), TOLD), []
    while True:
        try:
            found.append(next(walk))
        except StopIteration as end:
            return [event for event in (*found, end.value) if event is not None]


def flaws(tensor: Tensor) -> tuple[Flaw, ...]:
    return one(tensor).flaws


def one(tensor: Tensor) -> Survey:
    (event,) = surveyed({"w": tensor})
    return event.surveys[0]


def test_each_flaw_is_told():
    healthy = torch.arange(1.0, 7).reshape(2, 3)
    assert flaws(healthy) == ()
    assert flaws(torch.tensor([1, float("nan"), float("inf")])) == (Flaw.NAN, Flaw.INF)
    assert flaws(torch.zeros(2, 2)) == (Flaw.ZERO,)
    assert flaws(torch.full((3,), 2.0)) == (Flaw.CONSTANT,)
    assert flaws(torch.tensor(2.0)) == flaws(torch.tensor(0)) == flaws(torch.ones(0)) == ()
    dead = torch.cat([healthy, torch.zeros(2, 3)])
    assert (one(dead).flaws, one(dead).dead) == ((Flaw.DEAD,), 2)


def test_small_tensors_travel_together_and_a_large_one_as_soon_as_it_is_done():
    events = surveyed(
        {"a": torch.ones(3), "large": torch.rand(1 << 19), "b": torch.ones(2), "c": torch.ones(2)}
    )
    assert [[each.parameter for each in event.surveys] for event in events] == [["a", "large"], ["b", "c"]]
    assert [event.remaining for event in events] == [2, 0]


def test_what_cannot_be_read_is_told_and_the_rest_goes_on():
    places = torch.zeros(2, 1, dtype=torch.int64)
    huge = torch.sparse_coo_tensor(places, torch.ones(1), (1 << 20, 1 << 20), check_invariants=True)
    (event,) = surveyed({"huge": huge, "w": torch.rand(2)})
    assert [each.moments is None for each in event.surveys] == [True, False]
    assert "huge would take" in event.surveys[0].unread


def test_a_model_without_tensors_is_done_at_once():
    assert surveyed({}) == [TOLD]
