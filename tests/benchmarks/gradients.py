"""All six gradients of one drawing, against the bare forward and backward, and how often the window shows them."""

from collections.abc import Callable
from time import perf_counter

import numpy as np
import torch
from torch import nn

from engine.data.drawing import Drawing, Stroke
from engine.network.mlp import NeuralNetwork
from engine.thread.commands import Classify, Topic, Watch
from engine.thread.events import Event
from engine.thread.network_events import NetworkChanged
from engine.thread.pace import Pace
from engine.thread.reading_events import Classified, GradientsComputed
from engine.thread.session import Session
from gui.command_line.hand import wait_until
from tests.benchmarks.comparison import Comparison, of_pairs
from tests.benchmarks.light import Light
from tests.benchmarks.pen import PACE_MS, Pen, path
from tests.benchmarks.real_window import drawing_panel, real_window

PAIRS = 300
SIDE = 280.0
SEEN = 300  # pixels of a tile's side
DIGITS = 8


def measure() -> list[Comparison]:
    """Both comparisons."""
    return [published_gradients(), shown_gradients()]


def published_gradients() -> Comparison:
    """From the published reading to the published tiles of all parameters, beside a plain step of autograd."""
    publish = Stopwatch()
    session = Session(publish)
    session._gradients._pace = Pace(0, 0)  # each drawing's, as the other side does, and not 30 a second
    for parameter in publish.parameters:
        session.obey(Watch(parameter, Topic.GRADIENT, parameter, rows=SEEN, columns=SEEN))
    bare = bare_step(NeuralNetwork())
    pairs: list[tuple[float, float]] = []
    for request in range(1, PAIRS + 1):
        session.obey(Classify(request, 1, drawing(request)))
        session.follow()
        pairs.append((1000 * publish.seconds, 1000 * timed(bare)))
    return of_pairs("gradients, published", "ms", pairs, "bare forward and backward of the same network")


class Stopwatch:
    """Receives events: the seconds from a reading to its gradients, and the names of all parameters."""

    def __init__(self) -> None:
        self.parameters: tuple[str, ...] = ()
        self.seconds = 0.0
        self._read_at = 0.0

    def __call__(self, event: Event) -> None:
        """Note an event of the engine."""
        if isinstance(event, NetworkChanged):
            self.parameters = tuple(parameter.name for parameter in event.parameters)
        elif isinstance(event, Classified):
            self._read_at = perf_counter()
        elif isinstance(event, GradientsComputed):
            assert len(event.tiles) == len(self.parameters)
            self.seconds = perf_counter() - self._read_at


def bare_step(network: NeuralNetwork) -> Callable[[], None]:
    """What a tutorial does: the loss of one image, and its gradients in `.grad`."""
    image, label, loss = torch.rand(1, 1, 28, 28), torch.tensor([3]), nn.CrossEntropyLoss()

    def step() -> None:
        network.zero_grad()
        loss(network(image), label).backward()

    return step


def timed(step: Callable[[], None]) -> float:
    """The seconds that a step takes."""
    start = perf_counter()
    step()
    return perf_counter() - start


def drawing(digit: int) -> Drawing:
    """One of the pen's digits, whole."""
    points = np.array([(SIDE * x, SIDE * y, 0.5) for x, y in path(digit)], np.float32)
    points.flags.writeable = False
    return Drawing((SIDE, SIDE), (Stroke(points, SIDE / 12),))


def shown_gradients() -> Comparison:
    """How often new gradients were painted in the window while a pen drew, beside how often the pen moved."""
    with real_window() as window:
        panel = drawing_panel(window)
        light = Light(window.panels["gradients"], lambda: None)
        window.link.subscribe(GradientsComputed, lambda event: light.answered(event.request))
        pen = Pen(panel.canvas, panel.canvas.paper(), lambda _: None)
        start = perf_counter()
        for digit in range(DIGITS):
            panel.clear()
            pen.draw(digit)
            wait_until(lambda: not pen.is_drawing, pen.finished)
        frames = light.frames / (perf_counter() - start)
    paced = 1000 / PACE_MS
    return Comparison(
        "gradients, in the window", frames, "frames/s", paced, frames / paced, "positions of the pen a second"
    )
