"""Models that are written by threads of their own."""

import threading

import pytest

from engine.errors import Kind, NetglassError
from engine.thread.saving import Saving
from tests.engine.thread.collector import PATIENCE_S


class Bell:
    def __init__(self) -> None:
        self.rung = threading.Semaphore(0)

    def ring(self) -> None:
        self.rung.release()

    def wait(self) -> None:
        assert self.rung.acquire(timeout=PATIENCE_S)


def test_what_was_asked_for_first_is_written_first():
    bell, begins, done = Bell(), threading.Event(), []
    saving = Saving(bell.ring)

    def slowly() -> None:
        assert begins.wait(PATIENCE_S)
        done.append("first")

    saving.begin(slowly, lambda: done.append("first told"))
    saving.begin(lambda: done.append("second"), lambda: done.append("second told"))
    assert not saving.has_news
    begins.set()
    for _ in range(2):
        bell.wait()
    saving.take()
    assert done == ["first", "second", "first told", "second told"] and not saving.has_news


def test_what_writing_raises_is_raised_once_where_it_is_taken():
    def fail() -> None:
        raise NetglassError(Kind.FILE_IS_FOLDER, file="a")

    bell, told = Bell(), []
    saving = Saving(bell.ring)
    saving.begin(fail, lambda: told.append("failed"))
    saving.begin(lambda: None, lambda: told.append("written"))
    for _ in range(2):
        bell.wait()
    with pytest.raises(NetglassError):
        saving.take()
    saving.take()
    assert told == ["written"]


def test_the_end_waits_for_what_is_being_written():
    saving, done = Saving(lambda: None), []
    saving.begin(lambda: done.append("written"), lambda: None)
    saving.finish()
    assert done == ["written"]
