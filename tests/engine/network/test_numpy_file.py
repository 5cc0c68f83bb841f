"""Archives of NumPy arrays, mapped and read."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
import torch

from engine.errors import Kind, NetglassError
from engine.network import stored_tensors
from engine.network.checkpoints import load_checkpoint

ARRAYS = {
    "0.weight": np.arange(12, dtype=np.float32).reshape(3, 4),
    "big-endian": np.arange(3, dtype=">f8"),
    "columns": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    "complex": np.array([1 + 2j]),
    "empty": np.zeros((0, 2)),
    "half": np.ones(2, np.float16),
    "scalar": np.array(3, np.int8),
}


@pytest.fixture(params=["read", "mapped"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "mapped":
        monkeypatch.setattr(stored_tensors, "MAPPED_FROM", 1)


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize("save", [np.savez, np.savez_compressed], ids=["stored", "compressed"])
def test_every_array_of_numbers_comes_back(tmp_path: Path, save):
    path = tmp_path / "a.npz"
    save(path, words=np.array("hello"), **ARRAYS)
    tensors = load_checkpoint(path).tensors
    assert set(tensors) == set(ARRAYS)
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(tensors[name].numpy(), array)
        assert tensors.stored[name].shape == array.shape


def test_a_head_that_claims_more_than_there_is_is_refused(tmp_path: Path):
    stream = BytesIO()
    np.save(stream, np.zeros(4, np.float32))
    path = tmp_path / "a.npz"
    with ZipFile(path, "w") as archive:
        archive.writestr("w.npy", stream.getvalue().replace(b"(4,), ", b"(4444,"))
    with pytest.raises(NetglassError) as caught:
        load_checkpoint(path)
    assert caught.value.kind is Kind.WEIGHTS_UNREADABLE


def test_a_mapped_array_is_not_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stored_tensors, "MAPPED_FROM", 1)
    path = tmp_path / "a.npz"
    np.savez(path, w=np.ones((8, 8), np.float32))
    tensors = load_checkpoint(path).tensors
    tensors["w"].fill_(2)
    assert torch.equal(tensors["w"], torch.ones(8, 8))
