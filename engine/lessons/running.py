"""Runs the steps of a lesson, one after the other, in names of their own. Imports torch."""

from dataclasses import dataclass

from torch import Tensor

from engine.autograd.lab import Experiment, Lab
from engine.autograd.snippet import new_namespace, run_snippet
from engine.lessons.lesson import Lesson, Step
from engine.network.mlp import NeuralNetwork


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """What a step printed; `error`: what it raised, in PyTorch's own words, "" if nothing; its graph, if it has one."""

    step: int
    printed: str
    error: str
    lab: Lab | None


class LessonRun:
    """A lesson under way. Its code finds `trained`, a network of its own, and `drawing` (1, 28, 28), beside torch."""

    def __init__(self, lesson: Lesson, trained: NeuralNetwork, drawing: Tensor) -> None:
        self.lesson = lesson
        self._namespace = new_namespace(trained=trained, drawing=drawing)
        self._done: set[int] = set()

    def run(self, number: int) -> list[StepOutcome]:
        """Run a step, again if it was, and before it those that it builds on and that were not."""
        missing = [step for step in self.lesson.steps[:number] if step.number not in self._done]
        return [self._run(step) for step in (*missing, self.lesson.steps[number])]

    def _run(self, step: Step) -> StepOutcome:
        self._done.add(step.number)
        try:
            printed, lab = self._compute(step)
        except (RuntimeError, ValueError, TypeError) as fault:  # what PyTorch refuses, which lessons show
            return StepOutcome(step.number, "", f"{type(fault).__name__}: {str(fault).splitlines()[0]}", None)
        return StepOutcome(step.number, printed, "", lab)

    def _compute(self, step: Step) -> tuple[str, Lab | None]:
        if not step.graph:
            return run_snippet(step.code, self._namespace).printed, None
        lab = Lab(Experiment("", step.code, step.graph, self._namespace))
        return lab.printed, lab
