import errno
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.data.distortion import Distortion
from engine.errors import Kind, NetglassError
from engine.training import history as history_module
from engine.training.history import History
from engine.training.recipes import Recipe
from engine.training.reports import StepReport
from engine.training.run_folder import FORMAT
from engine.training.trainer import Trainer
from engine.training.trainer_state import TrainerState
from tests.engine.training.rows import bars, small_network

AMPLE = 1 << 30
RECIPE = Recipe(epochs=9, distortion=Distortion(), batch=20)

Open = Callable[..., History]


@pytest.fixture
def open_history(tmp_path: Path) -> Iterator[Open]:
    opened = []

    def open_it(budget: int = AMPLE, folder: Path = tmp_path / "run") -> History:
        opened.append(History(folder, budget))
        return opened[-1]

    yield open_it
    for history in opened:
        history.close()


def states(count: int) -> list[TrainerState]:
    """The states of a run after 0, 1, 2 ... steps."""
    run = Trainer(small_network(8), bars(100, 0), None, RECIPE, 0)
    found, slices = [run.state()], run.slices()
    while len(found) < count:
        if isinstance(next(slices), StepReport):
            found.append(run.state())
    return found


def filled(open_history: Open, count: int = 5, budget: int = AMPLE) -> History:
    history = open_history(budget)
    for step, state in enumerate(states(count)):
        history.keep(step, state)
        history.flush()
    return history


def raised_by(act: Callable[[], object]) -> NetglassError:
    with pytest.raises(NetglassError) as caught:
        act()
    return caught.value


def report(step: int) -> StepReport:
    return StepReport(1, step, 100, 0.5 / step, 0.25, 1e-3, 20)


def test_a_kept_step_comes_back_to_the_bit_for_another_reader(open_history):
    filled(open_history)
    reader = open_history()
    assert reader.steps().tolist() == [0, 1, 2, 3, 4]
    for step, state in enumerate(states(5)):
        assert reader.state(step).encoded() == state.encoded()
        assert all(torch.equal(value, state.weights[name]) for name, value in reader.weights(step).items())
        assert reader.weights(step).keys() == state.weights.keys()


def test_a_run_goes_on_from_a_kept_step_as_if_never_left(open_history):
    history = filled(open_history)
    run = Trainer(small_network(8), bars(100, 0), None, RECIPE, 0)
    run.restore(history.state(2))
    slices = run.slices()
    while run.steps_done < 4:
        next(slices)
    assert run.state().encoded() == states(5)[4].encoded()


def test_a_step_that_is_still_to_be_written_can_be_read(open_history, monkeypatch):
    disk, go_on = history_module.write_whole, threading.Event()

    def slow(path: Path, content: bytes) -> None:
        go_on.wait()
        disk(path, content)

    history = open_history()
    monkeypatch.setattr(history_module, "write_whole", slow)
    kept = states(10)
    for step, state in enumerate(kept):
        history.keep(step, state)
    assert 2 <= len(history.steps()) <= 5
    assert {0, 9} <= set(history.steps().tolist())
    assert history.state(9) is kept[9]
    assert history.weights(9) is kept[9].weights
    go_on.set()
    history.flush()
    assert {0, 9} <= set(open_history().steps().tolist())


def test_beyond_the_budget_steps_go_but_the_first_and_the_last(open_history):
    one = len(states(2)[1].encoded())
    history = filled(open_history, 12, budget=5 * one)
    assert history.size <= history.budget
    assert len(history.steps()) == 5
    assert history.steps()[[0, -1]].tolist() == [0, 11]


def test_a_budget_too_small_for_anything_keeps_the_first_and_the_last(open_history):
    history = filled(open_history, 4, budget=1)
    assert history.steps().tolist() == [0, 3]


def test_figures_are_read_while_they_are_written(open_history):
    history = open_history()
    history.record([report(1), report(2)])
    history.flush()
    history.record([report(3)])
    history.record_validation(3, 1, 0.75, 0.5)
    history.flush()
    reader = open_history()
    assert reader.figures()["step"].tolist() == [1, 2, 3]
    assert reader.figures()["loss"].tolist() == [0.5, 0.25, 0.5 / 3]
    assert reader.validations()["accuracy"].tolist() == [0.5]


def test_cutting_forgets_what_came_later(open_history):
    history = filled(open_history)
    history.record([report(step) for step in (1, 2, 3, 4)])
    history.record_validation(4, 1, 0.75, 0.5)
    history.flush()
    (history.folder.path / "steps" / ".000000003.safetensors-x").write_bytes(b"half")
    history.cut(2)
    assert history.steps().tolist() == [0, 1, 2]
    history.flush()
    assert history.figures()["step"].tolist() == [1, 2]
    assert len(history.validations()["step"]) == 0
    assert len(list(history.folder.steps_path.iterdir())) == 3


def test_what_a_run_is_comes_back(open_history):
    history = open_history()
    history.describe({"name": "first", "seed": 3})
    history.flush()
    assert open_history().about == {"name": "first", "seed": 3}


def test_a_full_disk_is_told_once_and_ends_the_writing(open_history, monkeypatch):
    history = filled(open_history, 2)

    def full(*_: object) -> None:
        raise NetglassError(Kind.FILE_UNWRITABLE, file="2", reason="no space left")

    monkeypatch.setattr(history_module, "write_whole", full)
    state = states(1)[0]
    history.keep(2, state)
    failure = raised_by(history.flush)
    assert (failure.kind, failure.fields["reason"]) == (Kind.FILE_UNWRITABLE, "no space left")
    history.keep(3, state)
    history.record([report(3)])
    history.flush()
    assert history.steps().tolist() == [0, 1]


def test_figures_that_cannot_be_written_are_an_error_of_the_folder(open_history, monkeypatch):
    history = open_history()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(history.folder.figures, "add", full)
    history.record([report(1)])
    failure = raised_by(history.flush)
    assert failure.kind is Kind.FILE_UNWRITABLE
    assert failure.fields == {"file": "run", "reason": "No space left on device"}


def test_a_folder_of_a_newer_version_is_refused(open_history):
    history = open_history()
    history.folder.card_path.write_text(json.dumps({"format": FORMAT + 1, "run": {}}))
    failure = raised_by(open_history)
    assert (failure.kind, failure.fields) == (Kind.RUN_NEWER, {"folder": "run", "format": FORMAT + 1})


@given(st.text() | st.sampled_from(['{"format": null, "run": {}}', '{"format": 1}', "[" * 100_000]))
def test_a_folder_that_says_nothing_sensible_is_refused(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("run")
    (folder / "run.json").write_text(text, "utf-8")
    assert raised_by(lambda: History(folder, AMPLE)).kind is Kind.RUN_DAMAGED


def test_a_folder_with_other_things_in_it_is_left_alone(open_history, tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "letter.txt").write_text("dear")
    assert raised_by(open_history).kind is Kind.RUN_DAMAGED
    assert [path.name for path in (tmp_path / "run").iterdir()] == ["letter.txt"]


def test_a_folder_that_cannot_be_made_is_refused(open_history, tmp_path):
    (tmp_path / "run").write_text("a file")
    assert raised_by(open_history).kind is Kind.FILE_UNWRITABLE


def test_a_step_that_is_not_kept_is_a_sentence(open_history):
    failure = raised_by(lambda: filled(open_history).weights(77))
    assert (failure.kind, failure.fields) == (Kind.RUN_STEP_MISSING, {"folder": "run", "step": 77})


@pytest.mark.parametrize("length", [0, 7, 300, -1])
@pytest.mark.parametrize("read", [History.state, History.weights])
def test_a_step_whose_file_was_cut_off_is_a_sentence(open_history, read, length):
    history = filled(open_history)
    path = history.folder.step_path(2)
    path.write_bytes(path.read_bytes()[:length])
    assert raised_by(lambda: read(history, 2)).kind is Kind.RUN_DAMAGED


@pytest.mark.parametrize("read", [History.state, History.weights])
def test_a_file_of_something_else_is_no_state(open_history, read):
    history = filled(open_history)
    path = history.folder.step_path(2)
    path.write_bytes(b"\x08\x00\x00\x00\x00\x00\x00\x00{}      ")
    assert raised_by(lambda: read(history, 2)).kind is Kind.RUN_DAMAGED
