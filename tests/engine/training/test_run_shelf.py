"""The shelf of runs."""

import json
import os
import time
from pathlib import Path

import pytest

from engine.errors import Kind, NetglassError
from engine.training import run_shelf
from engine.training.recipes import recipe_named, recipe_values
from engine.training.run_folder import RunCard, RunFolder, RunState, now
from engine.training.run_shelf import RunShelf
from engine.training.run_summary import summary_of

RECIPE = recipe_named("quick")


def a_run(shelf: Path, name: str = "adamw-1", state: RunState = RunState.LEFT, begun: str = "") -> Path:
    folder = RunFolder(shelf / name)
    folder.steps_path.mkdir(parents=True)
    about = {"name": name, "sources": ["synthetic"], "recipe": recipe_values(RECIPE), "seed": 7}
    folder.card_path.write_bytes(RunCard(about, state, begun or now()).encoded())
    folder.figures.add((step, 1, 1 / step, 0.5, 1e-3, 64) for step in range(1, 41))
    folder.validations.add([(20, 1, 0.5, 0.75), (40, 1, 0.625, 0.7)])
    for step in (0, 40):
        folder.step_path(step).write_bytes(bytes(10))
    return folder.path


def raised_by(act) -> NetglassError:
    with pytest.raises(NetglassError) as caught:
        act()
    return caught.value


def test_a_run_is_told_in_brief(tmp_path: Path):
    run = summary_of(a_run(tmp_path))
    assert (run.name, run.sources, run.recipe, run.seed) == ("adamw-1", ("synthetic",), RECIPE, 7)
    assert (run.step, run.best, run.curve, run.size) == (40, 0.75, (0.5, 0.625), 20)
    assert abs(run.begun - time.time()) < 5


def test_the_newest_run_comes_first_and_what_is_no_run_is_left_out(tmp_path: Path):
    a_run(tmp_path, "old", begun="2026-01-01T10:00:00+00:00")
    a_run(tmp_path, "new", begun="2026-01-02T10:00:00+00:00")
    (tmp_path / "letters").mkdir()
    assert [run.name for run in RunShelf().list(tmp_path)] == ["new", "old"]


def test_a_folder_from_elsewhere_is_listed_too(tmp_path: Path):
    other = a_run(tmp_path / "elsewhere", "guest")
    assert [run.folder for run in RunShelf().list(tmp_path / "runs", [other])] == [other]


def test_only_what_changed_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    first, second = a_run(tmp_path, "first"), a_run(tmp_path, "second")
    shelf, read = RunShelf(), []
    shelf.list(tmp_path)
    monkeypatch.setattr(run_shelf, "summary_of", lambda path: read.append(path) or summary_of(path))
    RunFolder(second).validations.add([(60, 2, 0.1, 0.9)])
    os.utime(RunFolder(second).validations.path, (1, 1))
    assert max(run.best or 0 for run in shelf.list(tmp_path)) == 0.9
    assert read == [second]
    assert first.exists()


@pytest.mark.parametrize("text", ["", "{", '{"format": 99, "run": {}}', '{"format": 1, "run": 5}'])
def test_a_run_that_cannot_be_read_is_listed_with_its_reason(tmp_path: Path, text: str):
    folder = a_run(tmp_path)
    RunFolder(folder).card_path.write_text(text)
    (run,) = RunShelf().list(tmp_path)
    assert run.failure is not None
    kind, fields = run.failure
    assert kind in (Kind.RUN_DAMAGED, Kind.RUN_NEWER)
    assert "adamw-1" in kind.value.format(**fields)


def test_figures_of_something_else_are_no_figures(tmp_path: Path):
    folder = RunFolder(a_run(tmp_path))
    folder.figures.path.write_bytes(bytes(range(256)))
    folder.validations.path.write_bytes(b"\xff\xfe,,,\n")
    assert (summary_of(folder.path).step, summary_of(folder.path).best) == (40, None)


def test_a_run_keeps_its_folder_under_another_name(tmp_path: Path):
    folder = a_run(tmp_path)
    run_shelf.rename(folder, "  wide and slow ")
    assert summary_of(folder).name == "wide and slow"
    assert summary_of(folder).seed == 7


@pytest.mark.parametrize("name", ["", "   ", "n" * 81])
def test_a_name_that_says_nothing_is_refused(tmp_path: Path, name: str):
    folder = a_run(tmp_path)
    assert raised_by(lambda: run_shelf.rename(folder, name)).kind is Kind.RUN_NAME
    assert summary_of(folder).name == "adamw-1"


def test_a_deleted_run_can_be_brought_back(tmp_path: Path):
    folder = a_run(tmp_path)
    away = run_shelf.delete(folder, tmp_path)
    assert RunShelf().list(tmp_path) == ()
    assert run_shelf.deleted(tmp_path) == (away,)
    assert run_shelf.bring_back(away, tmp_path) == folder
    assert summary_of(folder).step == 40
    assert run_shelf.deleted(tmp_path) == ()


def test_two_deleted_runs_of_one_name_can_both_be_brought_back(tmp_path: Path):
    for _ in range(2):
        run_shelf.delete(a_run(tmp_path), tmp_path)
    for path in run_shelf.deleted(tmp_path):
        run_shelf.bring_back(path, tmp_path)
    assert len(RunShelf().list(tmp_path)) == 2


def test_what_was_deleted_long_ago_is_gone(tmp_path: Path):
    away = run_shelf.delete(a_run(tmp_path), tmp_path)
    os.utime(away, (1, 1))
    assert run_shelf.deleted(tmp_path) == ()
    assert not away.exists()


def test_a_run_that_is_being_trained_is_not_taken_away(tmp_path: Path):
    folder = a_run(tmp_path, state=RunState.TRAINING)
    assert raised_by(lambda: run_shelf.delete(folder, tmp_path)).kind is Kind.RUN_BUSY
    assert folder.exists()


def test_a_copy_is_whole_and_names_no_path_of_this_machine(tmp_path: Path):
    folder = RunFolder(a_run(tmp_path))
    drawings, data = tmp_path / "mine.jsonl", tmp_path / "mnist"
    drawings.write_text("{}\n")
    data.mkdir()
    card = folder.card()
    about = {**card.about, "sources": ["synthetic", str(drawings), str(data)]}
    folder.card_path.write_bytes(RunCard(about, card.state, card.begun).encoded())
    run_shelf.copy(folder.path, tmp_path / "copy")
    copied = RunFolder(tmp_path / "copy")
    assert str(tmp_path) not in copied.card_path.read_text()
    assert json.loads(copied.card_path.read_text())["run"]["sources"] == [
        "synthetic",
        "data/mine.jsonl",
        "mnist",
    ]
    found = run_shelf.sources_of(copied, copied.card())
    assert found == ("synthetic", str(tmp_path / "copy" / "data" / "mine.jsonl"), "mnist")
    assert summary_of(copied.path).curve == summary_of(folder.path).curve
    assert copied.sizes() == folder.sizes()


def test_a_copy_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = a_run(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(run_shelf.shutil, "copyfile", full)
    failure = raised_by(lambda: run_shelf.copy(folder, tmp_path / "copy"))
    assert (failure.kind, failure.fields["reason"]) == (Kind.FILE_UNWRITABLE, "No space left on device")
    assert [path.name for path in tmp_path.iterdir()] == ["adamw-1"]


def test_a_copy_overwrites_nothing(tmp_path: Path):
    folder = a_run(tmp_path)
    (tmp_path / "copy").mkdir()
    assert raised_by(lambda: run_shelf.copy(folder, tmp_path / "copy")).kind is Kind.FILE_UNWRITABLE
    assert not list((tmp_path / "copy").iterdir())
