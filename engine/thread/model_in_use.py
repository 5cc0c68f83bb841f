"""The model in use: what takes its place, in which generation, and on which device. Imports torch.

Runs on the engine's thread alone.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import torch
from torch import Tensor

from engine.errors import NetglassError
from engine.network.architecture import Architecture
from engine.network.devices import device_named
from engine.network.input_shape import Shape
from engine.network.mlp import NeuralNetwork
from engine.network.outline import PlainTensors
from engine.network.rebuilding import digits_obstacle
from engine.tensors.levels import Walk
from engine.thread.architecture_commands import ArchitectureCommand
from engine.thread.building import Building
from engine.thread.commands import Command, OpenWeights, UseDevice, UseWeights, WeightsSource
from engine.thread.describing import describe
from engine.thread.events import EngineFailed, Event
from engine.thread.loading import Loaded, load_random, load_trained, walk_file
from engine.thread.network_events import NetworkChanged
from engine.thread.rivals import OpenModel
from engine.thread.set_aside import SetAside


class ModelInUse:
    """A network, or bare tensors beside the network before them; `begin` puts the first one there.

    `leave_run` is called before a network that is not the run's takes its place, `show` after each change.
    """

    def __init__(
        self,
        publish: Callable[[Event], None],
        device: torch.device,
        leave_run: Callable[[], None],
        show: Callable[[], None],
    ) -> None:
        self._publish, self._device, self._leave_run, self._show = publish, device, leave_run, show
        self.loaded: Loaded
        self.tensors: Mapping[str, Tensor] = {}
        self.generation = 0
        self._aside = SetAside(publish)
        self._building = Building(publish)
        self._opened: Path | None = None  # the file that FILE goes back to

    @property
    def network(self) -> NeuralNetwork:
        """The network in use."""
        return self.loaded.network

    @property
    def open_model(self) -> OpenModel:
        """What is open, be it a network or bare tensors."""
        loaded = self.loaded
        about = loaded.runnable, loaded.network, loaded.source, loaded.title, loaded.step
        return OpenModel(self.tensors, self.generation, *about)

    @property
    def is_run(self) -> bool:
        """Whether it is the network of a run."""
        return self.loaded.source is WeightsSource.RUN

    def begin(self) -> None:
        """Use the weights of the program, or random ones where they are not installed."""
        try:
            self.use(load_trained())
        except NetglassError as failure:
            self._publish(EngineFailed(failure.kind, failure.fields))
            self.use(load_random(0, Architecture()))

    def walk(self, command: Command) -> Walk[None]:
        """Put in use what is asked for; raises what opening a file raises, and is then as before."""
        match command:
            case UseWeights():
                self._replace((yield from self._walk_loading(command)))
                self._building.forget()
            case OpenWeights(path):
                self._replace((yield from walk_file(path, self.network)))
                self._opened = path
                self._building.forget()
            case ArchitectureCommand():
                coming = self._building.obey(command, self.loaded)
                if coming is not None:
                    self._replace(coming)
                self._building.tell()
            case UseDevice(name):
                device = device_named(name)
                self._replace((yield from self.loaded.walk_copied()), device)

    def use(self, loaded: Loaded, device: torch.device | None = None) -> None:
        """Put another model in the place of the one in use: a new generation."""
        if self.generation > 0:
            self._aside.keep(self.loaded, loaded)
        self.loaded, self._device = loaded, device or self._device
        loaded.network.to(self._device)
        self._take_tensors()
        self.generation += 1
        self._show()

    def describe(self, input_shape: Shape) -> NetworkChanged:
        """What it is, in its generation, where its input is taken for that shape."""
        return describe(self.loaded, self.generation, self._device.type, input_shape)

    def walk_detaching(self) -> Walk[None]:
        """Work on a copy: a run that is over still shows its steps, and can be rewound."""
        self.loaded = yield from self.loaded.walk_copied()
        self._take_tensors()

    def return_to_edits(self) -> None:
        """Use the edited weights again that were set aside last."""
        if (left := self._aside.take()) is not None:
            self._replace(left)

    def tell_edits(self) -> None:
        """Publish what can be undone and what is unsaved, if it is news."""
        self._aside.tell(self.loaded)

    def _replace(self, loaded: Loaded, device: torch.device | None = None) -> None:
        """Use a network that is not the run's."""
        self._leave_run()
        self.use(loaded, device)

    def _take_tensors(self) -> None:
        bare = self.loaded.bare
        self.tensors = PlainTensors(bare.tensors) if bare else self.network.tensors

    def _walk_loading(self, command: UseWeights) -> Walk[Loaded]:
        match command.source:
            case WeightsSource.TRAINED:
                return load_trained()
            case WeightsSource.RANDOM:
                fits = self.loaded.bare is None and not digits_obstacle(self.network)
                like = self.network.architecture if command.keeps_layers and fits else Architecture()
                return load_random(command.seed, like)
            case WeightsSource.FILE:
                path = self._opened or Path("the file opened last")
                return (yield from walk_file(path, self.network))
            case WeightsSource.RUN | WeightsSource.BUILT:
                return self.loaded
