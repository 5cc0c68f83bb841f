"""Lessons that ran to their end, once for all tests."""

from dataclasses import dataclass
from functools import cache

import torch
from torch import Tensor

from engine.autograd.snippet import Namespace
from engine.lessons.lesson import read_lesson
from engine.lessons.running import LessonRun
from engine.network.mlp import NeuralNetwork


@dataclass(frozen=True)
class Finished:
    """A lesson that ran to its end; `first`: the tensors as the first step left them."""

    names: Namespace
    printed: dict[
        str, str
    ]  # by the code that printed it, with the steps' number before it where it comes again
    first: dict[str, Tensor]

    def said(self, words: str) -> str:
        """What the first step printed whose code contains `words`."""
        return next(said for code, said in self.printed.items() if words in code)

    def tensor(self, name: str) -> Tensor:
        value = self.names[name]
        assert isinstance(value, Tensor)
        return value


@cache
def finished(name: str) -> Finished:
    torch.manual_seed(3)
    run = LessonRun(read_lesson(name), NeuralNetwork(), torch.rand(1, 28, 28))
    printed: dict[str, str] = {}
    first: dict[str, Tensor] = {}
    for step in run.lesson.steps:
        printed[f"# {step.number}\n{step.code}"] = run.run(step.number)[0].printed
        if not first:
            first = {name: value for name, value in run.names.items() if isinstance(value, Tensor)}
    return Finished(run.names, printed, first)
