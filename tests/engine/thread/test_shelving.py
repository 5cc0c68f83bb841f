"""Runs on the thread of files."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.errors import Kind
from engine.thread.events import EngineFailed, FileWritten
from engine.thread.files import FileThread
from engine.thread.run_commands import BringBackRun, CopyRun, DeleteRun, ListRuns, ReadRun, RenameRun
from engine.thread.run_events import RunDeleted, RunRead, RunsListed
from tests.engine.thread.collector import PATIENCE_S, Collector
from tests.engine.training.test_run_shelf import a_run


@pytest.fixture
def events() -> Collector:
    return Collector()


@pytest.fixture
def files(events: Collector) -> Iterator[FileThread]:
    files = FileThread(events)
    files.start()
    yield files
    files.stop()
    assert files.join_started(PATIENCE_S)


def test_runs_are_listed_under_their_names(files: FileThread, events: Collector, tmp_path: Path):
    folder = a_run(tmp_path)
    files.inbox.put(RenameRun(folder, "first"))
    files.inbox.put(ListRuns(tmp_path))
    assert [run.name for run in events.wait(RunsListed).runs] == ["first"]


def test_the_figures_of_a_run_are_read(files: FileThread, events: Collector, tmp_path: Path):
    files.inbox.put(ReadRun(a_run(tmp_path)))
    read = events.wait(RunRead)
    assert read.steps.tolist() == list(range(1, 41))
    assert read.validation_accuracies.tolist() == [0.75, 0.7]
    assert not read.losses.flags.writeable


def test_a_folder_that_is_no_run_is_a_sentence(files: FileThread, events: Collector, tmp_path: Path):
    files.inbox.put(ReadRun(tmp_path))
    assert events.wait(EngineFailed).kind is Kind.RUN_DAMAGED


def test_a_run_goes_and_comes_back(files: FileThread, events: Collector, tmp_path: Path):
    files.inbox.put(DeleteRun(a_run(tmp_path), tmp_path))
    gone = events.wait(RunDeleted)
    assert gone.name == "adamw-1"
    files.inbox.put(BringBackRun(gone.folder, tmp_path))
    files.inbox.put(ListRuns(tmp_path))
    assert len(events.wait(RunsListed).runs) == 1


def test_a_copy_is_told_when_it_is_whole(files: FileThread, events: Collector, tmp_path: Path):
    files.inbox.put(CopyRun(a_run(tmp_path), tmp_path / "copy"))
    assert events.wait(FileWritten).path == tmp_path / "copy"
    files.inbox.put(CopyRun(tmp_path / "none", tmp_path / "other"))
    assert events.wait(EngineFailed).kind is Kind.RUN_DAMAGED
