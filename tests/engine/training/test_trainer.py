from dataclasses import replace

import pytest
import torch

from engine.data.digits import Digits, anonymous
from engine.data.distortion import Distortion
from engine.network.architecture import Architecture
from engine.network.mlp import NeuralNetwork
from engine.training.evaluation import evaluate
from engine.training.recipes import Optimiser, Recipe
from engine.training.reports import EpochReport, StepReport
from engine.training.schedule import learning_rate
from engine.training.trainer import train

PLAIN = Recipe(epochs=4, distortion=Distortion(), batch=32, averaging=0.9)


def bars(count: int, seed: int) -> Digits:
    """Noisy images whose label is the place of a bright row."""
    random = torch.Generator().manual_seed(seed)
    labels = torch.randint(10, (count,), generator=random)
    images = torch.randint(80, (count, 28, 28), generator=random, dtype=torch.uint8)
    images[torch.arange(count), 4 + 2 * labels] = 220
    return anonymous(images, labels)


def small_network() -> NeuralNetwork:
    return NeuralNetwork(Architecture((784, 32, 10), seed=1))


def first_weight(network: NeuralNetwork) -> torch.Tensor:
    return network.get_parameter("linear_relu_stack.0.weight")


def weights_after(recipe: Recipe, seed: int) -> torch.Tensor:
    network = small_network()
    for _ in train(network, bars(100, 0), None, recipe, seed):
        pass
    return torch.cat([parameter.flatten() for parameter in network.parameters()])


@pytest.mark.parametrize(("optimiser", "rate"), [(Optimiser.ADAMW, 3e-3), (Optimiser.SGD, 0.1)])
def test_a_network_learns(optimiser, rate):
    network, test = small_network(), bars(200, 9)
    recipe = replace(PLAIN, epochs=12, optimiser=optimiser, learning_rate=rate)
    assert evaluate(network, test).accuracy < 0.3
    for _ in train(network, bars(400, 0), None, recipe, seed=0):
        pass
    assert evaluate(network, test).accuracy > 0.9


def test_a_network_learns_in_bfloat16_and_stays_float32():
    network, test = small_network(), bars(200, 9)
    recipe = replace(PLAIN, epochs=12, learning_rate=3e-3, bfloat16=True)
    for _ in train(network, bars(400, 0), None, recipe, seed=0):
        pass
    assert evaluate(network, test).accuracy > 0.9
    assert first_weight(network).dtype == torch.float32


def test_each_next_is_one_step_and_each_epoch_ends_with_its_report():
    reports = list(train(small_network(), bars(100, 0), bars(20, 1), replace(PLAIN, epochs=2), seed=0))
    kinds = [type(report) for report in reports]
    assert kinds == ([StepReport] * 4 + [EpochReport]) * 2
    steps = [report.step for report in reports if isinstance(report, StepReport)]
    assert steps == list(range(1, 9))
    assert all(report.steps == 8 for report in reports if isinstance(report, StepReport))


def test_nothing_happens_before_the_first_next():
    network = small_network()
    before = [parameter.clone() for parameter in network.parameters()]
    steps = train(network, bars(100, 0), None, PLAIN, seed=0)
    assert all(torch.equal(old, new) for old, new in zip(before, network.parameters(), strict=True))
    next(steps)
    assert not all(torch.equal(old, new) for old, new in zip(before, network.parameters(), strict=True))


def test_an_epoch_reports_the_mean_loss_and_the_validation_accuracy():
    *steps, epoch = train(small_network(), bars(100, 0), bars(20, 1), replace(PLAIN, epochs=1), seed=0)
    assert isinstance(epoch, EpochReport)
    losses = [report.loss for report in steps]
    assert epoch.loss == pytest.approx(sum(losses) / len(losses))
    assert epoch.accuracy is not None
    assert 0 <= epoch.accuracy <= 1


def test_without_validation_images_there_is_no_accuracy():
    *_, epoch = train(small_network(), bars(40, 0), None, replace(PLAIN, epochs=1), seed=0)
    assert isinstance(epoch, EpochReport)
    assert epoch.accuracy is None


def test_a_seed_repeats_a_run_to_the_bit():
    recipe = replace(PLAIN, epochs=2, distortion=Distortion(rotation=10, elastic=1, thickness=0.3))
    assert torch.equal(weights_after(recipe, 5), weights_after(recipe, 5))
    assert not torch.equal(weights_after(recipe, 5), weights_after(replace(recipe, bfloat16=True), 5))
    assert not torch.equal(weights_after(recipe, 5), weights_after(recipe, 6))


def test_the_global_generator_is_left_alone():
    before = torch.random.get_rng_state()
    weights_after(replace(PLAIN, epochs=1, distortion=Distortion(elastic=1)), 0)
    assert torch.equal(torch.random.get_rng_state(), before)


@pytest.mark.parametrize("averaging", [0.6, 0.99])
def test_what_is_kept_is_the_running_mean(averaging):
    network = small_network()
    mean = first_weight(network).detach().clone()
    for report in train(network, bars(100, 0), None, replace(PLAIN, epochs=5, averaging=averaging), seed=0):
        if isinstance(report, StepReport):
            decay = min(averaging, report.step / (report.step + 10))
            mean = decay * mean + (1 - decay) * first_weight(network).detach()
    torch.testing.assert_close(first_weight(network).detach(), mean)


def test_the_step_is_as_long_as_the_rate_reported():
    network = small_network()
    before = first_weight(network).detach().clone()
    recipe = replace(PLAIN, warm_up=1.0, learning_rate=1e-2, weight_decay=0.0)
    report = next(train(network, bars(100, 0), None, recipe, seed=0))
    assert isinstance(report, StepReport)
    moved = (first_weight(network).detach() - before).abs().max().item()  # Adam's first step is its rate long
    assert moved == pytest.approx(report.learning_rate, rel=1e-2)
    assert report.learning_rate == pytest.approx(1e-2 / 16)


def test_distortion_reaches_the_batches():
    straight, bent = (
        weights_after(replace(PLAIN, epochs=1, distortion=d), 0) for d in (Distortion(), Distortion(shift=2))
    )
    assert not torch.equal(straight, bent)


def test_the_learning_rate_warms_up_then_falls_along_a_cosine():
    recipe = replace(PLAIN, learning_rate=1.0, warm_up=0.1)
    rates = [learning_rate(recipe, step, 100) for step in range(1, 101)]
    assert rates[0] == pytest.approx(0.1)
    assert rates[9] == max(rates) == 1.0
    assert rates[54] == pytest.approx((1 + 0.01) / 2)
    assert rates[99] == pytest.approx(0.01)
    assert rates[9:] == sorted(rates[9:], reverse=True)
