"""A batch's gradients, pooled on a thread of their own."""

import threading

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


def test_tiles_come_once_and_are_told_of():
    woken = threading.Event()
    pictures = GradientPictures(woken.set)
    try:
        assert not (pictures.is_busy or pictures.has_news)
        pictures.begin([WISH], GRADIENTS)
        assert woken.wait(PATIENCE_S)
        assert (pictures.is_busy, pictures.has_news) == (False, True)
        (tile,) = pictures.take()
        assert tile.largest == GRADIENTS["weight"].abs().max().item()
        assert not pictures.has_news
    finally:
        pictures.close()


def test_what_is_forgotten_never_comes():
    woken = threading.Event()
    pictures = GradientPictures(woken.set)
    try:
        pictures.begin([WISH], GRADIENTS)
        pictures.forget()
        assert woken.wait(PATIENCE_S)
        assert not (pictures.is_busy or pictures.has_news)
    finally:
        pictures.close()


def test_what_cannot_be_pictured_is_raised_where_it_is_taken():
    woken = threading.Event()
    pictures = GradientPictures(woken.set)
    try:
        pictures.begin([WISH], {})
        assert woken.wait(PATIENCE_S)
        with pytest.raises(KeyError):
            pictures.take()
        assert not pictures.has_news
    finally:
        pictures.close()
