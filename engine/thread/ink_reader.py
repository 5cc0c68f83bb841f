"""The last ink, and what a network makes of it: a reading, and gradients."""

from collections.abc import Mapping, Sequence
from time import perf_counter

import numpy as np
import torch

from engine.autograd.gradients import differentiate
from engine.data.ink import Input, to_input
from engine.data.rasteriser import Rasteriser
from engine.network.inference import Reading, read
from engine.network.mlp import NeuralNetwork
from engine.tensors.copies import frozen_array
from engine.thread.answers import gradient_tiles
from engine.thread.commands import Classify, Watch
from engine.thread.events import Classified, GradientsComputed

_NO_NUMBERS = frozen_array(np.zeros(0, np.float32))
_NOTHING_READ = Reading(_NO_NUMBERS, _NO_NUMBERS, None, ())


class InkReader:
    """Turns ink into an input once, however often it is read. Nothing can be read before the first `take`."""

    def __init__(self) -> None:
        self._rasteriser = Rasteriser()
        self._ink: Classify | None = None
        self._input: Input | None = None  # what the ink became
        self._asked_at = 0.0

    @property
    def has_ink(self) -> bool:
        """Whether something was drawn, be it nothing but paper."""
        return self._ink is not None

    @property
    def about(self) -> tuple[int, int]:
        """Request and canvas of the ink; 0 if there was none."""
        return (0, 0) if self._ink is None else (self._ink.request, self._ink.canvas)

    @property
    def image(self) -> torch.Tensor:
        """The input (1, 28, 28) on the cpu; blank before anything was drawn."""
        if self._ink is None:
            return torch.zeros(1, 28, 28)
        return torch.tensor(self._entered()[1].image)[None]

    def take(self, ink: Classify) -> None:
        """Put `ink` in the place of what was drawn before."""
        self._ink, self._input = ink, None

    def ask(self) -> None:
        """A reading is wanted from now on: what it takes is measured."""
        self._asked_at = perf_counter()

    def read(self, network: NeuralNetwork | None, generation: int) -> Classified:
        """What `network`, the `generation`-th one, reads; None: there is none that could."""
        ink, entered = self._entered()
        reading = self.reading_of(network)
        return Classified(
            request=ink.request,
            canvas=ink.canvas,
            network=generation,
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

    def reading_of(self, network: NeuralNetwork | None) -> Reading:
        """What `network` makes of the ink; of nothing, and without a network, nothing."""
        _, entered = self._entered()
        if network is None or entered.is_blank:
            return _NOTHING_READ
        return read(network, _image(entered, network))

    def differentiate(
        self,
        network: NeuralNetwork,
        generation: int,
        label: int | None,
        wishes: Sequence[Watch],
        shapes: Mapping[str, tuple[int, ...]],
    ) -> GradientsComputed:
        """The gradients for the ink that answer `wishes`, of parameters of those `shapes`."""
        ink, entered = self._entered()
        about = (ink.request, ink.canvas, generation, label)
        if entered.is_blank:
            return GradientsComputed(*about, target=None, value=0.0, tiles=())
        gradients = differentiate(network, _image(entered, network), label)
        tiles = gradient_tiles(wishes, gradients, shapes)
        return GradientsComputed(*about, gradients.target, gradients.value, tiles)

    def input(self, network: NeuralNetwork) -> tuple[torch.Tensor, bool]:
        """What the ink became, (1, 28, 28) where `network` is, and whether it is blank."""
        _, entered = self._entered()
        return _image(entered, network), entered.is_blank

    def _entered(self) -> tuple[Classify, Input]:
        ink = self._ink
        if ink is None:
            raise RuntimeError("no ink was taken")
        if self._input is None:
            self._input = to_input(self._rasteriser.ink(ink.drawing), centred=_is_normalised(ink))
        return ink, self._input


def _image(entered: Input, network: NeuralNetwork) -> torch.Tensor:
    """The input (1, 28, 28) where the network is."""
    return torch.tensor(entered.image, device=next(network.parameters()).device)[None]


def _is_normalised(ink: Classify) -> bool:
    return ink.normalise and not ink.drawing.raw
