"""Digits that are new in every epoch."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import torch

from engine.data.digits import Digits
from engine.data.distortion import Distortion
from engine.training import renewal as renewal_module
from engine.training.recipes import Recipe
from engine.training.renewal import PARTS, Renewal, slots
from engine.training.reports import StepReport
from engine.training.trainer import Trainer
from tests.engine.training.rows import flat, small_network

FEW = 1  # of a class in a part
RECIPE = Recipe(epochs=6, distortion=Distortion(shift=1), batch=32)


@pytest.fixture
def renewal() -> Iterator[Renewal]:
    renewal = Renewal(FEW)
    yield renewal
    renewal.close()


def parts(digits: Digits) -> list[bytes]:
    return [images.numpy().tobytes() for images in digits.images.split(10 * FEW)]


def test_a_part_is_new_in_every_epoch_and_stays_for_some():
    assert slots(0) == [0] * PARTS
    for epoch in range(PARTS - 1, 20):
        assert sorted(slots(epoch)) == list(range(epoch - PARTS + 1, epoch + 1))
    for epoch in range(1, 20):
        assert max(slots(epoch)) == epoch
        assert min(slots(epoch)) == max(0, epoch - PARTS + 1)


def test_once_it_has_its_slot_a_part_stays_there():
    for epoch in range(20):
        slot = epoch % PARTS
        assert {slots(later)[slot] for later in range(epoch, epoch + PARTS)} == {epoch}


def test_the_first_rows_follow_the_epochs_and_the_others_stay(renewal: Renewal):
    first = renewal.first()
    digits = Digits(
        torch.cat([first.images, torch.full((3, 28, 28), 7, dtype=torch.uint8)]),
        torch.cat([first.labels, torch.tensor([1, 2, 3])]),
        torch.full((len(first) + 3,), -1),
    )
    drawn: dict[int, bytes] = {}
    for epoch in range(9):
        assert renewal.renew(digits, epoch)
        for part, images in zip(slots(epoch), parts(digits.take(torch.arange(len(first)))), strict=True):
            assert drawn.setdefault(part, images) == images
    assert len(set(drawn.values())) == 9
    assert (digits.images[len(first) :] == 7).all()
    assert digits.labels[len(first) :].tolist() == [1, 2, 3]


def test_an_epoch_has_the_same_digits_however_it_was_reached(renewal: Renewal):
    digits = renewal.first()
    seen = []
    for epoch in range(7):
        renewal.renew(digits, epoch)
        seen.append((parts(digits), digits.labels.tolist()))
    other = Renewal(FEW)
    again = other.first()
    for epoch in (6, 2, 0):
        assert other.renew(again, epoch)
        assert (parts(again), again.labels.tolist()) == seen[epoch]


def test_labels_go_with_their_images(renewal: Renewal):
    digits = renewal.first()
    renewal.renew(digits, 7)
    pairs = {
        (bytes(image), label)
        for image, label in zip(digits.images.numpy(), digits.labels.tolist(), strict=True)
    }
    assert len(pairs) == len({image for image, _ in pairs}) == len(digits)
    assert torch.bincount(digits.labels).tolist() == [FEW * PARTS] * 10


def test_it_tells_how_many_were_drawn(renewal: Renewal):
    told: list[int] = []
    renewal.first(told.append)
    assert sum(told) == 10 * FEW


def test_processes_draw_what_would_be_drawn_here(monkeypatch: pytest.MonkeyPatch, renewal: Renewal):
    here = renewal.first()
    renewal.renew(here, 1)
    monkeypatch.setattr(renewal_module, "_WORTH_PROCESSES", 1)
    other = Renewal(FEW)
    elsewhere = other.first()
    while not other.renew(elsewhere, 1):
        pass
    pool = other._pool
    assert pool is not None
    other.close()
    pool.shutdown()  # waits: no thread is left to the next test
    assert parts(elsewhere) == parts(here)


def trained(epochs: int) -> Trainer:
    renewal = Renewal(FEW)
    digits = renewal.first()
    return Trainer(small_network(8), digits, None, replace(RECIPE, epochs=epochs), 3, renewal=renewal)


def test_a_run_that_goes_on_elsewhere_learns_from_the_same_digits():
    whole, begun, other = trained(6), trained(6), trained(6)
    for _ in whole.reports():
        pass
    for report in begun.reports():
        if isinstance(report, StepReport) and report.step == 9:
            break
    other.restore(begun.state())
    for _ in other.reports():
        pass
    assert torch.equal(flat(other.network), flat(whole.network))


def test_a_run_that_is_rewound_learns_from_the_same_digits():
    run = trained(3)
    for _ in run.reports():
        pass
    first = flat(run.network)
    run.rewind()
    for _ in run.reports():
        pass
    assert torch.equal(flat(run.network), first)


def test_a_run_waits_for_digits_that_are_not_drawn_yet(monkeypatch: pytest.MonkeyPatch):
    run = trained(1)
    answers = iter([False, False, True])
    monkeypatch.setattr(Renewal, "renew", lambda *_: next(answers))
    slices = run.slices()
    assert [next(slices), next(slices)] == [None, None]
    assert run.steps_done == 0
    assert any(report is not None for report in slices)
