"""Data sets fetched beside the thread of files."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.data import download as download_module
from engine.data.family import DataSet
from engine.errors import Kind, NetglassError
from engine.thread.events import EngineFailed
from engine.thread.fetching import Fetching
from engine.thread.training_events import FetchEnded, FetchProgressed
from tests.engine.thread.collector import PATIENCE_S, Collector

MEGABYTE = 1 << 20


@pytest.fixture
def events() -> Collector:
    return Collector()


@pytest.fixture
def fetching(events: Collector) -> Iterator[Fetching]:
    fetching = Fetching(events)
    yield fetching
    fetching.close()


def test_what_arrives_is_told_and_so_is_the_end(
    fetching: Fetching, events: Collector, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    asked = []

    def arrive(data_set: DataSet, folder: Path, report: Callable[[int], None]) -> None:
        asked.append((data_set.name, folder))
        report(MEGABYTE)

    monkeypatch.setattr(download_module, "download", arrive)
    fetching.begin("kmnist", tmp_path)
    assert events.wait(FetchEnded) == FetchEnded("kmnist", tmp_path, fetched=True)
    assert asked == [("kmnist", tmp_path)]
    assert [event.done for event in events.of(FetchProgressed)] == [0, MEGABYTE]


def test_a_failure_is_told_as_such(
    fetching: Fetching, events: Collector, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    def fail(*_: object) -> None:
        raise NetglassError(Kind.DOWNLOAD_FAILED, data_set="MNIST", reason="no route", folder="x")

    monkeypatch.setattr(download_module, "download", fail)
    fetching.begin("mnist", tmp_path)
    assert not events.wait(FetchEnded).fetched
    assert events.wait(EngineFailed).kind is Kind.DOWNLOAD_FAILED


def test_it_can_be_given_up_and_begun_again(
    fetching: Fetching, events: Collector, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    go_on = threading.Event()
    begun = []

    def arrive(_: object, folder: Path, report: Callable[[int], None]) -> None:
        begun.append(folder)
        go_on.wait(PATIENCE_S)
        report(MEGABYTE)

    monkeypatch.setattr(download_module, "download", arrive)
    fetching.begin("mnist", tmp_path)
    fetching.begin("mnist", tmp_path)  # goes on already
    events.wait(FetchProgressed)
    fetching.cancel("mnist")
    go_on.set()
    assert not events.wait(FetchEnded).fetched
    assert not events.of(EngineFailed)
    assert begun in ([], [tmp_path])
