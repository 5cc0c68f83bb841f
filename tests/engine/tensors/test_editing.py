"""Edits of tensors, and how they are taken back."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Kind, NetglassError
from engine.tensors.editing import EditHistory, edit
from engine.tensors.region import Region
from engine.thread.editing_commands import EditWeights, Operation

ALL = Region(0, 0, 4, 5)


def matrix() -> torch.Tensor:
    return torch.arange(20.0).reshape(4, 5) - 7


def command(operation: Operation, value: float, region: Region = ALL, seed: int = 0) -> EditWeights:
    return EditWeights("w", region, operation, value, seed)


def test_setting_and_scaling_change_the_region_alone():
    tensor = matrix()
    edit(tensor, command(Operation.SET, 3, Region(1, 1, 3, 2)))
    edit(tensor, command(Operation.SCALE, -2, Region(0, 0, 1, 5)))
    wanted = matrix()
    wanted[1:3, 1:2] = 3
    wanted[0] *= -2
    assert torch.equal(tensor, wanted)


def test_a_vector_is_one_row():
    vector = torch.zeros(5)
    edit(vector, command(Operation.SET, 1, Region(0, 2, 1, 4)))
    assert vector.tolist() == [0, 0, 1, 1, 0]


def test_noise_repeats_with_its_seed_and_has_the_spread_asked_for():
    first, again, other = (torch.zeros(100, 100) for _ in range(3))
    for tensor, seed in ((first, 4), (again, 4), (other, 5)):
        edit(tensor, command(Operation.NOISE, 0.5, Region(0, 0, 100, 100), seed))
    assert torch.equal(first, again) and not torch.equal(first, other)
    assert float(first.std()) == pytest.approx(0.5, rel=0.05) and abs(float(first.mean())) < 0.02


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e39])
def test_a_value_that_cannot_be_written_is_refused(value: float):
    tensor = matrix()
    with pytest.raises(NetglassError) as failure:
        EditHistory(1000).do(tensor, command(Operation.SET, value))
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
        history.do(tensors["w"], each)
    edited = tensors["w"].clone()
    for _ in commands:
        history.undo(tensors)
    assert torch.equal(tensors["w"], matrix()) and not history.is_edited
    for _ in commands:
        history.redo(tensors)
    assert np.array_equal(tensors["w"], edited, equal_nan=True)


def test_a_new_edit_forgets_what_was_taken_back():
    history, tensors = EditHistory(1000), {"w": matrix()}
    history.do(tensors["w"], command(Operation.SET, 1))
    history.undo(tensors)
    history.do(tensors["w"], command(Operation.SET, 2))
    assert history.redo_command is None


def test_beyond_the_budget_the_oldest_edit_stays():
    history, tensors = EditHistory(100), {"w": matrix()}  # 80 bytes an edit
    for value in (1, 2):
        history.do(tensors["w"], command(Operation.SET, value))
    history.undo(tensors)
    history.undo(tensors)
    assert tensors["w"].unique().tolist() == [1]
    assert history.undo_command is None and history.is_edited and history.is_unsaved


def test_saved_is_what_was_there_when_it_was_saved():
    history, tensors = EditHistory(1000), {"w": matrix()}
    assert not history.is_unsaved
    history.do(tensors["w"], command(Operation.SET, 1))
    assert history.is_unsaved
    history.saved_mark()()
    assert history.is_edited and not history.is_unsaved
    history.do(tensors["w"], command(Operation.SET, 2))
    assert history.is_unsaved
    history.undo(tensors)
    assert not history.is_unsaved


@pytest.mark.parametrize(
    "dtype", [torch.float16, torch.bfloat16, torch.float8_e4m3fn, torch.int8, torch.int64]
)
def test_every_kind_of_number_is_edited_in_its_own_type(dtype: torch.dtype):
    tensor = torch.tensor([1, 2, 3, 4]).to(dtype)
    edit(tensor, command(Operation.SET, 6, Region(0, 0, 1, 1)))
    edit(tensor, command(Operation.SCALE, -2, Region(0, 1, 1, 2)))
    before = tensor[2:].clone()
    edit(tensor, command(Operation.NOISE, 20, Region(0, 2, 1, 4)))
    assert tensor[:2].tolist() == [6, -4] and tensor.dtype is dtype
    assert not torch.equal(tensor[2:].float(), before.float())


def test_integers_are_rounded_and_stay_in_their_range():
    tensor = torch.tensor([3, 100, -100], dtype=torch.int8)
    edit(tensor, command(Operation.SCALE, 1.5))
    assert tensor.tolist() == [4, 127, -128]
    large = torch.tensor([1 << 62], dtype=torch.int64)
    edit(large, command(Operation.SCALE, 100))
    assert large.item() > 1 << 62


@pytest.mark.parametrize(
    ("dtype", "value"),
    [(torch.int8, 0.5), (torch.uint8, -1), (torch.bool, 2), (torch.float16, 70_000), (torch.int64, 2.0**63)],
)
def test_a_value_that_its_type_does_not_hold_is_refused(dtype: torch.dtype, value: float):
    tensor = torch.ones(3, dtype=dtype)
    with pytest.raises(NetglassError):
        edit(tensor, command(Operation.SET, value))
    assert tensor.tolist() == [1, 1, 1]


def test_an_edit_of_a_cell_keeps_a_cell_and_no_more():
    history, tensor = EditHistory(1 << 30), torch.zeros(2000, 4000)
    for column in range(3):
        history.do(tensor, command(Operation.SET, 1, Region(7, column, 8, column + 1)))
    assert history.kept_bytes == 12
