"""What the window is told of the lessons: frozen messages, in the past tense. Light: imports no torch."""

from dataclasses import dataclass

from engine.lessons.lesson import Lesson, Step, Text
from engine.thread.events import Event
from engine.thread.lab_events import TensorSeen

__all__ = ["Lesson", "LessonRead", "LessonsListed", "Step", "StepRun", "Text"]


@dataclass(frozen=True, slots=True)
class LessonsListed(Event):
    """All lessons in order: name and title."""

    lessons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LessonRead(Event):
    """The lesson that was asked for."""

    lesson: Lesson


@dataclass(frozen=True, slots=True)
class StepRun(Event):
    """A step was run. `printed`: its output; `error`: what PyTorch raised, in its own words, "" if nothing.

    `pictures`: tensors by name, of which several images stand beside each other.
    """

    lesson: str
    step: int
    printed: str
    error: str
    pictures: tuple[tuple[str, TensorSeen], ...] = ()
