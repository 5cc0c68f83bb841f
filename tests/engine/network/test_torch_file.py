"""Files that torch.save wrote: what is in them besides plain dense tensors."""

import pickle
from pathlib import Path

import pytest
import torch

from engine.errors import Kind, NetglassError
from engine.network import stored_tensors
from engine.network.checkpoints import load_checkpoint


def test_a_mapped_file_gives_the_same_tensors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stored_tensors, "MAPPED_FROM", 1)
    path, weight = tmp_path / "a.pt", torch.rand(5, 6)
    torch.save({"state_dict": {"module.w": weight, "view": weight.T}}, path)
    tensors = load_checkpoint(path).tensors
    assert torch.equal(tensors["w"], weight) and torch.equal(tensors["view"], weight.T)


def test_the_old_format_of_torch_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stored_tensors, "MAPPED_FROM", 1)
    path = tmp_path / "a.pth"
    torch.save({"w": torch.ones(2)}, path, _use_new_zipfile_serialization=False)
    assert load_checkpoint(path).tensors["w"].tolist() == [1, 1]


@pytest.mark.filterwarnings("ignore::UserWarning")  # torch's: that quantised tensors go
def test_sparse_and_quantised_tensors_say_what_they_are(tmp_path: Path):
    path = tmp_path / "a.pt"
    quantised = torch.quantize_per_tensor(torch.ones(2, 2), 0.5, 0, torch.qint8)
    torch.save({"s": torch.eye(3).to_sparse(), "q": quantised, "b": torch.ones(1).bfloat16()}, path)
    stored = load_checkpoint(path).tensors.stored
    assert {name: each.dtype for name, each in stored.items()} == {
        "s": "float32, sparse", "q": "qint8", "b": "bfloat16",
    }  # fmt: skip


@pytest.mark.parametrize("depth", [900, 100_000])
def test_a_pickle_within_pickles_ends_in_a_refusal(tmp_path: Path, depth: int):
    path = tmp_path / "a.pt"
    path.write_bytes(
        pickle.PROTO + b"\x02" + b"}(X\x05\x00\x00\x00model" * depth + b"}" + b"u" * depth + b"."
    )
    with pytest.raises(NetglassError) as caught:
        load_checkpoint(path)
    assert caught.value.kind is Kind.WEIGHTS_UNREADABLE


def test_a_dictionary_that_holds_itself_is_refused(tmp_path: Path):
    path, cycle = tmp_path / "a.pt", {}
    cycle["model"] = cycle
    torch.save(cycle, path)
    with pytest.raises(NetglassError) as caught:
        load_checkpoint(path)
    assert caught.value.kind is Kind.WEIGHTS_UNREADABLE
