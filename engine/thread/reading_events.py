"""What the engine tells of what the network read, and how it would change: frozen messages. Light: imports no torch.

Arrays as in `engine.thread.events`: copies, C-contiguous, read-only.
"""

from collections.abc import Hashable
from dataclasses import dataclass

from engine.tensors.region import Region
from engine.thread.events import Event, FloatArray

__all__ = ["Activation", "Classified", "GradientTile", "GradientsComputed", "Region"]


@dataclass(frozen=True, slots=True)
class Activation:
    """What one stage of the network put out for the drawing.

    `module`: the module that made `values` (n,). A Linear that a ReLU follows is one stage, after the ReLU:
    `title` is then "Linear 784 → 512 · ReLU"; the last is the logits. `weight`: the parameter that leads
    into it. `signed`: whether values can be negative.
    """

    module: str
    title: str
    weight: str
    values: FloatArray
    signed: bool


@dataclass(frozen=True, slots=True)
class Classified(Event):
    """What the network read.

    `image`: (28, 28) in 0..1, or another square, the input; or (1, inputs), a row of values, any numbers. `predicted`:
    None for blank ink; then logits, probabilities and activations are empty. `centre`: the centre of mass (x, y) in
    pixels of the image, `ink`: the share of its cells with ink.
    `seconds`: from the taking of the command to this event.
    """

    request: int
    canvas: int
    network: int
    normalised: bool
    image: FloatArray
    centre: tuple[float, float]
    ink: float
    predicted: int | None
    logits: FloatArray
    probabilities: FloatArray
    activations: tuple[Activation, ...]
    seconds: float

    @property
    def slot(self) -> Hashable:
        """Only the newest reading is shown."""
        return "classified"


@dataclass(frozen=True, slots=True)
class GradientTile:
    """The gradient of one parameter, as large as it is seen.

    `levels` (rows, columns) are the gradient itself where it fits, else the value of largest magnitude of each
    block. `limit`: the 99.5 % quantile of the magnitudes, never 0 unless all are (the scale reaches
    from -limit to limit). `largest`: the largest magnitude. `norm`: the Euclidean norm of the whole gradient.
    """

    subscription: str
    parameter: str
    shape: tuple[int, ...]
    region: Region
    levels: FloatArray
    limit: float
    largest: float
    norm: float


@dataclass(frozen=True, slots=True)
class GradientsComputed(Event):
    """The gradients of all watched parameters for one drawing, or a batch; no tiles: the canvas is blank.

    `label`: the class whose cross-entropy was differentiated, None: the predicted class's logit. `target`: the
    class concerned. `value`: of what was differentiated. `batch`: 0 for a drawing; in training the number of images
    whose mean loss `value` was differentiated: then `label` and `target` are None.
    """

    request: int
    canvas: int
    network: int
    label: int | None
    target: int | None
    value: float
    tiles: tuple[GradientTile, ...]
    batch: int = 0

    @property
    def slot(self) -> Hashable:
        """Only the newest gradients are shown."""
        return "gradients"
