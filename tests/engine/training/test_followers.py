"""Networks with normalisation and dropout: what a step does to them, against torch's own layers and autograd."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.data.augmentation import distort
from engine.data.distortion import Distortion
from engine.errors import Kind, NetglassError
from engine.network.architecture import Architecture
from engine.network.mlp import NeuralNetwork
from engine.training import backpropagation, pieces
from engine.training.backpropagation import Aim, Backpropagation
from engine.training.distributed import Together
from engine.training.evaluation import evaluate
from engine.training.followers import Activated, Dropped, Normalised, Statistics, statistics_of
from engine.training.recipes import Recipe
from engine.training.reports import EpochReport, StepReport
from engine.training.schedule import learning_rate
from engine.training.trainer import Trainer, train
from tests.engine.training.rows import advance, bars, flat

RECIPE = Recipe(
    epochs=3, batch=32, averaging=0.9, distortion=Distortion(rotation=10, elastic=0.8), weight_decay=0.01
)
BOTH = {"norms": (True, True), "dropout": 0.3}
KINDS = {
    "normalised": {"norms": (True, True)},
    "normalised last": {"norms": (True, False), "norms_last": True},
    "dropping": {"dropout": 0.25},
    "both": BOTH,
    "both, without biases": {**BOTH, "biases": (False, False, True), "activation": "GELU"},
}
every_kind = pytest.mark.parametrize("kind", KINDS)


def network_with(changes: dict[str, object]) -> NeuralNetwork:
    return NeuralNetwork(replace(Architecture((784, 24, 16, 10), seed=1), **changes))


def everything(network: nn.Module) -> Tensor:
    """All that a network holds, statistics and counts too."""
    return torch.cat([value.double().flatten() for value in network.state_dict().values()])


class DroppedByTorch(nn.Module):
    """torch's dropout, but with what is kept drawn elsewhere."""

    def __init__(self, share: float, draw: Callable[[tuple[int, ...]], Tensor]) -> None:
        super().__init__()
        self._share, self._draw = share, draw

    def forward(self, x: Tensor) -> Tensor:
        return x * (self._draw(tuple(x.shape)) * (1 / (1 - self._share)))


def learning(network: NeuralNetwork, draw: Callable[[tuple[int, ...]], Tensor]) -> NeuralNetwork:
    """It in training mode, its dropout drawn by `draw`."""
    stack = network.linear_relu_stack
    for place, module in enumerate(stack):
        if isinstance(module, nn.Dropout):
            stack[place] = DroppedByTorch(module.p, draw)
    return network.train()


def test_what_is_dropped_has_neither_value_nor_gradient_and_the_rest_grows():
    kept = torch.tensor([[True, False], [False, True]])
    dropped = Dropped(nn.Dropout(0.5), torch.tensor([[1.0, 2.0], [3.0, 4.0]]), kept)
    assert dropped.y.tolist() == [[2, 0], [0, 8]]
    assert dropped.back(torch.ones(2, 2)).tolist() == [[2, 0], [0, 2]]


@pytest.mark.parametrize("count", [2, 50])
def test_a_normalisation_is_that_of_torch(count: int):
    norm = nn.BatchNorm1d(3)
    nn.init.uniform_(norm.weight)
    x = torch.rand((count, 3), generator=torch.Generator().manual_seed(0)) * 5
    statistics, upstream = statistics_of(norm), torch.linspace(-1, 1, 3 * count).view(count, 3)
    ours = Normalised(norm, x, statistics)
    delta = ours.back(upstream)
    assert norm.running_mean is not None and not norm.running_mean.any()  # until the step is taken
    statistics.settle(norm)
    theirs = nn.BatchNorm1d(3)
    theirs.load_state_dict({**norm.state_dict(), **nn.BatchNorm1d(3).state_dict(), "weight": norm.weight})
    entered = x.clone().requires_grad_()
    y = theirs(entered)
    y.backward(upstream)
    assert torch.equal(ours.y, y) and entered.grad is not None and torch.equal(delta, entered.grad)
    assert torch.equal(everything(norm), everything(theirs))
    for parameter, its in zip(norm.parameters(), theirs.parameters(), strict=True):
        assert its.grad is not None and torch.equal(ours.gradients()[parameter], its.grad)


def test_the_gradient_of_a_normalisation_is_that_of_finite_differences():
    norm = nn.BatchNorm1d(2).double()
    x = torch.rand((5, 2), dtype=torch.double, generator=torch.Generator().manual_seed(0))
    upstream = torch.rand((5, 2), dtype=torch.double, generator=torch.Generator().manual_seed(1))

    def value(entered: Tensor) -> Tensor:
        return (
            functional.batch_norm(entered, None, None, norm.weight, norm.bias, training=True) * upstream
        ).sum()

    single = nn.BatchNorm1d(2)
    delta = Normalised(single, x.float(), statistics_of(single))
    found, step = delta.back(upstream.float()), 1e-5
    for row in range(5):
        for column in range(2):
            nudge = torch.zeros_like(x)
            nudge[row, column] = step
            slope = (value(x + nudge) - value(x - nudge)) / (2 * step)
            assert found[row, column].item() == pytest.approx(slope.item(), rel=1e-3, abs=1e-5)


def test_a_single_image_is_normalised_by_what_was_seen_and_adds_nothing_to_it():
    norm = nn.BatchNorm1d(2)
    seen = Statistics(torch.tensor([1.0, 2.0]), torch.tensor([4.0, 9.0]))
    single = Normalised(norm, torch.tensor([[3.0, 5.0]]), seen)
    torch.testing.assert_close(single.y, torch.tensor([[1.0, 1.0]]))
    torch.testing.assert_close(single.back(torch.ones(1, 2)), torch.tensor([[1 / 2, 1 / 3]]))
    assert seen.mean.tolist() == [1, 2] and seen.variance.tolist() == [4, 9] and not seen.batches


def test_an_activation_gives_what_torch_gives():
    x = torch.linspace(-2, 2, 8).view(4, 2)
    entered = x.clone().requires_grad_()
    y = nn.GELU()(entered)
    y.backward(torch.ones(4, 2))
    ours = Activated(nn.GELU(), x)
    assert torch.equal(ours.y, y) and entered.grad is not None
    torch.testing.assert_close(ours.back(torch.ones(4, 2)), entered.grad)


@every_kind
@pytest.mark.parametrize("bfloat16", [False, True])
def test_the_gradients_are_those_of_autograd(kind: str, bfloat16: bool):
    network, theirs = network_with(KINDS[kind]), network_with(KINDS[kind])
    random = torch.Generator().manual_seed(0)
    images, labels = torch.rand((40, 1, 28, 28), generator=random), torch.arange(40) % 10
    kept = tuple(torch.rand((40, units), generator=random) < 0.7 for units in (24, 16))
    way, drawn = Backpropagation(network), iter(kept)
    sums = way.empty_sums()
    for _ in way.add(sums, images, labels, Aim(label_smoothing=0.1, bfloat16=bfloat16, kept=kept)):
        pass
    with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
        logits = learning(theirs, lambda _: next(drawn))(images)
    functional.cross_entropy(logits.float(), labels, label_smoothing=0.1).backward()
    assert list(sums.gradients) == list(network.parameters())
    assert not any(each.requires_grad for each in (sums.loss, *sums.gradients.values()))
    rtol, atol = (5e-2, 1e-3) if bfloat16 else (1e-4, 1e-7)
    for gradient, parameter in zip(sums.gradients.values(), theirs.parameters(), strict=True):
        torch.testing.assert_close(gradient, parameter.grad, rtol=rtol, atol=atol)


def plain_loop(network: NeuralNetwork, recipe: Recipe, seed: int) -> list[float]:
    """What a recipe means to such a network, with torch's own layers in training mode; the losses."""
    digits, generator = bars(100, 0), torch.Generator().manual_seed(seed)
    share = 1 - network.architecture.dropout
    learning(
        network, lambda shape: torch.empty(shape, dtype=torch.bool).bernoulli_(share, generator=generator)
    )
    optimiser = torch.optim.AdamW(network.parameters(), weight_decay=recipe.weight_decay, fused=True)
    means = {name: value.clone() for name, value in network.state_dict().items()}
    steps, losses = recipe.epochs * -(-len(digits) // recipe.batch), []
    for _ in range(recipe.epochs):
        for rows in torch.randperm(len(digits), generator=generator).split(recipe.batch):
            images = distort(digits.images[rows].unsqueeze(1) / 255, recipe.distortion, generator)
            loss = functional.cross_entropy(network(images), digits.labels[rows])
            optimiser.zero_grad()
            loss.backward()
            losses.append(loss.item())
            optimiser.param_groups[0]["lr"] = learning_rate(recipe, len(losses), steps)
            optimiser.step()
            decay = min(recipe.averaging, len(losses) / (len(losses) + 10))
            for name, value in network.state_dict().items():
                if value.is_floating_point():
                    means[name].lerp_(value, 1 - decay)
                else:
                    means[name].copy_(value)
    network.load_state_dict(means)
    return losses


@every_kind
@pytest.mark.parametrize("by_layer", [False, True])
def test_a_run_gives_what_the_plain_loop_with_torchs_layers_gives_to_the_bit(
    monkeypatch: pytest.MonkeyPatch, kind: str, by_layer: bool
):
    monkeypatch.setattr(pieces, "_AT_ONCE", 0 if by_layer else 1 << 40)
    ours, plain = network_with(KINDS[kind]), network_with(KINDS[kind])
    reports = train(ours, bars(100, 0), None, RECIPE, 7)
    losses = [report.loss for report in reports if isinstance(report, StepReport)]
    assert losses == plain_loop(plain, RECIPE, 7)
    assert torch.equal(everything(ours), everything(plain))


def trainer(network: NeuralNetwork | None = None, recipe: Recipe = RECIPE) -> Trainer:
    return Trainer(network or network_with(BOTH), bars(100, 0), bars(30, 1), recipe, seed=3)


def finish(run: Trainer) -> NeuralNetwork:
    for _ in run.slices():
        pass
    return run.network


@pytest.mark.parametrize("steps", [1, 4, 6])
def test_a_run_goes_on_from_its_state_to_the_bit_with_its_statistics(steps: int):
    left = trainer()
    advance(left, steps)
    next(left.slices())  # within a step, which is lost
    other = trainer()
    other.restore(left.state())
    assert torch.equal(everything(finish(other)), everything(finish(trainer())))


def test_rewinding_brings_back_the_first_statistics():
    run = trainer()
    before = everything(run.network)
    advance(run, 5)
    assert not torch.equal(everything(run.network), before)
    run.rewind()
    assert torch.equal(everything(run.network), before)
    assert torch.equal(everything(finish(run)), everything(finish(trainer())))


def test_statistics_stay_until_the_step_is_taken(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pieces, "_AT_ONCE", 0)
    run = trainer(network_with({"norms": (True, True)}))
    before, slices, quiet = everything(run.network), run.slices(), 0
    while run.steps_done == 0:
        assert torch.equal(everything(run.network), before)
        next(slices)
        quiet += 1
    assert quiet > 3
    assert not torch.equal(everything(run.network), before)


def test_the_network_reads_all_the_time_as_it_does_when_nothing_is_dropped():
    run = trainer()
    image = torch.rand(1, 1, 28, 28)
    advance(run, 3)
    assert torch.equal(run.network(image), run.network(image))
    assert not any(module.training for module in run.network.modules())


def test_validation_reads_with_the_running_statistics():
    run = trainer()
    epoch = next(report for report in run.reports() if isinstance(report, EpochReport))
    mean = network_with(BOTH)
    mean.load_state_dict(run.state().means)
    assert epoch.validation == evaluate(mean.eval(), bars(30, 1))


@every_kind
def test_a_network_learns(kind: str):
    network = network_with(KINDS[kind])
    recipe = replace(RECIPE, epochs=12, learning_rate=3e-3, distortion=Distortion())
    for _ in train(network, bars(600, 0), None, recipe, seed=0):
        pass
    assert evaluate(network, bars(200, 9)).accuracy > 0.9


def test_micro_batches_are_normalised_each_for_itself(monkeypatch: pytest.MonkeyPatch):
    network = network_with({"norms": (True, False), "norms_last": True, "activation": "Tanh"})
    monkeypatch.setattr(backpropagation, "_SLICE", 2 * 784 * 24 * 16)
    recipe = replace(RECIPE, batch=40, epochs=1, averaging=0, distortion=Distortion())
    run, norm = trainer(network, recipe), nn.BatchNorm1d(24)
    order = torch.randperm(100, generator=torch.Generator().manual_seed(3))[:40]
    for rows in order.split(16):
        norm(torch.tanh(network.stages[0].linear(bars(100, 0).images[rows].flatten(1) / 255)))
    advance(run, 1)
    assert network.get_buffer("linear_relu_stack.2.num_batches_tracked") == 3
    torch.testing.assert_close(network.get_buffer("linear_relu_stack.2.running_mean"), norm.running_mean)
    torch.testing.assert_close(network.get_buffer("linear_relu_stack.2.running_var"), norm.running_var)


def test_micro_batches_drop_what_the_whole_batch_would(monkeypatch: pytest.MonkeyPatch):
    whole = flat(finish(trainer(network_with({"dropout": 0.5}), replace(RECIPE, batch=100))))
    monkeypatch.setattr(backpropagation, "_SLICE", 2 * 784 * 24 * 16)
    parts = flat(finish(trainer(network_with({"dropout": 0.5}), replace(RECIPE, batch=100))))
    torch.testing.assert_close(parts, whole, rtol=1e-3, atol=1e-5)


def test_a_frozen_normalisation_goes_on_to_see_batches_as_in_torch():
    network = network_with({"norms": (True, True)})
    norm = network.linear_relu_stack[1]
    assert isinstance(norm, nn.BatchNorm1d)
    norm.requires_grad_(False)
    advance(trainer(network), 3)
    assert torch.equal(norm.weight, torch.ones(24)) and not norm.bias.any()
    assert norm.get_buffer("num_batches_tracked") == 3


def test_statistics_that_are_not_finite_end_a_run_before_they_are_kept():
    network = network_with({"norms": (True, True)})
    with torch.no_grad():
        network.stages[0].linear.weight.mul_(1e22)
    run = trainer(network)
    with pytest.raises(NetglassError) as caught:
        finish(run)
    assert caught.value.fields == {"step": 1, "layer": "linear_relu_stack.1.weight"}
    assert torch.equal(network.get_buffer("linear_relu_stack.1.running_var"), torch.ones(24))


def test_several_processes_do_not_train_what_is_normalised():
    team = Together.__new__(Together)
    with pytest.raises(NetglassError) as caught:
        Trainer(network_with(BOTH), bars(20, 0), None, RECIPE, 0, team)
    assert caught.value.kind is Kind.TRAINING_UNFIT
