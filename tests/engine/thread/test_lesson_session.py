"""Lessons on the engine's thread, and their texts from the thread of files."""

import pytest

from engine.errors import NetglassError
from engine.thread.events import Event
from engine.thread.filing import Filing
from engine.thread.lab_commands import ExploreGraph, LeaveGraph, LessonGraph
from engine.thread.lab_events import GraphTraced
from engine.thread.lesson_commands import ListLessons, OpenLesson, ReadLesson, RunStep
from engine.thread.lesson_events import LessonRead, LessonsListed, StepRun
from engine.thread.session import Session

LESSON = "05-autograd"


@pytest.fixture
def events() -> list[Event]:
    return []


@pytest.fixture
def session(events: list[Event]) -> Session:
    session = Session(events.append)
    events.clear()
    return session


def test_a_step_is_run_and_its_graph_shown(session: Session, events: list[Event]):
    session.obey(RunStep(LESSON, 0))
    run, traced = events
    assert isinstance(run, StepRun) and "loss:" in run.printed
    assert isinstance(traced, GraphTraced) and traced.subject == LessonGraph(LESSON, 0)


def test_a_lessons_graph_is_there_when_somebody_looks_again(session: Session, events: list[Event]):
    session.obey(RunStep(LESSON, 0))
    session.obey(LeaveGraph())
    events.clear()
    session.obey(ExploreGraph(LessonGraph(LESSON, 0)))
    assert isinstance(events[-1], GraphTraced)


def test_a_lesson_opened_anew_has_run_nothing(session: Session, events: list[Event]):
    session.obey(RunStep(LESSON, 1))
    assert [event.step for event in events if isinstance(event, StepRun)] == [0, 1]
    session.obey(OpenLesson(LESSON))
    events.clear()
    session.obey(RunStep(LESSON, 1))
    assert [event.step for event in events if isinstance(event, StepRun)] == [0, 1]


def test_a_lesson_leaves_the_network_alone(session: Session, events: list[Event]):
    before = [parameter.clone() for parameter in session.network.parameters()]
    session.obey(OpenLesson(LESSON))
    session.obey(RunStep(LESSON, 0))
    assert all(
        parameter.equal(old) for parameter, old in zip(session.network.parameters(), before, strict=True)
    )


def test_a_lesson_that_is_not_there_is_refused(session: Session):
    with pytest.raises(NetglassError):
        session.obey(OpenLesson("99-nothing"))


def test_texts_come_without_torch(events: list[Event]):
    filing = Filing(events.append)
    filing.obey(ListLessons("en"))
    filing.obey(ReadLesson(LESSON, "en"))
    listed, read = events
    assert isinstance(listed, LessonsListed) and (LESSON, "Autograd") in listed.lessons
    assert isinstance(read, LessonRead) and read.lesson.steps
