"""The weights that are kept in memory."""

import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.thread.kept_steps import KeptSteps

SIZE = 40  # bytes of the weights below


def weights(number: float) -> dict[str, torch.Tensor]:
    return {"weight": torch.full((10,), float(number))}


def keep(kept: KeptSteps, last: int) -> None:
    for step in range(last + 1):
        if kept.wants(step):
            kept.keep(step, weights(step))


def test_what_is_kept_is_a_copy():
    kept, present = KeptSteps(1 << 20), weights(1)
    kept.keep(0, present)
    present["weight"].zero_()
    found = kept.weights(0)
    assert found is not None
    assert found["weight"].tolist() == [1] * 10


@given(st.integers(2, 60), st.integers(0, 3000))
def test_the_budget_holds_and_the_ends_stay(room: int, last: int):
    kept = KeptSteps(room * SIZE)
    keep(kept, last)
    steps = kept.steps.tolist()
    assert kept.size == SIZE * len(steps) <= kept.budget
    assert steps == sorted(set(steps))
    assert steps[0] == 0
    assert last - steps[-1] <= max(1, last * 0.03)


def test_thinning_leaves_early_steps_closer_than_late_ones():
    kept = KeptSteps(30 * SIZE)
    keep(kept, 10_000)
    gaps = torch.tensor(kept.steps).diff()
    assert len(gaps) == 29
    assert gaps[:5].max() <= 2
    assert gaps[-1] > 100


def test_only_what_is_kept_is_found():
    kept = KeptSteps(1 << 20)
    kept.keep(10, weights(10))
    assert kept.weights(9) is None


def test_a_step_is_wanted_once():
    kept = KeptSteps(1 << 20)
    kept.keep(0, weights(0))
    assert not kept.wants(0)
    assert kept.wants(1)
    kept.forget()
    assert kept.wants(0)
    assert kept.steps.size == 0
