"""Turns: ink is read once a turn, long work waits its turn."""

import pytest

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
from engine.thread.events import Classified, Event, FiguresRead, LevelsRead, NetworkChanged, ValuesRead
from engine.thread.session import Session

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
