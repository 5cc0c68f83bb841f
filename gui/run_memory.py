"""The settings of the last run that was begun, kept between sessions."""

import json
from collections.abc import Mapping
from typing import Any

from engine.thread.training_commands import Plan, recipe_of, recipe_values
from gui.settings import stored

_KEY = "run/plan"


def remember(plan: Plan) -> None:
    """Keep the sources, the recipe and the seed of a plan."""
    values = {"sources": plan.sources, "recipe": recipe_values(plan.recipe), "seed": plan.seed}
    stored().setValue(_KEY, json.dumps(values))


def remembered() -> Plan | None:
    """What was kept, under no name; None where nothing was, or by another version that this cannot read."""
    try:
        return _plan(json.loads(str(stored().value(_KEY, ""))))
    except (LookupError, TypeError, ValueError):
        return None


def _plan(values: Mapping[str, Any]) -> Plan:
    return Plan("", tuple(map(str, values["sources"])), recipe_of(values["recipe"]), int(values["seed"]))
