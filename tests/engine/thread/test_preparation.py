"""Data on their way to a run."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from engine.errors import Kind, NetglassError
from engine.thread import preparation as preparation_module
from engine.thread.preparation import Preparation
from engine.thread.training_commands import Train
from tests.engine.thread.collector import PATIENCE_S
from tests.engine.thread.turns import DATA, PLAN

AMPLE = 1 << 30


def test_what_cannot_be_read_is_raised_where_it_is_taken(tmp_path: Path):
    woken = threading.Event()
    preparation = Preparation(Train(replace(PLAN, sources=(str(tmp_path / "none.jsonl"),))), AMPLE, woken.set)
    assert woken.wait(PATIENCE_S)
    assert preparation.has_news
    with pytest.raises(NetglassError) as failure:
        preparation.take()
    assert failure.value.kind is Kind.FILE_MISSING
    preparation.join(PATIENCE_S)


def test_it_tells_how_far_it_is_and_gives_the_data_once(monkeypatch: pytest.MonkeyPatch):
    seen, go_on = threading.Semaphore(0), threading.Event()

    def slowly(*_: object, report: Callable[[int], None]) -> object:
        report(200)
        go_on.wait(PATIENCE_S)
        return DATA

    monkeypatch.setattr(preparation_module, "training_data", slowly)
    preparation = Preparation(Train(PLAN), AMPLE, seen.release)
    assert seen.acquire(timeout=PATIENCE_S)
    assert (preparation.rendered, preparation.has_news) == (200, True)
    assert preparation.take() is None
    assert not preparation.has_news
    go_on.set()
    assert seen.acquire(timeout=PATIENCE_S)
    prepared = preparation.take()
    assert prepared is not None
    assert prepared.data is DATA
    assert preparation.take() is None
    preparation.join(PATIENCE_S)


def test_cancelled_it_ends_with_the_next_drawings_and_wakes_nobody(monkeypatch: pytest.MonkeyPatch):
    begun, go_on = threading.Event(), threading.Event()
    ended: list[bool] = []

    def endless(*_: object, report: Callable[[int], None]) -> object:
        begun.set()
        go_on.wait(PATIENCE_S)
        report(200)
        ended.append(False)
        return DATA

    def wake() -> None:
        ended.append(True)

    monkeypatch.setattr(preparation_module, "training_data", endless)
    preparation = Preparation(Train(PLAN), AMPLE, wake)
    assert begun.wait(PATIENCE_S)
    preparation.cancel()
    go_on.set()
    preparation.join(PATIENCE_S)
    assert ended == []
    assert preparation.take() is None
