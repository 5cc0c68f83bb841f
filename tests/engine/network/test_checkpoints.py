"""Weights on disk: what is written comes back, what is no weights is refused in one sentence."""

import pickle
import struct
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import Kind, NetglassError
from engine.network.architecture import Architecture
from engine.network.checkpoints import Checkpoint, load_checkpoint
from engine.network.exporting import save_checkpoint
from engine.network.formats import CHECKPOINT_ENDINGS
from engine.network.mlp import NeuralNetwork

SMALL = Architecture((6, 4, 3), "Tanh", seed=5)
FORMATS = [ending for ending in CHECKPOINT_ENDINGS if ending != ".pth"]  # which is .pt again
fuzz = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Hostile:
    """What a pickle with code in it unpickles to."""

    def __reduce__(self):
        return Path.touch, (Path("touched"),)


def refusal(path: Path) -> Kind:
    with pytest.raises(NetglassError) as caught:
        load_checkpoint(path)
    assert path.name in str(caught.value)
    return caught.value.kind


def every_tensor(checkpoint: Checkpoint) -> dict[str, torch.Tensor]:
    """All numbers of a file, read."""
    return dict(checkpoint.tensors)


def saved(folder: Path, ending: str) -> Path:
    path = folder / f"weights{ending}"
    save_checkpoint(path, NeuralNetwork(SMALL), {"recipe": "none"})
    return path


@pytest.mark.parametrize("ending", CHECKPOINT_ENDINGS)
def test_weights_and_words_come_back(tmp_path: Path, ending: str):
    checkpoint = load_checkpoint(saved(tmp_path, ending))
    expected = NeuralNetwork(SMALL).state_dict()
    assert set(checkpoint.tensors) == set(expected)
    assert all(torch.equal(tensor, expected[name]) for name, tensor in checkpoint.tensors.items())
    assert checkpoint.metadata == {"recipe": "none", "architecture": SMALL.to_json()}


def test_a_saved_pt_is_a_plain_state_dict(tmp_path: Path):
    NeuralNetwork(SMALL).load_state_dict(torch.load(saved(tmp_path, ".pt"), weights_only=True))


def test_an_unknown_ending_is_not_written(tmp_path: Path):
    with pytest.raises(NetglassError) as caught:
        save_checkpoint(tmp_path / "weights.txt", NeuralNetwork(SMALL))
    assert caught.value.kind is Kind.WEIGHTS_ENDING
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("nest", ["state_dict", "model_state_dict", "model"])
@pytest.mark.parametrize("prefix", ["", "module.", "_orig_mod.", "module._orig_mod.", "_orig_mod.module."])
def test_outer_dictionaries_and_wrappers_are_taken_off(tmp_path: Path, nest: str, prefix: str):
    path = tmp_path / "weights.pt"
    torch.save({nest: {f"{prefix}0.weight": torch.ones(2, 2)}, "epoch": 3}, path)
    assert list(load_checkpoint(path).tensors) == ["0.weight"]


def test_nan_is_loaded(tmp_path: Path):
    path = tmp_path / "weights.pt"
    torch.save({"0.weight": torch.full((2, 2), float("nan"))}, path)
    assert load_checkpoint(path).tensors["0.weight"].isnan().all()


@pytest.mark.parametrize("ending", CHECKPOINT_ENDINGS)
def test_missing_empty_and_folders_are_told_apart(tmp_path: Path, ending: str):
    path = tmp_path / f"weights{ending}"
    assert refusal(path) is Kind.FILE_MISSING
    path.touch()
    assert refusal(path) is Kind.FILE_EMPTY
    path.unlink()
    path.mkdir()
    assert refusal(path) is Kind.FILE_IS_FOLDER


def test_an_ending_of_no_weights_is_unknown(tmp_path: Path):
    path = tmp_path / "weights.txt"
    path.write_text("hello")
    assert refusal(path) is Kind.FILE_UNKNOWN


@pytest.mark.parametrize("ending", FORMATS)
@fuzz
@given(content=st.binary(min_size=1, max_size=300))
def test_any_bytes_are_refused_as_weights(tmp_path: Path, ending: str, content: bytes):
    path = tmp_path / f"weights{ending}"
    path.write_bytes(content)
    assert refusal(path) in (Kind.WEIGHTS_UNREADABLE, Kind.WEIGHTS_UNSAFE)


@pytest.mark.parametrize("ending", FORMATS)
@fuzz
@given(data=st.data())
def test_a_truncated_file_is_refused(tmp_path: Path, ending: str, data: st.DataObject):
    path = saved(tmp_path, ending)
    content = path.read_bytes()
    path.write_bytes(content[: data.draw(st.integers(1, len(content) - 1))])
    assert refusal(path) is Kind.WEIGHTS_UNREADABLE


@pytest.mark.parametrize("ending", FORMATS)
@fuzz
@given(data=st.data())
def test_a_damaged_file_loads_or_is_refused(tmp_path: Path, ending: str, data: st.DataObject):
    path = saved(tmp_path, ending)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    try:
        every_tensor(load_checkpoint(path))
    except NetglassError as failure:
        assert failure.kind in (Kind.WEIGHTS_UNREADABLE, Kind.WEIGHTS_UNSAFE)


def hostile_pickles() -> dict[str, bytes]:
    return {f"protocol {protocol}": pickle.dumps(Hostile(), protocol) for protocol in range(2, 6)}


@pytest.mark.parametrize("content", hostile_pickles().values(), ids=hostile_pickles().keys())
def test_a_pickle_with_code_is_unsafe_and_does_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "weights.pt"
    path.write_bytes(content)
    assert refusal(path) is Kind.WEIGHTS_UNSAFE
    assert not Path("touched").exists()


@pytest.mark.parametrize("content", [Hostile(), {"0.weight": Hostile()}, NeuralNetwork(SMALL)])
def test_objects_saved_by_torch_are_unsafe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: object):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "weights.pt"
    torch.save(content, path)
    assert refusal(path) is Kind.WEIGHTS_UNSAFE
    assert not Path("touched").exists()


def test_arrays_of_objects_are_refused(tmp_path: Path):
    path = tmp_path / "weights.npz"
    np.savez(path, allow_pickle=True, weight=np.array([Hostile()], dtype=object))
    assert refusal(path) is Kind.WEIGHTS_UNREADABLE


@pytest.mark.parametrize("content", [torch.ones(2), [torch.ones(2)], {}, {"epoch": 3}, {1: torch.ones(2)}])
def test_what_holds_no_named_tensors_is_refused(tmp_path: Path, content: object):
    path = tmp_path / "weights.pt"
    torch.save(content, path)
    assert refusal(path) is Kind.WEIGHTS_UNREADABLE


def test_a_tensor_that_claims_more_than_it_holds_is_refused(tmp_path: Path):
    path = tmp_path / "weights.pt"
    torch.save({"0.weight": torch.ones(1).expand(1 << 20, 1 << 20)}, path)
    assert refusal(path) is Kind.WEIGHTS_UNREADABLE


def test_a_header_that_lies_about_its_length_is_refused(tmp_path: Path):
    path = tmp_path / "weights.safetensors"
    path.write_bytes(struct.pack("<Q", 1 << 60) + b"{}")
    assert refusal(path) is Kind.WEIGHTS_UNREADABLE
