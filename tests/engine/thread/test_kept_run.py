"""Runs in folders, on the engine's thread: opened, gone on with, branched, followed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from engine.data.atomic import write_whole
from engine.errors import Kind
from engine.network.architecture import Architecture
from engine.thread.architecture_commands import BuildNetwork, UseActivation
from engine.thread.commands import UseWeights, WeightsSource
from engine.thread.events import EngineFailed
from engine.thread.network_events import NetworkChanged
from engine.thread.run_commands import LeaveRun, LimitHistory, NameRun, OpenRun
from engine.thread.run_events import ValidationsRead
from engine.thread.training_commands import Control, ControlTraining, Origin, ShowStep, Train
from engine.thread.training_events import (
    HistoryChanged,
    StepsFinished,
    StepShown,
    TrainingChanged,
    TrainingState,
)
from engine.training.history import History
from engine.training.run_folder import RunFolder, RunState
from engine.training.step_files import read_state
from engine.training.trainer_state import TrainerState
from tests.engine.thread.turns import PLAN, STEPS, Turns, prepared
from tests.engine.training.rows import flat

RESUME, STEP, STOP, REWIND = (
    ControlTraining(control) for control in (Control.RESUME, Control.STEP, Control.STOP, Control.REWIND)
)


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Iterator[Turns]:
    prepared(monkeypatch)
    turns = Turns()
    yield turns
    turns.session.close()


@pytest.fixture
def left(turns: Turns, tmp_path: Path) -> Path:
    """The folder of a run that was left after 13 steps."""
    turns.send(Train(PLAN, tmp_path / "bars"))
    turns.until_state(TrainingState.RUNNING)
    turns.take_steps(13)
    turns.send(LeaveRun())
    turns.rest()
    wait_for_the_card(tmp_path / "bars")
    turns.events.clear()
    return tmp_path / "bars"


def wait_for_the_card(folder: Path) -> None:
    """The end of a history is written by a thread of its own."""
    import threading

    for thread in threading.enumerate():
        if thread.name in ("history", "history's end"):
            thread.join()
    assert RunFolder(folder).card().state is not RunState.TRAINING


def weights(turns: Turns) -> torch.Tensor:
    return flat(turns.session.network).clone()


def title_and_step(event: NetworkChanged) -> tuple[str, int | None]:
    return event.title, event.step


def middle(folder: Path) -> int:
    """A kept step between the first and the last; a disk that lags leaves some out."""
    steps = list(RunFolder(folder).sizes())
    return steps[len(steps) // 2]


def of_state(turns: Turns, state: TrainerState) -> torch.Tensor:
    """A state's weights in the network's order; a file has them in its own."""
    return torch.cat([state.weights[name].flatten() for name, _ in turns.session.network.named_parameters()])


def whole(turns: Turns) -> torch.Tensor:
    """What the run makes that is never left."""
    other = Turns()
    other.begin()
    other.until_state(TrainingState.FINISHED)
    other.session.close()
    return weights(other)


def open_run(turns: Turns, folder: Path, state: TrainingState = TrainingState.OPENED) -> TrainingChanged:
    turns.send(OpenRun(folder))
    opened = turns.until_state(state)
    turns.until(NetworkChanged)
    return opened


def test_a_run_that_was_left_is_opened_with_its_figures_and_last_weights(turns: Turns, left: Path):
    opened = open_run(turns, left)
    assert (opened.plan, opened.step, opened.folder) == (PLAN, 13, left)
    assert turns.steps() == list(range(1, 14))
    assert turns.of(ValidationsRead)[0].steps[0] == 0
    assert turns.of(HistoryChanged)[-1].steps[-1] == 13
    state = read_state(RunFolder(left), 13)
    assert torch.equal(weights(turns), of_state(turns, state))


def test_a_finished_run_is_opened_with_the_mean_of_its_weights(turns: Turns, tmp_path: Path):
    turns.send(Train(PLAN, tmp_path / "bars"))
    turns.until_state(TrainingState.FINISHED)
    end = weights(turns)
    turns.send(LeaveRun())
    wait_for_the_card(tmp_path / "bars")
    opened = open_run(turns, tmp_path / "bars", TrainingState.FINISHED)
    assert (opened.step, opened.steps, opened.epoch) == (STEPS, STEPS, 12)
    assert torch.equal(weights(turns), end)


def test_any_kept_step_of_an_opened_run_is_shown_and_the_last_comes_back(turns: Turns, left: Path):
    open_run(turns, left)
    last = weights(turns)
    turns.send(ShowStep(0))
    assert turns.of(StepShown)[-1].step == 0
    assert title_and_step(turns.until(NetworkChanged)) == ("bars", 0)
    first = read_state(RunFolder(left), 0)
    assert torch.equal(weights(turns), of_state(turns, first))
    turns.send(ShowStep(None))
    assert turns.until(StepShown).step is None
    assert torch.equal(weights(turns), last)


def test_an_opened_run_goes_on_in_its_folder_to_the_same_weights(turns: Turns, left: Path):
    open_run(turns, left)
    turns.send(RESUME)
    assert turns.of(TrainingChanged)[-1].state is TrainingState.PREPARING
    begun = turns.until_state(TrainingState.RUNNING)
    assert (begun.step, begun.steps, begun.folder) == (13, STEPS, left)
    turns.until_state(TrainingState.FINISHED)
    assert torch.equal(weights(turns), whole(turns))
    turns.send(LeaveRun())
    wait_for_the_card(left)
    assert RunFolder(left).figures.read()["step"].tolist() == list(range(1, STEPS + 1))
    assert RunFolder(left).card().state is RunState.FINISHED


def test_an_interrupted_run_is_opened_and_gone_on_with_to_the_same_weights(turns: Turns, left: Path):
    turns.send(OpenRun(left, goes_on=True))
    assert turns.until_state(TrainingState.OPENED).step == 13
    assert turns.until_state(TrainingState.RUNNING).step == 13
    turns.until_state(TrainingState.FINISHED)
    assert torch.equal(weights(turns), whole(turns))


def test_a_run_that_was_only_opened_does_not_go_on(turns: Turns, left: Path, tmp_path: Path):
    turns.send(OpenRun(tmp_path / "missing", goes_on=True))
    turns.until(EngineFailed)
    open_run(turns, left)
    turns.rest()
    assert turns.of(TrainingChanged)[-1].state is TrainingState.OPENED


def test_an_opened_run_can_take_one_step(turns: Turns, left: Path):
    open_run(turns, left)
    turns.send(STEP)
    assert turns.until_state(TrainingState.PAUSED).step == 14


def test_a_run_that_was_gone_on_with_rewinds_to_its_very_first_weights(turns: Turns, left: Path):
    open_run(turns, left)
    turns.send(STEP)
    turns.until_state(TrainingState.PAUSED)
    turns.send(REWIND, RESUME)
    turns.until_state(TrainingState.FINISHED)
    assert torch.equal(weights(turns), whole(turns))


def test_a_preparation_that_is_stopped_leaves_the_opened_run_shown(turns: Turns, left: Path):
    open_run(turns, left)
    turns.send(RESUME, STOP)
    assert turns.of(TrainingChanged)[-1].state is TrainingState.OPENED
    turns.send(RESUME)
    turns.until_state(TrainingState.RUNNING)


def test_a_branch_goes_on_from_a_kept_step_in_a_folder_of_its_own(turns: Turns, left: Path, tmp_path: Path):
    branch = replace(PLAN, name="branch")
    step = middle(left)
    turns.send(Train(branch, tmp_path / "branch", Origin(left, step)))
    begun = turns.until_state(TrainingState.RUNNING)
    assert (begun.step, begun.plan) == (step, branch)
    turns.until_state(TrainingState.FINISHED)
    assert torch.equal(weights(turns), whole(turns))
    assert turns.steps() == list(range(1, STEPS + 1))
    turns.send(LeaveRun())
    wait_for_the_card(tmp_path / "branch")
    assert RunFolder(tmp_path / "branch").figures.read()["step"].tolist() == list(range(1, STEPS + 1))
    assert {0, STEPS} <= RunFolder(tmp_path / "branch").sizes().keys()
    assert max(RunFolder(left).sizes()) == 13


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{"format": 99, "run": {}}', Kind.RUN_NEWER),
        ('{"format": 1, "run": {}}', Kind.RUN_DAMAGED),
        ("garbage", Kind.RUN_DAMAGED),
    ],
)
def test_a_folder_that_cannot_be_opened_leaves_the_run_as_it_was(
    turns: Turns, tmp_path: Path, text: str, kind: Kind
):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "run.json").write_text(text)
    turns.begin()
    turns.send(OpenRun(tmp_path / "other"))
    assert turns.until(EngineFailed).kind is kind
    turns.until_state(TrainingState.FINISHED)
    assert turns.steps() == list(range(1, STEPS + 1))


def test_a_step_that_was_cut_off_is_a_sentence_and_the_others_are_shown(turns: Turns, left: Path):
    step = middle(left)
    path = RunFolder(left).step_path(step)
    path.write_bytes(path.read_bytes()[:100])
    open_run(turns, left)
    turns.send(ShowStep(step))
    assert turns.until(EngineFailed).kind is Kind.RUN_DAMAGED
    turns.send(ShowStep(0))
    assert title_and_step(turns.until(NetworkChanged)) == ("bars", 0)


def test_a_run_that_another_trains_is_followed_until_it_ends(turns: Turns, left: Path, tmp_path: Path):
    first, last = (read_state(RunFolder(left), step) for step in (0, 13))
    theirs = History(tmp_path / "theirs", 1 << 30)
    theirs.describe(RunFolder(left).card().about)
    theirs.keep(0, first)
    theirs.flush()
    open_run(turns, tmp_path / "theirs", TrainingState.FOLLOWED)
    theirs.folder.figures.add((step, 1, 0.5, 0.5, 1e-3, 32) for step in range(1, 6))
    theirs.keep(5, first)
    theirs.flush()
    turns.until(HistoryChanged, lambda event: 5 in event.steps)
    turns.send(RESUME)  # it is not ours to go on with
    theirs.folder.figures.add((step, 1, 0.25, 0.5, 1e-3, 32) for step in range(6, 14))
    theirs.keep(13, last)
    theirs.mark(RunState.LEFT)
    theirs.close()
    assert turns.until_state(TrainingState.OPENED).step == 13
    assert turns.steps() == list(range(1, 14))
    turns.rest()
    expected = of_state(turns, last)
    for _ in range(3):
        if not torch.equal(weights(turns), expected):
            turns.turn()
    assert torch.equal(weights(turns), expected)


def test_a_run_is_called_something_else_while_it_goes_on(turns: Turns, tmp_path: Path):
    turns.send(Train(PLAN, tmp_path / "bars"))
    turns.until_state(TrainingState.RUNNING)
    turns.send(NameRun("wide"))
    assert turns.of(TrainingChanged)[-1].plan.name == "wide"
    turns.send(LeaveRun())
    wait_for_the_card(tmp_path / "bars")
    assert RunFolder(tmp_path / "bars").card().about["name"] == "wide"


def test_the_budget_of_the_history_thins_the_run_on_disk(turns: Turns, tmp_path: Path):
    turns.send(Train(PLAN, tmp_path / "bars"))
    turns.until_state(TrainingState.RUNNING)
    turns.take_steps(12)
    size = turns.of(HistoryChanged)[-1]
    assert size.budget == 1 << 30
    turns.send(LimitHistory(1))
    assert turns.of(HistoryChanged)[-1].budget == 1
    turns.send(LeaveRun())
    wait_for_the_card(tmp_path / "bars")
    assert list(RunFolder(tmp_path / "bars").sizes()) == [0, 12]


def test_steps_that_lie_on_disk_alone_are_shown(
    turns: Turns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("engine.thread.training_run._MEMORY_BESIDE_DISK", 1)
    turns.send(Train(PLAN, tmp_path / "bars"))
    turns.until_state(TrainingState.RUNNING)
    turns.take_steps(8)
    steps = turns.of(HistoryChanged)[-1].steps.tolist()
    turns.send(ShowStep(4))
    nearest = min(steps, key=lambda step: abs(step - 4))
    assert title_and_step(turns.until(NetworkChanged)) == ("bars", nearest)
    turns.send(RESUME)
    turns.until_state(TrainingState.FINISHED)
    assert torch.equal(weights(turns), whole(turns))


def test_letting_go_of_a_run_keeps_the_network(turns: Turns, left: Path):
    open_run(turns, left)
    before = weights(turns)
    turns.send(LeaveRun())
    assert turns.of(TrainingChanged)[-1].state is TrainingState.ABSENT
    assert not turns.of(HistoryChanged)[-1].steps.size
    assert torch.equal(weights(turns), before)


def test_no_empty_steps_are_told(turns: Turns, tmp_path: Path):
    turns.send(Train(PLAN, tmp_path / "bars"))
    turns.until_state(TrainingState.RUNNING)
    turns.send(LeaveRun())
    wait_for_the_card(tmp_path / "bars")
    open_run(turns, tmp_path / "bars")
    turns.send(RESUME)
    turns.until_state(TrainingState.RUNNING)
    assert all(len(event.steps) for event in turns.of(StepsFinished))


def test_a_run_is_opened_and_gone_on_with_under_its_own_activation(turns: Turns, tmp_path: Path):
    turns.send(UseActivation("Tanh"), Train(PLAN, tmp_path / "bars"))
    turns.until_state(TrainingState.RUNNING)
    turns.take_steps(13)
    trained = weights(turns)
    turns.send(LeaveRun(), UseWeights(WeightsSource.RANDOM))
    wait_for_the_card(tmp_path / "bars")
    open_run(turns, tmp_path / "bars")
    assert turns.session.network.architecture.activation == "Tanh"
    assert torch.equal(weights(turns), trained)
    turns.send(STEP)
    assert turns.until_state(TrainingState.PAUSED).step == 14
    assert turns.session.network.architecture.activation == "Tanh"


def dropping(norms_last: bool) -> Architecture:
    return Architecture((784, 24, 10), "Tanh", 5, norms=(True,), norms_last=norms_last, dropout=0.3)


def leave_at_step_7(turns: Turns, architecture: Architecture, folder: Path) -> None:
    turns.send(BuildNetwork(architecture), Train(PLAN, folder))
    turns.until_state(TrainingState.RUNNING)
    turns.take_steps(7)
    turns.send(LeaveRun(), UseWeights(WeightsSource.RANDOM))
    wait_for_the_card(folder)


def never_left(architecture: Architecture) -> dict[str, torch.Tensor]:
    """What the run makes that is never left, with what its normalisations have seen."""
    other = Turns()
    other.send(BuildNetwork(architecture), Train(PLAN))
    other.until_state(TrainingState.FINISHED)
    other.session.close()
    return other.session.network.state_dict()


def finish_as(turns: Turns, expected: dict[str, torch.Tensor]) -> None:
    turns.until_state(TrainingState.FINISHED)
    made = turns.session.network.state_dict()
    assert made.keys() == expected.keys()
    assert all(torch.equal(made[name], value) for name, value in expected.items())


@pytest.mark.parametrize("norms_last", [False, True])
def test_a_run_that_drops_and_normalises_is_gone_on_with_to_the_bit(
    turns: Turns, tmp_path: Path, norms_last: bool
):
    architecture, folder = dropping(norms_last), tmp_path / "bars"
    leave_at_step_7(turns, architecture, folder)
    open_run(turns, folder)
    assert turns.session.network.architecture == architecture
    turns.send(RESUME)
    expected = never_left(architecture)
    finish_as(turns, expected)
    norm = "linear_relu_stack.2" if norms_last else "linear_relu_stack.1"
    assert expected[f"{norm}.running_mean"].any()


@pytest.mark.parametrize("norms_last", [False, True])
def test_a_branch_of_a_run_that_drops_and_normalises_is_what_the_run_would_have_been(
    turns: Turns, tmp_path: Path, norms_last: bool
):
    architecture, folder = dropping(norms_last), tmp_path / "bars"
    leave_at_step_7(turns, architecture, folder)
    step = middle(folder)
    turns.send(Train(replace(PLAN, name="branch"), tmp_path / "branch", Origin(folder, step)))
    assert turns.until_state(TrainingState.RUNNING).step == step
    assert turns.session.network.architecture == architecture
    finish_as(turns, never_left(architecture))


def test_a_run_of_an_earlier_version_tells_its_activation_alone(turns: Turns, left: Path):
    card = RunFolder(left).card()
    old = {name: value for name, value in card.about.items() if name != "architecture"}
    write_whole(RunFolder(left).card_path, replace(card, about={**old, "activation": "Tanh"}).encoded())
    open_run(turns, left)
    assert turns.session.network.architecture == Architecture((784, 24, 10), "Tanh")


@pytest.mark.parametrize("told", ["{}", "[]", Architecture((784, 25, 10)).to_json()])
def test_a_folder_that_tells_of_another_network_is_refused(turns: Turns, left: Path, told: str):
    card = RunFolder(left).card()
    about = {**card.about, "architecture": told}
    write_whole(RunFolder(left).card_path, replace(card, about=about).encoded())
    turns.send(OpenRun(left))
    assert turns.until(EngineFailed).kind is Kind.RUN_DAMAGED
