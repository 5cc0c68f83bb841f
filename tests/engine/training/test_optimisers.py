import torch
from torch import nn

from engine.training import optimisers
from engine.training.optimisers import FADING_STEPS, build_optimiser, forget_faded
from engine.training.recipes import recipe_named


def optimiser_with(momentum: list[float]) -> torch.optim.Optimizer:
    weight = nn.Parameter(torch.zeros(len(momentum)))
    optimiser = build_optimiser([weight], recipe_named("quick"))
    weight.grad = torch.ones(len(momentum))
    optimiser.step()
    optimiser.state[weight]["exp_avg"].copy_(torch.tensor(momentum))
    return optimiser


def test_only_moments_that_are_too_small_to_matter_are_forgotten():
    optimiser = optimiser_with([1e-40, -1e-31, 1e-29, -2.0])
    (state,) = optimiser.state.values()
    squares, steps = state["exp_avg_sq"].clone(), state["step"].clone()
    forget_faded(optimiser)
    assert torch.equal(state["exp_avg"], torch.tensor([0.0, 0.0, 1e-29, -2.0]))
    assert torch.equal(state["exp_avg_sq"], squares)
    assert torch.equal(state["step"], steps)


def test_no_moment_fades_below_what_a_float_can_hold_in_full_before_it_is_forgotten():
    left = optimisers._FADED * optimisers._MOMENTUM**FADING_STEPS
    assert left > torch.finfo(torch.float32).tiny
