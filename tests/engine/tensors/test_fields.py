"""Rows of a weight as images."""

import numpy as np
import pytest
import torch

from engine.tensors import fields as fields_module
from engine.tensors.fields import Fields, units_of
from engine.tensors.levels import finish
from engine.tensors.ordering import walk_order
from engine.thread.commands import Order


def fields(weight: torch.Tensor, first: int, count: int, order: Order) -> Fields:
    units = units_of(weight, None)
    return fields_module.fields(weight, units, finish(walk_order(units, order)), first, count)


def test_rows_become_square_images():
    weight = torch.randn(6, 784)
    found = fields(weight, 2, 3, Order.INDEX)
    assert (found.rows, found.total) == ((2, 3, 4), 6)
    np.testing.assert_array_equal(found.images, weight[2:5].reshape(3, 28, 28))
    assert not found.images.flags.writeable


def test_the_largest_norms_come_first():
    weight = torch.tensor([1.0, 3.0, 2.0])[:, None] * torch.ones(3, 4)
    assert fields(weight, 0, 2, Order.NORM).rows == (1, 2)


def test_rows_of_nan_come_last():
    weight = torch.tensor([1.0, float("nan"), 2.0])[:, None] * torch.ones(3, 4)
    assert fields(weight, 0, 3, Order.NORM).rows == (2, 0, 1)


@pytest.mark.parametrize("shape", [(4, 512), (784,), (4, 1), (0, 3)])
def test_rows_that_are_no_images_give_none(shape: tuple[int, ...]):
    found = fields(torch.zeros(shape), 0, 9, Order.INDEX)
    assert len(found.images) == len(found.rows) == (1 if shape == (784,) else 0)


@pytest.mark.parametrize(("first", "count"), [(5, 3), (0, 0), (9, 9)])
def test_beyond_the_last_row_there_is_nothing(first: int, count: int):
    found = fields(torch.zeros(5, 9), first, count, Order.NORM)
    assert found.images.shape == (0, 3, 3)


def test_the_limit_is_that_of_the_whole_weight():
    weight = torch.zeros(2, 4)
    weight[1] = 7
    assert fields(weight, 0, 1, Order.INDEX).limit == 7


def test_images_of_another_shape_and_of_columns():
    weight = torch.arange(24.0).reshape(4, 6)
    assert torch.equal(units_of(weight, (2, 3)), weight.reshape(4, 2, 3))
    assert torch.equal(units_of(weight, (2, 2), across=True), weight.T.reshape(6, 2, 2))
    assert len(units_of(weight, (4, 4))) == len(units_of(weight, None)) == 0


def test_kernels_of_a_convolution_hang_one_by_one():
    weight = torch.randn(4, 3, 5, 5)
    assert torch.equal(units_of(weight, (5, 5)), weight.flatten(0, 1))
