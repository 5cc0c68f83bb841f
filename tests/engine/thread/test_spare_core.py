"""The thread that helps the one that trains."""

from collections.abc import Iterator

import pytest
import torch

from engine.thread.spare_core import SpareCoreThread
from tests.engine.thread.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def spare_core(clock: Clock) -> Iterator[SpareCoreThread]:
    thread = SpareCoreThread(2, clock)
    yield thread
    thread.close()


def test_it_takes_nothing_while_someone_draws(spare_core: SpareCoreThread, clock: Clock):
    assert spare_core.is_free
    spare_core.take_ink()
    assert not spare_core.is_free
    clock.now += 0.4
    assert not spare_core.is_free
    spare_core.take_ink()
    clock.now += 0.4
    assert not spare_core.is_free
    clock.now += 0.2
    assert spare_core.is_free


def test_it_works_in_order_with_its_own_number_of_threads(spare_core: SpareCoreThread):
    done: list[int] = []
    for number in range(5):
        spare_core.submit(done.append, number)
    assert spare_core.submit(torch.get_num_threads).result() == 2
    assert done == [0, 1, 2, 3, 4]
