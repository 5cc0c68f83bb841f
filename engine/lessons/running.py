"""Runs the steps of a lesson, one after the other, in names of their own. Imports torch."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor

from engine.autograd.lab import Experiment, Lab
from engine.autograd.snippet import new_namespace, run_code
from engine.lessons.lesson import Lesson, Step
from engine.network.mlp import NeuralNetwork

_COLUMN, _USUAL = 50, 80  # letters in a line of a printed tensor: beside the window's graph, and torch's own


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """What a step printed; `error`: what it raised, in PyTorch's own words, "" if nothing; its graph, if it has one.

    `pictures`: tensors by name.
    """

    step: int
    printed: str
    error: str
    lab: Lab | None
    pictures: tuple[tuple[str, Tensor], ...] = ()


class LessonRun:
    """A lesson under way. Its code finds `trained`, a network of its own, and `drawing` (1, 28, 28), beside torch.

    `names`: what its code has bound them to so far.
    """

    def __init__(self, lesson: Lesson, trained: NeuralNetwork, drawing: Tensor) -> None:
        self.lesson = lesson
        self.names = new_namespace(trained=trained, drawing=drawing)
        self._done: set[int] = set()

    def run(self, number: int) -> list[StepOutcome]:
        """Run a step, again if it was, and before it those that it builds on and that were not."""
        missing = [step for step in self.lesson.steps[:number] if step.number not in self._done]
        return [self._run(step) for step in (*missing, self.lesson.steps[number])]

    def look_at(self, drawing: Tensor) -> None:
        """Let the code find another drawing."""
        self.names["drawing"] = drawing

    def _run(self, step: Step) -> StepOutcome:
        self._done.add(step.number)
        try:
            with _narrow_tensors():
                printed, lab = self._compute(step)
        except (
            RuntimeError,
            ValueError,
            TypeError,
            AttributeError,
        ) as fault:  # what PyTorch refuses, which lessons show
            return StepOutcome(step.number, "", f"{type(fault).__name__}: {str(fault).splitlines()[0]}", None)
        pictures = tuple((name, self.names[name]) for name in step.pictures)
        return StepOutcome(step.number, printed, "", lab, pictures)

    def _compute(self, step: Step) -> tuple[str, Lab | None]:
        if not step.graph:
            return run_code(step.code, self.names), None  # unrecorded: a loop would keep all its tensors
        lab = Lab(Experiment("", step.code, step.graph, self.names))
        return lab.printed, lab


@contextmanager
def _narrow_tensors() -> Iterator[None]:
    """Inside, what is printed of a tensor fits the column of a lesson."""
    torch.set_printoptions(linewidth=_COLUMN)
    try:
        yield
    finally:
        torch.set_printoptions(linewidth=_USUAL)
