"""The model that the open one is compared with, and the answers about both. Imports torch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter

from torch import Tensor

from engine.network.architecture import Architecture
from engine.network.checkpoints import load_checkpoint
from engine.network.matching import Match, match_tensors
from engine.network.mlp import NeuralNetwork
from engine.network.outline import PlainTensors
from engine.tensors.difference import walk_difference, walk_difference_levels
from engine.tensors.levels import Walk, as_matrix, clip, robust_limit
from engine.thread.comparison_commands import CompareWith, Rival, WatchDifference
from engine.thread.comparison_events import ComparisonChanged, Difference, TensorsCompared
from engine.thread.events import Event, LevelsRead

_NEWS_EVERY_S = 0.1
_NOTHING = Match((), (), (), ())


@dataclass(frozen=True, slots=True)
class _Other:
    """The other model."""

    title: str
    tensors: Mapping[str, Tensor]


class Comparing:
    """Holds the other model, and makes the walks that compare; whoever owns it runs them."""

    def __init__(self, publish: Callable[[Event], None]) -> None:
        self._publish = publish
        self._other: _Other | None = None
        self._match = _NOTHING

    @property
    def is_on(self) -> bool:
        """Whether there is another model."""
        return self._other is not None

    def begin(self, wish: CompareWith, here: Mapping[str, Tensor], architecture: Architecture) -> None:
        """Take another model; raises what opening a file raises."""
        match wish.rival:
            case Rival.FILE if wish.path is not None:
                checkpoint = load_checkpoint(wish.path)
                self._other = _Other(checkpoint.name, PlainTensors(checkpoint.tensors))
            case Rival.INITIAL:
                first = NeuralNetwork(architecture)
                self._other = _Other(
                    f"first weights, seed {architecture.seed}", dict(first.named_parameters())
                )
            case _:
                copies = {name: tensor.detach().clone() for name, tensor in here.items()}
                self._other = _Other("as it was", copies)

    def end(self) -> None:
        """Let go of the other model."""
        self._other = None

    def tell(self, here: Mapping[str, Tensor], network: int) -> None:
        """Match the tensors of both, and publish who belongs to whom."""
        other = self._other
        self._match = _NOTHING if other is None else match_tensors(_shapes(here), _shapes(other.tensors))
        found = self._match
        title = "" if other is None else other.title
        self._publish(
            ComparisonChanged(network, title, found.pairs, found.only_here, found.only_there, found.reshaped)
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


def _shapes(tensors: Mapping[str, Tensor]) -> dict[str, tuple[int, ...]]:
    if isinstance(tensors, PlainTensors):
        return tensors.shapes
    return {name: tuple(tensor.shape) for name, tensor in tensors.items()}


def _ranked(network: int, differences: list[Difference], remaining: int) -> TensorsCompared:
    ranked = sorted(differences, key=lambda each: each.relative, reverse=True)
    return TensorsCompared(network, tuple(ranked), remaining)


def _walk_levels(wish: WatchDifference, network: int, here: Tensor, there: Tensor) -> Walk[Event]:
    pooled = yield from walk_difference_levels(here, there, wish.region, wish.rows, wish.columns)
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
