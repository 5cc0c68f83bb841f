"""What the engine thread works on: a network, the last ink, and who watches what. Imports torch.

Everything here runs on the engine's thread alone.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import numpy as np
import torch
from numpy.typing import NDArray

from engine.autograd.gradients import differentiate
from engine.data.ink import Input, to_input
from engine.data.rasteriser import Rasteriser
from engine.errors import Kind, NetglassError
from engine.network.architecture import Architecture
from engine.network.checkpoints import default_weights
from engine.network.description import describe_modules, describe_parameters
from engine.network.devices import available_devices, device_named
from engine.network.inference import Reading, read
from engine.network.mlp import NeuralNetwork
from engine.network.rebuilding import network_of, open_digit_network, require_digits
from engine.tensors.copies import frozen_array
from engine.tensors.levels import Walk
from engine.thread.answers import gradient_tiles, walk_answer
from engine.thread.commands import (
    Classify,
    Command,
    MakeRandomInput,
    OpenWeights,
    SetObjective,
    Topic,
    Unwatch,
    UseDevice,
    UseWeights,
    Watch,
    WeightsSource,
)
from engine.thread.events import (
    Classified,
    EngineFailed,
    EngineStarted,
    Event,
    GradientsComputed,
    InputMade,
    NetworkChanged,
)

_THREADS = 1  # two read one image no faster (88 µs), and doubled the 99th percentile on a busy machine
_NO_NUMBERS = frozen_array(np.zeros(0, np.float32))
_NOTHING_READ = Reading(_NO_NUMBERS, _NO_NUMBERS, None, ())


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A network in use, and where its weights come from."""

    network: NeuralNetwork
    source: WeightsSource
    title: str
    path: Path | None = None


class Session:
    """The state of the engine's thread, and how each command changes it.

    `obey` leaves readings and gradients out of date; `follow` brings them up to date, once for all commands of
    a turn. `work` does one slice of what takes longer.
    """

    def __init__(self, publish: Callable[[Event], None]) -> None:
        torch.set_num_threads(_THREADS)
        self._publish = publish
        self._rasteriser = Rasteriser()
        self._loaded: _Loaded
        self._parameters: dict[str, torch.nn.Parameter] = {}
        self._shapes: dict[str, tuple[int, ...]] = {}
        self._generation = 0
        self._opened: Path | None = None  # the file that FILE goes back to
        self._label: int | None = None
        self._ink: Classify | None = None
        self._input: Input | None = None  # what the ink became
        self._asked_at = 0.0
        self._wishes: dict[str, Watch] = {}
        self._walks: dict[str, Walk[Event]] = {}
        self._reading_is_old = self._gradients_are_old = False
        devices = available_devices()
        publish(EngineStarted(torch.__version__, devices))
        self._device = device_named(devices[0])
        self._begin()

    @property
    def has_work(self) -> bool:
        """Whether `work` has a slice to do."""
        return bool(self._walks)

    def obey(self, command: Command) -> None:
        """Carry out a command; raises NetglassError, and is then as before."""
        match command:
            case Classify():
                self._take_ink(command)
            case Watch():
                self._watch(command)
            case Unwatch(subscription):
                self._wishes.pop(subscription, None)
                self._walks.pop(subscription, None)
            case SetObjective(label):
                self._label, self._gradients_are_old = label, True
            case UseWeights(source, seed):
                self._use(self._load(source, seed), self._device)
            case OpenWeights(path):
                self._use(_open(path), self._device)
                self._opened = path
            case UseDevice(name):
                device = device_named(name)
                self._use(replace(self._loaded, network=deepcopy(self._loaded.network)), device)
            case MakeRandomInput(seed):
                self._publish(InputMade(_random_image(seed)))

    def follow(self) -> None:
        """Publish a reading and gradients of the last ink, where a command changed what they depend on."""
        read_again, self._reading_is_old = self._reading_is_old, False
        differentiate_again, self._gradients_are_old = read_again or self._gradients_are_old, False
        if self._ink is None:
            return
        if self._input is None:
            ink = self._rasteriser.ink(self._ink.drawing)
            self._input = to_input(ink, centred=_is_normalised(self._ink))
        if read_again:
            self._publish(self._read(self._ink, self._input))
        wishes = self._gradient_wishes() if differentiate_again else []
        if wishes:
            self._publish(self._differentiate(self._ink, self._input, wishes))

    def work(self) -> None:
        """Do one slice of the work that waited longest, and publish its result if that was the last."""
        if not self._walks:
            return
        subscription = next(iter(self._walks))
        walk = self._walks.pop(subscription)
        try:
            next(walk)
        except StopIteration as end:
            self._publish(end.value)
        else:
            self._walks[subscription] = walk  # behind all others

    def _begin(self) -> None:
        try:
            self._use(self._load(WeightsSource.TRAINED, 0), self._device)
        except NetglassError as failure:
            self._publish(EngineFailed(failure.kind, failure.fields))
            self._use(self._load(WeightsSource.RANDOM, 0), self._device)

    def _take_ink(self, command: Classify) -> None:
        self._ink, self._input = command, None
        self._outdate_reading()

    def _outdate_reading(self) -> None:
        self._reading_is_old, self._asked_at = True, perf_counter()

    def _watch(self, wish: Watch) -> None:
        self._wishes[wish.subscription] = wish
        self._walks.pop(wish.subscription, None)
        if wish.parameter not in self._parameters:
            raise NetglassError(Kind.PARAMETER_UNKNOWN, parameter=wish.parameter)
        self._answer(wish)

    def _answer(self, wish: Watch) -> None:
        parameter = self._parameters.get(wish.parameter)
        if wish.topic is Topic.GRADIENT:
            self._gradients_are_old = True
        elif parameter is not None:
            self._walks[wish.subscription] = walk_answer(wish, self._generation, parameter)

    def _load(self, source: WeightsSource, seed: int) -> _Loaded:
        match source:
            case WeightsSource.TRAINED:
                weights = default_weights()
                network = require_digits(network_of(weights), weights.name)
                return _Loaded(network, source, "trained weights")
            case WeightsSource.RANDOM:
                network = NeuralNetwork(Architecture(seed=seed))
                return _Loaded(network, source, f"random weights, seed {seed}")
            case WeightsSource.FILE:
                return _open(self._opened or Path("the file opened last"))

    def _use(self, loaded: _Loaded, device: torch.device) -> None:
        """Put another network in the place of the one in use, and answer all wishes anew."""
        network = loaded.network.to(device)
        modules, parameters = describe_modules(network), describe_parameters(network)
        self._loaded, self._device = loaded, device
        self._parameters = dict(network.named_parameters())
        self._shapes = {parameter.name: parameter.shape for parameter in parameters}
        self._generation += 1
        self._publish(
            NetworkChanged(
                network=self._generation,
                source=loaded.source,
                title=loaded.title,
                path=loaded.path,
                device=device.type,
                modules=modules,
                parameters=parameters,
                source_text=str(network),
            )
        )
        self._outdate_reading()
        self._walks.clear()
        for wish in self._wishes.values():
            self._answer(wish)

    def _image(self, entered: Input) -> torch.Tensor:
        return torch.tensor(entered.image, device=self._device)[None]  # (1, 28, 28)

    def _read(self, ink: Classify, entered: Input) -> Classified:
        reading = _NOTHING_READ if entered.is_blank else read(self._loaded.network, self._image(entered))
        return Classified(
            request=ink.request,
            canvas=ink.canvas,
            network=self._generation,
            normalised=_is_normalised(ink),
            image=entered.image,
            centre=entered.centre,
            ink=entered.ink,
            predicted=reading.predicted,
            logits=reading.logits,
            probabilities=reading.probabilities,
            activations=reading.activations,
            seconds=perf_counter() - self._asked_at,
        )

    def _gradient_wishes(self) -> list[Watch]:
        wishes = self._wishes.values()
        return [
            wish for wish in wishes if wish.topic is Topic.GRADIENT and wish.parameter in self._parameters
        ]

    def _differentiate(self, ink: Classify, entered: Input, wishes: list[Watch]) -> GradientsComputed:
        about = (ink.request, ink.canvas, self._generation, self._label)
        if entered.is_blank:
            return GradientsComputed(*about, target=None, value=0.0, tiles=())
        gradients = differentiate(self._loaded.network, self._image(entered), self._label)
        tiles = gradient_tiles(wishes, gradients, self._shapes)
        return GradientsComputed(*about, gradients.target, gradients.value, tiles)


def _is_normalised(ink: Classify) -> bool:
    return ink.normalise and not ink.drawing.raw


def _open(path: Path) -> _Loaded:
    return _Loaded(open_digit_network(path), WeightsSource.FILE, path.name, path)


def _random_image(seed: int) -> NDArray[np.uint8]:
    """`torch.rand(1, 28, 28)` of a generator of its own, as bytes (28, 28)."""
    random = torch.rand(1, 28, 28, generator=torch.Generator().manual_seed(seed))
    image = np.rint(random[0].numpy() * 255).astype(np.uint8)
    image.setflags(write=False)
    return image
