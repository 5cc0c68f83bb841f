"""Wishes to see images of a run's data: they wait until there is something to see."""

from collections.abc import Callable

from engine.thread.desk import Desk
from engine.thread.events import Event
from engine.thread.samples import mistakes, walk_samples
from engine.thread.training_commands import BrowseMistakes, BrowseSamples, Collection
from engine.thread.training_run import TrainingRun


class Browsing:
    """One wish a subscription, answered once."""

    def __init__(self, publish: Callable[[Event], None], desk: Desk) -> None:
        self._publish = publish
        self._desk = desk
        self._wishes: dict[str, BrowseSamples | BrowseMistakes] = {}

    def ask(self, wish: BrowseSamples | BrowseMistakes) -> None:
        """Answer this when it can be."""
        self._wishes[wish.subscription] = wish

    def answer(self, run: TrainingRun) -> None:
        """Answer what can be answered from `run`."""
        wishes, self._wishes = self._wishes, {}
        for subscription, wish in wishes.items():
            if isinstance(wish, BrowseSamples):
                self._begin(wish, run)
            elif run.judgement is not None:
                self._publish(mistakes(wish, run.judgement, run.data.classes))
            else:
                self._wishes[subscription] = wish

    def _begin(self, wish: BrowseSamples, run: TrainingRun) -> None:
        training = wish.collection is Collection.TRAINING
        digits = run.data.training if training else run.data.validation
        distortion, classes = run.plan.recipe.distortion, run.data.classes
        walk = walk_samples(wish, digits, distortion, self._desk.network, classes)
        self._desk.add_walk(("samples", wish.subscription), walk)
