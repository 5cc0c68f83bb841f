import threading

import pytest

from engine.errors import Kind, NetglassError
from engine.training.writer import Writer


@pytest.fixture
def writer():
    writer = Writer("test")
    yield writer
    writer.close()


def test_jobs_are_done_in_order_on_another_thread(writer):
    done = []
    for number in range(5):
        writer.put(lambda number=number: done.append((number, threading.current_thread().name)))
    writer.flush()
    assert done == [(number, "test") for number in range(5)]


def test_closing_does_what_waits(writer):
    done = []
    writer.put(lambda: done.append(1))
    writer.close()
    assert done == [1]


def test_what_was_never_used_can_be_flushed_and_closed(writer):
    writer.flush()
    writer.close()


def test_after_a_failure_nothing_is_done_and_the_failure_is_told_once(writer):
    failure, done = NetglassError(Kind.FILE_EMPTY, file="x"), []

    def fail() -> None:
        raise failure

    writer.put(fail)
    writer.put(lambda: done.append(1))
    writer.flush()
    assert not done
    assert writer.has_failed
    assert writer.take_failure() is failure
    assert writer.take_failure() is None
    assert writer.has_failed
