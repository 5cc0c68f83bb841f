import pytest
import torch
from torch.nn import functional

from engine.network.architecture import ACTIVATIONS, Architecture
from engine.network.mlp import NeuralNetwork
from engine.training import backpropagation, pieces
from engine.training.backpropagation import Aim, Backpropagation, Sums
from tests.engine.training.rows import small_network


def batch(count: int) -> tuple[torch.Tensor, torch.Tensor]:
    random = torch.Generator().manual_seed(0)
    return torch.rand((count, 1, 28, 28), generator=random), torch.randint(10, (count,), generator=random)


def sums_of(network: NeuralNetwork, count: int, aim: Aim, rows: int | None = None) -> Sums:
    images, labels = batch(count)
    way = Backpropagation(network)
    sums = way.empty_sums()
    for x, y in zip(images.split(rows or count), labels.split(rows or count), strict=True):
        part = Aim(aim.label_smoothing, aim.bfloat16, len(x) / count)
        for _ in way.add(sums, x, y, part):
            pass
    return sums


def gradients(sums: Sums) -> list[torch.Tensor]:
    return [gradient for gradient in sums.gradients.values() if gradient is not None]


@pytest.fixture(params=[0, 1 << 40], ids=["finely", "coarsely"])
def by_layer(request, monkeypatch):
    monkeypatch.setattr(pieces, "_AT_ONCE", 0)
    monkeypatch.setattr(backpropagation, "_SLICE", request.param)


@pytest.mark.parametrize("bfloat16", [False, True])
@pytest.mark.parametrize("slice_", [0, 1 << 40])
def test_layer_by_layer_gives_the_same_bits_as_all_at_once(monkeypatch, slice_, bfloat16):
    network, aim = small_network(48, 32), Aim(label_smoothing=0.1, bfloat16=bfloat16)
    at_once = sums_of(network, 100, aim)
    monkeypatch.setattr(pieces, "_AT_ONCE", 0)
    monkeypatch.setattr(backpropagation, "_SLICE", slice_)
    by_layer = sums_of(network, 100, aim)
    assert torch.equal(at_once.loss, by_layer.loss)
    assert torch.equal(at_once.correct, by_layer.correct)
    assert all(map(torch.equal, gradients(at_once), gradients(by_layer)))


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("biases", [(), (True, False, True)])
def test_the_gradients_are_those_of_autograd(activation, biases):
    network = NeuralNetwork(Architecture((784, 48, 32, 10), activation, seed=1, biases=biases))
    images, labels = batch(100)
    sums = sums_of(network, 100, Aim(label_smoothing=0.1))
    logits = network(images)
    loss = functional.cross_entropy(logits, labels, label_smoothing=0.1)
    loss.backward()
    torch.testing.assert_close(sums.loss, loss.detach())
    assert sums.correct == (logits.argmax(1) == labels).sum()
    assert list(sums.gradients) == list(network.parameters())
    for parameter, gradient in sums.gradients.items():
        torch.testing.assert_close(gradient, parameter.grad, rtol=1e-5, atol=1e-8)


def test_bfloat16_gives_what_autocast_gives():
    network = small_network(48, 32)
    images, labels = batch(100)
    sums = sums_of(network, 100, Aim(bfloat16=True))
    with torch.autocast("cpu", torch.bfloat16):
        logits = network(images)
    functional.cross_entropy(logits.float(), labels).backward()
    for parameter, gradient in sums.gradients.items():
        assert gradient is not None
        assert gradient.dtype is torch.float32
        torch.testing.assert_close(gradient, parameter.grad, rtol=1e-2, atol=1e-5)


def test_the_next_batch_overwrites_the_gradients():
    network = small_network(48, 32)
    images, labels = batch(40)
    way = Backpropagation(network)
    for rows in (slice(20), slice(20, 40)):
        sums = way.empty_sums()
        for _ in way.add(sums, images[rows], labels[rows], Aim()):
            pass
    loss = functional.cross_entropy(network(images[20:]), labels[20:])
    expected = torch.autograd.grad(loss, list(network.parameters()))
    torch.testing.assert_close(gradients(sums), list(expected), rtol=1e-5, atol=1e-8)


def test_parts_add_up_to_the_mean_of_the_whole():
    network = small_network(48, 32)
    whole, parts = sums_of(network, 100, Aim()), sums_of(network, 100, Aim(), rows=30)
    torch.testing.assert_close(parts.loss, whole.loss)
    torch.testing.assert_close(gradients(parts), gradients(whole))
    assert parts.correct == whole.correct


@pytest.mark.parametrize("frozen", [{0}, {0, 1}, {2, 3}, {4, 5}, {1, 2, 5}, {0, 1, 2, 3}])
def test_layer_by_layer_leaves_out_what_is_frozen(by_layer, frozen):
    network = small_network(48, 32)
    parameters = list(network.parameters())
    whole = sums_of(network, 60, Aim())
    for place in frozen:
        parameters[place].requires_grad_(False)
    sums = sums_of(network, 60, Aim())
    assert set(sums.gradients) == {p for place, p in enumerate(parameters) if place not in frozen}
    assert all(torch.equal(sums.gradients[p], whole.gradients[p]) for p in sums.gradients)  # pyright: ignore[reportArgumentType]  # none is None


@pytest.mark.parametrize("at_once", [0, 1 << 40])
def test_a_network_that_is_all_frozen_has_a_loss_and_no_gradient(monkeypatch, at_once):
    monkeypatch.setattr(pieces, "_AT_ONCE", at_once)
    network = small_network().requires_grad_(False)
    sums = sums_of(network, 20, Aim())
    assert sums.loss > 0
    assert not sums.gradients


def test_what_is_frozen_on_the_way_has_no_gradient(by_layer):
    network = small_network(48, 32)
    frozen = network.stages[1].linear.weight
    way = Backpropagation(network)
    sums = way.empty_sums()
    slices = way.add(sums, *batch(20), Aim())
    next(slices)
    frozen.requires_grad_(False)
    for _ in slices:
        pass
    assert frozen not in sums.gradients
    assert len(gradients(sums)) == 5


def test_the_outputs_of_the_hidden_stages_are_kept(by_layer):
    network = small_network(48, 32)
    images, labels = batch(20)
    way = Backpropagation(network)
    for _ in way.add(Backpropagation(network).empty_sums(), images, labels, Aim()):
        pass
    first, second = way.hidden
    torch.testing.assert_close(first, network.linear_relu_stack[:2](images.flatten(1)))
    assert second.shape == (20, 32)
    assert not first.requires_grad


def test_how_many_images_go_through_at_once_follows_from_the_architecture():
    assert Backpropagation(NeuralNetwork()).rows == 1024
    assert Backpropagation(small_network(4096, 4096)).rows == 16
