"""Weights on their way from the disk."""

import threading

import pytest
import torch

from engine.errors import Kind, NetglassError
from engine.thread.kept_steps import Weights
from engine.thread.step_reader import StepReader
from tests.engine.thread.collector import PATIENCE_S


def test_what_was_asked_for_last_is_read_and_what_waited_is_passed_over():
    begun, go_on, woken = threading.Event(), threading.Event(), threading.Semaphore(0)
    read: list[int] = []

    def slowly(step: int) -> Weights:
        read.append(step)
        begun.set()
        go_on.wait(PATIENCE_S)
        return {"weight": torch.tensor(float(step))}

    reader = StepReader(slowly, woken.release)
    reader.ask(1)
    assert begun.wait(PATIENCE_S)
    for step in (2, 3, 4):
        reader.ask(step)
    go_on.set()
    for _ in range(2):
        assert woken.acquire(timeout=PATIENCE_S)
    assert read == [1, 4]
    assert [found[0] for found in (reader.take(), reader.take()) if found] == [1, 4]
    assert reader.take() is None


def test_what_cannot_be_read_is_raised_where_it_is_taken():
    woken = threading.Event()

    def missing(step: int) -> Weights:
        raise NetglassError(Kind.RUN_STEP_MISSING, folder="run", step=step)

    reader = StepReader(missing, woken.set)
    reader.ask(3)
    assert woken.wait(PATIENCE_S)
    with pytest.raises(NetglassError):
        reader.take()
    assert not reader.has_news
