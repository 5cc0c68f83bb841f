"""Two models beside each other: the other one, who watches what of both, and the answers. Imports torch."""

from collections.abc import Callable, Hashable
from time import perf_counter

from engine.errors import Kind, NetglassError
from engine.network.matching import Match, match_tensors
from engine.tensors.difference import walk_difference
from engine.tensors.levels import Walk
from engine.thread.commands import Command
from engine.thread.compared_answers import Orders, walk_compared
from engine.thread.comparison_commands import (
    CompareWith,
    Rival,
    StopComparing,
    WatchComparison,
    WatchDifference,
    WatchFields,
    WatchRival,
)
from engine.thread.comparison_events import ComparisonChanged, Difference, RivalRead, TensorsCompared
from engine.thread.events import Event
from engine.thread.ink_reader import InkReader
from engine.thread.kept_step import KeptStep
from engine.thread.pace import Pace
from engine.thread.rivals import OpenModel, Other, drawn, kept, walk_copied_rival, walk_opened_rival
from engine.thread.step_reader import StepReader

COMPARISON = "comparison"  # the walk that compares all tensors
_NEWS_EVERY_S = 0.1
_ANEW_EVERY_S = 0.25  # while a run changes the weights: as often as numbers can be read
_NOTHING = Match((), (), (), ())
_OF_ONE = (Kind.TENSOR_TOO_LARGE, Kind.WEIGHTS_UNREADABLE)  # tensor: others can still be compared


class Comparing:
    """Holds the other model, and makes the walks that compare, which whoever owns `walks` takes on.

    `look`: the open model. `wake` is called on another thread when there is news.
    """

    def __init__(
        self,
        publish: Callable[[Event], None],
        ink: InkReader,
        look: Callable[[], OpenModel],
        walks: dict[Hashable, Walk[Event]],
        wake: Callable[[], None],
    ) -> None:
        self._publish, self._ink, self._look, self._walks, self._wake = publish, ink, look, walks, wake
        self._other: Other | None = None
        self._match = _NOTHING
        self._awaited: KeptStep | None = None
        self._reader = StepReader(lambda _: {}, wake)  # of the steps of one run
        self._wishes: dict[str, WatchDifference | WatchFields] = {}
        self._orders: Orders = {}  # of the units of tensors, until all tensors are compared again
        self._lookers: set[str] = set()  # subscriptions to the comparison of all tensors
        self._readers: set[str] = set()  # and to readings
        self._pace = Pace(_ANEW_EVERY_S, 0.0)

    @property
    def keys(self) -> set[Hashable]:
        """Those of its walks."""
        return {COMPARISON, *self._wishes}

    @property
    def rest_s(self) -> float | None:
        """How long there is nothing to do: 0, there is; None, until something happens."""
        if self._reader.has_news:
            return 0.0
        return None if COMPARISON in self._walks else self._pace.rest_s

    def obey(self, command: Command) -> None:
        """Carry out a command that is about two models, but for `CompareWith`."""
        match command:
            case StopComparing():
                self._become(None)
            case WatchComparison(subscription):
                self._lookers.add(subscription)
                self._compare()
            case WatchDifference(subscription) | WatchFields(subscription):
                self._wishes[subscription] = command
                self._answer(command)
            case WatchRival(subscription):
                self._readers.add(subscription)
                self.read()

    def walk_comparing(self, wish: CompareWith) -> Walk[None]:
        """Begin to compare; raises what opening a file raises, and is then as before.

        The open model must stay as it is until the end.
        """
        here = self._look()
        if wish.rival is Rival.FILE and wish.path is not None:
            other = yield from walk_opened_rival(wish.path, here.in_use)
        elif wish.rival is Rival.INITIAL and here.network is not None:
            other = drawn(here.network.architecture)
        else:
            other = yield from walk_copied_rival(here)
        self._become(other)

    def await_step(self, wanted: KeptStep) -> None:
        """Compare with this one, once its weights are read; of several that are asked for, the last one counts."""
        if wanted.read != self._reader.read:
            self._reader.forget()
            self._reader = StepReader(wanted.read, self._wake)
        self._awaited = wanted
        self._reader.ask(wanted.step)

    def unwatch(self, subscription: str) -> None:
        """Nobody of that name looks any more."""
        self._wishes.pop(subscription, None)
        self._readers.discard(subscription)
        self._lookers.discard(subscription)
        if not self._lookers:
            self._walks.pop(COMPARISON, None)

    def follow(self) -> None:
        """Take what was read, and begin what is due; raises what reading raised, and all is as before."""
        found, wanted = self._reader.take(), self._awaited
        if found is not None and wanted is not None and found[0] == wanted.step:
            self._become(kept(wanted.build(found[1]), wanted.run, wanted.step))
        if COMPARISON not in self._walks and self._pace.take():
            self._compare()
            for wish in self._wishes.values():
                if isinstance(wish, WatchFields):  # their order is another
                    self._answer(wish)

    def use(self) -> None:
        """Another model is open: match its tensors, and publish who belongs to whom."""
        other, here = self._other, self._look()
        if other is None:
            return
        for key in self.keys:
            self._walks.pop(key, None)
        there = other.shapes
        self._match = match_tensors(here.shapes, there)
        found = self._match
        self._publish(
            ComparisonChanged(
                network=here.generation,
                rival=other.rival,
                source=other.source,
                title=other.title,
                step=other.step,
                pairs=found.pairs,
                only_here=found.only_here,
                only_there=found.only_there,
                reshaped=found.reshaped,
                shapes=tuple(there[name] for _, name in found.reshaped),
                obstacle=other.obstacle,
                architecture=None if other.network is None else other.network.architecture,
            )
        )
        self.read()
        self.begin_anew()

    def begin_anew(self) -> None:
        """The person changed weights: all answers are void."""
        self._compare()
        for wish in self._wishes.values():
            self._answer(wish)

    def renew(self) -> None:
        """A run changed the weights: answer again, what takes long not too often."""
        if self._other is not None and self._lookers:
            self._pace.ask()
        for wish in self._wishes.values():
            self._answer(wish)

    def read(self) -> None:
        """Publish what the other model reads of the ink, if somebody looks at it; raises WEIGHTS_CHANGED."""
        network = None if self._other is None else self._other.network
        if network is None or not self._readers or not self._ink.has_ink:
            return
        self._require_file()
        reading = self._ink.reading_of(network)
        about = (*self._ink.about, self._look().generation)
        self._publish(RivalRead(*about, reading.predicted, reading.logits, reading.probabilities))

    def _become(self, other: Other | None) -> None:
        self._reader.forget()
        self._awaited = None
        self._other, self._match = other, _NOTHING
        if other is None:
            for key in self.keys:
                self._walks.pop(key, None)
            self._publish(ComparisonChanged(self._look().generation))
        else:
            self.use()

    def _require_file(self) -> None:
        """A file that was changed meanwhile cannot be compared any more."""
        try:
            if self._other is not None:
                self._other.require_unchanged()
        except NetglassError:
            self._become(None)
            raise

    def _compare(self) -> None:
        self._orders.clear()
        if self._other is not None and self._lookers:
            self._walks[COMPARISON] = self._ending_with_its_file(self._walk(self._other, self._look()))

    def _answer(self, wish: WatchDifference | WatchFields) -> None:
        partner = dict(self._match.pairs).get(wish.parameter)
        if partner is not None and self._other is not None:
            walk = self._walk_answer(wish, self._look(), self._other, partner)
            self._walks[wish.subscription] = self._ending_with_its_file(walk)

    def _walk_answer(
        self, wish: WatchDifference | WatchFields, here: OpenModel, other: Other, partner: str
    ) -> Walk[Event]:
        other.require_unchanged()
        mine, there = here.tensors[wish.parameter], other.tensors[partner]
        return (yield from walk_compared(wish, here.generation, mine, there, self._orders))

    def _ending_with_its_file(self, walk: Walk[Event]) -> Walk[Event]:
        """A file that was changed meanwhile cannot be compared any more."""
        try:
            return (yield from walk)
        except NetglassError as failure:
            if failure.kind not in _OF_ONE:
                self._become(None)
            raise

    def _walk(self, other: Other, here: OpenModel) -> Walk[Event]:
        """Go through all pairs; yields what was found so far ten times a second."""
        differences: list[Difference] = []
        told_at = perf_counter()
        pairs = self._match.pairs
        for place, (name, partner) in enumerate(pairs):
            try:
                other.require_unchanged()
                walk = walk_difference(here.tensors[name], other.tensors[partner], name, partner)
                differences.append((yield from walk))
            except NetglassError as failure:
                if failure.kind not in _OF_ONE:
                    raise
                differences.append(_obstructed(name, partner, here, failure))
            if perf_counter() - told_at > _NEWS_EVERY_S:
                told_at = perf_counter()
                yield _ranked(here.generation, differences, len(pairs) - place - 1)
        return _ranked(here.generation, differences, 0)


def _obstructed(name: str, partner: str, here: OpenModel, failure: NetglassError) -> Difference:
    shape = here.shapes[name]
    return Difference(name, partner, shape, count=0, relative=-1.0, obstacle=str(failure))


def _ranked(network: int, differences: list[Difference], remaining: int) -> TensorsCompared:
    ranked = sorted(differences, key=lambda each: (each.relative, each.changed), reverse=True)
    return TensorsCompared(network, tuple(ranked), remaining)
