"""What the engine thread works on: a network, the last ink, and who watches what. Imports torch.

Everything here runs on the engine's thread alone.
"""

from collections.abc import Callable, Hashable

import numpy as np
import torch
from numpy.typing import NDArray

from engine.errors import Kind, NetglassError
from engine.network.devices import available_devices, device_named
from engine.network.mlp import NeuralNetwork
from engine.network.rebuilding import digits_obstacle
from engine.tensors.levels import Walk
from engine.thread.answering import Answering
from engine.thread.architecture_commands import ArchitectureCommand
from engine.thread.commands import (
    Classify,
    Command,
    MakeRandomInput,
    OpenWeights,
    ReadValues,
    SaveTensor,
    SetObjective,
    ShapeInput,
    Unwatch,
    UseDevice,
    UseWeights,
    Watch,
    WeightsSource,
    Wish,
)
from engine.thread.comparing import Comparing
from engine.thread.comparison_commands import (
    CompareWith,
    Rival,
    StopComparing,
    WatchComparison,
    WatchDifference,
    WatchFields,
    WatchRival,
)
from engine.thread.editing import Editing
from engine.thread.editing_commands import EditCommand, EditWeights, SaveWeights
from engine.thread.errands import Errands
from engine.thread.events import EngineStarted, Event, InputMade
from engine.thread.ink_gradients import InkGradients
from engine.thread.ink_reader import InkReader
from engine.thread.lab_commands import LabCommand
from engine.thread.lab_session import LabSession
from engine.thread.lesson_commands import OpenLesson, RunStep
from engine.thread.lesson_session import LessonSession
from engine.thread.loading import Loaded, load_trained
from engine.thread.model_in_use import ModelInUse
from engine.thread.saving import Saving
from engine.thread.tracing import Tracing
from engine.thread.training_commands import Freeze, Train
from engine.thread.training_session import TrainingSession

# One core is left to the window: with as many threads as cores, each operation waits for the thread that was put off;
# on two busy cores 2,400 images a second were learned with two threads, and 11,200 with one.
_MOST_TRAINING_THREADS = 4
_MOST_WAYS_GIVEN = 4  # one after the other: the pen waits 2 ms less than with 1, and training loses nothing
_THREADS = 1  # two read one image no faster (88 µs), and doubled the 99th percentile on a busy machine


class Session:
    """The state of the engine's thread, and how each command changes it.

    `obey` leaves readings and gradients out of date; `follow` brings them up to date, once for all commands of
    a turn. `work` does one slice of what takes longer; of training more, while nobody draws, until there `is_called`.
    """

    def __init__(
        self,
        publish: Callable[[Event], None],
        wake: Callable[[], None] = lambda: None,
        is_called: Callable[[], bool] = lambda: False,
    ) -> None:
        spare_cores = torch.get_num_threads() - 1
        torch.set_num_threads(_THREADS)
        self._publish, self._is_called = publish, is_called
        self._ink = InkReader()
        self._tracing = Tracing(publish, self._ink)
        devices = available_devices()
        self._model = ModelInUse(
            publish, device_named(devices[0]), lambda: self._training.end(), self._show_model
        )
        self._saving = Saving(wake)
        self._editing = Editing(publish, self._model, self._saving)
        self._reading_is_old = False
        self._has_read = False  # in this turn
        self._gave_way = 0  # how many turns, one after the other
        walks: dict[Hashable, Walk[Event]] = {}
        self._answering = Answering(publish, walks, lambda: self._gradients.ask())
        self._gradients = InkGradients(publish, self._ink, self._model, self._answering)
        self._comparing = Comparing(publish, self._ink, lambda: self._model.open_model, walks, wake)
        threads = max(1, min(spare_cores, _MOST_TRAINING_THREADS))
        self._training = TrainingSession(publish, self, wake, is_called, threads)
        self._lab = LabSession(publish, self._look)
        self._lessons = LessonSession(publish, self._look_at_digit, self._lab)
        self._errands = Errands(self._obey)
        publish(EngineStarted(torch.__version__, devices))
        self._model.begin()

    @property
    def rest_s(self) -> float | None:
        """How long there is nothing to do: 0, there is; None, until a command comes."""
        parts = self._errands, self._answering, self._training
        to_read = self._reading_is_old and self._ink.has_ink
        if to_read or self._saving.has_news or any(part.has_work for part in parts):
            return 0.0
        of_ink = (self._gradients.rest_s, self._tracing.rest_s) if self._ink.has_ink else ()
        rests = (*of_ink, self._lab.rest_s, self._comparing.rest_s, self._answering.rest_s)
        return min((rest for rest in rests if rest is not None), default=None)

    @property
    def network(self) -> NeuralNetwork:
        """The network in use."""
        return self._model.network

    @property
    def about_ink(self) -> tuple[int, int, int]:
        """Request and canvas of the last ink, 0 if there was none, and the generation of the network."""
        return (*self._ink.about, self._model.generation)

    def obey(self, command: Command) -> None:
        """Carry out a command, or begin to; raises NetglassError, and is then as before.

        Ink is read also while a command before it takes its time; all others wait for that.
        """
        if self._errands.has_work and not isinstance(command, Classify | ReadValues):
            self._errands.keep(command)
        else:
            self._obey(command)

    def _obey(self, command: Command) -> None:
        match command:
            case Classify() | ReadValues():
                self._take_input(command)
            case Watch():
                self._answering.watch(command)
            case SaveTensor():
                self._errands.begin(self._answering.walk_saving(command))
            case CompareWith() | StopComparing():
                self._compare(command)
            case WatchComparison() | WatchDifference() | WatchFields() | WatchRival():
                self._comparing.obey(command)
            case Wish():
                self._tracing.watch(command)
            case Unwatch(subscription):
                self._unwatch(subscription)
            case SetObjective(label):
                self._gradients.set_label(label)
            case UseWeights() | OpenWeights() | UseDevice() | ArchitectureCommand():
                self._errands.begin(self._model.walk(command))
            case EditCommand():
                self._errands.begin(self._walk_edit(command))
            case ShapeInput(shape):
                self._shape_input(shape)
            case MakeRandomInput(seed):
                self._publish(InputMade(_random_image(seed, self._ink.shape_of(self.network))))
            case LabCommand():
                self._lab.obey(command)
            case OpenLesson() | RunStep():
                self._lessons.obey(command)
            case _:
                self._train(command)

    def follow(self) -> None:
        """Publish a reading of the last ink, where a command changed what it depends on; when due, what explains it."""
        read_again, self._reading_is_old = self._reading_is_old, False
        if read_again:
            self._lab.renew()
        self._lab.follow()
        self._answering.follow()
        if not self._ink.has_ink:
            return
        if read_again:
            self._has_read = True
            self._publish(self._ink.read(self._model.loaded.runnable, self._model.generation))
            self._comparing.read()
            self._gradients.ask()
            self._tracing.ask()
        if self._tracing.answer(self._model.loaded.runnable, self._model.generation):
            return  # gradients take a turn of their own, so that ink which came meanwhile is read first
        if self._gradients.take() and not self._training.show_gradients():
            self._gradients.tell()

    def work(self) -> None:
        """Do one slice of the work that waited longest, and publish its result if that was the last.

        Where something came while ink was read, it is not kept waiting for that and a slice, unless the slice has
        given way too often.
        """
        gives_way = self._has_read and self._gave_way < _MOST_WAYS_GIVEN and self._is_called()
        self._has_read = False
        self._gave_way = self._gave_way + 1 if gives_way else 0
        if gives_way:
            return
        self._saving.take()
        self._comparing.follow()
        if self._errands.has_work:
            self._errands.go_on()
        elif not self._answering.has_work or not self._training.leaves_time:
            self._training.work()
        else:
            with self._training.spare_time():
                self._answering.work()

    def close(self) -> None:
        """The thread is about to end: let nothing be lost."""
        self._errands.finish()
        self._saving.finish()
        self._training.close()

    def use_network(self, network: NeuralNetwork, run: str, step: int | None = None) -> None:
        """Put the network of a run, as it is or was at `step`, in the place of the one in use."""
        self._model.use(Loaded(network, WeightsSource.RUN, run, step=step))

    def renew_reading(self) -> None:
        """The weights changed: read the ink again, in the same generation."""
        self._outdate_reading()

    def renew_walks(self) -> None:
        """The weights changed: answer all wishes but those for gradients, unless some wait for an answer."""
        if not self._answering.keeps_waiting:
            self._answering.renew_values()
            self._comparing.renew()

    def add_walk(self, key: Hashable, walk: Walk[Event]) -> None:
        """Do this between other things, and publish its result; it takes the place of an older one of that key."""
        self._answering.add_walk(key, walk)

    def _look(self) -> tuple[NeuralNetwork, torch.Tensor]:
        """The network in use, and its input (1, 28, 28), or what shape it takes."""
        return self.network, self._ink.input(self.network)[0]

    def _look_at_digit(self) -> tuple[NeuralNetwork, torch.Tensor]:
        """A network that reads digits, the one in use if it does, and the drawing (1, 28, 28)."""
        network = load_trained().network if digits_obstacle(self.network) else self.network
        return network, self._ink.digit

    def _compare(self, command: Command) -> None:
        match command:
            case CompareWith(rival, _, step) if self._is_of_run(rival):
                self._comparing.await_step(self._training.kept(step))
                return
            case CompareWith(Rival.INITIAL):
                self._model.loaded.require_runnable()
        if isinstance(command, CompareWith):
            self._errands.begin(self._comparing.walk_comparing(command))
        else:
            self._comparing.obey(command)

    def _is_of_run(self, rival: Rival) -> bool:
        """Whether a step of the run is meant, as with the first weights of a network that it trained."""
        trained = self._model.is_run and self._training.has_kept
        return rival is Rival.STEP or (rival is Rival.INITIAL and trained)

    def _unwatch(self, subscription: str) -> None:
        self._answering.unwatch(subscription)
        self._tracing.unwatch(subscription)
        self._comparing.unwatch(subscription)

    def _walk_edit(self, command: EditCommand) -> Walk[None]:
        if isinstance(command, EditWeights) and self._training.is_ongoing:
            raise NetglassError(Kind.EDIT_TRAINING, parameter=command.parameter)
        yield from self._editing.walk(command)
        if not isinstance(command, SaveWeights):
            self._renew_all()
        self._model.tell_edits()

    def _renew_all(self) -> None:
        """The person changed weights: read the ink again, and answer all wishes from their beginning."""
        self._outdate_reading()
        self._answering.renew(self._model.tensors)
        self._comparing.begin_anew()

    def _train(self, command: Command) -> None:
        match command:
            case Train():
                self._model.loaded.require_trainable()
            case Freeze():
                self._model.loaded.require_runnable()
        self._training.obey(command)

    def _take_input(self, command: Classify | ReadValues) -> None:
        self._ink.take(command)
        self._training.take_ink()
        self._outdate_reading()

    def _shape_input(self, shape: tuple[int, int]) -> None:
        """In a new generation, as a picture of the one input is none of the other."""
        before = self._ink.shape_of(self.network)
        self._ink.choose_shape(shape)
        if self._ink.shape_of(self.network) != before:
            self._model.use(self._model.loaded)

    def _outdate_reading(self) -> None:
        self._reading_is_old = True
        self._ink.ask()

    def _show_model(self) -> None:
        """Another model is in use: tell what it is, and answer all wishes anew."""
        self.describe_network()
        self._model.tell_edits()
        self._outdate_reading()
        self._answering.show(self._model.tensors, self._model.generation)
        self._comparing.use()

    def describe_network(self) -> None:
        """Tell what the network is, in its generation."""
        told = self._model.describe(self._ink.shape_of(self.network))
        self._gradients.use(told)
        self._publish(told)
        self._lab.renew()
        if self._model.loaded.bare is None:
            self._training.tell_frozen(tuple(each.name for each in told.parameters if not each.trainable))

    def gradient_wishes(self) -> list[Watch]:
        """The wishes for gradients of parameters that there are."""
        return self._gradients.wishes()


def _random_image(seed: int, shape: tuple[int, int]) -> NDArray[np.uint8]:
    """`torch.rand(1, *shape)` of a generator of its own, as bytes of that `shape`."""
    random = torch.rand(1, *shape, generator=torch.Generator().manual_seed(seed))
    image = np.rint(random[0].numpy() * 255).astype(np.uint8)
    image.setflags(write=False)
    return image
