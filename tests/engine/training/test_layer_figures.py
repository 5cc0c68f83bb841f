import copy
from dataclasses import replace

import pytest
import torch

from engine.data.digits import as_inputs
from engine.data.distortion import Distortion
from engine.thread.training_events import LayerFigures
from engine.training import pieces
from engine.training.recipes import Optimiser, Recipe
from engine.training.trainer import Trainer
from tests.engine.training.rows import bars, small_network

PLAIN = Recipe(epochs=9, distortion=Distortion(), batch=25, weight_decay=0.1, averaging=0.0, warm_up=0.0)


def trainer(recipe: Recipe = PLAIN) -> Trainer:
    return Trainer(small_network(24, 16), bars(100, 0), None, recipe, 0)


def step(run: Trainer) -> None:
    goal, slices = run.steps_done + 1, run.slices()
    while run.steps_done < goal:
        next(slices)


def figures(run: Trainer) -> dict[str, LayerFigures]:
    return {layer.parameter: layer for layer in run.layer_figures()}


@pytest.mark.parametrize("steps", [1, 4])
@pytest.mark.parametrize("optimiser", Optimiser)
def test_the_update_ratio_is_that_of_the_change_that_the_step_made(optimiser, steps):
    run = trainer(replace(PLAIN, optimiser=optimiser, learning_rate=0.01))
    for _ in range(steps - 1):
        step(run)
    before = copy.deepcopy(run.network)
    step(run)
    for name, parameter in run.network.named_parameters():
        change = (parameter - before.get_parameter(name)).norm() / parameter.norm()
        assert figures(run)[name].update_ratio == pytest.approx(change.item(), rel=1e-3)


def test_the_gradient_norm_is_that_of_the_last_step():
    run = trainer()
    step(run)
    for name, gradient in run.last_gradients().items():
        assert figures(run)[name].gradient_norm == pytest.approx(gradient.norm().item())


def test_before_the_first_step_nothing_has_moved():
    assert {(layer.gradient_norm, layer.update_ratio) for layer in trainer().layer_figures()} == {(0.0, 0.0)}


@pytest.mark.parametrize("at_once", [0, 1 << 40])
def test_units_that_no_image_lit_are_dead(monkeypatch, at_once):
    monkeypatch.setattr(pieces, "_AT_ONCE", at_once)
    run = trainer(replace(PLAIN, batch=100, learning_rate=1e-6))
    with torch.no_grad():
        run.network.stages[0].linear.bias[:5] = -1000
    lit = run.network.linear_relu_stack[:2](as_inputs(bars(100, 0).images).flatten(1))
    step(run)
    found = figures(run)
    assert found["linear_relu_stack.0.weight"].dead == (lit == 0).all(0).sum() >= 5
    assert found["linear_relu_stack.0.bias"].dead is None
    assert found["linear_relu_stack.4.weight"].dead is None


def test_a_frozen_parameter_tells_its_change_since_then():
    run = trainer()
    step(run)
    weight = run.network.stages[0].linear.weight
    assert figures(run)["linear_relu_stack.0.weight"].frozen_change is None
    weight.requires_grad_(False)
    step(run)
    found = figures(run)["linear_relu_stack.0.weight"]
    assert (found.frozen_change, found.gradient_norm, found.update_ratio) == (0.0, 0.0, 0.0)
    with torch.no_grad():
        weight[0, 0] += 0.5
    assert figures(run)["linear_relu_stack.0.weight"].frozen_change == pytest.approx(0.5)
    weight.requires_grad_(True)
    assert figures(run)["linear_relu_stack.0.weight"].frozen_change is None


def test_after_a_rewind_what_is_frozen_is_so_from_now_on():
    run = trainer()
    step(run)
    run.network.stages[0].linear.weight.requires_grad_(False)
    step(run)
    run.rewind()
    assert figures(run)["linear_relu_stack.0.weight"].frozen_change == 0.0
