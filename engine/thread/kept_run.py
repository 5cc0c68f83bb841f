"""A run that is shown from its folder: nothing is trained here, but somebody else may be training it.

All of it runs on the engine's thread; the disk is waited for by threads of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from engine.errors import Kind, NetglassError
from engine.network.mlp import NeuralNetwork
from engine.thread.desk import Desk
from engine.thread.events import Event
from engine.thread.kept_step import KeptStep
from engine.thread.kept_steps import Weights
from engine.thread.run_figures import steps_of, total_steps, validations_of
from engine.thread.run_follower import RunNews
from engine.thread.step_reader import StepReader
from engine.thread.training_commands import Plan, Recipe
from engine.thread.training_events import HistoryChanged, StepShown, TrainingChanged, TrainingState
from engine.training.run_folder import RunFolder, RunState
from engine.training.run_shelf import sources_of
from engine.training.run_summary import architecture_in, recipe_in
from engine.training.step_files import read_state, read_weights


class KeptRun:
    """The run in the folder `path`, from the first news of it on.

    `plan`: what it is made of. `step`: the last one.
    """

    def __init__(
        self,
        path: Path,
        plan: Plan,
        news: RunNews,
        publish: Callable[[Event], None],
        desk: Desk,
        wake: Callable[[], None],
    ) -> None:
        self.path, self.plan = path, plan
        self._folder = RunFolder(path)
        self._publish, self._desk = publish, desk
        self._reader = StepReader(self._read, wake)
        self._network: NeuralNetwork | None = None  # the one in use
        self._shown: int | None = None
        self._news = news
        self._figures = {name: [column] for name, column in news.figures.items()}
        self._take(news, renew=True)

    @property
    def step(self) -> int:
        """The last step that was kept or told."""
        told = max((int(column[-1]) for column in self._figures["step"] if len(column)), default=0)
        return max(told, int(self._news.steps[-1]) if len(self._news.steps) else 0)

    @property
    def last_kept(self) -> int:
        """The last kept step, −1 without one."""
        return int(self._news.steps[-1]) if len(self._news.steps) else -1

    @property
    def can_go_on(self) -> bool:
        """Whether it was left before its end, and something of it is kept."""
        return self._state() is TrainingState.OPENED

    @property
    def has_news(self) -> bool:
        """Whether weights were read."""
        return self._reader.has_news

    def told(self) -> TrainingChanged:
        """What the window is told."""
        epochs = self.plan.recipe.epochs
        epoch = int(self._column("epoch")[-1]) if len(self._column("epoch")) else 0
        return TrainingChanged(
            state=self._state(),
            plan=self.plan,
            step=self.step,
            steps=self._total(),
            epoch=epochs if self._news.card.state is RunState.FINISHED else max(0, epoch - 1),
            epochs=epochs,
            images=0,
            validation_images=0,
            folder=self.path,
        )

    def take(self, news: RunNews) -> None:
        """The folder has news."""
        was, self._news = self._news, news
        if news.went_back:
            self._figures = {name: [] for name in news.figures}
        for name, column in news.figures.items():
            self._figures[name].append(column)
        self._take(news, renew=news.went_back)
        grown = not np.array_equal(was.steps[-1:], news.steps[-1:])
        if self._shown is None and (grown or was.is_under_way != news.is_under_way):
            self._read_present()

    def work(self) -> None:
        """Show the weights that were read; raises RUN_STEP_MISSING or RUN_DAMAGED."""
        found = self._reader.take()
        if found is not None:
            self._use(*found)

    def show(self, step: int | None) -> None:
        """Show the kept step next to `step`, or the last."""
        steps = self._news.steps
        if step is None or not len(steps):
            self._shown = None
            self._read_present()
        else:
            self._shown = self._nearest(step)
            self._reader.ask(self._shown)
            self._publish(StepShown(self._shown))

    def kept(self, step: int) -> KeptStep:
        """The kept step next to `step`, of which there is one at least, to be looked at beside others."""
        return KeptStep(self.plan.name, self._nearest(step), self._read, self._network_with)

    def _network_with(self, weights: Weights) -> NeuralNetwork:
        return network_with(weights, self.plan.name, self._news.card.about)

    def change(self, recipe: Recipe) -> None:
        """It would be gone on with by another recipe."""
        self.plan = replace(self.plan, recipe=recipe)
        self._publish(self.told())

    def rename(self, name: str) -> None:
        """It is called something else."""
        self.plan = replace(self.plan, name=name)
        self._publish(self.told())

    def close(self) -> None:
        """It is not shown any more."""
        self._reader.forget()

    def _take(self, news: RunNews, renew: bool) -> None:
        self._publish(self.told())
        self._publish(HistoryChanged(news.steps, news.size, 0))
        if len(news.figures["step"]):
            self._publish(steps_of(news.figures, self._total()))
        if len(news.validations["step"]):
            self._publish(validations_of(news.validations))
        if renew:
            self._read_present()

    def _state(self) -> TrainingState:
        if self._news.is_under_way:
            return TrainingState.FOLLOWED
        finished = self._news.card.state is RunState.FINISHED or self.last_kept < 0
        return TrainingState.FINISHED if finished else TrainingState.OPENED

    def _column(self, name: str) -> np.ndarray:
        columns = self._figures[name]
        return np.concatenate(columns) if columns else np.zeros(0)

    def _total(self) -> int:
        finished = self._news.card.state is RunState.FINISHED
        return self.step if finished else total_steps(self._column("epoch"), self.plan.recipe.epochs)

    def _nearest(self, step: int) -> int:
        steps = self._news.steps
        return int(steps[np.abs(steps - step).argmin()])

    def _read_present(self) -> None:
        if self.last_kept >= 0:
            self._reader.ask(self.last_kept)

    def _read(self, step: int) -> Weights:
        """Called on the reader's thread. What a finished run ended with is the mean of its weights."""
        if step == self.last_kept and self._news.card.state is RunState.FINISHED:
            return read_state(self._folder, step).means
        return read_weights(self._folder, step)

    def _use(self, step: int, weights: Weights) -> None:
        """Put the weights of `step` in use; those of the present in the network that shows it, if it is there."""
        if self._shown is not None and step != self._shown:
            return  # another was asked for meanwhile
        is_present = self._shown is None
        if is_present and self._network is not None and self._desk.network is self._network:
            self._network.load_state_dict(weights)
            self._desk.renew_reading()
            self._desk.renew_walks()
            return
        network = self._network_with(weights)
        self._network = network if is_present else None
        self._desk.use_network(network, self.plan.name, self._shown)
        if is_present:
            self._publish(StepShown(None))


def plan_of(path: Path, news: RunNews) -> Plan:
    """What the run in the folder `path` is made of; raises RUN_DAMAGED."""
    folder, about = RunFolder(path), news.card.about
    recipe = recipe_in(about)
    if recipe is None:
        raise folder.damaged("its recipe cannot be read")
    return Plan(
        name=str(about.get("name") or folder.name),
        sources=sources_of(folder, news.card),
        recipe=recipe,
        seed=int(about.get("seed", 0)),
    )


def network_with(weights: Weights, name: str, about: Mapping[str, Any]) -> NeuralNetwork:
    """The network of the run `about` with these weights; raises RUN_DAMAGED where they do not belong to it."""
    try:
        network = NeuralNetwork(architecture_in(about, _sizes_of(weights)))
        network.load_state_dict(weights)
    except (NetglassError, LookupError, RuntimeError, ValueError) as error:
        reason = "its weights are those of another network"
        raise NetglassError(Kind.RUN_DAMAGED, folder=name, reason=reason) from error
    return network


def _sizes_of(weights: Weights) -> tuple[int, ...]:
    """Of the layers, in the order of the chain."""
    places = {
        int(name.split(".")[1]): value
        for name, value in weights.items()
        if name.endswith("weight") and value.dim() == 2
    }
    layers = [value for _, value in sorted(places.items())]
    return (layers[0].shape[1], *(layer.shape[0] for layer in layers))
