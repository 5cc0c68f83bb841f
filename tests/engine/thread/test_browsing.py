"""Images of a run's data."""

from collections.abc import Iterator

import numpy as np
import pytest

from engine.thread.training_commands import BrowseMistakes, BrowseSamples, Collection
from engine.thread.training_events import SamplesRead, TrainingState, Validated
from tests.engine.thread.turns import DATA, Turns, prepared


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Iterator[Turns]:
    prepared(monkeypatch)
    turns = Turns()
    yield turns
    turns.session.close()


def ask(turns: Turns, wish: BrowseSamples | BrowseMistakes) -> SamplesRead:
    before = len(turns.events)
    turns.send(wish)
    answers = [event for event in turns.events[before:] if isinstance(event, SamplesRead)]
    return answers[0] if answers else turns.until(SamplesRead)


def test_samples_are_the_images_of_the_run(turns: Turns):
    turns.begin()
    read = ask(turns, BrowseSamples("s", Collection.TRAINING, 10, 7))
    assert (read.subscription, read.total) == ("s", 150)
    np.testing.assert_array_equal(read.numbers, np.arange(10, 17))
    np.testing.assert_array_equal(read.images, DATA.training.images[10:17])
    np.testing.assert_array_equal(read.labels, DATA.training.labels[10:17])
    assert ((read.confidences > 0.1) & (read.confidences <= 1)).all()
    assert not read.images.flags.writeable


def test_samples_can_be_seen_as_training_bends_them(turns: Turns):
    turns.begin()
    read = ask(turns, BrowseSamples("s", Collection.VALIDATION, 0, 5, distorted=True))
    assert read.images.shape == (5, 28, 28)
    assert not np.array_equal(read.images, DATA.validation.images[:5])
    again = ask(turns, BrowseSamples("s", Collection.VALIDATION, 0, 5, distorted=True))
    np.testing.assert_array_equal(again.images, read.images)


@pytest.mark.parametrize(("first", "count", "found"), [(148, 9, 2), (150, 3, 0), (-4, 3, 3), (0, -1, 0)])
def test_what_lies_beyond_the_data_is_left_out(turns: Turns, first: int, count: int, found: int):
    turns.begin()
    read = ask(turns, BrowseSamples("s", Collection.TRAINING, first, count, distorted=True))
    assert len(read.images) == len(read.labels) == len(read.predicted) == found


def test_a_wish_waits_for_the_data(turns: Turns):
    turns.send(BrowseSamples("s", Collection.TRAINING, 0, 3), BrowseMistakes("m", 5))
    assert turns.events == []
    turns.begin()
    turns.until_state(TrainingState.FINISHED)
    assert {event.subscription for event in turns.of(SamplesRead)} == {"s", "m"}


def test_the_cell_of_the_matrix_holds_what_it_counts(turns: Turns):
    turns.begin()
    turns.take_steps(1)
    turns.rest()
    confusion = turns.of(Validated)[-1].confusion
    label, predicted = np.unravel_index(confusion.argmax(), confusion.shape)
    read = ask(turns, BrowseMistakes("m", 100, int(label), int(predicted)))
    assert read.total == len(read.images) == confusion.max()
    assert (read.labels == label).all()
    assert (read.predicted == predicted).all()
    np.testing.assert_array_equal(read.images, DATA.validation.images.numpy()[read.numbers])


def test_the_worst_mistakes_come_first(turns: Turns):
    turns.begin()
    turns.take_steps(1)
    turns.rest()
    read = ask(turns, BrowseMistakes("m", 8))
    confusion = turns.of(Validated)[-1].confusion
    assert read.total == confusion.sum() - confusion.trace()
    assert (read.labels != read.predicted).all()
    assert (np.diff(read.confidences) <= 0).all()
    assert len(read.images) == 8
