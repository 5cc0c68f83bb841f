"""The settings of the last run."""

import pytest

from gui.run_memory import remember, remembered
from gui.settings import stored
from tests.gui.panels.runs import PLAN


def test_nothing_is_remembered_before_the_first_run():
    assert remembered() is None


def test_a_plan_comes_back_without_its_name():
    remember(PLAN)
    plan = remembered()
    assert plan is not None
    assert (plan.sources, plan.recipe, plan.seed) == (PLAN.sources, PLAN.recipe, PLAN.seed)


@pytest.mark.parametrize("text", ["", "[", "[]", "5", '{"sources": [], "recipe": {"epochs": 3}, "seed": 0}'])
def test_what_cannot_be_read_is_forgotten(text: str):
    stored().setValue("run/plan", text)
    assert remembered() is None
