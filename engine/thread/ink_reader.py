"""The last input, ink or values, and what a network makes of it: a reading, and gradients."""

from collections.abc import Mapping, Sequence
from time import perf_counter

import numpy as np
import torch

from engine.autograd.gradients import differentiate
from engine.data.ink import SIDE, Input, to_input
from engine.data.rasteriser import Rasteriser
from engine.network.inference import Reading, read
from engine.network.input_shape import Shape, input_shapes, is_image
from engine.network.mlp import NeuralNetwork
from engine.tensors.copies import frozen_array
from engine.thread.answers import gradient_tiles
from engine.thread.commands import Classify, ReadValues, Watch
from engine.thread.reading_events import Classified, GradientsComputed

_NO_NUMBERS = frozen_array(np.zeros(0, np.float32))
_NOTHING_READ = Reading(_NO_NUMBERS, _NO_NUMBERS, None, ())
_DIGIT = (SIDE, SIDE)
_MOST_SHAPES = 2  # the network in use, and another that reads the same drawing


class InkReader:
    """Turns ink into an input once for each shape, however often it is read.

    A network whose input is no image reads the last values; what is one is chosen for all networks of as many inputs.
    Nothing can be read before the first `take`.
    """

    def __init__(self) -> None:
        self._rasteriser = Rasteriser()
        self._last: Classify | ReadValues | None = None
        self._ink: Classify | None = None
        self._values: ReadValues | None = None
        self._inputs: dict[Shape, Input] = {}  # what the ink became
        self._chosen: dict[int, Shape] = {}  # by the number of inputs
        self._asked_at = 0.0

    @property
    def has_ink(self) -> bool:
        """Whether something was drawn, be it nothing but paper, or set."""
        return self._last is not None

    @property
    def about(self) -> tuple[int, int]:
        """Request and canvas of the last input; 0 if there was none."""
        return (0, 0) if self._last is None else (self._last.request, self._last.canvas)

    @property
    def digit(self) -> torch.Tensor:
        """The ink as (1, 28, 28) on the cpu, whatever the network in use takes; blank before anything was drawn."""
        return torch.tensor(self._entered(_DIGIT)[0].image)[None]

    def shape_of(self, network: NeuralNetwork) -> Shape:
        """What the input of `network` is taken for."""
        inputs = network.architecture.sizes[0]
        return self._chosen.get(inputs, input_shapes(inputs)[0])

    def choose_shape(self, shape: Shape) -> None:
        """Take the input of networks of so many inputs for that `shape`, if it can be."""
        inputs = shape[0] * shape[1]
        if shape in input_shapes(inputs):
            self._chosen[inputs] = shape

    def take(self, given: Classify | ReadValues) -> None:
        """Put it in the place of what was drawn or set before."""
        self._last = given
        if isinstance(given, ReadValues):
            self._values = given
        else:
            self._ink, self._inputs = given, {}

    def ask(self) -> None:
        """A reading is wanted from now on: what it takes is measured."""
        self._asked_at = perf_counter()

    def read(self, network: NeuralNetwork | None, generation: int) -> Classified:
        """What `network`, the `generation`-th one, reads; None: there is none that could."""
        entered, _ = self._entered(_DIGIT if network is None else self.shape_of(network))
        reading = self.reading_of(network)
        request, canvas = self.about
        return Classified(
            request=request,
            canvas=canvas,
            network=generation,
            normalised=self._is_normalised(),
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
        """What `network` makes of the input; of nothing, and without a network, nothing."""
        if network is None:
            return _NOTHING_READ
        image, blank = self.input(network)
        return _NOTHING_READ if blank else read(network, image)

    def differentiate(
        self,
        network: NeuralNetwork,
        generation: int,
        label: int | None,
        wishes: Sequence[Watch],
        shapes: Mapping[str, tuple[int, ...]],
    ) -> GradientsComputed:
        """The gradients for the input that answer `wishes`, of parameters of those `shapes`."""
        image, blank = self.input(network)
        about = (*self.about, generation, label)
        if blank:
            return GradientsComputed(*about, target=None, value=0.0, tiles=())
        gradients = differentiate(network, image, label)
        tiles = gradient_tiles(wishes, gradients, shapes)
        return GradientsComputed(*about, gradients.target, gradients.value, tiles)

    def input(self, network: NeuralNetwork) -> tuple[torch.Tensor, bool]:
        """What enters `network`, (1, 28, 28) or of its shape, on its device; and whether there is nothing in it."""
        entered, blank = self._entered(self.shape_of(network))
        device = network.stages[0].linear.weight.device
        return torch.tensor(entered.image, device=device)[None], blank

    def _entered(self, shape: Shape) -> tuple[Input, bool]:
        """The input in that shape, and whether there is nothing to read."""
        if not is_image(shape):
            return self._row(shape[1])
        if shape not in self._inputs:
            while len(self._inputs) >= _MOST_SHAPES:
                del self._inputs[next(iter(self._inputs))]
            self._inputs[shape] = self._image(shape[0])
        return self._inputs[shape], self._inputs[shape].is_blank

    def _image(self, side: int) -> Input:
        if self._ink is None:
            return to_input(np.zeros((side, side), np.float32), side=side)
        return to_input(self._rasteriser.ink(self._ink.drawing), self._is_normalised(), side)

    def _row(self, count: int) -> tuple[Input, bool]:
        given = self._values
        if given is None or given.values.shape != (count,):
            return Input(frozen_array(np.zeros((1, count), np.float32)), (0.0, 0.0), 0.0), True
        values = frozen_array(given.values[None])
        return Input(values, (0.0, 0.0), float(np.count_nonzero(values)) / count), False

    def _is_normalised(self) -> bool:
        return self._ink is not None and self._ink.normalise and not self._ink.drawing.raw
