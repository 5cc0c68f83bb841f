import json
from dataclasses import replace

import pytest

from engine.data.handwriting import AS_DRAWN
from engine.errors import Kind, NetglassError
from engine.training.recipes import RECIPES, recipe_named, recipe_of, recipe_values


def test_recipes_are_found_by_name():
    assert recipe_named("default") is RECIPES["default"]
    assert recipe_named("quick").epochs < recipe_named("default").epochs


def test_an_unknown_recipe_is_refused_with_those_there_are():
    with pytest.raises(NetglassError) as caught:
        recipe_named("cake")
    assert caught.value.kind is Kind.RECIPE_UNKNOWN
    assert str(caught.value) == "There is no recipe cake: choose one of default, quick."


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_comes_back_from_its_values(name):
    assert recipe_of(json.loads(json.dumps(recipe_values(RECIPES[name])))) == RECIPES[name]


def test_a_recipe_of_before_there_were_hands_keeps_drawings_as_they_are():
    values = recipe_values(RECIPES["default"])
    del values["handwriting"]
    assert recipe_of(values) == replace(RECIPES["default"], handwriting=AS_DRAWN)
