"""Readings that an engine could have published, made up for tests of panels."""

import numpy as np

from engine.network.architecture import Architecture
from engine.thread.network_events import ModuleDescription, NetworkChanged, StageDescription, WeightsSource
from engine.thread.reading_events import Activation, Classified

HIDDEN = ("linear_relu_stack.0", "linear_relu_stack.2")
LAST = "linear_relu_stack.4"
UNITS = 32


def network_changed() -> NetworkChanged:
    """A network of two hidden layers of 32 units."""
    modules = (
        _module("", "NeuralNetwork", "", 10),
        _module("flatten", "Flatten", "", 784),
        _module("linear_relu_stack", "Sequential", "", 10),
        _module("linear_relu_stack.0", "Linear", "784 → 32", UNITS),
        _module("linear_relu_stack.1", "ReLU", "", UNITS),
        _module("linear_relu_stack.2", "Linear", "32 → 32", UNITS),
        _module("linear_relu_stack.3", "ReLU", "", UNITS),
        _module("linear_relu_stack.4", "Linear", "32 → 10", 10),
    )
    stages = (
        StageDescription("Linear 784 → 32 · ReLU", f"{HIDDEN[0]}.weight", UNITS, False),
        StageDescription("Linear 32 → 32 · ReLU", f"{HIDDEN[1]}.weight", UNITS, False),
        StageDescription("Linear 32 → 10 · logits", f"{LAST}.weight", 10, True),
    )
    architecture = Architecture((784, UNITS, UNITS, 10))
    return NetworkChanged(
        1, WeightsSource.TRAINED, "trained weights", None, "cpu", modules, (), "", "", architecture, stages
    )


def classified(predicted: int = 3, active: int = 5) -> Classified:
    """`predicted` is 90 % likely; `active` units of each hidden layer are on."""
    probabilities = np.full(10, 0.1 / 9, np.float32)
    probabilities[predicted] = 0.9
    logits = np.log(probabilities)
    values = np.zeros(UNITS, np.float32)
    values[:active] = np.arange(1, active + 1)
    titles = ("Linear 784 → 32 · ReLU", "Linear 32 → 32 · ReLU")
    activations = (
        *(Activation(n, t, f"{n}.weight", values, False) for n, t in zip(HIDDEN, titles, strict=True)),
        Activation(LAST, "Linear 32 → 10", f"{LAST}.weight", logits, True),
    )
    image = np.zeros((28, 28), np.float32)
    image[10:20, 13] = 1
    return Classified(
        request=1,
        canvas=1,
        network=1,
        normalised=True,
        image=image,
        centre=(13.5, 14.0),
        ink=10 / 784,
        predicted=predicted,
        logits=logits,
        probabilities=probabilities,
        activations=activations,
        seconds=0.00041,
    )


def blank() -> Classified:
    """What the engine says of an empty canvas."""
    nothing = np.zeros(0, np.float32)
    paper = np.zeros((28, 28), np.float32)
    return Classified(2, 2, 1, True, paper, (0.0, 0.0), 0.0, None, nothing, nothing, (), 0.0001)


def _module(name: str, kind: str, detail: str, width: int) -> ModuleDescription:
    return ModuleDescription(name, kind, detail, name.count("."), (1, width), 0, True, ())
