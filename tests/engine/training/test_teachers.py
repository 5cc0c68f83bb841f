from dataclasses import replace

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.data.digits import as_inputs
from engine.data.distortion import Distortion
from engine.training import teachers
from engine.training.recipes import Recipe, Teaching
from engine.training.reports import StepReport
from engine.training.teachers import Lesson, Teachers, convolutional, educate
from engine.training.trainer import Trainer
from tests.engine.training.rows import bars, flat, small_network

CPU = torch.device("cpu")
RECIPE = Recipe(epochs=2, distortion=Distortion(rotation=5), batch=32, learning_rate=3e-3)
TEACHING = Teaching(teachers=2, epochs=3, batch=50)


def schooled(seed: int = 0) -> nn.Sequential:
    """A network whose BatchNorms have seen something."""
    network = convolutional(seed)
    network(torch.rand((40, 1, 28, 28), generator=torch.Generator().manual_seed(1)))
    return network.eval()


def readings(taught: Teachers, images: Tensor) -> Tensor:
    way = taught.readings(images)
    while True:
        try:
            next(way)
        except StopIteration as end:
            return end.value


def taught_by(teaching: Teaching, seed: int, images: int = 120) -> tuple[Tensor, list[Lesson]]:
    lessons: list[Lesson] = []
    taught = educate(teaching, bars(images, 0), RECIPE, seed, CPU, lessons.append)
    return readings(taught, as_inputs(bars(30, 9).images)), lessons


def test_readings_are_the_mean_of_the_probabilities(monkeypatch):
    monkeypatch.setattr(teachers, "_AT_ONCE", 7)
    images, networks = as_inputs(bars(30, 0).images), [schooled(1), schooled(2)]
    with torch.no_grad():
        expected = sum(network(images).softmax(1) for network in networks) / 2
    torch.testing.assert_close(readings(Teachers(networks, bfloat16=False), images), expected)
    rounded = readings(Teachers(networks, bfloat16=True), images)
    assert rounded.dtype == torch.float32
    torch.testing.assert_close(rounded, expected, rtol=0, atol=0.02)


def test_teachers_learn():
    digits = bars(100, 9)
    taught = educate(replace(TEACHING, teachers=1, epochs=6), bars(400, 0), RECIPE, 0, CPU)
    read = readings(taught, as_inputs(digits.images)).argmax(1)
    assert (read == digits.labels).float().mean() > 0.9


def test_each_step_of_each_teacher_is_told():
    _, lessons = taught_by(TEACHING, seed=0)  # two batches an epoch, with 20 images left over
    assert [lesson.step for lesson in lessons] == list(range(1, 13))
    assert {lesson.steps for lesson in lessons} == {12}
    assert lessons[5].loss < lessons[0].loss > lessons[11].loss


def test_a_batch_larger_than_the_data_is_all_of_them():
    _, lessons = taught_by(replace(TEACHING, batch=500), seed=0)
    assert len(lessons) == 2 * 3


def test_a_seed_repeats_the_teachers_to_the_bit_and_leaves_the_global_generator_alone():
    torch.manual_seed(5)
    before = torch.random.get_rng_state()
    (first, _), (second, _), (other, _) = (taught_by(TEACHING, seed) for seed in (3, 3, 4))
    assert torch.equal(first, second)
    assert not torch.equal(first, other)
    assert torch.equal(torch.random.get_rng_state(), before)


def test_no_teacher_is_like_another():
    _, lessons = taught_by(TEACHING, seed=0)
    assert lessons[0].loss != lessons[6].loss


def test_the_network_learns_what_the_teachers_read_in_the_images_that_it_sees(monkeypatch):
    recipe = Recipe(epochs=1, distortion=Distortion(), batch=20, averaging=0)
    seen: list[Tensor] = []
    wrong = torch.zeros(20, 10)
    wrong[:, 3], wrong[:, 4] = 0.75, 0.25

    class Odd(Teachers):
        def readings(self, images):
            seen.append(images)
            yield
            return wrong[: len(images)]

    network = small_network()
    run = Trainer(network, bars(20, 0), None, recipe, seed=0)
    run.learn_from(Odd([], bfloat16=False))
    (report,) = [each for each in run.reports() if isinstance(each, StepReport)]
    expected = functional.cross_entropy(small_network()(seen[0]), wrong)
    assert report.loss == pytest.approx(expected.item(), rel=1e-5)
    assert report.accuracy < 0.5  # counted by the labels


def test_large_batches_learn_from_the_teachers_as_small_ones_do(monkeypatch):
    taught = Teachers([schooled()], bfloat16=False)
    recipe = Recipe(epochs=3, distortion=Distortion(rotation=5), batch=60, averaging=0)

    def weights() -> Tensor:
        network = small_network()
        run = Trainer(network, bars(120, 0), None, recipe, seed=0)
        run.learn_from(taught)
        for _ in run.slices():
            pass
        return flat(network)

    whole = weights()
    monkeypatch.setattr("engine.training.backpropagation._SLICE", 2 * 784 * 32 * 20)
    torch.testing.assert_close(weights(), whole, rtol=1e-3, atol=1e-5)
