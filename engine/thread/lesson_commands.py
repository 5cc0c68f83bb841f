"""What the window asks of the lessons: frozen messages, in the imperative. Light: imports no torch."""

from dataclasses import dataclass

from engine.lessons.lesson import LANGUAGES
from engine.thread.commands import Command, FileCommand

__all__ = ["LANGUAGES", "ListLessons", "OpenLesson", "ReadLesson", "RunStep"]


@dataclass(frozen=True, slots=True)
class ListLessons(FileCommand):
    """Name all lessons, in `language` as far as they are translated; answered by `LessonsListed`."""

    language: str


@dataclass(frozen=True, slots=True)
class ReadLesson(FileCommand):
    """Read the lesson `name` in `language`, else in English; answered by `LessonRead`."""

    name: str
    language: str


@dataclass(frozen=True, slots=True)
class OpenLesson(Command):
    """Begin the lesson `name` anew: nothing of it has run, and it has names of its own."""

    name: str


@dataclass(frozen=True, slots=True)
class RunStep(Command):
    """Run step number `step` of `lesson`, and before it those that were not; answered by a `StepRun` each."""

    lesson: str
    step: int
