"""The network's reading of a whole set of images, in slices."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from engine.data.digits import Digits, as_inputs
from engine.tensors.levels import Walk
from engine.thread.training_events import Validated
from engine.training import metrics

_CHUNK = 256  # images a slice: 2-3 ms


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """What a network made of `digits` at `step`: `probabilities` (n, 10) and the mean `loss`, on the CPU."""

    step: int
    digits: Digits
    probabilities: Tensor
    loss: float

    @property
    def predicted(self) -> Tensor:
        """The classes that were read, int64 (n,)."""
        return self.probabilities.argmax(1)

    def event(self) -> Validated:
        """As the window is told."""
        confusion = metrics.confusion(self.predicted, self.digits.labels).numpy()
        right, rows = confusion.diagonal(), confusion.sum(axis=1)
        with np.errstate(invalid="ignore"):  # a class without an image has no accuracy
            by_class = (right / rows).astype(np.float32)
        for array in (confusion, by_class):
            array.flags.writeable = False
        return Validated(
            step=self.step,
            loss=self.loss,
            accuracy=float(right.sum() / rows.sum()),
            confusion=confusion,
            by_class=by_class,
        )


def walk_judgement(network: nn.Module, digits: Digits, step: int) -> Walk[Judgement]:
    """Read all of `digits` (not empty), which lie on the CPU; the network must stay as it is meanwhile."""
    logits = yield from walk_logits(network, digits.images)
    return Judgement(step, digits, logits.softmax(1), metrics.loss(logits, digits.labels))


def walk_logits(network: nn.Module, images: Tensor) -> Walk[Tensor]:
    """Logits (n, 10) on the CPU of uint8 images (n, 28, 28), wherever the network is."""
    device = next(network.parameters()).device
    chunks = [torch.empty(0, metrics.CLASSES)]
    for chunk in images.split(_CHUNK):
        with torch.inference_mode():
            chunks.append(network(as_inputs(chunk.to(device))).cpu())
        yield
    return torch.cat(chunks)
