"""The wishes to follow a reading through the network, and their answers."""

from collections.abc import Callable

import numpy as np
import torch

from engine.network.contributions import trace
from engine.network.forward_pass import record_pass
from engine.network.mlp import NeuralNetwork
from engine.thread.commands import Wish
from engine.thread.events import Event
from engine.thread.ink_reader import InkReader
from engine.thread.pace import Pace
from engine.thread.trace_commands import RecordPass, TraceUnit
from engine.thread.trace_events import PassRecorded, UnitTraced

# Apart from the gradients: both at once would hold up the next reading for longer. A trace takes 1 ms alone, and up
# to 9 while the window paints. Pen to light took 2.63 ms at the median with 12 traces a second, 2.45 with 6, 2.4
# with none.
_EVERY_S = 1 / 6
_AFTER_S = 0.004


class Tracing:
    """Answers each wish anew when the ink or the weights are others, in a lull; without wishes it costs nothing."""

    def __init__(self, publish: Callable[[Event], None], ink: InkReader) -> None:
        self._publish = publish
        self._ink = ink
        self._wishes: dict[str, Wish] = {}
        self._pace = Pace(_EVERY_S, _AFTER_S)

    @property
    def rest_s(self) -> float | None:
        """How long until there is something to answer; None: nothing was asked for."""
        return self._pace.rest_s

    def ask(self) -> None:
        """The ink or the weights are others."""
        if self._wishes:
            self._pace.ask()

    def watch(self, wish: Wish) -> None:
        """Keep a subscription supplied."""
        self._wishes[wish.subscription] = wish
        self._pace.ask()

    def unwatch(self, subscription: str) -> None:
        """Let a subscription be."""
        self._wishes.pop(subscription, None)

    def answer(self, network: NeuralNetwork | None, generation: int) -> bool:
        """Publish what `network`, the `generation`-th one, makes of the ink, for each wish, if that is due.

        None: there are tensors, but nothing that reads ink. Whether there was something to do.
        """
        if not self._pace.take() or network is None or not self._wishes:
            return False
        for wish in self._wishes.values():
            if isinstance(wish, TraceUnit):
                self._publish(self._traced(wish, network, generation))
            elif isinstance(wish, RecordPass):
                self._publish(self._recorded(wish, network, generation))
        return True

    def _traced(self, wish: TraceUnit, network: NeuralNetwork, generation: int) -> UnitTraced:
        image, blank = self._ink.input(network)
        found = trace(network, image, wish.stage, wish.unit, wish.count)
        return UnitTraced(
            wish.subscription,
            *self._ink.about,
            network=generation,
            stage=found.stage,
            unit=found.unit,
            layers=() if blank else found.layers,
            sum=None if blank else found.sum,
            field=found.field,
            limit=found.limit,
        )

    def _recorded(self, wish: RecordPass, network: NeuralNetwork, generation: int) -> PassRecorded:
        image, blank = self._ink.input(network)
        kept = [torch.from_numpy(np.array(each))[None].to(image.device) for each in wish.kept]
        rows = [*([] if blank else [image]), *(each for each in kept if each.shape == image.shape)]
        steps = record_pass(network, torch.cat(rows), wish.columns) if rows else ()
        return PassRecorded(wish.subscription, *self._ink.about, generation, not blank, steps)
