"""Wishes to follow a reading through the network."""

import numpy as np
import pytest

from engine.thread import tracing as tracing_module
from engine.thread.commands import Classify, Drawing, Unwatch
from engine.thread.pace import Pace
from engine.thread.reading_events import Classified
from engine.thread.trace_commands import RecordPass, TraceUnit
from engine.thread.trace_events import PassRecorded, UnitTraced
from tests.engine.thread.turns import Turns, drawing


class Impatient(Pace):
    """A pace at which everything is due as soon as it is asked for."""

    def __init__(self, *_: float) -> None:
        super().__init__(0.0, 0.0)


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Turns:
    monkeypatch.setattr(tracing_module, "Pace", Impatient)
    return Turns()


def test_the_class_that_is_read_is_traced(turns: Turns):
    turns.send(Classify(5, 2, drawing()), TraceUnit("network"))
    traced, read = turns.of(UnitTraced)[-1], turns.of(Classified)[-1]
    assert (traced.stage, traced.unit) == (1, read.predicted)
    assert (traced.request, traced.canvas, traced.network) == (5, 2, read.network)
    assert traced.sum is not None
    assert traced.sum.z == pytest.approx(float(read.logits[read.predicted or 0]), abs=1e-5)


def test_the_trace_follows_the_pen_and_the_pointer(turns: Turns):
    turns.send(Classify(1, 1, drawing()), TraceUnit("network"))
    turns.send(Classify(2, 1, drawing(shift=20)))
    turns.send(TraceUnit("network", 0, 3))
    assert [event.request for event in turns.of(UnitTraced)] == [1, 2, 2]
    assert (turns.of(UnitTraced)[-1].stage, turns.of(UnitTraced)[-1].unit) == (0, 3)


def test_without_a_wish_nothing_is_traced(turns: Turns):
    turns.send(TraceUnit("network"), Unwatch("network"), Classify(1, 1, drawing()))
    turns.send(Unwatch("network"))
    assert turns.of(UnitTraced) == []


def test_of_blank_ink_a_unit_has_a_field_alone(turns: Turns):
    turns.send(Classify(1, 1, Drawing((28, 28))), TraceUnit("network", 0, 3))
    traced = turns.of(UnitTraced)[-1]
    assert traced.sum is None
    assert traced.layers == ()
    weight = turns.session.network.stages[0].linear.weight[3].detach().numpy()
    np.testing.assert_array_equal(traced.field.ravel(), weight)


def test_a_minibatch_is_the_drawing_and_behind_it_what_was_kept(turns: Turns):
    turns.send(Classify(1, 1, drawing()), RecordPass("pass"))
    first = turns.of(PassRecorded)[-1]
    assert first.steps[0].shape == (1, 28, 28)
    kept = first.steps[0].rows.reshape(28, 28)
    turns.send(Classify(2, 1, drawing(shift=20)), RecordPass("pass", (kept, kept)))
    steps = turns.of(PassRecorded)[-1].steps
    assert [step.shape for step in steps[:3]] == [(3, 28, 28), (3, 784), (3, 24)]
    np.testing.assert_array_equal(steps[0].rows[1], kept.ravel())
    assert not np.array_equal(steps[0].rows[0], kept.ravel())


def test_of_blank_ink_the_minibatch_is_what_was_kept(turns: Turns):
    kept = np.ones((28, 28), np.float32)
    turns.send(Classify(1, 1, Drawing((28, 28))), RecordPass("pass", (kept,)))
    event = turns.of(PassRecorded)[-1]
    assert (event.drawn, event.steps[0].shape) == (False, (1, 28, 28))
    turns.send(RecordPass("pass"))
    assert turns.of(PassRecorded)[-1].steps == ()


def test_kept_inputs_of_another_size_are_left_out(turns: Turns):
    turns.send(Classify(1, 1, drawing()), RecordPass("pass", (np.ones((4, 4), np.float32),)))
    assert turns.of(PassRecorded)[-1].steps[0].shape == (1, 28, 28)
