"""Images that are bent in advance and learned from more than once."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import torch

from engine.data.digits import Digits
from engine.data.distortion import STRAIGHT, Distortion
from engine.training import bendings as bendings_module
from engine.training.bendings import Bendings
from engine.training.recipes import Recipe
from engine.training.renewal import Renewal, slots
from engine.training.reports import StepReport
from engine.training.trainer import Trainer
from tests.engine.training.rows import bars, flat, small_network

ROWS, PARTS = 30, 3
BENT = Distortion(rotation=10, shift=1)
RECIPE = Recipe(epochs=6, distortion=BENT, batch=32, bendings=PARTS)


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bendings_module, "_AT_ONCE", 8)


@pytest.fixture
def drawn() -> Iterator[Renewal]:
    renewal = Renewal(1)
    yield renewal
    renewal.close()


def bendings(seed: int = 5, distortion: Distortion = BENT) -> Bendings:
    return Bendings(bars(ROWS, 0), lambda: distortion, PARTS, seed)


def reach(made: Bendings, digits: Digits, epoch: int) -> list[bytes]:
    while not made.renew(digits, epoch):
        pass
    return parts(digits)


def parts(digits: Digits) -> list[bytes]:
    each = zip(digits.images.chunk(PARTS), digits.labels.chunk(PARTS), strict=True)
    return [images.numpy().tobytes() + labels.numpy().tobytes() for images, labels in each]


def trained(recipe: Recipe = RECIPE, renewal: Renewal | None = None) -> Trainer:
    digits = renewal.first() if renewal else bars(ROWS, 0)
    return Trainer(small_network(8), digits, None, recipe, 3, renewal=renewal)


def finish(run: Trainer) -> torch.Tensor:
    for _ in run.reports():
        pass
    return flat(run.network)


def test_each_part_has_all_images_bent_otherwise():
    made = bendings()
    digits = made.first()
    seen: dict[int, bytes] = {}
    for epoch in range(6):
        for part, content in zip(slots(epoch, PARTS), reach(made, digits, epoch), strict=True):
            assert seen.setdefault(part, content) == content
    assert len(seen) == len(set(seen.values())) == 6
    assert torch.equal(digits.labels, bars(ROWS, 0).labels.repeat(PARTS))


def test_what_is_bent_shows_what_its_label_says():
    made = bendings(distortion=STRAIGHT)
    digits = made.first()
    reach(made, digits, 4)
    assert torch.equal(digits.images, bars(ROWS, 0).images.repeat(PARTS, 1, 1))


def test_an_epoch_has_the_same_digits_however_it_was_reached():
    made, other = bendings(), bendings()
    digits, again = made.first(), other.first()
    seen = [reach(made, digits, epoch) for epoch in range(7)]
    for epoch in (6, 2, 0):
        assert reach(other, again, epoch) == seen[epoch]


def test_what_was_half_bent_is_bent_anew():
    made, other = bendings(), bendings()
    digits, again = made.first(), other.first()
    reach(made, digits, 0)
    assert not made.renew(digits, 4)
    assert not made.renew(digits, 4)
    assert reach(made, digits, 1) == reach(other, again, 1)


def test_another_seed_bends_otherwise():
    one, other = bendings(5), bendings(6)
    assert reach(one, one.first(), 0) != reach(other, other.first(), 0)


def test_what_is_new_in_each_epoch_is_bent_when_it_is_there(drawn: Renewal):
    source, part = drawn.first(), 7
    made = Bendings(source, lambda: STRAIGHT, PARTS, 0, drawn)
    digits = made.first()
    reach(made, digits, part)
    other = Renewal(1)
    again = other.first()
    for slot, number in enumerate(slots(part, PARTS)):
        while not other.renew(again, number):
            pass
        rows = slice(slot * len(again), (slot + 1) * len(again))
        assert torch.equal(digits.images[rows], again.images)
        assert torch.equal(digits.labels[rows], again.labels)


def test_an_epoch_has_every_part_once():
    reports = list(trained(replace(RECIPE, epochs=1)).reports())
    assert sum(report.images for report in reports if isinstance(report, StepReport)) == PARTS * ROWS


def test_what_was_bent_is_not_bent_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("engine.training.batches.bend", lambda *_: pytest.fail("an image was bent at a step"))
    finish(trained(replace(RECIPE, epochs=1)))


@pytest.mark.parametrize("are_drawn", [False, True])
def test_a_run_that_goes_on_elsewhere_ends_at_the_same_weights(are_drawn: bool):
    whole, begun, other = (trained(renewal=Renewal(1) if are_drawn else None) for _ in range(3))
    end = finish(whole)
    for report in begun.reports():
        if isinstance(report, StepReport) and report.step == 8:
            break
    other.restore(begun.state())
    assert torch.equal(finish(other), end)


def test_a_run_that_is_rewound_repeats():
    run = trained()
    first = finish(run)
    run.rewind()
    assert torch.equal(finish(run), first)


def test_a_distortion_that_is_changed_holds_from_the_next_part():
    run = trained()
    for report in run.reports():
        if isinstance(report, StepReport) and report.epoch == 3:
            break
    run.change(replace(RECIPE, distortion=STRAIGHT))
    finish(run)
    assert torch.equal(run._training.images, bars(ROWS, 0).images.repeat(PARTS, 1, 1))
