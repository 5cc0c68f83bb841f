"""The lesson under way, as the engine's thread runs it. Imports torch."""

from collections.abc import Callable
from copy import deepcopy

from torch import Tensor

from engine.lessons.lesson import read_lesson
from engine.lessons.running import LessonRun
from engine.network.mlp import NeuralNetwork
from engine.thread.events import Event
from engine.thread.lab_commands import LessonGraph
from engine.thread.lab_session import LabSession
from engine.thread.lesson_commands import OpenLesson, RunStep
from engine.thread.lesson_events import StepRun
from engine.thread.tensor_sight import seen

_ROOM = 28, 256  # rows and columns of a picture in a lesson


class LessonSession:
    """Runs one lesson at a time; `look`: the network in use, and the present input (1, 28, 28)."""

    def __init__(
        self,
        publish: Callable[[Event], None],
        look: Callable[[], tuple[NeuralNetwork, Tensor]],
        lab: LabSession,
    ) -> None:
        self._publish, self._look, self._lab = publish, look, lab
        self._run: LessonRun | None = None

    def obey(self, command: OpenLesson | RunStep) -> None:
        """Carry out a command; LESSON_MISSING for a lesson that there is not."""
        match command:
            case OpenLesson(name):
                self._run = self._begin(name)
            case RunStep(lesson, step):
                self._run_step(lesson, step)

    def _begin(self, name: str) -> LessonRun:
        own = deepcopy(self._look()[0]).cpu()  # what a lesson does to it is seen nowhere else
        own.zero_grad()
        return LessonRun(read_lesson(name), own, self._drawing())

    def _drawing(self) -> Tensor:
        """A copy of what is on the canvas now."""
        return self._look()[1].detach().cpu().clone()

    def _run_step(self, lesson: str, step: int) -> None:
        if self._run is None or self._run.lesson.name != lesson:
            self._run = self._begin(lesson)
        self._run.look_at(self._drawing())
        for outcome in self._run.run(step):
            pictures = tuple((name, seen(tensor, *_ROOM)) for name, tensor in outcome.pictures)
            self._publish(StepRun(lesson, outcome.step, outcome.printed, outcome.error, pictures))
            if outcome.lab is not None:
                self._lab.show_lab(outcome.lab, LessonGraph(lesson, outcome.step))
