"""Digits drawn by rule, so that there is something to read and to train on with no file at all."""

import math
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.data.curve import beziers
from engine.data.drawing import NOMINAL_PRESSURE, Drawing, Stroke
from engine.data.skeletons import HANDS, Hand

CANVAS = 280.0  # a side; the longer side of a digit is about two thirds of it
WIDTH = CANVAS / 12
MARGIN = 6.0  # between the line's middle and the edge of the canvas
FEWEST_POINTS, MOST_POINTS = 30, 60  # of a digit
SUBDIVISION = 12  # chords a segment between two points of a hand is measured by
SLOWNESS = 13  # points that a swing of tremor or pressure takes
SCATTER = 0.018  # of those points, in heights of the digit

Points = NDArray[np.float64]


def draw_digit(label: int, random: np.random.Generator) -> Drawing:
    """A digit of class `label`, 0 to 9, as some hand might write it; the same generator state draws the same."""
    hands = HANDS[label]
    runs = _runs(hands[random.integers(len(hands))], random)
    paths = _placed(_warped(_sampled(runs, random), random), random)
    width = round(WIDTH * math.exp(random.normal(0, 0.22)), 1)
    pressed = random.random() < 0.6
    return Drawing(
        (CANVAS, CANVAS), tuple(_stroke(path, width, pressed, random) for path in paths), label=label
    )


def _runs(hand: Hand, random: np.random.Generator) -> list[list[Points]]:
    """For each stroke its smooth parts between corners, as fine polylines through points that scatter a little."""
    strokes = []
    for stroke in hand:
        words = stroke.split()
        points = np.array([word.strip("!").split(",") for word in words], np.float64) / 100
        points += random.normal(0, SCATTER, points.shape)
        bounds = [0, *(index for index, word in enumerate(words) if word.endswith("!")), len(words) - 1]
        strokes.append([_polyline(points[start : end + 1]) for start, end in pairwise(bounds)])
    return strokes


def _sampled(runs: list[list[Points]], random: np.random.Generator) -> list[Points]:
    """The lines of a hand, a stroke each, sampled as a pen's would be: 30 to 60 points in all."""
    length = sum(_length(run) for stroke in runs for run in stroke)
    spacing = length / random.integers(FEWEST_POINTS, MOST_POINTS - 8)
    return [
        np.concatenate([_evenly(run, spacing)[min(index, 1) :] for index, run in enumerate(stroke)])
        for stroke in runs
    ]


def _polyline(points: Points) -> Points:
    t = np.arange(SUBDIVISION) / SUBDIVISION
    weights = np.stack(((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3), axis=1)
    places = np.einsum("tk,nkd->ntd", weights, beziers(points)).reshape(-1, 2)
    return np.vstack((places, points[-1:]))


def _length(line: Points) -> float:
    return float(np.sqrt(np.square(np.diff(line, axis=0)).sum(axis=1)).sum())


def _evenly(line: Points, spacing: float) -> Points:
    """Points of the polyline about `spacing` apart, its ends among them."""
    steps = np.sqrt(np.square(np.diff(line, axis=0)).sum(axis=1))
    travelled = np.append(0, steps.cumsum())
    wanted = np.linspace(0, travelled[-1], max(round(travelled[-1] / spacing), 1) + 1)
    return np.stack([np.interp(wanted, travelled, line[:, axis]) for axis in (0, 1)], axis=1)


def _warped(paths: list[Points], random: np.random.Generator) -> list[Points]:
    """Slanted, turned, stretched and bent as a whole, with a tremor along each line."""
    slant, turn = random.normal(0.12, 0.18), random.normal(0, 0.07)
    stretch = math.exp(random.normal(0.05, 0.16))
    bend = random.normal(0, 0.09, (2, 3))
    tremor = abs(random.normal(0, 0.006))
    shear = np.array([[stretch, 0], [-slant, 1]])
    rotation = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    warped = []
    for path in paths:
        x, y = (path - (0.29, 0.5)).T
        bent = np.stack((x, y), axis=1) + np.stack((x * x, x * y, y * y), axis=1) @ bend.T
        warped.append(bent @ shear @ rotation + _drift(len(path), random) * tremor)
    return warped


def _drift(count: int, random: np.random.Generator) -> Points:
    """Slow noise (count, 2) of about unit size."""
    window = np.hanning(SLOWNESS + 2)[1:-1]
    window /= math.sqrt(np.square(window).sum())
    noise = random.normal(0, 1, (count + SLOWNESS - 1, 2))
    return np.stack([np.convolve(noise[:, axis], window, "valid") for axis in (0, 1)], axis=1)


def _placed(paths: list[Points], random: np.random.Generator) -> list[Points]:
    """At a size and a place on the canvas, all of it inside the margin."""
    everything = np.concatenate(paths)
    low, high = everything.min(axis=0), everything.max(axis=0)
    size = CANVAS * random.uniform(0.5, 0.82)
    scale = size / float((high - low).max())
    half = (high - low) * scale / 2
    centre = CANVAS / 2 + random.normal(0, CANVAS / 24, 2)
    centre = np.clip(centre, MARGIN + half, CANVAS - MARGIN - half)
    return [(path - (low + high) / 2) * scale + centre for path in paths]


def _stroke(path: Points, width: float, pressed: bool, random: np.random.Generator) -> Stroke:
    """The line with a pen's pressure, or a mouse's, which knows none; in steps of a tenth of a unit."""
    pressure = np.full(len(path), NOMINAL_PRESSURE)
    if pressed:
        ends = np.minimum(np.arange(len(path)), np.arange(len(path))[::-1])
        pressure += 0.06 * _drift(len(path), random)[:, 0] + 0.06 - 0.18 * np.exp(-ends / 1.5)
    points = np.column_stack((path.round(1), pressure.clip(0.1, 0.95).round(2))).astype(np.float32)
    points.setflags(write=False)
    return Stroke(points, width)
