"""The wishes of the window about tensors, and the walks that answer them between other things. Imports torch."""

from collections.abc import Callable, Hashable, Mapping
from pathlib import Path
from time import perf_counter

from torch import Tensor
from torch.nn import Parameter

from engine.errors import Kind, NetglassError
from engine.network.outline import PlainTensors
from engine.tensors.common_limit import walk_common_limit
from engine.tensors.levels import Walk
from engine.tensors.pieces import walk_copy
from engine.tensors.saving import walk_saving
from engine.tensors.survey import walk_survey
from engine.thread.answers import Orders, walk_answer
from engine.thread.commands import SaveTensor, Topic, Watch
from engine.thread.comparing import COMPARISON
from engine.thread.events import EngineFailed, Event, FileWritten
from engine.thread.pace import Pace
from engine.thread.tensor_events import LimitRead, SpectrumOutdated, TensorsSurveyed

_State = tuple[int, int] | None  # where the numbers lie, and how often they were written to

_PATIENCE = {Topic.FIGURES: 1, Topic.SURVEY: 2}
# While a network learns, whole tensors are gone through so often, and once more when it rests: a pass takes 3 ms of
# 670 thousand numbers, and each picture of them waits for it. Begun anew at each step, it would never come to its end.
_WHOLE = (Topic.FIGURES, Topic.SURVEY)
_WHOLE_EVERY_S, _WHOLE_AFTER_S = 2.0, 0.3


class Answering:
    """Keeps each subscription supplied with what it wishes to see of the tensors that are shown.

    `walks`: all that are to be done, by key; others add theirs. `ask_gradients` is called where a gradient is wished
    for: those are computed apart. `parameters`: what is shown, the network's or bare tensors.
    """

    def __init__(
        self,
        publish: Callable[[Event], None],
        walks: dict[Hashable, Walk[Event]],
        ask_gradients: Callable[[], None],
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        self._publish, self._walks, self._ask_gradients = publish, walks, ask_gradients
        self.parameters: Mapping[str, Tensor] = {}
        self._generation = 0
        self._wishes: dict[str, Watch] = {}
        self._orders: Orders = {}
        self._spectra: dict[str, tuple[str, _State]] = {}  # by subscription, of what they were told
        self._pace = Pace(_WHOLE_EVERY_S, _WHOLE_AFTER_S, clock)

    @property
    def rest_s(self) -> float | None:
        """How long until whole tensors are gone through again; None: nothing asks for that."""
        return self._pace.rest_s

    @property
    def has_work(self) -> bool:
        """Whether `work` has a slice to do."""
        return bool(self._walks)

    @property
    def keeps_waiting(self) -> bool:
        """Whether somebody waits for an answer: not so for what goes on in the background."""
        surveys = {key for key, wish in self._wishes.items() if wish.topic is Topic.SURVEY}
        return bool(self._walks.keys() - {COMPARISON, *surveys})

    def show(self, parameters: Mapping[str, Tensor], generation: int) -> None:
        """Other tensors are shown, in this generation: answer all wishes anew."""
        self.parameters, self._generation = parameters, generation
        self._orders.clear()
        self._spectra.clear()
        for subscription, wish in self._wishes.items():
            self._walks.pop(subscription, None)
            self._answer(wish)

    def watch(self, wish: Watch) -> None:
        """Keep a subscription supplied."""
        self._wishes[wish.subscription] = wish
        self._walks.pop(wish.subscription, None)
        self._answer(wish)

    def unwatch(self, subscription: str) -> None:
        """Let a subscription be."""
        self._wishes.pop(subscription, None)
        self._walks.pop(subscription, None)

    def gradient_wishes(self) -> list[Watch]:
        """The wishes for gradients of parameters that there are."""
        wishes = [wish for wish in self._wishes.values() if wish.topic is Topic.GRADIENT]
        return [wish for wish in wishes if isinstance(self.parameters.get(wish.parameter), Parameter)]

    def renew(self, parameters: Mapping[str, Tensor]) -> None:
        """The person changed weights, which these are now: answer all wishes from their beginning."""
        self.parameters = parameters
        self._tell_outdated()
        self._orders.clear()
        for wish in self._wishes.values():
            self._answer(wish)

    def renew_values(self) -> None:
        """A run changed the weights: answer all wishes but those for gradients; whole tensors take their time."""
        self._tell_outdated()
        if any(wish.topic in _WHOLE for wish in self._wishes.values()):
            self._pace.ask()
        for wish in self._wishes.values():
            if wish.topic is not Topic.GRADIENT and wish.topic not in _WHOLE:
                self._answer(wish)

    def follow(self) -> None:
        """Go through whole tensors again, if it is time."""
        if self._pace.take():
            for wish in self._wishes.values():
                if wish.topic in _WHOLE:
                    self._answer(wish)

    def walk_saving(self, command: SaveTensor) -> Walk[None]:
        """Copy a tensor that can change, to write it between other things; raises PARAMETER_UNKNOWN.

        It must stay as it is until the end. Raises what reading it raises, too.
        """
        if command.parameter not in self.parameters:
            raise NetglassError(Kind.PARAMETER_UNKNOWN, parameter=command.parameter)
        tensor = self.parameters[command.parameter]
        kept = (yield from walk_copy(tensor)) if self._can_change(command.parameter) else tensor
        self._walks["save", command.path] = self._walk_saving(kept, command.path)

    def _walk_saving(self, tensor: Tensor, path: Path) -> Walk[Event]:
        yield from walk_saving(tensor, path)
        return FileWritten(path)

    def _walk_limit(self, wish: Watch) -> Walk[Event]:
        inside = f"{wish.parameter}." if wish.parameter else ""
        names = [name for name in self.parameters if name.startswith(inside) and self._has_scale(name)]
        limit = yield from walk_common_limit(self.parameters, names)
        return LimitRead(wish.subscription, self._generation, wish.parameter, limit)

    def _has_scale(self, name: str) -> bool:
        """Whether colours are compared across it: what a layer counts or has seen is no weight."""
        return isinstance(self.parameters, PlainTensors) or isinstance(self.parameters[name], Parameter)

    def add_walk(self, key: Hashable, walk: Walk[Event]) -> None:
        """Do this between other things, and publish its result; it takes the place of an older one of that key."""
        self._walks[key] = walk

    def work(self) -> None:
        """Do one slice of the walk that waited longest, and publish its result if that was the last."""
        subscription = min(self._walks, key=self._patience)
        walk = self._walks.pop(subscription)
        try:
            news = next(walk)
        except StopIteration as end:
            self._publish(end.value)
            self._tell_outdated()
        else:
            self._walks[subscription] = walk  # behind all others
            if isinstance(news, Event):
                self._publish(news)

    def _patience(self, subscription: Hashable) -> int:
        """How long an answer can wait: what is pictures comes before its figures, and all else in the background."""
        wish = self._wishes.get(subscription) if isinstance(subscription, str) else None
        topic = Topic.SURVEY if subscription == COMPARISON else wish and wish.topic
        return 0 if topic is None else _PATIENCE.get(topic, 0)

    def _answer(self, wish: Watch) -> None:
        """Begin to answer; a wish of a window that has not heard of another network yet waits for its parameter."""
        if wish.topic is Topic.GRADIENT:
            self._ask_gradients()
        elif wish.topic is Topic.SURVEY:
            told = TensorsSurveyed(wish.subscription, self._generation, (), 0)
            self._walks[wish.subscription] = walk_survey(self.parameters, told)
        elif wish.topic is Topic.LIMIT:
            self._walks[wish.subscription] = self._walk_limit(wish)
        elif wish.parameter in self.parameters:
            try:
                parameter = self.parameters[wish.parameter]
            except NetglassError as failure:  # a file that changed must not keep others from being opened
                self._publish(EngineFailed(failure.kind, failure.fields))
            else:
                if wish.topic is Topic.SPECTRUM:
                    self._spectra[wish.subscription] = wish.parameter, self._state(wish.parameter)
                self._walks[wish.subscription] = walk_answer(wish, self._generation, parameter, self._orders)

    def _tell_outdated(self) -> None:
        """Tell of each spectrum, once, whose tensor is not as it was."""
        for subscription, (parameter, before) in tuple(self._spectra.items()):
            if subscription not in self._walks and self._state(parameter) != before:
                del self._spectra[subscription]
                self._publish(SpectrumOutdated(subscription, self._generation, parameter))

    def _state(self, parameter: str) -> _State:
        """What is another one after each change of a tensor; None of one that cannot change."""
        if not self._can_change(parameter):
            return None
        tensor = self.parameters[parameter]
        return tensor.data_ptr(), tensor._version

    def _can_change(self, parameter: str) -> bool:
        """Whether a tensor may be written to: what a network has, and what was edited of a file."""
        return not isinstance(self.parameters, PlainTensors) or self.parameters.can_change(parameter)
