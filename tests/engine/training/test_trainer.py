import copy
import json
import math
from dataclasses import replace

import pytest
import safetensors.torch
import torch
from torch.nn import functional

from engine.data.augmentation import distort
from engine.data.digits import Digits, as_inputs
from engine.data.distortion import Distortion
from engine.network.mlp import NeuralNetwork
from engine.training import backpropagation, evaluation, pieces
from engine.training.evaluation import evaluate
from engine.training.guards import DivergedError
from engine.training.optimisers import FADING_STEPS
from engine.training.recipes import RECIPES, Optimiser, Recipe, Schedule
from engine.training.reports import EpochReport, StepReport
from engine.training.schedule import learning_rate
from engine.training.trainer import Trainer, train
from engine.training.trainer_state import TrainerState, decoded_state
from tests.engine.training.rows import advance, bars, flat, small_network

BENT = Recipe(epochs=2, distortion=Distortion(rotation=10, elastic=0.8, thickness=0.3), batch=32)
PLAIN = Recipe(epochs=4, distortion=Distortion(), batch=32, averaging=0.9)


def first_weight(network: NeuralNetwork) -> torch.Tensor:
    return network.get_parameter("linear_relu_stack.0.weight")


def weights_after(recipe: Recipe, seed: int) -> torch.Tensor:
    network = small_network()
    for _ in train(network, bars(100, 0), None, recipe, seed):
        pass
    return flat(network)


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


def plain_loop(network: NeuralNetwork, digits: Digits, recipe: Recipe, seed: int) -> list[float]:
    """What a recipe with AdamW means, without slices, guards and all that: the losses, the network trained."""
    generator = torch.Generator().manual_seed(seed)
    optimiser = torch.optim.AdamW(network.parameters(), weight_decay=recipe.weight_decay, fused=True)
    means = [parameter.detach().clone() for parameter in network.parameters()]
    steps, losses = recipe.epochs * -(-len(digits) // recipe.batch), []
    for _ in range(recipe.epochs):
        for rows in torch.randperm(len(digits), generator=generator).split(recipe.batch):
            images = distort(digits.images[rows].unsqueeze(1) / 255, recipe.distortion, generator)
            with torch.autocast("cpu", torch.bfloat16, enabled=recipe.bfloat16):
                logits = network(images)
            loss = functional.cross_entropy(logits.float(), digits.labels[rows])
            optimiser.zero_grad()
            loss.backward()
            losses.append(loss.item())
            optimiser.param_groups[0]["lr"] = learning_rate(recipe, len(losses), steps)
            optimiser.step()
            decay = min(recipe.averaging, len(losses) / (len(losses) + 10))
            with torch.no_grad():
                for mean, value in zip(means, network.parameters(), strict=True):
                    mean.lerp_(value, 1 - decay)
    network.load_state_dict(dict(zip(network.state_dict(), means, strict=True)))
    return losses


@pytest.mark.parametrize("by_layer", [False, True])
@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_gives_the_weights_of_the_plain_loop_to_the_bit(monkeypatch, name, by_layer):
    monkeypatch.setattr(pieces, "_AT_ONCE", 0 if by_layer else 1 << 40)
    recipe, digits = replace(RECIPES[name], epochs=2), bars(600, 0)
    ours, plain = small_network(), small_network()
    losses = [
        report.loss for report in train(ours, digits, None, recipe, 7) if isinstance(report, StepReport)
    ]
    assert losses == plain_loop(plain, digits, recipe, 7)
    assert torch.equal(flat(ours), flat(plain))


def trainer(recipe: Recipe = BENT, network: NeuralNetwork | None = None, seed: int = 3) -> Trainer:
    return Trainer(network or small_network(), bars(100, 0), bars(30, 1), recipe, seed)


def finish(run: Trainer) -> None:
    for _ in run.slices():
        pass


def state_words(run: Trainer) -> bytes:
    return run.state().encoded()


def test_a_large_batch_goes_in_micro_batches_with_nothing_to_tell_between(monkeypatch):
    monkeypatch.setattr(backpropagation, "_SLICE", 2 * 784 * 32 * 20)
    monkeypatch.setattr(pieces, "_AT_ONCE", 0)
    kinds = [type(report) for report in trainer(replace(PLAIN, epochs=1, batch=100)).slices()]
    assert kinds.count(StepReport) == 1
    assert kinds.index(StepReport) >= 7 * 3  # 16 images at once


def test_moments_that_have_faded_are_forgotten_on_the_way():
    images = bars(20, 0)
    images.images[:, 0, 0] = 0
    run = Trainer(small_network(), images, None, Recipe(epochs=100, distortion=Distortion(), batch=10), 3)
    advance(run, FADING_STEPS - 1)
    moment = run._optimiser.state[next(run.network.parameters())]["exp_avg"]
    moment[:, 0] = 1e-35
    advance(run, FADING_STEPS)
    assert not moment[:, 0].any()
    assert moment.any()


def test_micro_batches_give_the_weights_of_the_whole_batch(monkeypatch):
    recipe = replace(BENT, batch=100, epochs=3, optimiser=Optimiser.SGD, learning_rate=0.1)
    whole = weights_after(recipe, 5)
    monkeypatch.setattr(backpropagation, "_SLICE", 2 * 784 * 32 * 20)
    torch.testing.assert_close(weights_after(recipe, 5), whole)


def test_a_step_tells_the_accuracy_and_the_number_of_its_images():
    run, digits = trainer(replace(PLAIN, batch=100, averaging=0.0)), bars(100, 0)
    expected = evaluate(run.network, digits)
    report = next(report for report in run.slices() if report is not None)
    assert isinstance(report, StepReport)
    assert (report.images, report.accuracy) == (100, pytest.approx(expected.accuracy))
    assert report.loss == pytest.approx(expected.loss)


def test_rewinding_brings_back_the_beginning_and_the_same_run_to_the_bit():
    run = trainer()
    start = state_words(run)
    finish(run)
    end = state_words(run)
    run.rewind()
    assert (run.steps_done, run.epoch, run.last_gradients()) == (0, 0, {})
    assert state_words(run) == start
    finish(run)
    assert state_words(run) == end


def test_a_run_that_was_rewound_within_a_step_repeats_to_the_bit():
    run, other = trainer(), trainer()
    slices = run.slices()
    for _ in range(6):
        next(slices)
    run.rewind()
    finish(run)
    finish(other)
    assert state_words(run) == state_words(other)


def test_slices_that_are_under_way_follow_a_rewind():
    run = trainer()
    slices = run.slices()
    while run.steps_done < 3:
        next(slices)
    run.rewind()
    report = next(report for report in slices if report is not None)
    assert isinstance(report, StepReport)
    assert report.step == 1


@pytest.mark.parametrize("steps", [0, 1, 3, 4, 5, 9])
@pytest.mark.parametrize("optimiser", Optimiser)
def test_a_run_goes_on_from_its_state_as_if_never_left(steps, optimiser):
    recipe = replace(BENT, epochs=3, optimiser=optimiser)
    whole, left, resumed = (trainer(recipe) for _ in range(3))
    finish(whole)
    advance(left, steps)
    resumed.restore(_reread(left.state()))
    assert resumed.steps_done == steps
    finish(resumed)
    assert state_words(resumed) == state_words(whole)


def test_a_state_taken_within_a_step_is_that_of_the_last_one():
    run = trainer()
    slices = run.slices()
    while run.steps_done < 5:
        next(slices)
    between = state_words(run)
    next(slices)  # bends the images of the next
    assert state_words(run) == between


def _reread(state: TrainerState) -> TrainerState:
    content = state.encoded()
    length = int.from_bytes(content[:8], "little")
    words = json.loads(content[8 : 8 + length])["__metadata__"]
    return decoded_state(safetensors.torch.load(content), words)


def test_in_a_state_of_an_older_version_nothing_is_frozen():
    content = trainer().state().encoded()
    length = int.from_bytes(content[:8], "little")
    values = json.loads(json.loads(content[8 : 8 + length])["__metadata__"]["netglass"])
    del values["frozen"]
    tensors = safetensors.torch.load(content)
    assert decoded_state(tensors, {"netglass": json.dumps(values)}).frozen == ()


def test_a_state_is_a_copy():
    run = trainer()
    advance(run, 3)
    state = run.state()
    before = state.encoded()
    finish(run)
    assert state.encoded() == before


def test_a_change_takes_effect_from_the_next_step():
    run = trainer(replace(PLAIN, epochs=2, schedule=Schedule.CONSTANT, warm_up=0.0))
    advance(run, 1)
    run.change(replace(run.recipe, batch=17, learning_rate=0.5))
    report = next(report for report in run.slices() if report is not None)
    assert isinstance(report, StepReport)
    assert (report.images, report.learning_rate, report.step) == (17, 0.5, 2)
    assert report.steps == 2 + math.ceil((100 - 32 - 17) / 17) + math.ceil(100 / 17)


def test_each_image_is_seen_once_an_epoch_though_the_batch_changes():
    run = trainer(replace(PLAIN, epochs=1))
    seen = []
    for report in run.slices():
        if isinstance(report, StepReport):
            seen.append(report.images)
            run.change(replace(run.recipe, batch=len(seen) * 10))
    assert seen == [32, 10, 20, 30, 8]


def test_a_change_of_rate_keeps_what_the_optimiser_remembers_and_one_of_kind_does_not():
    run = trainer(PLAIN)
    advance(run, 3)
    run.change(replace(PLAIN, learning_rate=1e-4))
    advance(run, 4)
    assert {state["step"].item() for state in run.state().optimiser.values()} == {4}
    run.change(replace(PLAIN, optimiser=Optimiser.MOMENTUM))
    advance(run, 5)
    assert {key for state in run.state().optimiser.values() for key in state} == {"momentum_buffer"}


def test_more_epochs_can_be_asked_for_at_the_end():
    run = trainer(replace(PLAIN, epochs=1))
    finish(run)
    assert run.is_finished
    run.change(replace(PLAIN, epochs=2))
    finish(run)
    assert (run.steps_done, run.steps, run.epoch) == (8, 8, 2)


def test_fewer_epochs_end_with_the_one_under_way():
    run = trainer(replace(PLAIN, epochs=5))
    advance(run, 6)
    run.change(replace(PLAIN, epochs=1))
    finish(run)
    assert (run.steps_done, run.epoch) == (8, 2)


def test_averaging_can_begin_on_the_way():
    run = trainer(replace(PLAIN, averaging=0.0))
    advance(run, 2)
    mean = first_weight(run.network).detach().clone()
    run.change(replace(PLAIN, averaging=0.6))
    advance(run, 3)
    mean += (1 - 3 / 13) * (first_weight(run.network).detach() - mean)
    run.finish()
    torch.testing.assert_close(first_weight(run.network).detach(), mean)


def test_without_averaging_the_last_weights_are_kept():
    run = trainer(replace(PLAIN, averaging=0.0))
    advance(run, 5)
    before = flat(run.network)
    run.finish()
    assert torch.equal(flat(run.network), before)


@pytest.mark.parametrize("optimiser", Optimiser)
def test_what_is_frozen_on_the_way_never_moves_again(optimiser):
    run = trainer(replace(PLAIN, optimiser=optimiser, weight_decay=0.1, averaging=0.9))
    advance(run, 6)
    first, bias = first_weight(run.network), run.network.get_parameter("linear_relu_stack.2.bias")
    for parameter in (first, bias):
        parameter.requires_grad_(False)
    kept = first.clone(), bias.clone()
    others = run.network.get_parameter("linear_relu_stack.2.weight").detach().clone()
    finish(run)
    assert torch.equal(first, kept[0])
    assert torch.equal(bias, kept[1])
    assert not torch.equal(run.network.get_parameter("linear_relu_stack.2.weight"), others)


def test_what_is_frozen_within_a_step_does_not_move_in_it(monkeypatch):
    monkeypatch.setattr(pieces, "_AT_ONCE", 0)
    run = trainer(PLAIN)
    advance(run, 6)
    slices = run.slices()
    next(slices)
    first_weight(run.network).requires_grad_(False)
    kept = first_weight(run.network).clone()
    advance(run, 7)
    assert torch.equal(first_weight(run.network), kept)


def test_what_was_thawed_moves_again():
    run = trainer(PLAIN)
    first_weight(run.network).requires_grad_(False)
    advance(run, 3)
    kept = first_weight(run.network).clone()
    first_weight(run.network).requires_grad_(True)
    advance(run, 4)
    assert not torch.equal(first_weight(run.network), kept)


def test_what_is_frozen_stays_so_in_a_run_that_goes_on_and_when_it_is_rewound():
    run, other = trainer(PLAIN), trainer(PLAIN)
    first_weight(run.network).requires_grad_(False)
    advance(run, 3)
    other.restore(_reread(run.state()))
    assert [p.requires_grad for p in other.network.parameters()] == [False, True, True, True]
    finish(run)
    finish(other)
    assert torch.equal(flat(other.network), flat(run.network))
    other.rewind()
    assert not first_weight(other.network).requires_grad
    other.restore(trainer(PLAIN).state())
    assert first_weight(other.network).requires_grad


def test_a_network_that_is_all_frozen_can_be_trained_to_no_effect():
    network = small_network().requires_grad_(False)
    before = flat(network)
    finish(trainer(network=network))
    assert torch.equal(flat(network), before)


def test_gradients_are_those_of_the_last_step():
    run = trainer(replace(PLAIN, batch=100))
    before = copy.deepcopy(run.network)
    advance(run, 1)
    images = as_inputs(bars(100, 0).images)
    functional.cross_entropy(before(images), bars(100, 0).labels).backward()
    for name, gradient in run.last_gradients().items():
        torch.testing.assert_close(gradient, before.get_parameter(name).grad)


def test_kept_gradients_stay_until_others_are_kept():
    run = trainer(replace(BENT, epochs=3))
    for _ in range(3):
        advance(run, run.steps_done + 1)
        run.keep_gradients()
        run.keep_gradients()
        kept = run.last_gradients()
        before = {name: gradient.clone() for name, gradient in kept.items()}
        for _ in range(2):
            advance(run, run.steps_done + 1)
            assert all(torch.equal(gradient, before[name]) for name, gradient in kept.items())
            assert not any(torch.equal(new, before[name]) for name, new in run.last_gradients().items())


def test_a_step_that_would_diverge_is_not_taken():
    run = trainer(replace(PLAIN, optimiser=Optimiser.SGD, learning_rate=1e30, warm_up=0.0))
    advance(run, 1)
    before = state_words(run)
    with pytest.raises(DivergedError) as caught:
        advance(run, 2)
    assert caught.value.layer in dict(run.network.named_parameters())
    assert (caught.value.step, run.steps_done) == (2, 1)
    assert state_words(run) == before


def test_a_run_that_diverged_can_go_on_with_weights_that_are_whole():
    run, other = trainer(), trainer()
    advance(run, 3)
    good = run.state()
    with torch.no_grad():
        first_weight(run.network)[0, 0] = math.nan
    with pytest.raises(DivergedError, match="linear_relu_stack"):
        finish(run)
    run.restore(good)
    finish(run)
    finish(other)
    assert state_words(run) == state_words(other)


def test_validation_is_in_slices_too(monkeypatch):
    monkeypatch.setattr(evaluation, "_CHUNK", 10)
    run = Trainer(small_network(), bars(32, 0), bars(100, 1), replace(PLAIN, epochs=1), 0)
    *pauses, report = run.slices()
    assert len(pauses) == 1 + 10
    assert isinstance(report, EpochReport)
    assert report.validation == evaluate(run.network, bars(100, 1))
