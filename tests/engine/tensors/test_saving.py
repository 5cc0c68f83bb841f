"""Tensors as files of their own."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from engine.errors import Kind, NetglassError
from engine.tensors import saving
from engine.tensors.levels import finish
from engine.tensors.saving import walk_saving

KINDS = {
    "matrix": torch.randn(5, 7),
    "vector": torch.randn(6),
    "scalar": torch.tensor(2.5),
    "empty": torch.ones(0, 4),
    "convolution": torch.randn(2, 3, 4, 5),
    "transposed": torch.randn(4, 3).T,
    "bfloat16": torch.randn(3, 4).bfloat16(),
    "float16": torch.randn(3).half(),
    "int8": torch.tensor([[-128, 127]], dtype=torch.int8),
    "flags": torch.tensor([True, False]),
    "odd": torch.tensor([float("nan"), float("inf"), -float("inf"), 1e-42]),
}


@pytest.fixture(params=KINDS)
def tensor(request: pytest.FixtureRequest) -> Tensor:
    return KINDS[request.param]


@pytest.fixture(autouse=True, params=[3, 1 << 18], ids=["small chunks", "chunks"])
def chunk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "CHUNK", request.param)
    monkeypatch.setattr(saving, "_WORDS", request.param)


def test_an_array_keeps_shape_and_numbers(tmp_path: Path, tensor: Tensor):
    finish(walk_saving(tensor, tmp_path / "a.npy"))
    array = np.load(tmp_path / "a.npy", allow_pickle=False)
    assert array.shape == tuple(tensor.shape)
    np.testing.assert_array_equal(array.astype(np.float64), tensor.to(torch.float64))


def test_a_table_has_a_line_a_row_and_the_very_numbers(tmp_path: Path, tensor: Tensor):
    finish(walk_saving(tensor, tmp_path / "a.csv"))
    lines = (tmp_path / "a.csv").read_text().splitlines()
    matrix = tensor.flatten(1) if tensor.dim() >= 2 else tensor.reshape(1, -1)
    assert len(lines) == len(matrix)
    for line, row in zip(lines, matrix, strict=True):
        numbers = np.array(line.split(",") if line else [], np.float64).astype(np.float32)
        np.testing.assert_array_equal(numbers, row.float())


def test_one_that_is_given_up_leaves_nothing_behind(tmp_path: Path):
    walk = walk_saving(torch.ones(100, 10), tmp_path / "a.npy")
    next(walk)
    walk.close()
    assert not list(tmp_path.iterdir())


def test_another_ending_is_refused(tmp_path: Path):
    with pytest.raises(NetglassError) as caught:
        finish(walk_saving(torch.ones(2), tmp_path / "a.txt"))
    assert caught.value.kind is Kind.WEIGHTS_ENDING and not list(tmp_path.iterdir())
