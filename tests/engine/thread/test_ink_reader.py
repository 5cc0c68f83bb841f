"""Networks of other inputs and outputs than digits have: a smaller picture, a row of values, any number of classes."""

from collections.abc import Iterator

import numpy as np
import pytest
import torch

from engine.network.architecture import Architecture
from engine.network.mlp import NeuralNetwork
from engine.thread.commands import (
    Classify,
    Drawing,
    MakeRandomInput,
    ReadValues,
    SetObjective,
    ShapeInput,
    Topic,
    UseWeights,
    Watch,
    WeightsSource,
)
from engine.thread.events import EngineFailed, InputMade
from engine.thread.lab_commands import ExploreGraph, NetworkOnDrawing
from engine.thread.lab_events import GraphTraced
from engine.thread.lesson_commands import RunStep
from engine.thread.lesson_events import StepRun
from engine.thread.network_events import NetworkChanged
from engine.thread.pace import Pace
from engine.thread.reading_events import Classified, GradientsComputed
from engine.thread.trace_commands import RecordPass, TraceUnit
from engine.thread.trace_events import PassRecorded, UnitTraced
from tests.engine.thread.turns import Turns, drawing

WEIGHT = "linear_relu_stack.0.weight"


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Iterator[Turns]:
    for module in ("ink_gradients", "tracing", "lab_session"):
        monkeypatch.setattr(f"engine.thread.{module}.Pace", lambda *_: Pace(0, 0))
    turns = Turns()
    yield turns
    turns.session.close()


def use(turns: Turns, *sizes: int, norms: tuple[bool, ...] = ()) -> NeuralNetwork:
    network = NeuralNetwork(Architecture(sizes, norms=norms))
    turns.session.use_network(network, "other")
    return network


def values(*numbers: float) -> np.ndarray:
    array = np.array(numbers, np.float32)
    array.flags.writeable = False
    return array


@pytest.mark.parametrize("side", [4, 8, 32, 64])
def test_a_square_input_is_drawn_at_its_own_size(turns: Turns, side: int):
    network = use(turns, side * side, 12, 10)
    turns.send(Classify(1, 1, drawing()))
    read = turns.of(Classified)[-1]
    assert read.image.shape == (side, side) and read.image.max() > 0.9
    expected = network(torch.tensor(read.image)[None])[0].detach()
    np.testing.assert_allclose(read.logits, expected, atol=1e-6)


def test_the_same_ink_is_read_anew_when_a_network_of_another_input_comes(turns: Turns):
    turns.send(Classify(1, 1, drawing()))
    assert turns.of(Classified)[-1].image.shape == (28, 28)
    use(turns, 64, 10)
    turns.send()
    assert turns.of(Classified)[-1].image.shape == (8, 8)


def test_a_row_of_values_is_read_with_its_signs(turns: Turns):
    network = use(turns, 3, 7, 5)
    turns.send(ReadValues(1, 1, values(-2, 0.5, 30)))
    read = turns.of(Classified)[-1]
    assert read.image.tolist() == [[-2, 0.5, 30]]
    expected = network(torch.tensor([[-2, 0.5, 30]]))[0].detach()
    np.testing.assert_allclose(read.logits, expected, atol=1e-6)
    assert read.predicted == int(expected.argmax()) and read.probabilities.shape == (5,)


def test_nothing_but_zeros_is_read_where_they_were_set(turns: Turns):
    use(turns, 3, 7, 5)
    turns.send(ReadValues(1, 1, values(0, 0, 0)))
    assert turns.of(Classified)[-1].predicted is not None


@pytest.mark.parametrize("command", [Classify(1, 1, drawing()), ReadValues(1, 1, values(1, 2))])
def test_a_row_is_not_read_before_it_is_set(turns: Turns, command: Classify | ReadValues):
    use(turns, 3, 7, 5)
    turns.send(command)
    read = turns.of(Classified)[-1]
    assert read.predicted is None and read.image.shape == (1, 3)


def test_the_drawing_is_still_there_after_a_row_of_values(turns: Turns):
    turns.send(Classify(1, 1, drawing()))
    before = turns.of(Classified)[-1]
    use(turns, 3, 5)
    turns.send(ReadValues(2, 2, values(1, 2, 3)))
    turns.send(UseWeights(WeightsSource.RANDOM))
    np.testing.assert_array_equal(turns.of(Classified)[-1].image, before.image)


@pytest.mark.parametrize("sizes", [(100, 37, 5), (3, 7, 5), (784, 30, 26), (784, *[8] * 19, 10)])
def test_whatever_is_watched_is_answered_in_the_networks_own_shapes(turns: Turns, sizes: tuple[int, ...]):
    use(turns, *sizes)
    given = ReadValues(1, 1, values(1, -2, 3)) if sizes[0] == 3 else Classify(1, 1, drawing())
    turns.send(Watch("g", Topic.GRADIENT, WEIGHT, rows=8, columns=8), TraceUnit("t"), RecordPass("p"), given)
    turns.rest()
    told, traced = turns.of(NetworkChanged)[-1], turns.of(UnitTraced)[-1]
    assert [stage.units for stage in told.stages] == list(sizes[1:]) and told.classes == sizes[-1]
    assert traced.field.shape == told.input_shape and len(traced.layers) == len(sizes) - 1
    assert [step.shape[-1] for step in turns.of(PassRecorded)[-1].steps][-1] == sizes[-1]
    assert turns.of(GradientsComputed)[-1].tiles[0].shape == (sizes[1], sizes[0])


def test_a_square_input_can_be_a_row_of_values_and_a_canvas_again(turns: Turns):
    network = use(turns, 64, 12, 10)
    turns.send(Classify(1, 1, drawing()))
    drawn = turns.of(Classified)[-1]
    numbers = values(*np.linspace(-2, 3, 64))
    turns.send(ShapeInput((1, 64)), ReadValues(2, 1, numbers))
    told, read = turns.of(NetworkChanged)[-1], turns.of(Classified)[-1]
    assert told.input_shape == (1, 64) and told.input_shapes == ((8, 8), (1, 64))
    assert told.network == read.network == drawn.network + 1
    np.testing.assert_array_equal(read.image, [numbers])
    np.testing.assert_allclose(read.logits, network(torch.tensor(numbers)[None])[0].detach(), atol=1e-6)
    turns.send(ShapeInput((8, 8)))
    np.testing.assert_array_equal(turns.of(Classified)[-1].image, drawn.image)


@pytest.mark.parametrize("side", [2, 3])
def test_a_few_values_can_be_drawn(turns: Turns, side: int):
    use(turns, side * side, 5)
    assert turns.of(NetworkChanged)[-1].input_shape == (1, side * side)
    turns.send(Classify(1, 1, drawing()), ShapeInput((side, side)))
    read = turns.of(Classified)[-1]
    assert read.image.shape == (side, side) and read.image.max() > 0.9 and read.predicted is not None


def test_the_choice_is_that_of_all_networks_of_as_many_inputs(turns: Turns):
    use(turns, 64, 10)
    turns.send(ShapeInput((1, 64)))
    use(turns, 784, 10)
    assert turns.of(NetworkChanged)[-1].input_shape == (28, 28)
    use(turns, 64, 5)
    assert turns.of(NetworkChanged)[-1].input_shape == (1, 64)


@pytest.mark.parametrize("shape", [(8, 8), (4, 16), (64, 1), (1, 63), (0, 0)])
def test_a_shape_that_changes_nothing_begins_no_generation(turns: Turns, shape: tuple[int, int]):
    use(turns, 64, 10)
    before = len(turns.of(NetworkChanged))
    turns.send(ShapeInput(shape))
    assert len(turns.of(NetworkChanged)) == before


def test_the_last_class_can_be_aimed_at_and_none_behind_it(turns: Turns):
    use(turns, 784, 26)
    turns.send(SetObjective(25))
    assert not turns.of(EngineFailed)
    turns.send(SetObjective(26))
    assert turns.of(EngineFailed)[-1].fields == {"label": 26, "last": 25}


def test_a_label_that_another_network_lacks_is_dropped(turns: Turns):
    use(turns, 784, 26)
    turns.send(SetObjective(25), Watch("g", Topic.GRADIENT, WEIGHT, rows=8, columns=8))
    use(turns, 784, 5)
    turns.send(Classify(1, 1, drawing()))
    turns.rest()
    assert turns.of(GradientsComputed)[-1].label is None


@pytest.mark.parametrize(("sizes", "shape"), [((64, 10), (8, 8)), ((64, 10), (1, 64)), ((7, 10), (1, 7))])
def test_a_random_input_has_the_shape_of_the_networks(
    turns: Turns, sizes: tuple[int, ...], shape: tuple[int, int]
):
    use(turns, *sizes)
    turns.send(ShapeInput(shape), MakeRandomInput(4))
    expected = torch.rand(1, *shape, generator=torch.Generator().manual_seed(4))[0].numpy()
    np.testing.assert_allclose(turns.of(InputMade)[-1].image / 255, expected, atol=0.5 / 255 + 1e-6)


def test_the_graph_is_that_of_the_network_on_its_own_input(turns: Turns):
    use(turns, 7, 4, 3, norms=(True,))
    turns.send(ReadValues(1, 1, values(*range(7))), ExploreGraph(NetworkOnDrawing(label=9)))
    nodes = turns.of(GraphTraced)[-1].graph.nodes
    assert (1, 1, 7) in {node.shape for node in nodes}


def test_the_drawing_is_a_digit_where_its_pixels_are_set_one_by_one(turns: Turns):
    use(turns, 784, 10)
    turns.send(Classify(1, 1, drawing()), ShapeInput((1, 784)), RunStep("02-network", 0))
    assert turns.of(StepRun)[-1].error == ""


def test_lessons_keep_a_network_of_digits(turns: Turns):
    use(turns, 7, 3)
    turns.send(RunStep("02-network", 0), Classify(1, 1, Drawing((280, 280))))
    assert turns.of(StepRun)[-1].error == ""
