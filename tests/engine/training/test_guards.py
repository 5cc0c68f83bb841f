import math

import pytest
import torch

from engine.training.backpropagation import Backpropagation, Sums
from engine.training.guards import first_concerned, measure
from tests.engine.training.rows import small_network


def sums(value: float = 1.0, loss: float = 2.5) -> Sums:
    """Gradients of ones, but for one number."""
    found = Backpropagation(small_network(8, 8)).empty_sums()
    found.loss, found.correct = torch.tensor(loss), torch.tensor(7)
    for parameter in found.gradients:
        found.gradients[parameter] = torch.ones_like(parameter)
    gradient = list(found.gradients.values())[2]
    assert gradient is not None
    gradient.view(-1)[3] = value
    return found


def test_finite_numbers_pass():
    assert measure(sums()) == (2.5, 7, True)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_gradient_or_a_loss_that_is_not_finite_is_noticed(value):
    assert not measure(sums(value))[2]
    assert not measure(sums(loss=value))[2]


def test_large_gradients_whose_squares_overflow_are_still_finite():
    assert measure(sums(1e30))[2]


def test_what_lies_in_one_piece_is_seen_as_well():
    way = Backpropagation(small_network(8, 8))
    for place, gradient in enumerate(way.empty_sums().gradients.values()):
        gradient.view(-1)[-1] = math.nan
        assert not measure(way.empty_sums())[2], place
        gradient.zero_()
    assert measure(way.empty_sums())[2]


def test_what_is_left_of_a_gradient_that_is_no_longer_wanted_stops_nothing():
    network = small_network(8, 8)
    way = Backpropagation(network)
    next(iter(way.empty_sums().gradients.values())).fill_(math.nan)
    network.stages[0].linear.weight.requires_grad_(False)
    assert measure(way.empty_sums())[2]


def test_without_any_gradient_the_loss_counts():
    found = Backpropagation(small_network().requires_grad_(False)).empty_sums()
    assert measure(found) == (0.0, 0.0, True)


def test_the_first_layer_whose_output_is_not_finite_is_named():
    network = small_network(8, 8)
    hidden = [torch.ones(3, 8), torch.full((3, 8), math.inf)]
    assert (
        first_concerned(network, Backpropagation(network).empty_sums(), hidden)
        == "linear_relu_stack.2.weight"
    )


def test_the_first_parameter_that_is_not_finite_is_named():
    network = small_network(8, 8)
    with torch.no_grad():
        network.stages[0].linear.bias[2] = math.nan
    hidden = [torch.ones(3, 8), torch.full((3, 8), math.nan)]
    assert (
        first_concerned(network, Backpropagation(network).empty_sums(), hidden) == "linear_relu_stack.0.bias"
    )


def test_the_first_parameter_whose_gradient_is_not_finite_is_named():
    network = small_network(8, 8)
    found = Backpropagation(network).empty_sums()
    for place, parameter in enumerate(found.gradients):
        found.gradients[parameter] = torch.full_like(parameter, math.nan if place > 2 else 1.0)
    assert first_concerned(network, found, [torch.ones(3, 8)] * 2) == "linear_relu_stack.2.bias"


def test_where_only_the_loss_is_not_finite_the_last_layer_is_named():
    network = small_network(8, 8)
    assert first_concerned(network, Backpropagation(network).empty_sums(), []) == "linear_relu_stack.4.weight"
