"""Digits drawn by rule, so that there is something to read and to train on with no file at all.

Many are drawn at once, by one hand at a time: what differs between them is a row of an array.
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.data.curve import beziers
from engine.data.drawing import NOMINAL_PRESSURE, Drawing, Stroke
from engine.data.ink import SIDE, normalise
from engine.data.skeletons import HANDS, Hand
from engine.data.stamping import stamp

CANVAS = 280.0  # a side; the longer side of a digit is about two thirds of it
MARGIN = 6.0  # between the line's middle and the edge of the canvas
CHORD = 0.06  # about the length of the chords between two points, in heights of the digit
SLOWNESS = 13  # points that a swing of tremor or pressure takes
_AT_ONCE = 250  # stamped together: what they need fits a core's own cache

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Writing:
    """n digits of one class by one hand.

    `lines`: for each stroke x, y (downwards) and pressure, float64 (n, points, 3). `widths`: of the brush (n,). Both in
    units of a canvas CANVAS wide and high.
    """

    label: int
    lines: tuple[Points, ...]
    widths: Points

    def drawing(self, row: int) -> Drawing:
        """One of them as a pen would have given it."""
        strokes = tuple(_stroke(line[row], float(self.widths[row])) for line in self.lines)
        return Drawing((CANVAS, CANVAS), strokes, label=self.label)


def draw_digit(label: int, random: np.random.Generator) -> Drawing:
    """A digit of class `label`, 0 to 9, as some hand might write it; the same generator state draws the same."""
    hands = HANDS[label]
    hand = hands[random.choice(len(hands), p=_shares(label))]
    return write(label, hand, 1, random).drawing(0)


def synthetic_images(per_class: int, seed: tuple[int, ...]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Images (10 × per_class, 28, 28), ink 255, as the window would read them, and labels; mixed, by `seed` alone."""
    random = np.random.default_rng(seed)
    images = np.empty((10 * per_class, SIDE, SIDE), np.uint8)
    labels = np.empty(10 * per_class, np.int64)
    places = random.permutation(10 * per_class)
    first = 0
    for label, hands in enumerate(HANDS):
        for hand, count in zip(hands, random.multinomial(per_class, _shares(label)), strict=True):
            rows = places[first : first + count]
            if count:
                images[rows], labels[rows] = _images(write(label, hand, int(count), random)), label
            first += count
    return images, labels


def write(label: int, hand: Hand, count: int, random: np.random.Generator) -> Writing:
    """`count` digits by `hand`, each with its own slant, build, bends, tremor, pressure and brush."""
    paths = _warped(_sampled(hand, count, random), random)
    lines = [_with_pressure(path, random) for path in paths]
    widths = CANVAS / 12 * np.exp(random.normal(0, 0.3, count))
    return Writing(label, tuple(_placed(lines, random)), widths)


@cache
def _shares(label: int) -> Points:
    shares = np.array([hand.share for hand in HANDS[label]])
    return shares / shares.sum()


@cache
def _template(hand: Hand) -> tuple[tuple[Points, tuple[int, ...]], ...]:
    """For each stroke its points (k, 2) in heights of the digit, and the numbers of those where smooth runs end."""
    strokes = []
    for stroke in hand.strokes:
        words = stroke.split()
        points = np.array([word.strip("!").split(",") for word in words], np.float64) / 100
        corners = [index for index, word in enumerate(words) if word.endswith("!")]
        strokes.append((points, (0, *corners, len(words) - 1)))
    return tuple(strokes)


def _sampled(hand: Hand, count: int, random: np.random.Generator) -> list[Points]:
    """The lines of a hand (count, points, 2), a stroke each, through points that scatter a little."""
    scatter = 0.03 * random.lognormal(-0.1, 0.4, (count, 1, 1))
    sampled = []
    for points, bounds in _template(hand):
        own = points + scatter * random.normal(0, 1, (count, *points.shape))
        runs = [
            _polyline(own[:, start : end + 1], points[start : end + 1]) for start, end in pairwise(bounds)
        ]
        sampled.append(np.concatenate([own[:, :1], *runs], axis=1))
    return sampled


def _polyline(points: Points, template: Points) -> Points:
    """The curves through `points` (n, k, 2) but for their beginnings, cut as fine as the template needs it."""
    parts = []
    for index, control in enumerate(np.moveaxis(beziers(points), 1, 0)):
        pieces = max(round(float(np.hypot(*(template[index + 1] - template[index]))) / CHORD), 2)
        t = np.arange(1, pieces + 1)[:, None] / pieces
        weights = np.hstack(((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3))
        parts.append(weights @ control)
    return np.concatenate(parts, axis=1)


def _warped(paths: list[Points], random: np.random.Generator) -> list[Points]:
    """Slanted, turned, stretched and bent as a whole, with a tremor along each line."""
    count = len(paths[0])
    slant, turn = random.normal(0.15, 0.25, count), random.normal(0, 0.1, count)
    stretch = np.exp(random.normal(0.05, 0.22, count))
    bend = random.normal(0, 0.12, (count, 3, 2))
    tremor = np.abs(random.normal(0, 0.006, (count, 1, 1)))
    shear = np.stack((stretch, np.zeros(count), -slant, np.ones(count)), axis=1).reshape(count, 2, 2)
    rotation = np.stack((np.cos(turn), np.sin(turn), -np.sin(turn), np.cos(turn)), axis=1).reshape(
        count, 2, 2
    )
    warped = []
    for path in paths:
        centred = path - (0.29, 0.5)
        x, y = centred[..., :1], centred[..., 1:]
        bent = centred + np.concatenate((x * x, x * y, y * y), axis=2) @ bend
        warped.append(bent @ shear @ rotation + _drift((*path.shape[:2], 2), random) * tremor)
    return warped


def _drift(shape: tuple[int, int, int], random: np.random.Generator) -> Points:
    """Noise of about unit size that changes slowly along the middle axis."""
    count, length, width = shape
    window = np.hanning(SLOWNESS + 2)[1:-1]
    window /= np.sqrt(np.square(window).sum())
    band = sum(np.eye(length, length + SLOWNESS - 1, k) * weight for k, weight in enumerate(window))
    return band @ random.normal(0, 1, (count, length + SLOWNESS - 1, width))


def _with_pressure(path: Points, random: np.random.Generator) -> Points:
    """The line with a pen's pressure, or a mouse's, which knows none."""
    count, length, _ = path.shape
    ends = np.minimum(np.arange(length), np.arange(length)[::-1])
    change = 0.06 * _drift((count, length, 1), random) + 0.06 - 0.18 * np.exp(-ends / 1.5)[:, None]
    pressed = random.random((count, 1, 1)) < 0.6
    pressure = (NOMINAL_PRESSURE + np.where(pressed, change, 0)).clip(0.1, 0.95)
    return np.concatenate((path, pressure), axis=2)


def _placed(lines: list[Points], random: np.random.Generator) -> list[Points]:
    """At a size and a place on the canvas, all of it inside the margin."""
    everything = np.concatenate([line[..., :2] for line in lines], axis=1)
    low, high = everything.min(axis=1), everything.max(axis=1)
    count = len(everything)
    scale = CANVAS * random.uniform(0.5, 0.82, count) / (high - low).max(axis=1)
    half = (high - low) * scale[:, None] / 2
    centre = CANVAS / 2 + random.normal(0, CANVAS / 24, (count, 2))
    centre = np.clip(centre, MARGIN + half, CANVAS - MARGIN - half)
    places = [
        (line[..., :2] - (low + high)[:, None] / 2) * scale[:, None, None] + centre[:, None] for line in lines
    ]
    return [np.concatenate((place, line[..., 2:]), axis=2) for place, line in zip(places, lines, strict=True)]


def _images(writing: Writing) -> NDArray[np.uint8]:
    """Images (n, 28, 28) of what was written."""
    images = np.empty((len(writing.widths), SIDE, SIDE), np.uint8)
    for first in range(0, len(images), _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        inks = stamp([line[part] for line in writing.lines], writing.widths[part])
        images[part] = np.rint(np.stack([normalise(ink) for ink in inks]) * 255)
    return images


def _stroke(line: Points, width: float) -> Stroke:
    """In steps of a tenth of a unit."""
    points = np.column_stack((line[:, :2].round(1), line[:, 2].round(2))).astype(np.float32)
    points.setflags(write=False)
    return Stroke(points, round(width, 1))
