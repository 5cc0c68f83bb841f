"""The trainer against the best simple programs that train the same network on the same images, and in the window."""

import importlib.util
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

import torch
from PIL import Image, ImageFilter
from torch import nn
from torch.utils.data import DataLoader, Dataset

from engine.data.datasets import _torchvision_datasets
from engine.data.digits import Digits
from engine.data.distortion import Distortion
from engine.network.mlp import NeuralNetwork
from engine.training.recipes import Optimiser, Recipe, Schedule, recipe_named
from engine.training.reports import StepReport
from engine.training.trainer import Trainer
from tests.benchmarks.comparison import Comparison, of_pairs
from tests.benchmarks.digit_folder import digit_folder, digits_in

PAIRS = 25
PAIR_S = 0.25  # of each side, about
REST_S = 0.1
ENDLESS = 1_000_000  # epochs
BATCHES = (64, 256, 1024)
RATE = 1e-3
FRAMES = 30.0  # a second: how often gradients are to be painted while the network learns

NONE = Distortion()

Steps = Iterator[int]  # a step at each next(): how many images it took


def measure() -> Iterator[Comparison]:
    """All comparisons, in images a second."""
    with digit_folder() as folder:
        digits = digits_in(folder)
        for batch in BATCHES:
            yield against_the_plain_loop(digits, batch)
        yield against_the_tutorial(digits)
        yield from against_scikit_learn(digits)
        for threads in dict.fromkeys(["1", str(os.cpu_count())]):
            yield from in_the_window(folder, threads)


def against_the_plain_loop(digits: Digits, batch: int) -> Comparison:
    """Neither distorts, averages or judges; both tell the loss of each step."""
    pairs = alternated(our_steps(digits, plain_recipe(batch)), plain_steps(digits, batch))
    what = "plain loop: tensors in memory, fused Adam, same threads"
    return of_pairs(f"training, batch {batch}", "images/s", pairs, what)


def against_the_tutorial(digits: Digits) -> Comparison:
    """The distortions of the recipe quick."""
    recipe = recipe_named("quick")
    batch = 64
    bent = plain_recipe(batch, recipe.distortion)
    pairs = alternated(our_steps(digits, bent), tutorial_steps(digits, bent.distortion, batch), PAIRS // 3)
    what = "tutorial: DataLoader, torchvision transforms per image, Adam"
    return of_pairs("training, distorted, batch 64", "images/s", pairs, what)


def against_scikit_learn(digits: Digits) -> list[Comparison]:
    """In float32 as we are, and in float64 as its own example with MNIST is.

    Nothing, where scikit-learn is not installed (it comes with the extra `bench`).
    """
    if importlib.util.find_spec("sklearn") is None:
        return []
    batch = 64
    lines = []
    for kind in ("float32", "float64"):
        pairs = alternated(
            our_steps(digits, plain_recipe(batch)), scikit_learn_epochs(digits, kind, batch), PAIRS // 3
        )
        what = f"scikit-learn's MLPClassifier in {kind}, Adam"
        lines.append(of_pairs(f"training, batch {batch}", "images/s", pairs, what))
    return lines


def scikit_learn_epochs(digits: Digits, kind: str, batch: int) -> Steps:
    """Here a step is an epoch of a part of the images."""
    from sklearn.neural_network import MLPClassifier  # pyright: ignore[reportMissingImports]  # of the extra bench

    count = 50 * batch
    images = digits.images[:count].flatten(1).numpy().astype(kind) / 255
    labels = digits.labels[:count].numpy()
    classifier = MLPClassifier((512, 512), solver="adam", alpha=0.0, learning_rate_init=RATE)
    classifier.set_params(batch_size=batch)
    while True:
        classifier.partial_fit(images, labels, classes=range(10))
        yield count


def in_the_window(folder: Path, threads: str) -> list[Comparison]:
    """The real window against the trainer alone, in a process of its own with so many threads."""
    command = [sys.executable, "-m", "tests.benchmarks.live_training", str(folder)]
    environment = os.environ | {"OMP_NUM_THREADS": threads, "QT_QPA_PLATFORM": "offscreen"}
    answer = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    turns = [json.loads(line) for line in answer.stdout.splitlines()]
    words = "1 thread" if threads == "1" else f"{threads} threads"
    pairs = [(turn["live"], turn["bare"]) for turn in turns]
    frames = median(turn["frames"] for turn in turns)
    return [
        of_pairs(f"training live, {words}", "images/s", pairs, "the same trainer without a window"),
        Comparison(
            f"gradients live, {words}", frames, "a second", FRAMES, frames / FRAMES, "as often as wanted"
        ),
    ]


def plain_recipe(batch: int, distortion: Distortion = NONE) -> Recipe:
    """Adam, and nothing else."""
    return Recipe(
        ENDLESS,
        distortion,
        batch,
        Optimiser.ADAM,
        RATE,
        Schedule.CONSTANT,
        weight_decay=0.0,
        warm_up=0.0,
        averaging=0.0,
    )


def our_steps(digits: Digits, recipe: Recipe) -> Steps:
    """The trainer's."""
    for report in Trainer(NeuralNetwork(), digits, None, recipe, 0).slices():
        if isinstance(report, StepReport):
            yield report.images


def plain_steps(digits: Digits, batch: int) -> Steps:
    """What someone writes who knows PyTorch and wants it fast."""
    images, labels = digits.images.unsqueeze(1).float() / 255, digits.labels
    network, loss_function = NeuralNetwork(), nn.CrossEntropyLoss()
    optimiser = torch.optim.Adam(network.parameters(), lr=RATE, fused=True)
    while True:
        for rows in torch.randperm(len(labels)).split(batch):
            loss = loss_function(network(images[rows]), labels[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            loss.item()
            yield len(rows)


def tutorial_steps(digits: Digits, distortion: Distortion, batch: int) -> Steps:
    """What PyTorch's and torchvision's first tutorials teach."""
    loader = DataLoader(Pictures(digits, tutorial_transform(distortion)), batch, shuffle=True)
    network, loss_function = NeuralNetwork(), nn.CrossEntropyLoss()
    optimiser = torch.optim.Adam(network.parameters(), lr=RATE)
    while True:
        for images, labels in loader:
            loss = loss_function(network(images), labels)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            yield len(labels)


class Pictures(Dataset[tuple[torch.Tensor, int]]):
    """Images as torchvision's MNIST gives them: a picture and its label at a time."""

    def __init__(self, digits: Digits, transform: Callable[[Image.Image], torch.Tensor]) -> None:
        self._digits, self._transform = digits, transform

    def __len__(self) -> int:
        return len(self._digits)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int]:
        picture = Image.fromarray(self._digits.images[index].numpy())
        return self._transform(picture), int(self._digits.labels[index])


def tutorial_transform(distortion: Distortion) -> Callable[[Image.Image], torch.Tensor]:
    """About the same distortions.

    torchvision blurs uniform noise, whose standard deviation is then 1 / √3 / (2 √π σ) of its range, and moves by
    `alpha` / 2 pixels of that.
    """
    _torchvision_datasets()  # makes torchvision importable where its operators do not load
    from torchvision import transforms

    sigma = distortion.smoothness
    alpha = distortion.elastic * 2 * 3**0.5 * 2 * torch.pi**0.5 * sigma
    shift, degrees = distortion.shift / 28, float(torch.rad2deg(torch.tensor(distortion.shear).atan()))
    sizes = (1 - distortion.scale, 1 + distortion.scale)
    return transforms.Compose(
        [
            transforms.RandomAffine(distortion.rotation, (shift, shift), sizes, degrees),
            transforms.ElasticTransform(alpha, sigma),
            transforms.Lambda(partial(change_thickness, distortion.thickness)),
            transforms.ToTensor(),
        ]
    )


def change_thickness(most: float, picture: Image.Image) -> Image.Image:
    """Mix a picture with its 3 × 3 dilation or erosion."""
    amount = random.uniform(-most, most)
    other = picture.filter(ImageFilter.MaxFilter(3) if amount > 0 else ImageFilter.MinFilter(3))
    return Image.blend(picture, other, abs(amount))


def alternated(ours: Steps, theirs: Steps, pairs: int = PAIRS) -> list[tuple[float, float]]:
    """Images a second of both sides, one right after the other, after a first step of each that does not count."""
    for side in (ours, theirs):
        next(side)
    counts = [steps_in(side) for side in (ours, theirs)]
    return [(speed(ours, counts[0]), speed(theirs, counts[1])) for _ in range(pairs)]


def steps_in(side: Steps) -> int:
    """How many steps take about `PAIR_S`."""
    started, count = perf_counter(), 0
    while perf_counter() - started < PAIR_S:
        next(side)
        count += 1
    return count


def speed(side: Steps, count: int) -> float:
    """Images a second, in the next `count` steps, once the other side's threads have stopped spinning."""
    sleep(REST_S)
    started = perf_counter()
    images = sum(islice(side, count))
    return images / (perf_counter() - started)
