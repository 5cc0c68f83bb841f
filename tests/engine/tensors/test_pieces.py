"""Tensors in pieces."""

import math

import pytest
import torch

from engine.tensors import pieces as pieces_module
from engine.tensors.levels import finish
from engine.tensors.pieces import pieces, walk_copies, walk_copy


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces_module, "PIECE", 6)


@pytest.mark.parametrize(
    "shape", [(), (1,), (6,), (20,), (4, 5), (3, 14), (2, 3, 4), (2, 2, 9), (0,), (0, 7), (7, 0)]
)
def test_pieces_cover_a_tensor_once_in_its_order(shape: tuple[int, ...]):
    tensor = torch.arange(math.prod(shape)).reshape(shape)
    parts = [tensor[place].reshape(-1) for place in pieces(shape)]
    assert all(part.numel() <= 6 for part in parts)
    assert torch.equal(torch.cat([*parts, torch.zeros(0, dtype=torch.int64)]), tensor.reshape(-1))


@pytest.mark.parametrize(
    "tensor",
    [torch.rand(9, 5).T, torch.ones(1, 9).expand(3, 9), torch.tensor(3), torch.rand(0, 4), torch.rand(50)],
)
def test_a_copy_is_equal_lies_as_a_new_tensor_and_is_another(tensor: torch.Tensor):
    copy = finish(walk_copy(tensor))
    assert torch.equal(copy, tensor) and copy.is_contiguous() and copy.dtype is tensor.dtype
    assert not copy.numel() or copy.data_ptr() != tensor.data_ptr()


def test_copies_are_made_in_slices_of_about_a_piece():
    tensors = {f"t{n}": torch.rand(2) for n in range(9)} | {"large": torch.rand(30)}
    walk = walk_copies(tensors)
    assert sum(1 for _ in walk) == (9 * 2 + 30) // 6
    assert finish(walk_copies({"t": torch.rand(5)})).keys() == {"t"}


def test_numbers_take_another_type_on_the_way():
    copies = finish(walk_copies({"h": torch.ones(20, dtype=torch.bfloat16)}, {"h": torch.float32}))
    assert copies["h"].dtype is torch.float32 and copies["h"].sum() == 20


def test_a_parameter_is_copied_as_numbers():
    copy = finish(walk_copy(torch.nn.Parameter(torch.rand(8))))
    assert not copy.requires_grad
