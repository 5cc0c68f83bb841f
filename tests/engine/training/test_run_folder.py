"""A run's folder, as a reader finds it."""

import json
import os
import time
from pathlib import Path

import pytest

from engine.errors import Kind, NetglassError
from engine.training.run_folder import FORMAT, RunCard, RunFolder, RunState, now


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    folder = RunFolder(tmp_path / "run")
    folder.steps_path.mkdir(parents=True)
    folder.card_path.write_bytes(RunCard({"seed": 3}, RunState.TRAINING, now()).encoded())
    return folder


def age(folder: RunFolder, seconds: float) -> None:
    moment = time.time() - seconds
    for path in (folder.card_path, folder.steps_path):
        os.utime(path, (moment, moment))


def test_a_card_comes_back(folder: RunFolder):
    card = folder.card()
    assert (card.about, card.state) == ({"seed": 3}, RunState.TRAINING)


def test_a_card_of_before_there_were_states_is_that_of_a_run_that_was_left(folder: RunFolder):
    folder.card_path.write_text(json.dumps({"format": FORMAT, "run": {}}))
    card = folder.card()
    assert (card.state, card.begun) == (RunState.LEFT, "")


def test_a_run_is_under_way_while_something_is_written(folder: RunFolder):
    assert folder.is_under_way(folder.card())
    age(folder, 3600)
    assert not folder.is_under_way(folder.card())


def test_a_run_that_was_left_is_not_under_way(folder: RunFolder):
    folder.card_path.write_bytes(RunCard(state=RunState.LEFT).encoded())
    assert not folder.is_under_way(folder.card())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (json.dumps({"format": FORMAT + 1, "run": {}}), Kind.RUN_NEWER),
        (json.dumps({"format": FORMAT, "run": {}, "state": "sleeping"}), Kind.RUN_DAMAGED),
        ("", Kind.RUN_DAMAGED),
        ('{"format": 1, "ru', Kind.RUN_DAMAGED),
    ],
)
def test_a_card_that_cannot_be_understood_is_a_sentence(folder: RunFolder, text: str, kind: Kind):
    folder.card_path.write_text(text)
    with pytest.raises(NetglassError) as caught:
        folder.card()
    assert caught.value.kind is kind


def test_a_folder_without_a_card_is_no_run(tmp_path: Path):
    with pytest.raises(NetglassError) as caught:
        RunFolder(tmp_path).card()
    assert caught.value.kind is Kind.RUN_DAMAGED


def test_only_files_of_steps_are_steps(folder: RunFolder):
    for name, length in (
        ("000000012.safetensors", 5),
        ("000000003.safetensors", 7),
        ("notes.safetensors", 1),
    ):
        (folder.steps_path / name).write_bytes(bytes(length))
    assert folder.sizes() == {3: 7, 12: 5}
