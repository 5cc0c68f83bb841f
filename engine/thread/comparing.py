"""The model that the open one is compared with, and the answers about both. Imports torch."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from time import perf_counter

from torch import Tensor

from engine.errors import Kind, NetglassError
from engine.network.checkpoints import Checkpoint, load_checkpoint
from engine.network.matching import Match, match_tensors
from engine.network.mlp import NeuralNetwork
from engine.network.outline import PlainTensors
from engine.network.rebuilding import network_of, require_digits
from engine.tensors.difference import walk_difference, walk_difference_levels
from engine.tensors.levels import Walk, as_matrix, clip, robust_limit, walk_pooled
from engine.thread.comparison_commands import Aspect, CompareWith, Rival, WatchDifference
from engine.thread.comparison_events import ComparisonChanged, Difference, RivalRead, TensorsCompared
from engine.thread.events import Event, LevelsRead
from engine.thread.ink_reader import InkReader

_NEWS_EVERY_S = 0.1
_NOTHING = Match((), (), (), ())


@dataclass(frozen=True, slots=True)
class _Other:
    """The other model; `network` reads drawings, or there is an `obstacle` to it."""

    title: str
    tensors: Mapping[str, Tensor]
    network: NeuralNetwork | None = None
    obstacle: str = ""


class Comparing:
    """Holds the other model, and makes the walks that compare; whoever owns it runs them."""

    def __init__(self, publish: Callable[[Event], None]) -> None:
        self._publish = publish
        self._other: _Other | None = None
        self._match = _NOTHING
        self._readers: set[str] = set()  # subscriptions

    @property
    def is_on(self) -> bool:
        """Whether there is another model."""
        return self._other is not None

    def begin(self, wish: CompareWith, here: Mapping[str, Tensor], network: NeuralNetwork | None) -> None:
        """Take another model. `here`: the open one's tensors; `network`: the open one itself, if it runs.

        Raises what opening a file raises.
        """
        if wish.rival is Rival.FILE and wish.path is not None:
            self._other = _opened(load_checkpoint(wish.path))
        elif network is None:
            copies = {name: tensor.detach().clone() for name, tensor in here.items()}
            self._other = _Other("as it was", copies, obstacle="it is no network that runs")
        elif wish.rival is Rival.INITIAL:
            first = NeuralNetwork(network.architecture)
            self._other = _running(f"first weights, seed {network.architecture.seed}", first)
        else:
            self._other = _running("as it was", deepcopy(network))

    def end(self) -> None:
        """Let go of the other model."""
        self._other = None

    def tell(self, here: Mapping[str, Tensor], network: int) -> None:
        """Match the tensors of both, and publish who belongs to whom."""
        other = self._other
        self._match = _NOTHING if other is None else match_tensors(_shapes(here), _shapes(other.tensors))
        found = self._match
        title, obstacle = ("", "") if other is None else (other.title, other.obstacle)
        self._publish(
            ComparisonChanged(
                network, title, found.pairs, found.only_here, found.only_there, found.reshaped, obstacle
            )
        )

    def watch_reading(self, subscription: str) -> None:
        """Somebody looks at what the other model reads."""
        self._readers.add(subscription)

    def unwatch(self, subscription: str) -> None:
        """Nobody of that name does any more."""
        self._readers.discard(subscription)

    def read(self, ink: InkReader, generation: int) -> None:
        """Publish what the other model reads of the ink, if somebody looks at it; `generation`: of the open one."""
        network = None if self._other is None else self._other.network
        if network is None or not self._readers or not ink.has_ink:
            return
        reading = ink.reading_of(network)
        request, canvas = ink.about
        self._publish(
            RivalRead(request, canvas, generation, reading.predicted, reading.logits, reading.probabilities)
        )

    def walk(self, here: Mapping[str, Tensor], network: int) -> Walk[TensorsCompared]:
        """Go through all pairs; yields what was found so far ten times a second."""
        differences: list[Difference] = []
        told_at = perf_counter()
        there = {} if self._other is None else self._other.tensors
        for place, (name, partner) in enumerate(self._match.pairs):
            differences.append((yield from walk_difference(here[name], there[partner], name, partner)))
            if perf_counter() - told_at > _NEWS_EVERY_S:
                told_at = perf_counter()
                yield _ranked(network, differences, len(self._match.pairs) - place - 1)
        return _ranked(network, differences, 0)

    def answer(self, wish: WatchDifference, here: Mapping[str, Tensor], network: int) -> Walk[Event] | None:
        """The walk that answers `wish`; None: the parameter has no partner."""
        partner = dict(self._match.pairs).get(wish.parameter)
        if partner is None or self._other is None:
            return None
        return _walk_levels(wish, network, here[wish.parameter], self._other.tensors[partner])


def _opened(checkpoint: Checkpoint) -> _Other:
    """A file; where its tensors make a network that reads digits, that, too."""
    tensors = PlainTensors(checkpoint.tensors)
    try:
        network = require_digits(network_of(checkpoint), checkpoint.name)
    except NetglassError as failure:
        if failure.kind not in (Kind.WEIGHTS_SHAPE, Kind.ARCHITECTURE_INVALID):
            raise
        return _Other(checkpoint.name, tensors, obstacle=str(failure.fields["reason"]))
    return _Other(checkpoint.name, tensors, network)


def _running(title: str, network: NeuralNetwork) -> _Other:
    return _Other(title, dict(network.named_parameters()), network)


def _shapes(tensors: Mapping[str, Tensor]) -> dict[str, tuple[int, ...]]:
    if isinstance(tensors, PlainTensors):
        return tensors.shapes
    return {name: tuple(tensor.shape) for name, tensor in tensors.items()}


def _ranked(network: int, differences: list[Difference], remaining: int) -> TensorsCompared:
    ranked = sorted(differences, key=lambda each: each.relative, reverse=True)
    return TensorsCompared(network, tuple(ranked), remaining)


def _walk_levels(wish: WatchDifference, network: int, here: Tensor, there: Tensor) -> Walk[Event]:
    seen = wish.region, wish.rows, wish.columns
    if wish.aspect is Aspect.THERE:
        pooled = yield from walk_pooled(there, *seen)
    else:
        pooled = yield from walk_difference_levels(here, there, *seen)
    return LevelsRead(
        subscription=wish.subscription,
        network=network,
        parameter=wish.parameter,
        shape=tuple(here.shape),
        region=clip(wish.region, *as_matrix(here).shape),
        levels=pooled.levels,
        limit=robust_limit(pooled.levels),
        minimum=pooled.minimum,
        maximum=pooled.maximum,
    )
