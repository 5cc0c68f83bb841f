import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import torch

from engine.data.distortion import Distortion
from engine.errors import Kind, NetglassError
from engine.training import recorder
from engine.training.history import History
from engine.training.recipes import Recipe
from engine.training.recorder import recorded
from engine.training.reports import StepReport
from engine.training.run_folder import RunFolder, RunState
from engine.training.team import Alone
from engine.training.trainer import Trainer
from tests.engine.training.rows import bars, flat, small_network

BENT = Recipe(epochs=4, distortion=Distortion(rotation=10, elastic=0.8), batch=20)
ABOUT: dict[str, Any] = {"name": "first", "seed": 3, "recipe": {"epochs": 4}}


def trainer() -> Trainer:
    return Trainer(small_network(12), bars(100, 0), bars(30, 1), BENT, 3)


class StoppedError(Exception):
    """The run is interrupted on purpose."""


def go_on(run: Trainer, folder: Path, until: int = 99, about: dict[str, Any] = ABOUT) -> list[int]:
    """Train and record; returns the steps that were taken. At step `until` StoppedError is raised."""
    steps = []
    with recorded(run, folder, about, Alone(), warn=refuse) as record:
        for report in run.reports():
            record(report)
            if isinstance(report, StepReport):
                steps.append(report.step)
            if run.steps_done == until:
                raise StoppedError
    return steps


def refuse(failure: NetglassError) -> None:
    raise AssertionError(failure)


def kept(folder: Path) -> History:
    return History(folder, 1 << 30)


def test_a_run_leaves_its_steps_and_figures(tmp_path):
    go_on(trainer(), tmp_path)
    history = kept(tmp_path)
    assert history.about == ABOUT
    steps = set(history.steps().tolist())
    assert (
        {0, 20} <= steps <= {0, 1, 2, 4, 5, 8, 10, 15, 16, 20}
    )  # a disk that lags may leave out some between
    assert history.figures()["step"].tolist() == list(range(1, 21))
    assert history.validations()["step"].tolist() == [5, 10, 15, 20]
    assert history.validations()["epoch"].tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize("until", [1, 3, 5, 13, 20])
def test_a_run_that_was_interrupted_goes_on_where_it_was_to_the_same_weights(tmp_path, until):
    whole, left, resumed = (trainer() for _ in range(3))
    go_on(whole, tmp_path / "whole")
    with pytest.raises(StoppedError):
        go_on(left, tmp_path / "run", until)
    assert go_on(resumed, tmp_path / "run") == list(range(until + 1, 21))
    assert torch.equal(flat(resumed.network), flat(whole.network))
    assert (
        kept(tmp_path / "run").figures()["loss"].tolist()
        == kept(tmp_path / "whole").figures()["loss"].tolist()
    )


@pytest.mark.parametrize("until", [3, 7, 19])
def test_a_run_that_was_killed_goes_on_from_the_last_kept_step_to_the_same_weights(
    tmp_path, monkeypatch, until
):
    monkeypatch.setattr(recorder, "_TOGETHER", 1)  # so that figures are ahead of the last kept step
    whole, left, resumed = (trainer() for _ in range(3))
    go_on(whole, tmp_path / "whole")
    with monkeypatch.context() as patch, pytest.raises(StoppedError):
        patch.setattr(recorder._Recorder, "finish", lambda _: None)
        go_on(left, tmp_path / "run", until)
    assert go_on(resumed, tmp_path / "run")[0] <= until
    assert torch.equal(flat(resumed.network), flat(whole.network))
    assert kept(tmp_path / "run").figures()["step"].tolist() == list(range(1, 21))


def test_a_run_that_is_whole_takes_no_step_and_ends_with_the_same_weights(tmp_path):
    whole, again = trainer(), trainer()
    go_on(whole, tmp_path)
    assert go_on(again, tmp_path) == []
    assert torch.equal(flat(again.network), flat(whole.network))


def test_the_folder_of_another_run_is_refused(tmp_path):
    go_on(trainer(), tmp_path)
    with pytest.raises(NetglassError) as caught:
        go_on(trainer(), tmp_path, about=ABOUT | {"seed": 4})
    assert (caught.value.kind, caught.value.fields["reason"]) == (Kind.RUN_OTHER, "not the same seed")


def test_another_name_is_no_other_run(tmp_path):
    go_on(trainer(), tmp_path)
    assert go_on(trainer(), tmp_path, about=ABOUT | {"name": "second"}) == []


def test_without_a_folder_nothing_is_kept(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run = trainer()
    with recorded(run, None, ABOUT, Alone()) as record:
        for report in run.reports():
            record(report)
    assert not list(tmp_path.iterdir())


def test_on_a_full_disk_training_goes_on_without_history(tmp_path, monkeypatch):
    warnings: list[NetglassError] = []
    run, other = trainer(), trainer()
    with recorded(run, tmp_path, ABOUT, Alone(), warnings.append) as record:
        monkeypatch.setattr("engine.training.history.write_whole", full_disk)
        for report in run.reports():
            record(report)
    for _ in other.reports():
        pass
    assert [warning.kind for warning in warnings] == [Kind.FILE_UNWRITABLE]
    assert torch.equal(flat(run.network), flat(other.network))


def full_disk(path: Path, _: bytes) -> None:
    raise NetglassError(Kind.FILE_UNWRITABLE, file=path.name, reason="no space left")


class Follower(Alone):
    """A process that does not lead; what the leading one shares is put in its hands."""

    leads = False

    def __init__(self, shared: object) -> None:
        self._shared = shared

    def share(self, value: object) -> Any:
        assert value is None
        return self._shared


def test_who_does_not_lead_goes_on_from_what_is_shared_and_writes_nothing(tmp_path):
    leader, follower = trainer(), trainer()
    with pytest.raises(StoppedError):
        go_on(leader, tmp_path / "run", 7)
    with recorded(follower, tmp_path / "other", ABOUT, Follower(leader.state())) as record:
        reports = [report for report in follower.reports() if record(report) is None]
    assert isinstance(reports[0], StepReport)
    assert reports[0].step == 8
    assert not (tmp_path / "other").exists()


def test_a_run_is_described_in_plain_json(tmp_path):
    go_on(trainer(), tmp_path)
    values = json.loads((tmp_path / "run.json").read_text())
    assert (values["format"], values["state"], values["run"]) == (1, "finished", ABOUT)
    assert datetime.fromisoformat(values["begun"]).tzinfo is not None


def test_a_run_that_was_interrupted_says_so(tmp_path):
    with pytest.raises(StoppedError):
        go_on(trainer(), tmp_path, 3)
    assert RunFolder(tmp_path).card().state is RunState.LEFT


def test_slow_steps_are_written_before_they_are_many(tmp_path, monkeypatch):
    clock, written = iter(range(0, 1000, 2)), []
    monkeypatch.setattr(recorder, "monotonic", lambda: next(clock))
    monkeypatch.setattr(History, "record", lambda _, reports: written.append([r.step for r in reports]))
    run = trainer()
    with recorded(run, tmp_path, ABOUT, Alone(), refuse) as record:
        for report in run.reports():
            record(report)
            if run.steps_done == 3:
                break
    assert written == [[1], [2], [3]]


def test_a_step_is_kept_after_the_figures_that_led_to_it(tmp_path, monkeypatch):
    told, kept_after = [], {}
    monkeypatch.setattr(History, "record", lambda _, reports: told.extend(r.step for r in reports))
    monkeypatch.setattr(History, "keep", lambda _, step, state: kept_after.update({step: len(told)}))
    go_on(trainer(), tmp_path)
    assert kept_after == {step: step for step in kept_after}
    assert max(kept_after) == len(told) == 20


def test_quick_steps_are_written_together(tmp_path, monkeypatch):
    monkeypatch.setattr(recorder, "monotonic", lambda: 0.0)
    monkeypatch.setattr(recorder, "_TOGETHER", 2)
    written: list[list[int]] = []
    monkeypatch.setattr(History, "record", lambda _, reports: written.append([r.step for r in reports]))
    go_on(trainer(), tmp_path)
    assert [step for steps in written for step in steps] == list(range(1, 21))
    assert max(map(len, written)) == 2
