"""Networks rebuilt from bare tensors."""

import importlib
import json
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import save_file
from torch import Tensor, nn

from engine.data import datasets
from engine.errors import Kind, NetglassError
from engine.network.architecture import ACTIVATIONS, Architecture
from engine.network.checkpoints import Checkpoint, load_checkpoint
from engine.network.exporting import save_checkpoint
from engine.network.mlp import NeuralNetwork
from engine.network.rebuilding import (
    network_of,
    open_image_network,
    require_digits,
    tells_activation,
    walk_network_of,
)
from engine.network.stored_tensors import in_memory
from engine.tensors.levels import finish


def checkpoint(tensors: dict[str, Tensor], **metadata: str) -> Checkpoint:
    return Checkpoint("some.pt", in_memory("some.pt", tensors), metadata)


def linear(name: str, inputs: int, outputs: int) -> dict[str, Tensor]:
    return {f"{name}weight": torch.rand(outputs, inputs), f"{name}bias": torch.rand(outputs)}


def norm(name: str, units: int) -> dict[str, Tensor]:
    parts = ("weight", "bias", "running_mean", "running_var")
    return {f"{name}{part}": torch.rand(units) + 0.5 for part in parts}


def refusal(tensors: dict[str, Tensor], **metadata: str) -> str:
    with pytest.raises(NetglassError) as caught:
        network_of(checkpoint(tensors, **metadata))
    assert caught.value.kind is Kind.WEIGHTS_SHAPE
    return str(caught.value)


@given(
    sizes=st.lists(st.integers(1, 9), min_size=2, max_size=14).map(tuple),
    activation=st.sampled_from(ACTIVATIONS),
    shuffled=st.randoms(),
)
def test_any_chain_is_rebuilt_whatever_the_order_of_the_file(sizes, activation, shuffled):
    network = NeuralNetwork(Architecture(sizes, activation, seed=4))
    items = list(network.state_dict().items())
    shuffled.shuffle(items)
    rebuilt = network_of(checkpoint(dict(items), architecture=network.architecture.to_json()))
    x = torch.rand(2, sizes[0])
    assert torch.equal(rebuilt(x), network(x))


def test_layers_with_names_are_taken_in_the_order_of_the_file():
    tensors = {
        **linear("input.", 6, 4),
        **linear("hidden.", 4, 4),
        **linear("deeper.", 4, 4),
        **linear("out.", 4, 3),
    }
    rebuilt = network_of(checkpoint(tensors))
    assert torch.equal(rebuilt.get_parameter("linear_relu_stack.2.weight"), tensors["hidden.weight"])
    assert torch.equal(rebuilt.get_parameter("linear_relu_stack.4.weight"), tensors["deeper.weight"])


@pytest.mark.parametrize("biased", [(False, False, False), (True, False, True)])
def test_layers_without_biases_run_and_come_back(tmp_path: Path, biased: tuple[bool, ...]):
    network = NeuralNetwork(Architecture((6, 5, 4, 3), "Tanh", 7, biased))
    path, x = tmp_path / "some.pt", torch.rand(2, 6)
    save_checkpoint(path, network)
    assert torch.equal(network_of(load_checkpoint(path))(x), network(x))
    bare = network_of(checkpoint(dict(network.state_dict())), "Tanh")
    assert bare.architecture.biases == biased and torch.equal(bare(x), network(x))


def test_half_precision_becomes_float32():
    tensors = {name: tensor.half() for name, tensor in linear("", 6, 3).items()}
    assert network_of(checkpoint(tensors)).get_parameter("linear_relu_stack.0.weight").dtype is torch.float32


@pytest.mark.parametrize(
    ("tensors", "reason"),
    [
        ({**linear("0.", 6, 4), **linear("2.", 5, 3)}, "do not follow"),
        ({"0.weight": torch.rand(3, 2), "0.bias": torch.rand(2)}, "no Linear layer"),
        ({"0.weight": torch.rand(3, 2, 2, 2), "0.bias": torch.rand(3)}, "3 × 2 × 2 × 2"),
        ({**linear("0.", 6, 4), "1.running_mean": torch.rand(4)}, "1.running_mean is part of no Linear"),
        ({**linear("0.", 6, 4), **norm("1.", 4)}, "do not follow"),
        ({**norm("0.", 6), **linear("1.", 6, 4)}, "do not follow"),
        ({**linear("0.", 6, 4), **norm("1.", 5), **linear("2.", 4, 2)}, "do not follow"),
        ({**linear("0.", 6, 4), **norm("1.", 4), "1.bias": torch.rand(3)}, "different shapes"),
        ({**linear("0.", 6, 4), "1.weight": torch.ones(4), "1.bias": torch.ones(4)}, "1.weight is 4, no"),
        ({"0.weight": torch.ones(3, 2, dtype=torch.int64), "0.bias": torch.rand(3)}, "no real numbers"),
        ({"0.weight": torch.ones(0, 2), "0.bias": torch.ones(0)}, "units"),
        ({"scale": torch.tensor(3.0)}, "scale"),
    ],
)
def test_what_is_no_chain_is_refused_with_its_reason(tensors: dict[str, Tensor], reason: str):
    assert reason in refusal(tensors)


@pytest.mark.parametrize("text", [Architecture((6, 5, 3)).to_json(), "{}", "hello"])
def test_a_description_that_lies_is_refused(text: str):
    assert "description" in refusal(linear("0.", 6, 3), architecture=text)


@pytest.mark.parametrize("sizes", [(783, 5, 10), (784, 5, 26)])
def test_a_network_of_other_inputs_or_outputs_reads_no_digits(sizes: tuple[int, ...]):
    with pytest.raises(NetglassError) as caught:
        require_digits(NeuralNetwork(Architecture(sizes)), "other")
    assert caught.value.kind is Kind.WEIGHTS_SHAPE
    assert str(sizes[0]) in str(caught.value)


def test_a_network_of_other_hidden_layers_reads_digits():
    network = NeuralNetwork(Architecture((784, 5, 10)))
    assert require_digits(network, "other") is network


def test_a_network_of_any_square_input_reads_images(tmp_path: Path):
    path = tmp_path / "other.npz"
    save_checkpoint(path, NeuralNetwork(Architecture((64, 5, 3))))
    assert open_image_network(path).architecture.sizes == (64, 5, 3)
    save_checkpoint(path, NeuralNetwork(Architecture((63, 5, 3))))
    with pytest.raises(NetglassError) as caught:
        open_image_network(path)
    assert "a row of 63 numbers" in str(caught.value)


def measured(*modules: nn.Module) -> nn.Sequential:
    """A network whose normalisations have seen something, as its maker uses it."""
    made = nn.Sequential(*modules)
    for _ in range(3):
        made(torch.randn(16, next(made.parameters()).shape[1]) * 2 + 1)
    return made.eval()


BEFORE = (
    nn.Linear(6, 5), nn.BatchNorm1d(5), nn.ReLU(), nn.Dropout(0.5), nn.Linear(5, 4), nn.BatchNorm1d(4), nn.ReLU(),
    nn.Linear(4, 3),
)  # fmt: skip
BEHIND = (nn.Linear(6, 5), nn.ReLU(), nn.BatchNorm1d(5), nn.Linear(5, 4), nn.ReLU(), nn.Linear(4, 3))


@pytest.mark.parametrize(("modules", "last"), [(BEFORE, False), (BEHIND, True)])
def test_batch_normalisation_runs_where_the_numbers_of_its_names_say(
    modules: tuple[nn.Module, ...], last: bool
):
    made, x = measured(*modules), torch.randn(7, 6)
    rebuilt = network_of(checkpoint(dict(made.state_dict())))
    assert rebuilt.architecture.norms_last is last
    assert torch.equal(rebuilt(x), made(x))


class Named(nn.Module):
    """Attributes in the order of their definition: all Linear first."""

    def __init__(self, interleaved: bool) -> None:
        super().__init__()
        self.fc1 = nn.Linear(6, 5)
        if interleaved:
            self.bn1 = nn.BatchNorm1d(5)
        self.fc2 = nn.Linear(5, 5)
        if not interleaved:
            self.bn1 = nn.BatchNorm1d(5)
        self.bn2 = nn.BatchNorm1d(5)
        self.fc3 = nn.Linear(5, 3)

    def forward(self, x: Tensor) -> Tensor:
        x = torch.tanh(self.bn1(self.fc1(x)))
        return self.fc3(torch.tanh(self.bn2(self.fc2(x))))


@pytest.mark.parametrize("interleaved", [True, False])
def test_batch_normalisation_with_names_of_its_own_runs_before_the_activation(interleaved: bool):
    made, x = measured(Named(interleaved)), torch.randn(7, 6)
    state = {name.removeprefix("0."): tensor for name, tensor in made.state_dict().items()}
    rebuilt = network_of(checkpoint(state), "Tanh")
    assert torch.equal(rebuilt(x), made(x))
    shuffled = {
        name: state[name] for name in sorted(state)
    }  # bn1, bn2, fc1, fc2, fc3, as safetensors have it
    assert torch.equal(network_of(checkpoint(shuffled), "Tanh")(x), made(x))


class Perceptron(nn.Module):
    """As somebody else would write it."""

    def __init__(self) -> None:
        super().__init__()
        self.flatten = nn.Flatten()
        self.layers = nn.Sequential(
            nn.Linear(6, 9),
            nn.ReLU(),
            nn.Dropout(0.3),
            nn.Linear(9, 5, bias=False),
            nn.ReLU(),
            nn.Linear(5, 3),
        )

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(self.flatten(x))


IMAGES = torch.randn(4, 2, 3, generator=torch.Generator().manual_seed(6))


def written_plain(made: nn.Module, folder: Path) -> Path:
    torch.save(made.state_dict(), folder / "plain.pth")
    return folder / "plain.pth"


def written_while_training(made: nn.Module, folder: Path) -> Path:
    optimiser = torch.optim.AdamW(made.parameters())
    made(IMAGES).sum().backward()
    optimiser.step()
    state = {"epoch": 3, "model": made.state_dict(), "optimizer": optimiser.state_dict(), "loss": 0.25}
    torch.save(state, folder / "nested.pt")
    return folder / "nested.pt"


def written_under_its_own_name(made: nn.Module, folder: Path) -> Path:
    torch.save({"args": {"lr": 0.1}, "network_weights": made.state_dict()}, folder / "own.pt")
    return folder / "own.pt"


def written_in_parallel(made: nn.Module, folder: Path) -> Path:
    torch.save({"state_dict": nn.DataParallel(made).state_dict()}, folder / "parallel.pt")
    return folder / "parallel.pt"


def written_compiled(made: nn.Module, folder: Path) -> Path:
    compiled = torch.compile(made, backend="eager")
    assert isinstance(compiled, nn.Module)
    torch.save(compiled.state_dict(), folder / "compiled.pt")
    return folder / "compiled.pt"


def written_by_safetensors(made: nn.Module, folder: Path) -> Path:
    save_file(made.state_dict(), folder / "library.safetensors")
    return folder / "library.safetensors"


def written_by_numpy(made: nn.Module, folder: Path) -> Path:
    arrays = {name: tensor.numpy() for name, tensor in made.state_dict().items()}
    np.savez_compressed(folder / "arrays.npz", **arrays)
    return folder / "arrays.npz"


def written_as_onnx(made: nn.Module, folder: Path) -> Path:
    exported(made, folder / "exported.onnx")
    return folder / "exported.onnx"


def exported(made: nn.Module, path: Path) -> None:
    """By torch's own exporter that needs no further package."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it is the older one
        torch.onnx.export(made.eval(), (IMAGES[:1],), str(path), dynamo=False, input_names=["x"])


@pytest.mark.parametrize(
    "write",
    [
        written_plain, written_while_training, written_under_its_own_name, written_in_parallel, written_compiled,
        written_by_safetensors, written_by_numpy, written_as_onnx,
    ],
)  # fmt: skip
def test_what_others_wrote_gives_the_logits_of_its_maker(
    tmp_path: Path, write: Callable[[nn.Module, Path], Path]
):
    made = Perceptron()
    path = write(made, tmp_path)
    opened = load_checkpoint(path)
    assert torch.equal(network_of(opened)(IMAGES), made.eval()(IMAGES))
    assert tells_activation(opened) is (path.suffix == ".onnx")


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("normed", [False, True])
def test_an_export_of_torch_tells_its_activation_and_gives_its_logits(
    tmp_path: Path, activation: str, normed: bool
):
    norm = [nn.BatchNorm1d(5)] if normed else []
    made = nn.Sequential(nn.Flatten(), nn.Linear(6, 5), *norm, getattr(nn, activation)(), nn.Linear(5, 3))
    made(torch.randn(32, 2, 3) * 2 + 1)
    exported(made, tmp_path / "exported.onnx")
    opened = network_of(load_checkpoint(tmp_path / "exported.onnx"))
    assert opened.architecture.activation == activation
    torch.testing.assert_close(opened(IMAGES), made(IMAGES), rtol=0, atol=1e-6)


def test_a_convolutional_network_is_there_to_be_looked_at(tmp_path: Path):
    datasets._torchvision_datasets()  # declares what torchvision lacks here
    made = importlib.import_module("torchvision.models").squeezenet1_1()
    torch.save(made.state_dict(), tmp_path / "cnn.pt")
    opened = load_checkpoint(tmp_path / "cnn.pt")
    assert "no Linear layer" in refusal_of(opened)
    for name, tensor in made.state_dict().items():
        assert torch.equal(opened.tensors[name], tensor)


def test_a_transformer_in_parts_of_bfloat16_is_there_to_be_looked_at(tmp_path: Path):
    made = nn.TransformerEncoder(nn.TransformerEncoderLayer(16, 2, 32), 2, enable_nested_tensor=False)
    state = {name: tensor.bfloat16() for name, tensor in made.state_dict().items()}
    parts = {name: f"model-0000{1 + number % 2}-of-00002.safetensors" for number, name in enumerate(state)}
    for part in set(parts.values()):
        save_file({name: state[name].clone() for name in state if parts[name] == part}, tmp_path / part)
    index = tmp_path / "model.safetensors.index.json"
    index.write_text(json.dumps({"metadata": {}, "weight_map": parts}))
    opened = load_checkpoint(index)
    assert "no Linear layer" in refusal_of(opened)
    assert {stored.dtype for stored in opened.tensors.stored.values()} == {"bfloat16"}
    for name, tensor in state.items():
        assert torch.equal(opened.tensors[name], tensor)


def refusal_of(opened: Checkpoint) -> str:
    with pytest.raises(NetglassError) as caught:
        network_of(opened)
    assert caught.value.kind is Kind.WEIGHTS_SHAPE
    return str(caught.value)


def test_a_network_has_numbers_of_its_own_unless_it_shares_them(tmp_path: Path):
    tensors = dict(NeuralNetwork(Architecture((6, 5, 4))).state_dict())
    name = "linear_relu_stack.0.weight"
    for shares in (False, True):
        network = finish(walk_network_of(checkpoint(tensors), shares=shares))
        weight = network.get_parameter(name)
        assert (weight.data_ptr() == tensors[name].data_ptr()) is shares
        assert weight.requires_grad and not network.training and torch.equal(weight, tensors[name])


def test_no_first_weights_are_drawn_for_a_network_from_a_file(monkeypatch: pytest.MonkeyPatch):
    source = NeuralNetwork(Architecture((6, 5, 4), norms=(True,)))
    drawn: list[str] = []
    monkeypatch.setattr(
        torch.nn.init, "kaiming_uniform_", lambda tensor, **_: drawn.append(tensor.device.type)
    )
    network = network_of(checkpoint(dict(source.state_dict())))
    assert set(drawn) == {"meta"}
    x = torch.rand(3, 6)
    assert torch.equal(network(x), source(x))
