"""Turns: ink is read once a turn, long work waits its turn."""

import pytest

from engine.errors import Kind, NetglassError
from engine.thread.answering import Answering
from engine.thread.commands import (
    Classify,
    Drawing,
    SetObjective,
    Topic,
    Unwatch,
    UseWeights,
    Watch,
    WeightsSource,
)
from engine.thread.events import Event
from engine.thread.network_events import NetworkChanged
from engine.thread.pace import Pace
from engine.thread.reading_events import Classified, GradientsComputed
from engine.thread.session import Session
from engine.thread.tensor_events import FiguresRead, LevelsRead, ValuesRead
from engine.thread.trace_commands import TraceUnit
from engine.thread.trace_events import UnitTraced

WEIGHT = "linear_relu_stack.0.weight"


@pytest.fixture
def events() -> list[Event]:
    return []


@pytest.fixture
def session(events: list[Event]) -> Session:
    return Session(events.append)


def work_off(session: Session) -> int:
    slices = 0
    while session.rest_s == 0:
        session.work()
        slices += 1
    return slices


def test_a_turn_reads_its_ink_once_with_the_last_network(session: Session, events: list[Event]):
    session.obey(Classify(1, 1, Drawing((28, 28))))
    session.obey(UseWeights(WeightsSource.RANDOM))
    session.obey(SetObjective(3))
    session.follow()
    session.follow()
    assert [event.network for event in events if isinstance(event, Classified)] == [2]


def test_without_ink_nothing_is_read(session: Session, events: list[Event]):
    session.obey(SetObjective(3))
    session.follow()
    assert isinstance(events[-1], NetworkChanged)


def test_ink_that_comes_during_a_trace_is_read_before_the_gradients(
    events: list[Event], monkeypatch: pytest.MonkeyPatch
):
    for module in ("ink_gradients", "tracing"):
        monkeypatch.setattr(f"engine.thread.{module}.Pace", lambda *_: Pace(0, 0))
    session = Session(events.append)
    session.obey(TraceUnit("trace"))
    session.obey(Watch("gradient", Topic.GRADIENT, WEIGHT, rows=10, columns=10))
    session.obey(Classify(1, 1, Drawing((28, 28))))
    session.follow()
    assert isinstance(events[-1], UnitTraced)
    assert session.rest_s == 0
    session.obey(Classify(2, 1, Drawing((28, 28))))
    events.clear()
    for _ in range(2):
        session.follow()
    kinds = [type(event) for event in events]
    assert kinds.index(Classified) < kinds.index(UnitTraced) < kinds.index(GradientsComputed)


def test_who_calls_while_ink_is_read_does_not_wait_for_a_slice_as_well_but_every_fifth_time(
    events: list[Event], monkeypatch: pytest.MonkeyPatch
):
    calls, slices = [True] * 6 + [False] + [True] * 4, list[int]()
    work = Answering.work

    def noted(answering: Answering) -> None:
        slices[-1] += 1
        work(answering)

    monkeypatch.setattr(Answering, "work", noted)
    session = Session(events.append, is_called=lambda: calls[len(slices) - 1])
    session.obey(Watch("long", Topic.FIGURES, WEIGHT, columns=10))
    for request in range(len(calls)):
        session.obey(Classify(request, 1, Drawing((28, 28))))
        session.follow()
        slices.append(0)
        session.work()
    assert slices == [0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0]
    session.work()  # this time no ink was read before
    assert slices[-1] == 1


def test_long_answers_take_turns(session: Session, events: list[Event]):
    session.obey(Watch("long", Topic.FIGURES, WEIGHT, columns=10))
    session.obey(Watch("short", Topic.VALUES, WEIGHT))
    assert work_off(session) > 3
    answers = [type(event) for event in events if isinstance(event, FiguresRead | ValuesRead)]
    assert answers == [ValuesRead, FiguresRead]


def test_a_newer_wish_replaces_the_work_for_the_older(session: Session, events: list[Event]):
    session.obey(Watch("s", Topic.LEVELS, WEIGHT, rows=10, columns=10))
    session.work()
    session.obey(Watch("s", Topic.LEVELS, WEIGHT, rows=20, columns=20))
    work_off(session)
    assert [event.levels.shape for event in events if isinstance(event, LevelsRead)] == [(20, 20)]


def test_a_withdrawn_wish_is_not_answered(session: Session, events: list[Event]):
    session.obey(Watch("s", Topic.LEVELS, WEIGHT, rows=10, columns=10))
    session.obey(Unwatch("s"))
    assert session.rest_s != 0
    session.obey(UseWeights(WeightsSource.RANDOM))
    assert session.rest_s != 0


def test_a_wish_that_turned_to_gradients_leaves_no_work(session: Session):
    session.obey(Watch("s", Topic.LEVELS, WEIGHT))
    session.obey(Watch("s", Topic.GRADIENT, WEIGHT))
    assert session.rest_s != 0


def test_a_label_that_is_no_class_is_refused_and_changes_nothing(session: Session):
    session.obey(SetObjective(3))
    for label in (10, -1):
        with pytest.raises(NetglassError) as caught:
            session.obey(SetObjective(label))
        assert caught.value.kind is Kind.LABEL_INVALID
    assert session._gradients._label == 3
