"""Teachers: convolutional networks that learn from the labels first, and whose readings a network learns from.

Hinton, Vinyals, Dean (2015), "Distilling the knowledge in a neural network": for what else a teacher takes a digit,
and how surely, tells more than a label. Beyer et al. (2022), "Knowledge distillation: a good teacher is patient and
consistent": for long, and of the very image that the network sees, bent as it is.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_eval

from engine.data.augmentation import distort
from engine.data.digits import Digits, as_inputs
from engine.training.optimisers import build_optimiser
from engine.training.recipes import Recipe, Teaching
from engine.training.schedule import learning_rate

_MAPS = (32, 32, 64, 64)  # of the convolutions; the first one halves the sides, the second one pools
_AT_ONCE = 64  # images whose readings are asked for: what is between two convolutions stays in the cache


@dataclass(frozen=True, slots=True)
class Lesson:
    """A teacher has taken one step: `step` of `steps` over all teachers, from 1; `loss` of its batch, in nats."""

    step: int
    steps: int
    loss: float


class Teachers:
    """What some networks take images for, on average."""

    def __init__(self, networks: Sequence[nn.Sequential], bfloat16: bool) -> None:
        self._kind = torch.bfloat16 if bfloat16 else torch.float32
        self._networks = [_fused(network).to(self._kind) for network in networks]

    def readings(self, images: Tensor) -> Generator[None, None, Tensor]:
        """Mean probabilities float32 (n, 10) for images float32 (n, 1, 28, 28), some milliseconds at each `next()`."""
        parts: list[Tensor] = []
        for part in images.split(_AT_ONCE):
            probabilities = torch.zeros((), device=images.device)
            for network in self._networks:
                with torch.inference_mode():
                    probabilities = probabilities + network(part.to(self._kind)).float().softmax(1)
                yield
            parts.append(probabilities / len(self._networks))
        return torch.cat(parts).clone()  # no inference tensor any more: autograd may keep it


def educate(
    teaching: Teaching,
    digits: Digits,
    recipe: Recipe,
    seed: int,
    device: torch.device,
    report: Callable[[Lesson], None] = lambda _: None,
) -> Teachers:
    """Let teachers learn `digits` (not empty) on `device` as `recipe` says, but for their epochs and batches; minutes.

    The same seed on the same number of threads gives the same teachers to the bit.
    """
    digits = digits.to(device)
    steps = _steps(teaching, len(digits))
    networks = []
    for number, words in enumerate(np.random.SeedSequence(seed).generate_state(teaching.teachers).tolist()):
        network = convolutional(words).to(device)
        for step, loss in enumerate(_lessons(network, teaching, digits, recipe, words), 1):
            report(Lesson(number * steps + step, teaching.teachers * steps, loss))
        networks.append(network.eval())
    return Teachers(networks, recipe.bfloat16)


def convolutional(seed: int) -> nn.Sequential:
    """A network that gives logits (n, 10) for images (n, 1, 28, 28): four convolutions, each with BatchNorm and ReLU.

    `seed` draws the first weights; the global generator of random numbers is left as it was.
    """
    first, second, third, fourth = _MAPS
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = nn.Sequential(
            *_convolution(1, first, side=5, stride=2),
            *_convolution(first, second),
            nn.MaxPool2d(2),
            *_convolution(second, third),
            *_convolution(third, fourth),
            nn.Flatten(),
            nn.Linear(fourth * 7 * 7, 10),
        )
    return network.to(memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]  # its stubs lack it


def _convolution(inputs: int, maps: int, side: int = 3, stride: int = 1) -> tuple[nn.Module, ...]:
    convolution = nn.Conv2d(inputs, maps, side, stride, padding=side // 2, bias=False)
    return convolution, nn.BatchNorm2d(maps), nn.ReLU(inplace=True)


def _steps(teaching: Teaching, images: int) -> int:
    """The steps of one teacher; the last images of an epoch, too few for a batch, are left out."""
    return teaching.epochs * max(1, images // teaching.batch)


def _lessons(
    network: nn.Sequential, teaching: Teaching, digits: Digits, recipe: Recipe, seed: int
) -> Generator[float, None, None]:
    """Train `network` in place; the loss of each step."""
    device = digits.images.device
    generator = torch.Generator(device).manual_seed(seed)
    optimiser = build_optimiser(list(network.parameters()), recipe)
    steps, order = _steps(teaching, len(digits)), torch.empty(0, dtype=torch.int64, device=device)
    network.train()
    for step in range(1, steps + 1):
        if len(order) < teaching.batch:
            order = torch.randperm(len(digits), generator=generator, device=device)
        rows, order = order[: teaching.batch], order[teaching.batch :]
        images = distort(as_inputs(digits.images[rows]), recipe.distortion, generator)
        with torch.autocast(device.type, torch.bfloat16, enabled=recipe.bfloat16):
            logits = network(images.to(memory_format=torch.channels_last))
        loss = functional.cross_entropy(logits.float(), digits.labels[rows])
        optimiser.zero_grad()
        loss.backward()
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(recipe, step, steps)
        optimiser.step()
        yield loss.item()


def _fused(network: nn.Sequential) -> nn.Sequential:
    """The same function in evaluation mode with half the passes over memory: each BatchNorm in its convolution."""
    modules = list(network)
    return nn.Sequential(
        *(
            fuse_conv_bn_eval(module, following)
            if isinstance(module, nn.Conv2d) and isinstance(following, nn.BatchNorm2d)
            else module
            for module, following in zip(modules, [*modules[1:], None], strict=True)
            if not isinstance(module, nn.BatchNorm2d)
        )
    )
