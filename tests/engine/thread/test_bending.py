"""The thread that bends images for the next step."""

from collections.abc import Iterator

import pytest
import torch

from engine.thread.bending import BendingThread
from tests.engine.thread.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bending(clock: Clock) -> Iterator[BendingThread]:
    thread = BendingThread(2, clock)
    yield thread
    thread.close()


def test_it_takes_nothing_while_someone_draws(bending: BendingThread, clock: Clock):
    assert bending.is_free
    bending.take_ink()
    assert not bending.is_free
    clock.now += 0.4
    assert not bending.is_free
    bending.take_ink()
    clock.now += 0.4
    assert not bending.is_free
    clock.now += 0.2
    assert bending.is_free


def test_it_works_in_order_with_its_own_number_of_threads(bending: BendingThread):
    done: list[int] = []
    for number in range(5):
        bending.submit(done.append, number)
    assert bending.submit(torch.get_num_threads).result() == 2
    assert done == [0, 1, 2, 3, 4]
