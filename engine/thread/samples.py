"""Images of a run's data as the window shows them, with what the network reads in them."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from engine.data.augmentation import distort
from engine.data.digits import Digits, as_inputs
from engine.data.distortion import Distortion
from engine.tensors.levels import Walk
from engine.thread.training_commands import BrowseMistakes, BrowseSamples
from engine.thread.training_events import SamplesRead
from engine.thread.validation import Judgement, walk_logits


def walk_samples(
    wish: BrowseSamples,
    digits: Digits,
    distortion: Distortion,
    network: nn.Module,
    classes: tuple[str, ...],
) -> Walk[SamplesRead]:
    """The images that `wish` names, of `digits` on the CPU; if it says so, bent by `distortion`."""
    numbers = torch.arange(len(digits))[max(wish.first, 0) :][: max(wish.count, 0)]
    images = digits.images[numbers]
    if wish.distorted and len(images):
        yield
        images = _bent(images, distortion, wish.first)
    logits = yield from walk_logits(network, images)
    return _samples(
        wish.subscription, images, digits.labels[numbers], logits.softmax(1), numbers, len(digits), classes
    )


def mistakes(wish: BrowseMistakes, judgement: Judgement, classes: tuple[str, ...]) -> SamplesRead:
    """The images that `wish` names, the surest readings first: as they were judged, so that they fit the matrix."""
    digits, predicted = judgement.digits, judgement.predicted
    if wish.label is None or wish.predicted is None:
        chosen = predicted != digits.labels
    else:
        chosen = (digits.labels == wish.label) & (predicted == wish.predicted)
    places = chosen.nonzero().flatten()
    surest = judgement.probabilities[places].amax(1).argsort(descending=True, stable=True)
    numbers = places[surest[: max(wish.count, 0)]]
    return _samples(
        wish.subscription,
        digits.images[numbers],
        digits.labels[numbers],
        judgement.probabilities[numbers],
        numbers,
        len(places),
        classes,
    )


def _bent(images: Tensor, distortion: Distortion, seed: int) -> Tensor:
    """Uint8 images (n, 28, 28) as training might see them; the same for the same `seed`."""
    bent = distort(as_inputs(images), distortion, torch.Generator().manual_seed(max(seed, 0)))
    return bent.squeeze(1).mul_(255).round_().to(torch.uint8)


def _samples(
    subscription: str,
    images: Tensor,
    labels: Tensor,
    probabilities: Tensor,
    numbers: Tensor,
    total: int,
    classes: tuple[str, ...],
) -> SamplesRead:
    confidences, predicted = probabilities.max(1)
    return SamplesRead(
        subscription=subscription,
        images=_array(images),
        labels=_array(labels),
        predicted=_array(predicted),
        confidences=_array(confidences),
        numbers=_array(numbers),
        total=total,
        classes=classes,
    )


def _array(tensor: Tensor) -> NDArray:
    array = np.array(tensor.numpy(), order="C")
    array.flags.writeable = False
    return array
