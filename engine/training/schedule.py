"""The learning rate of each step."""

import math

from engine.training.recipes import Recipe, Schedule

_LAST_RATE = 0.01  # the share of the learning rate that is left at the end


def learning_rate(recipe: Recipe, step: int, steps: int) -> float:
    """The rate of `step` (from 1) of `steps`: linear warm-up, then half a cosine, or no change any more.

    Loshchilov, Hutter (2017), "SGDR: stochastic gradient descent with warm restarts", equation 5, without
    restarts.
    """
    warm_up = max(1, round(recipe.warm_up * steps))
    if step <= warm_up:
        return recipe.learning_rate * step / warm_up
    if recipe.schedule is Schedule.CONSTANT:
        return recipe.learning_rate
    done = min(1.0, (step - warm_up) / max(1, steps - warm_up))
    share = _LAST_RATE + (1 - _LAST_RATE) * (1 + math.cos(math.pi * done)) / 2
    return recipe.learning_rate * share
