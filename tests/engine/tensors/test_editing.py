"""Edits of tensors, and how they are taken back."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Kind, NetglassError
from engine.tensors import editing as editing_module
from engine.tensors import pieces as pieces_module
from engine.tensors.editing import EditHistory, walk_edit, walk_editable
from engine.tensors.levels import finish
from engine.tensors.region import Region
from engine.thread.editing_commands import EditWeights, Operation

ALL = Region(0, 0, 4, 5)


def matrix() -> torch.Tensor:
    return torch.arange(20.0).reshape(4, 5) - 7


def command(operation: Operation, value: float, region: Region = ALL, seed: int = 0) -> EditWeights:
    return EditWeights("w", region, operation, value, seed)


def test_setting_and_scaling_change_the_region_alone():
    tensor = matrix()
    finish(walk_edit(tensor, command(Operation.SET, 3, Region(1, 1, 3, 2))))
    finish(walk_edit(tensor, command(Operation.SCALE, -2, Region(0, 0, 1, 5))))
    wanted = matrix()
    wanted[1:3, 1:2] = 3
    wanted[0] *= -2
    assert torch.equal(tensor, wanted)


def test_a_vector_is_one_row():
    vector = torch.zeros(5)
    finish(walk_edit(vector, command(Operation.SET, 1, Region(0, 2, 1, 4))))
    assert vector.tolist() == [0, 0, 1, 1, 0]


def test_noise_repeats_with_its_seed_and_has_the_spread_asked_for():
    first, again, other = (torch.zeros(100, 100) for _ in range(3))
    for tensor, seed in ((first, 4), (again, 4), (other, 5)):
        finish(walk_edit(tensor, command(Operation.NOISE, 0.5, Region(0, 0, 100, 100), seed)))
    assert torch.equal(first, again) and not torch.equal(first, other)
    assert float(first.std()) == pytest.approx(0.5, rel=0.05) and abs(float(first.mean())) < 0.02


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e39])
def test_a_value_that_cannot_be_written_is_refused(value: float):
    tensor = matrix()
    with pytest.raises(NetglassError) as failure:
        finish(EditHistory(1000).walk_do(tensor, command(Operation.SET, value)))
    assert failure.value.kind is Kind.EDIT_VALUE
    assert torch.equal(tensor, matrix())


_edits = st.builds(
    command,
    st.sampled_from(Operation),
    st.floats(-10, 10, width=32),
    st.builds(Region, *[st.integers(0, 5)] * 4),
    st.integers(0, 3),
)


@given(st.lists(_edits, min_size=1, max_size=6))
def test_all_edits_are_taken_back_and_made_again_to_the_bit(commands: list[EditWeights]):
    history, tensors = EditHistory(1 << 20), {"w": matrix()}
    for each in commands:
        finish(history.walk_do(tensors["w"], each))
    edited = tensors["w"].clone()
    for _ in commands:
        finish(history.walk_undo(tensors))
    assert torch.equal(tensors["w"], matrix()) and not history.is_edited
    for _ in commands:
        finish(history.walk_redo(tensors))
    assert np.array_equal(tensors["w"], edited, equal_nan=True)


def test_a_new_edit_forgets_what_was_taken_back():
    history, tensors = EditHistory(1000), {"w": matrix()}
    finish(history.walk_do(tensors["w"], command(Operation.SET, 1)))
    finish(history.walk_undo(tensors))
    finish(history.walk_do(tensors["w"], command(Operation.SET, 2)))
    assert history.redo_command is None


def test_beyond_the_budget_the_oldest_edit_stays():
    history, tensors = EditHistory(100), {"w": matrix()}  # 80 bytes an edit
    for value in (1, 2):
        finish(history.walk_do(tensors["w"], command(Operation.SET, value)))
    finish(history.walk_undo(tensors))
    finish(history.walk_undo(tensors))
    assert tensors["w"].unique().tolist() == [1]
    assert history.undo_command is None and history.is_edited and history.is_unsaved


def test_saved_is_what_was_there_when_it_was_saved():
    history, tensors = EditHistory(1000), {"w": matrix()}
    assert not history.is_unsaved
    finish(history.walk_do(tensors["w"], command(Operation.SET, 1)))
    assert history.is_unsaved
    history.saved_mark()()
    assert history.is_edited and not history.is_unsaved
    finish(history.walk_do(tensors["w"], command(Operation.SET, 2)))
    assert history.is_unsaved
    finish(history.walk_undo(tensors))
    assert not history.is_unsaved


@pytest.mark.parametrize(
    "dtype", [torch.float16, torch.bfloat16, torch.float8_e4m3fn, torch.int8, torch.int64]
)
def test_every_kind_of_number_is_edited_in_its_own_type(dtype: torch.dtype):
    tensor = torch.tensor([1, 2, 3, 4]).to(dtype)
    finish(walk_edit(tensor, command(Operation.SET, 6, Region(0, 0, 1, 1))))
    finish(walk_edit(tensor, command(Operation.SCALE, -2, Region(0, 1, 1, 2))))
    before = tensor[2:].clone()
    finish(walk_edit(tensor, command(Operation.NOISE, 20, Region(0, 2, 1, 4))))
    assert tensor[:2].tolist() == [6, -4] and tensor.dtype is dtype
    assert not torch.equal(tensor[2:].float(), before.float())


def test_integers_are_rounded_and_stay_in_their_range():
    tensor = torch.tensor([3, 100, -100], dtype=torch.int8)
    finish(walk_edit(tensor, command(Operation.SCALE, 1.5)))
    assert tensor.tolist() == [4, 127, -128]
    large = torch.tensor([1 << 62], dtype=torch.int64)
    finish(walk_edit(large, command(Operation.SCALE, 100)))
    assert large.item() > 1 << 62


@pytest.mark.parametrize(
    ("dtype", "value"),
    [(torch.int8, 0.5), (torch.uint8, -1), (torch.bool, 2), (torch.float16, 70_000), (torch.int64, 2.0**63)],
)
def test_a_value_that_its_type_does_not_hold_is_refused(dtype: torch.dtype, value: float):
    tensor = torch.ones(3, dtype=dtype)
    with pytest.raises(NetglassError):
        finish(walk_edit(tensor, command(Operation.SET, value)))
    assert tensor.tolist() == [1, 1, 1]


def test_an_edit_of_a_cell_keeps_a_cell_and_no_more():
    history, tensor = EditHistory(1 << 30), torch.zeros(2000, 4000)
    for column in range(3):
        finish(history.walk_do(tensor, command(Operation.SET, 1, Region(7, column, 8, column + 1))))
    assert history.kept_bytes == 12


@pytest.mark.parametrize(
    "tensor",
    [
        torch.arange(6).reshape(2, 3).T,
        torch.ones(1, 3).expand(2, 3),
        torch.ones(2, dtype=torch.complex64).conj(),
    ],
)
def test_an_editable_copy_lies_as_a_new_tensor_and_is_equal(tensor: torch.Tensor):
    copy = finish(walk_editable("w", tensor))
    assert torch.equal(copy, tensor) and copy.is_contiguous() and not copy.is_conj()
    copy.zero_()
    assert tensor.abs().sum() > 0


@pytest.mark.filterwarnings("ignore:.*quantized tensor creation")
def test_what_has_no_cells_is_not_copied():
    for tensor in (torch.eye(3).to_sparse(), torch.quantize_per_tensor(torch.ones(3), 0.1, 0, torch.qint8)):
        with pytest.raises(NetglassError) as failure:
            finish(walk_editable("w", tensor))
        assert failure.value.kind is Kind.EDIT_LAYOUT


def test_what_has_no_room_is_not_copied(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(editing_module, "free_bytes", lambda: 15)
    with pytest.raises(NetglassError) as failure:
        finish(walk_editable("w", torch.ones(4)))
    assert failure.value.kind is Kind.EDIT_MEMORY
    assert finish(walk_editable("w", torch.ones(3))).tolist() == [1, 1, 1]


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (pieces_module, editing_module):
        monkeypatch.setattr(module, "PIECE", 6)


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("region", [Region(1, 0, 9, 7), Region(0, 2, 9, 5), Region(3, 0, 4, 7)])
@pytest.mark.parametrize("operation", Operation)
def test_a_large_region_is_edited_and_taken_back_piece_by_piece(operation: Operation, region: Region):
    tensor, history = torch.arange(63.0).reshape(9, 7), EditHistory(1000)
    before, tensors = tensor.clone(), {"w": tensor}
    walk = history.walk_do(tensor, command(operation, 0.5, region, seed=3))
    next(walk)
    assert not history.is_edited
    slices = sum(1 for _ in walk)
    edited = tensor.clone()
    inside = torch.zeros_like(tensor, dtype=torch.bool)
    inside[region.top : region.bottom, region.left : region.right] = True
    assert torch.equal(tensor[~inside], before[~inside])
    assert (tensor[inside] != before[inside]).float().mean() > 0.9  # half of 0 is 0
    assert slices >= (region.rows * region.columns) // 6
    finish(history.walk_undo(tensors))
    assert torch.equal(tensor, before)
    finish(history.walk_redo(tensors))
    assert torch.equal(tensor, edited)


@pytest.mark.usefixtures("small_pieces")
def test_noise_in_pieces_repeats_with_its_seed_and_is_not_the_same_in_each():
    first, again = torch.zeros(4, 6), torch.zeros(4, 6)
    for tensor in (first, again):
        finish(walk_edit(tensor, command(Operation.NOISE, 1.0, Region(0, 0, 4, 6), seed=3)))
    assert torch.equal(first, again) and first.unique().numel() == 24
