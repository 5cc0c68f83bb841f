import pytest
import torch

from engine.network.architecture import Architecture
from engine.network.mlp import NeuralNetwork
from engine.training import dropping
from engine.training.dropping import draw_kept

NETWORK = NeuralNetwork(Architecture((784, 200, 100, 10), dropout=0.25))


def drawn(network: NeuralNetwork, count: int, seed: int = 0) -> tuple[tuple[torch.Tensor, ...], int]:
    """What is kept, and in how many slices it was drawn."""
    drawing, slices = draw_kept(network, count, torch.Generator().manual_seed(seed)), 1
    while True:
        try:
            next(drawing)
            slices += 1
        except StopIteration as end:
            return end.value, slices


def test_every_dropout_keeps_its_share_of_the_units():
    first, second = drawn(NETWORK, 500)[0]
    assert first.shape == (500, 200) and second.shape == (500, 100)
    assert first.float().mean().item() == pytest.approx(0.75, abs=0.01)
    assert second.float().mean().item() == pytest.approx(0.75, abs=0.01)
    assert not torch.equal(first[:, :100], second)


def test_a_seed_draws_the_same_again():
    once, again, other = (drawn(NETWORK, 50, seed)[0] for seed in (1, 1, 2))
    assert all(map(torch.equal, once, again))
    assert not torch.equal(once[0], other[0])


def test_much_is_drawn_in_slices(monkeypatch: pytest.MonkeyPatch):
    assert drawn(NETWORK, 50)[1] == 1
    monkeypatch.setattr(dropping, "_AT_ONCE", 200 * 20)
    (first, second), slices = drawn(NETWORK, 50)
    assert slices == 1 + 2 + 1
    assert 0.7 < first[40:].float().mean() < 0.8 and 0.7 < second[40:].float().mean() < 0.8


def test_a_network_without_dropout_draws_nothing():
    generator = torch.Generator().manual_seed(0)
    before = generator.get_state()
    drawing = draw_kept(NeuralNetwork(Architecture((784, 20, 10))), 50, generator)
    with pytest.raises(StopIteration) as end:
        next(drawing)
    assert end.value.value == () and torch.equal(generator.get_state(), before)
