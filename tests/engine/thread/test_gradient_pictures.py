"""A batch's gradients, pooled on a thread of their own."""

import threading
from collections.abc import Iterator

import pytest
import torch

from engine.thread.commands import Topic, Watch
from engine.thread.gradient_pictures import GradientPictures
from tests.engine.thread.collector import PATIENCE_S

GRADIENTS = {
    "weight": torch.randn(60, 90, generator=torch.Generator().manual_seed(1)),
    "bias": torch.linspace(-1, 3, 60),
}
WISH = Watch("w", Topic.GRADIENT, "weight", rows=20, columns=30)


@pytest.fixture
def woken() -> threading.Event:
    return threading.Event()


@pytest.fixture
def pictures(woken: threading.Event) -> Iterator[GradientPictures]:
    pictures = GradientPictures(woken.set)
    yield pictures
    pictures.close()


def test_tiles_come_once_and_are_told_of(pictures: GradientPictures, woken: threading.Event):
    assert not (pictures.is_busy or pictures.has_news)
    pictures.begin([WISH], GRADIENTS)
    assert woken.wait(PATIENCE_S)
    assert (pictures.is_busy, pictures.has_news) == (False, True)
    (tile,) = pictures.take()
    assert tile.largest == GRADIENTS["weight"].abs().max().item()
    assert not pictures.has_news


def test_what_is_forgotten_never_comes(pictures: GradientPictures, woken: threading.Event):
    pictures.begin([WISH], GRADIENTS)
    pictures.forget()
    assert woken.wait(PATIENCE_S)
    assert not (pictures.is_busy or pictures.has_news)


def test_what_cannot_be_pictured_is_raised_where_it_is_taken(
    pictures: GradientPictures, woken: threading.Event
):
    pictures.begin([WISH], {})
    assert woken.wait(PATIENCE_S)
    with pytest.raises(KeyError):
        pictures.take()
    assert not pictures.has_news
