import pytest

from engine.errors import Kind, NetglassError
from engine.training.recipes import RECIPES, recipe_named


def test_recipes_are_found_by_name():
    assert recipe_named("default") is RECIPES["default"]
    assert recipe_named("quick").epochs < recipe_named("default").epochs


def test_an_unknown_recipe_is_refused_with_those_there_are():
    with pytest.raises(NetglassError) as caught:
        recipe_named("cake")
    assert caught.value.kind is Kind.RECIPE_UNKNOWN
    assert str(caught.value) == "There is no recipe cake: choose one of default, quick."
