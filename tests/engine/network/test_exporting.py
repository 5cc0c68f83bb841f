"""What is taken along opens again, and computes the same elsewhere."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import Kind, NetglassError
from engine.network.architecture import ACTIVATIONS, Architecture
from engine.network.checkpoints import Checkpoint, load_checkpoint
from engine.network.exporting import export_checkpoint, save_checkpoint
from engine.network.mlp import NeuralNetwork
from engine.network.rebuilding import network_of
from engine.network.stored_tensors import in_memory

ODD = {
    "half.weight": torch.ones(2, 3).bfloat16(),
    "count": torch.tensor(7),
    "file": torch.rand(2, 2).T,
    "eight": torch.ones(3).to(torch.float8_e4m3fn),
    "complex": torch.tensor([1 + 2j]),
    "empty": torch.ones(0, 4),
    "flags": torch.tensor([True, False]),
}


def network(activation: str = "ReLU") -> NeuralNetwork:
    return NeuralNetwork(Architecture((12, 7, 5, 3), activation, seed=2, biases=(True, False, True)))


def normed(last: bool) -> NeuralNetwork:
    """A network whose normalisations have seen something."""
    made = NeuralNetwork(Architecture((12, 7, 5, 3), "ReLU", 2, (), (True, False), last, 0.25, "He"))
    made.train()(torch.randn(64, 12) * 3 + 1)
    return made.eval()


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_an_onnx_model_gives_the_same_logits_elsewhere_and_here(tmp_path: Path, activation: str):
    path, made, images = tmp_path / "a.onnx", network(activation), torch.randn(4, 12)
    save_checkpoint(path, made)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    (logits,) = session.run(["logits"], {"image": images.numpy()})
    np.testing.assert_allclose(np.asarray(logits), made(images).detach(), atol=1e-6)
    assert torch.equal(network_of(load_checkpoint(path))(images), made(images))


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("ending", [".safetensors", ".pt", ".npz", ".onnx"])
def test_batch_normalisation_comes_back_with_the_same_logits(tmp_path: Path, ending: str, last: bool):
    path, made, images = tmp_path / f"a{ending}", normed(last), torch.randn(4, 12)
    save_checkpoint(path, made)
    opened = network_of(load_checkpoint(path))
    assert torch.equal(opened(images), made(images))
    if ending == ".onnx":  # which has no word for what is dropped nowhere but in training
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        (logits,) = session.run(["logits"], {"image": images.numpy()})
        np.testing.assert_allclose(np.asarray(logits), made(images).detach(), atol=1e-6)
    else:
        assert opened.architecture == made.architecture


@pytest.mark.parametrize("made", [network("Tanh"), normed(False), normed(True)])
def test_the_source_run_on_its_own_gives_the_same_logits(tmp_path: Path, made: NeuralNetwork):
    images = torch.randn(4, 12)
    save_checkpoint(tmp_path / "made.py", made)
    torch.save(images, tmp_path / "images.pt")
    program = "import torch, made; torch.save(made.load()(torch.load('images.pt')), 'logits.pt')"
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True, timeout=200)
    assert torch.equal(torch.load(tmp_path / "logits.pt"), made(images))


@pytest.mark.parametrize("ending", [".safetensors", ".pt", ".npz"])
def test_bare_tensors_of_every_kind_come_back(tmp_path: Path, ending: str):
    path = tmp_path / f"a{ending}"
    export_checkpoint(path, Checkpoint("a.pt", in_memory("a.pt", ODD), {"made": "by hand"}))
    opened = load_checkpoint(path)
    assert set(opened.tensors) == set(ODD) and opened.metadata == {"made": "by hand"}
    for name, tensor in ODD.items():
        assert torch.equal(opened.tensors[name].to(torch.complex128), tensor.to(torch.complex128))


@pytest.mark.parametrize("ending", [".onnx", ".py"])
def test_bare_tensors_are_no_program(tmp_path: Path, ending: str):
    with pytest.raises(NetglassError) as caught:
        export_checkpoint(tmp_path / f"a{ending}", Checkpoint("a.pt", in_memory("a.pt", ODD)))
    assert caught.value.kind is Kind.EXPORT_BARE
    assert not list(tmp_path.iterdir())


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(way=st.lists(st.sampled_from([".safetensors", ".pt", ".npz", ".onnx"]), min_size=1, max_size=4))
def test_from_format_to_format_a_network_stays_what_it_is(tmp_path: Path, way: list[str]):
    made, path = network("ELU"), tmp_path / "start.pt"
    save_checkpoint(path, made)
    for step, ending in enumerate(way):
        last, path = path, tmp_path / f"{step}{ending}"
        export_checkpoint(path, load_checkpoint(last))
    opened = network_of(load_checkpoint(path))
    assert opened.architecture.activation == "ELU"
    assert torch.equal(opened(torch.ones(1, 12)), made(torch.ones(1, 12)))


def test_tensors_keep_their_names_and_learn_the_activation(tmp_path: Path):
    tensors = {"fc.weight": torch.rand(3, 4), "fc.bias": torch.rand(3)}
    path = tmp_path / "a.safetensors"
    export_checkpoint(path, Checkpoint("a.pt", in_memory("a.pt", tensors)), "GELU")
    opened = load_checkpoint(path)
    assert set(opened.tensors) == set(tensors)
    assert network_of(opened).architecture.activation == "GELU"


def test_too_large_a_network_for_a_text_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("engine.network.source_file._LARGEST", 100)
    with pytest.raises(NetglassError) as caught:
        save_checkpoint(tmp_path / "a.py", network())
    assert caught.value.kind is Kind.EXPORT_TOO_LARGE
