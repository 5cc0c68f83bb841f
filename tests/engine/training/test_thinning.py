from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from engine.training.thinning import superfluous


def thinned(steps: list[int], count: int) -> list[int]:
    steps = list(steps)
    while len(steps) > count and (place := superfluous(steps)) is not None:
        del steps[place]
    return steps


def test_what_is_left_grows_by_one_factor():
    kept = thinned(list(range(1, 2000)), 12)
    factors = [later / earlier for earlier, later in pairwise(kept[3:])]
    assert max(factors) / min(factors) < 2.1


def test_steps_that_come_one_by_one_are_spread_alike():
    kept: list[int] = []
    for step in range(2000):
        kept = thinned([*kept, step], 12)
    assert sum(step < 100 for step in kept) >= 5
    assert sum(step > 500 for step in kept) >= 2


@given(st.lists(st.integers(0, 10**9), unique=True).map(sorted), st.integers(0, 9))
def test_the_first_and_the_last_always_stay(steps, count):
    kept = thinned(steps, count)
    assert kept[:1] == steps[:1]
    assert kept[-1:] == steps[-1:]
    assert len(kept) <= max(count, 2)
