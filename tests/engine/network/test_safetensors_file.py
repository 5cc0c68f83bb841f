"""Files of safetensors, alone and in parts."""

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from engine.errors import Kind, NetglassError
from engine.network import stored_tensors
from engine.network.checkpoints import load_checkpoint

KINDS = [
    torch.float32,
    torch.bfloat16,
    torch.float16,
    torch.int8,
    torch.complex64,
    torch.bool,
    torch.float8_e4m3fn,
]


@pytest.fixture(params=["read", "mapped"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "mapped":
        monkeypatch.setattr(stored_tensors, "MAPPED_FROM", 1)


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize("dtype", KINDS, ids=str)
def test_every_kind_of_number_is_what_it_is(tmp_path: Path, dtype: torch.dtype):
    path, tensor = tmp_path / "a.safetensors", torch.ones(3, 4).to(dtype)
    save_file({"0.weight": tensor, "empty": tensor[:0], "scalar": tensor[0, 0].clone()}, path)
    tensors = load_checkpoint(path).tensors
    assert tensors["0.weight"].dtype is dtype
    assert torch.equal(tensors["0.weight"].to(torch.complex128), tensor.to(torch.complex128))
    shapes = {name: (stored.shape, stored.dtype) for name, stored in tensors.stored.items()}
    dtype_name = str(dtype).removeprefix("torch.")
    assert shapes == {
        "0.weight": ((3, 4), dtype_name),
        "empty": ((0, 4), dtype_name),
        "scalar": ((), dtype_name),
    }


def test_layer_ten_comes_behind_layer_two(tmp_path: Path):
    path = tmp_path / "a.safetensors"
    save_file({f"h.{number}.weight": torch.ones(1) for number in (10, 2)}, path)
    assert list(load_checkpoint(path).tensors) == ["h.2.weight", "h.10.weight"]


def test_a_mapped_file_that_was_written_anew_is_not_read_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stored_tensors, "MAPPED_FROM", 1)
    path = tmp_path / "a.safetensors"
    save_file({"0.weight": torch.ones(100)}, path)
    tensors = load_checkpoint(path).tensors
    path.write_bytes(b"cut")
    with pytest.raises(NetglassError) as caught:
        tensors["0.weight"]
    assert caught.value.kind is Kind.WEIGHTS_CHANGED


def test_a_change_of_a_mapped_tensor_never_reaches_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stored_tensors, "MAPPED_FROM", 1)
    path = tmp_path / "a.safetensors"
    save_file({"0.weight": torch.ones(4)}, path)
    load_checkpoint(path).tensors["0.weight"].fill_(7)
    assert load_checkpoint(path).tensors["0.weight"].tolist() == [1, 1, 1, 1]


def sharded(folder: Path, places: dict[str, str]) -> Path:
    for part in {*places.values()}:
        if "/" not in part:
            names = [name for name, place in places.items() if place == part]
            save_file(
                {name: torch.full((2, 2), len(name), dtype=torch.bfloat16) for name in names}, folder / part
            )
    index = folder / "model.safetensors.index.json"
    index.write_text(json.dumps({"metadata": {"total_size": 8}, "weight_map": places}))
    return index


@pytest.mark.usefixtures("either_way")
def test_the_parts_of_an_index_are_one(tmp_path: Path):
    index = sharded(tmp_path, {"h.0.w": "a.safetensors", "h.1.w": "b.safetensors", "norm": "a.safetensors"})
    tensors = load_checkpoint(index).tensors
    assert list(tensors) == ["h.0.w", "h.1.w", "norm"]
    assert tensors["h.1.w"].tolist() == [[5, 5], [5, 5]]


@pytest.mark.parametrize("place", ["../a.safetensors", "/a.safetensors", "missing/a.safetensors"])
def test_an_index_does_not_lead_out_of_its_folder(tmp_path: Path, place: str):
    with pytest.raises(NetglassError, match="no name of a part"):
        load_checkpoint(sharded(tmp_path, {"w": place}))


@pytest.mark.parametrize(
    "content", ["{}", "[]", "{", '{"weight_map": []}', '{"weight_map": {}}', "null", "1" * 5000]
)
def test_what_is_no_index_is_refused(tmp_path: Path, content: str):
    index = tmp_path / "x.safetensors.index.json"
    index.write_text(content)
    with pytest.raises(NetglassError) as caught:
        load_checkpoint(index)
    assert caught.value.kind is Kind.WEIGHTS_UNREADABLE


def test_a_missing_part_is_named(tmp_path: Path):
    index = sharded(tmp_path, {"w": "a.safetensors"})
    (tmp_path / "a.safetensors").unlink()
    with pytest.raises(NetglassError, match=r"a\.safetensors is missing"):
        load_checkpoint(index)
