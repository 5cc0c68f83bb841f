import json
from importlib import resources

import numpy as np
import pytest
import torch

from engine.errors import Kind, NetglassError
from engine.network.checkpoints import load_checkpoint
from engine.network.rebuilding import network_of
from engine.training import sources
from engine.training.evaluation import evaluate
from engine.training.recipes import recipe_named
from engine.training.runs import train_to_file
from engine.training.sources import SYNTHETIC, training_data
from engine.training.trainer import EpochReport

EXAMPLES = str(resources.files("resources") / "examples" / "digits.jsonl")


@pytest.fixture(autouse=True)
def few_synthetic(monkeypatch):
    monkeypatch.setattr(sources, "_PER_CLASS", 2)
    monkeypatch.setattr(sources, "_JUDGES_PER_CLASS", 1)


def test_a_run_leaves_weights_that_read_as_reported(tmp_path):
    run = train_to_file([SYNTHETIC], tmp_path / "w.safetensors", hidden=(24,), recipe="quick", epochs=2)
    network = network_of(load_checkpoint(tmp_path / "w.safetensors"))
    assert network.architecture.sizes == (784, 24, 10)
    validation = training_data([SYNTHETIC], recipe_named("quick")).validation
    assert run is not None
    assert evaluate(network, validation) == run.validation


def test_a_run_reports_each_epoch(tmp_path):
    reports = []
    train_to_file(
        [SYNTHETIC], tmp_path / "w.npz", hidden=(8,), recipe="quick", epochs=3, report=reports.append
    )
    assert [report.epoch for report in reports if isinstance(report, EpochReport)] == [1, 2, 3]


def test_weights_tell_how_they_were_made_and_no_path(tmp_path):
    train_to_file([SYNTHETIC], tmp_path / "w.safetensors", hidden=(8,), recipe="quick", epochs=1, seed=4)
    metadata = load_checkpoint(tmp_path / "w.safetensors").metadata
    assert (metadata["recipe"], metadata["seed"]) == ("quick", "4")
    assert json.loads(metadata["recipe_values"])["epochs"] == 1
    assert json.loads(metadata["validation"])["images"] == 10
    assert str(tmp_path) not in json.dumps(metadata)


def test_a_torch_file_is_opened_again_by_us_and_by_torch_as_it_is_by_default(tmp_path):
    out = tmp_path / "w.pt"
    train_to_file([SYNTHETIC], out, hidden=(8,), recipe="quick", epochs=1)
    network = network_of(load_checkpoint(out))
    assert load_checkpoint(out).metadata["torch"] == torch.__version__
    network.load_state_dict(torch.load(out, weights_only=True))


@pytest.mark.parametrize(("recipe", "data"), [("quick", SYNTHETIC), ("default", EXAMPLES)])
def test_a_seed_repeats_the_file_but_for_its_seconds(tmp_path, recipe, data):
    for name in ("a", "b"):
        train_to_file([data], tmp_path / f"{name}.npz", hidden=(8,), recipe=recipe, epochs=1, seed=4)
    first, second = (load_checkpoint(tmp_path / f"{name}.npz").tensors for name in ("a", "b"))
    assert all(np.array_equal(first[name], second[name]) for name in first)


@pytest.mark.parametrize(
    ("out", "arguments", "kind"),
    [
        ("w.txt", {}, Kind.WEIGHTS_ENDING),
        ("none/w.npz", {}, Kind.FILE_UNWRITABLE),
        ("w.npz", {"recipe": "cake"}, Kind.RECIPE_UNKNOWN),
        ("w.npz", {"hidden": (0,)}, Kind.ARCHITECTURE_INVALID),
    ],
)
def test_what_cannot_end_well_is_refused_before_any_work(tmp_path, monkeypatch, out, arguments, kind):
    monkeypatch.setattr("engine.training.runs.training_data", lambda *_: pytest.fail("work was done"))
    with pytest.raises(NetglassError) as caught:
        train_to_file([SYNTHETIC], tmp_path / out, **arguments)
    assert caught.value.kind is kind
