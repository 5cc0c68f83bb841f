"""The engine thread through its public face: commands in, events out."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.errors import Kind
from engine.network.architecture import Architecture
from engine.network.checkpoints import load_checkpoint
from engine.network.exporting import save_checkpoint
from engine.network.mlp import NeuralNetwork
from engine.thread import loading as loading_module
from engine.thread import session as session_module
from engine.thread.commands import (
    Classify,
    Drawing,
    MakeRandomInput,
    OpenWeights,
    Order,
    Region,
    SetObjective,
    Stroke,
    Topic,
    Unwatch,
    UseDevice,
    UseWeights,
    Watch,
    WeightsSource,
)
from engine.thread.events import EngineCrashed, EngineFailed, EngineStarted, InputMade
from engine.thread.network_events import NetworkChanged
from engine.thread.reading_events import Classified, GradientsComputed
from engine.thread.tensor_events import FieldsRead, FiguresRead, LevelsRead, ValuesRead
from engine.thread.training_commands import Freeze
from engine.thread.worker import EngineThread
from tests.engine.thread.collector import PATIENCE_S, Collector

WEIGHT = "linear_relu_stack.0.weight"
BIAS = "linear_relu_stack.2.bias"


def drawing(shift: float = 0, raw: bool = False) -> Drawing:
    points = np.array([[80 + shift, 60, 0.5], [190, 70, 0.5], [120, 220, 0.5]], np.float32)
    return Drawing((280, 280), (Stroke(points, 24),), raw=raw)


BLANK = Drawing((280, 280))


class Engine(EngineThread):
    """An engine thread whose events a test can wait for."""

    def __init__(self) -> None:
        self.events = Collector()
        super().__init__(self.events)

    def send(self, *commands: object) -> None:
        for command in commands:
            self.inbox.put(command)  # type: ignore[arg-type]  # a test sends nonsense, too


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = Engine()
    engine.start()
    engine.events.wait(NetworkChanged)
    yield engine
    engine.stop()
    assert engine.join_started(PATIENCE_S)


def test_it_tells_that_it_started_and_which_network_it_has(engine: Engine):
    started, changed = engine.events.of(EngineStarted)[0], engine.events.of(NetworkChanged)[0]
    assert started.torch_version == torch.__version__
    assert changed.device == started.devices[0]
    assert changed.network == 1
    assert "(linear_relu_stack): Sequential" in changed.source_text
    assert len(changed.parameters) == 6


def test_ink_is_read(engine: Engine):
    engine.send(Classify(7, 3, drawing()))
    reading = engine.events.wait(Classified)
    assert (reading.request, reading.canvas, reading.network, reading.normalised) == (7, 3, 1, True)
    assert reading.image.shape == (28, 28)
    assert reading.centre == pytest.approx((14, 14), abs=0.6)
    assert reading.predicted == reading.logits.argmax()
    assert reading.probabilities.sum() == pytest.approx(1)
    assert [each.values.shape for each in reading.activations] == [(512,), (512,), (10,)]
    assert reading.seconds > 0


@pytest.mark.parametrize(
    "ink", [Classify(1, 1, drawing(), normalise=False), Classify(1, 1, drawing(raw=True))]
)
def test_ink_that_is_an_input_already_is_only_shrunk(engine: Engine, ink: Classify):
    engine.send(ink)
    reading = engine.events.wait(Classified)
    assert not reading.normalised
    rows = np.flatnonzero(reading.image.any(axis=1))
    assert (rows[0], rows[-1]) == pytest.approx((5, 22), abs=1)


def test_blank_ink_is_no_digit(engine: Engine):
    engine.send(Watch("g", Topic.GRADIENT, WEIGHT, rows=9, columns=9), Classify(1, 1, BLANK))
    reading = engine.events.wait(Classified)
    assert reading.predicted is None
    assert reading.logits.size == reading.probabilities.size == len(reading.activations) == 0
    gradients = engine.events.wait(GradientsComputed)
    assert (gradients.tiles, gradients.target) == ((), None)


def test_ink_sent_before_the_start_is_read_as_soon_as_the_network_is_there():
    engine = Engine()
    engine.send(Classify(1, 1, BLANK), Classify(2, 1, drawing()))
    engine.start()
    reading = engine.events.wait(Classified)
    engine.stop()
    assert engine.join_started(PATIENCE_S)
    assert reading.request == 2
    assert len(engine.events.of(Classified)) == 1


def test_gradients_of_all_watched_parameters_arrive_together_after_the_reading(engine: Engine):
    engine.send(
        Watch("a", Topic.GRADIENT, WEIGHT, rows=40, columns=50),
        Watch("b", Topic.GRADIENT, BIAS, rows=1, columns=20),
    )
    engine.send(Classify(1, 1, drawing()))
    gradients = engine.events.wait(GradientsComputed, lambda event: len(event.tiles) == 2)
    weight, bias = gradients.tiles
    assert (weight.subscription, weight.parameter, weight.shape) == ("a", WEIGHT, (512, 784))
    assert weight.levels.shape == (40, 50)
    assert bias.levels.shape == (1, 20)
    assert 0 < weight.limit <= weight.largest <= weight.norm
    kinds = [type(event) for event in engine.events.events]
    assert kinds.index(Classified) < kinds.index(GradientsComputed)
    reading = engine.events.wait(Classified)
    assert (gradients.label, gradients.target) == (None, reading.predicted)
    assert gradients.value == pytest.approx(reading.logits.max(), rel=1e-5)


def test_every_ink_is_differentiated(engine: Engine):
    engine.send(Watch("a", Topic.GRADIENT, WEIGHT, rows=9, columns=9), Classify(1, 1, drawing()))
    engine.events.wait(GradientsComputed)
    engine.send(Classify(2, 1, drawing(shift=30)))
    assert engine.events.wait(GradientsComputed, lambda event: event.request == 2).tiles


def test_nobody_watches_no_gradients(engine: Engine):
    engine.send(Watch("a", Topic.GRADIENT, WEIGHT), Unwatch("a"), Classify(1, 1, drawing()))
    engine.events.wait(Classified)
    engine.send(MakeRandomInput(0))
    engine.events.wait(InputMade)
    assert not engine.events.of(GradientsComputed)


def test_another_objective_differentiates_the_same_ink_again(engine: Engine):
    engine.send(Watch("a", Topic.GRADIENT, WEIGHT, rows=9, columns=9), Classify(5, 1, drawing()))
    engine.events.wait(GradientsComputed)
    engine.send(SetObjective(4))
    gradients = engine.events.wait(GradientsComputed, lambda event: event.label == 4)
    reading = engine.events.wait(Classified)
    assert (gradients.request, gradients.target) == (5, 4)
    assert gradients.value == pytest.approx(-np.log(reading.probabilities[4]), rel=1e-4)
    assert len(engine.events.of(Classified)) == 1


def test_a_late_watch_is_answered_for_the_ink_that_is_there(engine: Engine):
    engine.send(Classify(5, 1, drawing()))
    engine.events.wait(Classified)
    engine.send(Watch("a", Topic.GRADIENT, WEIGHT, rows=9, columns=9))
    assert engine.events.wait(GradientsComputed).request == 5


def test_values_are_answered_in_each_topic(engine: Engine):
    engine.send(Watch("levels", Topic.LEVELS, WEIGHT, rows=30, columns=40))
    engine.send(Watch("values", Topic.VALUES, WEIGHT, Region(2, 3, 5, 9)))
    engine.send(Watch("fields", Topic.FIELDS, WEIGHT, Region(4, 0, 512, 784), rows=3, order=Order.INDEX))
    engine.send(Watch("figures", Topic.FIGURES, WEIGHT, columns=16))
    levels = engine.events.wait(LevelsRead)
    assert (levels.levels.shape, levels.shape, levels.subscription) == ((30, 40), (512, 784), "levels")
    weight = loading_module.load_trained().network.get_parameter(WEIGHT)
    assert (levels.minimum, levels.maximum) == (weight.min().item(), weight.max().item())
    assert 0 < levels.limit < -levels.minimum
    values = engine.events.wait(ValuesRead)
    assert (values.values.shape, values.region) == ((3, 6), Region(2, 3, 5, 9))
    fields = engine.events.wait(FieldsRead)
    assert (fields.rows, fields.total, fields.fields.shape) == ((4, 5, 6), 512, (3, 28, 28))
    figures = engine.events.wait(FiguresRead)
    assert figures.figures.count == figures.counts.sum() == 512 * 784
    assert figures.edges.shape == (17,)


def test_other_weights_answer_ink_and_watches_anew(engine: Engine):
    engine.send(Watch("v", Topic.VALUES, BIAS), Watch("g", Topic.GRADIENT, BIAS, rows=1, columns=9))
    engine.send(Classify(1, 1, drawing()))
    engine.events.wait(Classified)
    engine.send(UseWeights(WeightsSource.RANDOM, seed=11))
    changed = engine.events.wait(NetworkChanged, lambda event: event.network == 2)
    assert (changed.source, changed.title) == (WeightsSource.RANDOM, "random weights, seed 11")
    reading = engine.events.wait(Classified, lambda event: event.network == 2)
    assert reading.request == 1
    assert engine.events.wait(GradientsComputed, lambda event: event.network == 2).tiles
    expected = NeuralNetwork(Architecture(seed=11)).get_parameter(BIAS)
    values = engine.events.wait(ValuesRead, lambda event: event.network == 2)
    np.testing.assert_array_equal(values.values[0], expected.detach())


def test_weights_are_opened_and_gone_back_to(engine: Engine, tmp_path: Path):
    path = tmp_path / "small.safetensors"
    save_checkpoint(path, NeuralNetwork(Architecture((784, 12, 10))))
    engine.send(Watch("g", Topic.GRADIENT, "linear_relu_stack.4.weight"), OpenWeights(path))
    opened = engine.events.wait(NetworkChanged, lambda event: event.source is WeightsSource.FILE)
    assert (opened.title, opened.path, len(opened.parameters)) == ("small.safetensors", path, 4)
    engine.send(UseWeights(WeightsSource.RANDOM), UseWeights(WeightsSource.FILE), Classify(1, 1, drawing()))
    again = engine.events.wait(NetworkChanged, lambda event: event.network == opened.network + 2)
    assert again.path == path
    assert len(engine.events.wait(Classified, lambda e: e.network == again.network).activations) == 2


def test_bare_tensors_can_be_looked_at_and_read_nothing(engine: Engine, tmp_path: Path):
    path = tmp_path / "convolution.pt"
    torch.save({"features.0.weight": torch.arange(54.0).reshape(2, 3, 3, 3), "scale": torch.ones(2)}, path)
    engine.send(Watch("g", Topic.GRADIENT, "scale"), Classify(1, 1, drawing()), OpenWeights(path))
    opened = engine.events.wait(NetworkChanged, lambda event: event.network == 2)
    assert "no Linear layer" in opened.obstacle
    assert [module.name for module in opened.modules] == ["", "features", "features.0"]
    assert next((each.name, each.shape) for each in opened.parameters) == ("features.0.weight", (2, 3, 3, 3))
    engine.send(Watch("v", Topic.VALUES, "features.0.weight", Region(1, 25, 2, 27)))
    np.testing.assert_array_equal(engine.events.wait(ValuesRead).values, [[52, 53]])
    reading = engine.events.wait(Classified, lambda event: event.network == 2)
    assert reading.predicted is None
    assert reading.image.any()
    engine.send(Freeze("scale", True), UseWeights(WeightsSource.TRAINED))
    assert engine.events.wait(EngineFailed, lambda e: e.kind is Kind.WEIGHTS_BARE).fields["file"] == path.name
    assert not engine.events.wait(NetworkChanged, lambda event: event.network == 3).obstacle


def test_what_cannot_be_done_is_told_and_changes_nothing(engine: Engine, tmp_path: Path):
    asked = {
        OpenWeights(tmp_path / "none.pt"): Kind.FILE_MISSING,
        UseWeights(WeightsSource.FILE): Kind.FILE_MISSING,
        UseDevice("tpu"): Kind.DEVICE_UNAVAILABLE,
    }
    for command, kind in asked.items():
        before = len(engine.events.of(EngineFailed))
        engine.send(command, MakeRandomInput(0))
        engine.events.wait(
            EngineFailed, lambda event, before=before: event in engine.events.of(EngineFailed)[before:]
        )
        assert engine.events.of(EngineFailed)[-1].kind is kind
    engine.send(Classify(1, 1, drawing()))
    assert engine.events.wait(Classified).network == 1


def test_moving_to_the_same_device_is_a_new_generation(engine: Engine):
    engine.send(Classify(1, 1, drawing()), UseDevice("cpu"))
    changed = engine.events.wait(NetworkChanged, lambda event: event.network == 2)
    assert changed.device == "cpu"
    assert engine.events.wait(Classified, lambda event: event.network == 2).request == 1


def test_a_wish_for_what_is_not_there_waits_for_it(engine: Engine, tmp_path: Path):
    path = tmp_path / "bare.pt"
    torch.save({"later": torch.arange(3.0)}, path)
    engine.send(Watch("v", Topic.VALUES, "later"), OpenWeights(path))
    assert engine.events.wait(ValuesRead).values.tolist() == [[0, 1, 2]]
    assert not engine.events.of(EngineFailed)


def test_a_random_input_is_that_of_its_seed(engine: Engine):
    engine.send(MakeRandomInput(3))
    expected = torch.rand(1, 28, 28, generator=torch.Generator().manual_seed(3))[0] * 255
    made = engine.events.wait(InputMade).image
    assert made.dtype == np.uint8
    np.testing.assert_array_equal(made, expected.round())


def test_a_fault_is_reported_and_the_thread_lives_on(engine: Engine):
    engine.send(Classify(1, 1, None))  # type: ignore[arg-type]  # a fault of the program
    crashed = engine.events.wait(EngineCrashed)
    assert not crashed.fatal
    assert "Traceback" in crashed.report
    engine.send(Classify(2, 1, drawing()))
    assert engine.events.wait(Classified).request == 2


def test_a_start_that_fails_is_fatal_and_told(monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> None:
        raise RuntimeError("torch is broken")

    monkeypatch.setattr(session_module, "available_devices", broken)
    engine = Engine()
    engine.start()
    crashed = engine.events.wait(EngineCrashed)
    assert engine.join_started(PATIENCE_S)
    assert crashed.fatal
    assert "torch is broken" in crashed.report


def test_without_the_weights_of_the_program_it_starts_with_random_ones(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(
        loading_module, "default_weights", lambda: load_checkpoint(Path("default.safetensors"))
    )
    engine = Engine()
    engine.start()
    assert engine.events.wait(NetworkChanged).source is WeightsSource.RANDOM
    assert engine.events.of(EngineFailed)[0].kind is Kind.FILE_MISSING
    engine.stop()
    assert engine.join_started(PATIENCE_S)


def test_it_can_be_stopped_before_it_starts_and_without_ever_starting():
    assert Engine().join_started(0)
    engine = Engine()
    engine.stop()
    engine.start()
    assert engine.join_started(PATIENCE_S)
    assert engine.events.events == []


def test_the_messages_and_the_threads_import_no_torch():
    code = "import sys, engine.thread.worker, engine.thread.files; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
