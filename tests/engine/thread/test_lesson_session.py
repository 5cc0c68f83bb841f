"""Lessons on the engine's thread, and their texts from the thread of files."""

import numpy as np
import pytest

from engine.errors import NetglassError
from engine.lessons.lesson import read_lesson
from engine.thread.commands import Classify, Drawing, Stroke
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


def test_images_are_pictured_beside_each_other(session: Session, events: list[Event]):
    session.obey(RunStep("03-layers", 1))
    first, _, second, _ = events
    assert isinstance(first, StepRun) and isinstance(second, StepRun)
    ((name, images),) = first.pictures
    assert (name, images.shape, images.levels.shape) == ("images", (3, 28, 28), (28, 84))
    assert images.levels[:, 12:16].all() and not images.levels[:, :12].any()  # the upright bar
    assert [name for name, _ in second.pictures] == ["images", "flat"]


def test_the_drawing_is_that_of_the_moment(session: Session, events: list[Event]):
    step = next(step.number for step in read_lesson("02-network").steps if "trained(drawing)" in step.code)
    shares = []
    for ink in (14, 6):
        stroke = Stroke(np.array([[ink, 4, 1], [ink, 24, 1]], np.float32))
        session.obey(Classify(ink, 1, Drawing((28, 28), (stroke, Stroke(stroke.points[:, [1, 0, 2]])))))
        session.follow()
        session.obey(RunStep("02-network", step))
        shares.append(next(event.printed for event in reversed(events) if isinstance(event, StepRun)))
    assert shares[0] != shares[1]


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
