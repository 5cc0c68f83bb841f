"""What the window is told of the lessons: frozen messages, in the past tense. Light: imports no torch."""

from dataclasses import dataclass

from engine.lessons.lesson import Lesson, Step, Text
from engine.thread.events import Event

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
    """A step was run. `printed`: its output; `error`: what PyTorch raised, in its own words, "" if nothing."""

    lesson: str
    step: int
    printed: str
    error: str
