"""The wishes of the window about tensors, and the walks that answer them between other things. Imports torch."""

from collections.abc import Callable, Hashable, Mapping

from torch import Tensor

from engine.errors import NetglassError
from engine.network.mlp import NeuralNetwork
from engine.tensors.levels import Walk
from engine.tensors.survey import walk_survey
from engine.thread.answers import walk_answer
from engine.thread.commands import Topic, Watch
from engine.thread.comparing import Comparing
from engine.thread.comparison_commands import CompareWith, WatchDifference
from engine.thread.events import EngineFailed, Event, TensorsSurveyed
from engine.thread.ink_reader import InkReader

_COMPARISON = "comparison"  # the walk that compares all tensors
_PATIENCE = {Topic.FIGURES: 1, Topic.SURVEY: 2}


class Answering:
    """Keeps each subscription supplied with what it wishes to see of the tensors that are shown.

    `ask_gradients` is called where a gradient is wished for: those are computed apart. `parameters`: what is shown, the
    network's or bare tensors.
    """

    def __init__(
        self, publish: Callable[[Event], None], ink: InkReader, ask_gradients: Callable[[], None]
    ) -> None:
        self._publish, self._ink, self._ask_gradients = publish, ink, ask_gradients
        self.parameters: Mapping[str, Tensor] = {}
        self._generation = 0
        self._comparing = Comparing(publish)
        self._differences: dict[str, WatchDifference] = {}
        self._wishes: dict[str, Watch] = {}
        self._walks: dict[Hashable, Walk[Event]] = {}

    @property
    def has_work(self) -> bool:
        """Whether `work` has a slice to do."""
        return bool(self._walks)

    def show(self, parameters: Mapping[str, Tensor], generation: int) -> None:
        """Other tensors are shown, in this generation: answer all wishes anew."""
        self.parameters, self._generation = parameters, generation
        gone = {_COMPARISON, *self._wishes, *self._differences}
        self._walks = {key: walk for key, walk in self._walks.items() if key not in gone}
        for wish in self._wishes.values():
            self._answer(wish)
        if self._comparing.is_on:
            self._compare()

    def watch(self, wish: Watch) -> None:
        """Keep a subscription supplied."""
        self._wishes[wish.subscription] = wish
        self._walks.pop(wish.subscription, None)
        self._answer(wish)

    def watch_difference(self, wish: WatchDifference) -> None:
        """Keep a subscription supplied with what two models differ in."""
        self._differences[wish.subscription] = wish
        self._answer_difference(wish)

    def watch_rival(self, subscription: str) -> None:
        """Keep a subscription supplied with what the other model reads."""
        self._comparing.watch_reading(subscription)
        self.read_rival()

    def unwatch(self, subscription: str) -> None:
        """Let a subscription be."""
        self._wishes.pop(subscription, None)
        self._differences.pop(subscription, None)
        self._walks.pop(subscription, None)
        self._comparing.unwatch(subscription)

    def gradient_wishes(self) -> list[Watch]:
        """The wishes for gradients of parameters that there are."""
        wishes = self._wishes.values()
        return [wish for wish in wishes if wish.topic is Topic.GRADIENT and wish.parameter in self.parameters]

    def compare(self, command: CompareWith, network: NeuralNetwork | None) -> None:
        """Compare with another model; `network`: what is shown, if it runs. Raises what opening a file raises."""
        self._comparing.begin(command, self.parameters, network)
        self._compare()

    def stop_comparing(self) -> None:
        """Let go of the other model."""
        self._comparing.end()
        self._compare()

    def read_rival(self) -> None:
        """The ink is another: let the other model read it, if somebody looks at that."""
        self._comparing.read(self._ink, self._generation)

    def renew(self) -> None:
        """The person changed weights: answer all wishes from their beginning."""
        for wish in self._wishes.values():
            self._answer(wish)
        if self._comparing.is_on:
            self._renew_comparison()

    def renew_slowly(self) -> None:
        """The weights changed: answer all wishes but those for gradients, unless some wait for an answer."""
        if not self._walks:
            for wish in self._wishes.values():
                if wish.topic is not Topic.GRADIENT:
                    self._answer(wish)
            if self._comparing.is_on:
                self._renew_comparison()

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
        else:
            self._walks[subscription] = walk  # behind all others
            if isinstance(news, Event):
                self._publish(news)

    def _patience(self, subscription: Hashable) -> int:
        """How long an answer can wait: what is pictures comes before its figures, and all else in the background."""
        wish = self._wishes.get(subscription) if isinstance(subscription, str) else None
        topic = Topic.SURVEY if subscription == _COMPARISON else wish and wish.topic
        return 0 if topic is None else _PATIENCE.get(topic, 0)

    def _answer(self, wish: Watch) -> None:
        """Begin to answer; a wish of a window that has not heard of another network yet waits for its parameter."""
        if wish.topic is Topic.GRADIENT:
            self._ask_gradients()
        elif wish.topic is Topic.SURVEY:
            told = TensorsSurveyed(wish.subscription, self._generation, (), 0)
            self._walks[wish.subscription] = walk_survey(self.parameters, told)
        elif wish.parameter in self.parameters:
            try:
                parameter = self.parameters[wish.parameter]
            except NetglassError as failure:  # a file that changed must not keep others from being opened
                self._publish(EngineFailed(failure.kind, failure.fields))
            else:
                self._walks[wish.subscription] = walk_answer(wish, self._generation, parameter)

    def _compare(self) -> None:
        """Tell what is compared, and begin to."""
        self._walks.pop(_COMPARISON, None)
        self._comparing.tell(self.parameters, self._generation)
        self.read_rival()
        if self._comparing.is_on:
            self._renew_comparison()

    def _renew_comparison(self) -> None:
        self._walks[_COMPARISON] = self._comparing.walk(self.parameters, self._generation)
        for wish in self._differences.values():
            self._answer_difference(wish)

    def _answer_difference(self, wish: WatchDifference) -> None:
        walk = self._comparing.answer(wish, self.parameters, self._generation)
        if walk is not None:
            self._walks[wish.subscription] = walk
