"""Ink of many drawings at once."""

import numpy as np
import pytest

from engine.data.drawing import Drawing, Stroke
from engine.data.ink import normalise, render_input
from engine.data.skeletons import HANDS
from engine.data.stamping import MARGIN, SIDE, stamp
from engine.data.synthetic import write


def line(*points: tuple[float, float, float]) -> np.ndarray:
    return np.array([points], np.float64)


@pytest.mark.parametrize("label", range(10))
def test_after_normalisation_it_is_what_the_rasteriser_makes_of_it(label: int):
    differences = []
    for hand in HANDS[label]:
        writing = write(label, hand, 2, np.random.default_rng(label))
        for row, ink in enumerate(stamp(writing.lines, writing.widths)):
            ours, exact = normalise(ink), render_input(writing.drawing(row))
            shifts = [np.roll(ours, (dy, dx), (0, 1)) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
            # the centre of mass may fall to the other side of half a pixel
            differences.append(min(np.abs(shifted - exact).mean() for shifted in shifts))
    assert np.mean(differences) < 0.01  # a digit's mean is 0.13
    assert max(differences) < 0.05


def test_the_ink_fills_the_field_within_its_margin():
    ink = stamp([line((0, 0, 0.5), (0, 50, 0.5), (20, 100, 0.5))], np.array([8.0]))[0]
    rows = np.flatnonzero(ink.max(axis=1) > 0.5)
    assert rows[0] == pytest.approx(MARGIN, abs=1)
    assert rows[-1] == pytest.approx(SIDE - 1 - MARGIN, abs=1)


def test_a_brush_is_as_broad_as_asked_for_and_follows_the_pressure():
    straight = line((0, 0, 0.5), (0, 100, 0.5)), line((30, 0, 1.0), (30, 100, 1.0))
    ink = stamp(straight, np.array([10.0]))[0]
    across = ink[SIDE // 2]
    thin, broad = across[: SIDE // 4].sum(), across[SIDE // 4 :].sum()
    assert broad == pytest.approx(1.6 * thin, rel=0.03)
    assert thin == pytest.approx(10 * (SIDE - 2 * MARGIN) / 116, rel=0.03)


def test_a_place_that_is_passed_twice_is_no_darker():
    there = [(0.0, 0.0, 0.5), (0.0, 100.0, 0.5)]
    once, twice = line(*there), line(*there, there[0])
    width = np.array([9.0])
    assert np.allclose(stamp([once], width), stamp([twice], width))


def test_a_dot_is_round():
    ink = stamp([line((5, 5, 0.5), (5, 5, 0.5))], np.array([4.0]))[0]
    assert np.allclose(ink, ink.T)
    assert ink.sum() == pytest.approx(np.pi * ((SIDE - 2 * MARGIN) / 2) ** 2, rel=0.02)


def test_drawings_do_not_touch_each_other():
    both = np.concatenate((line((0, 0, 0.5), (50, 100, 0.5)), line((90, 0, 0.5), (0, 30, 0.5))))
    widths = np.array([5.0, 12.0])
    alone = [stamp([both[row : row + 1]], widths[row : row + 1])[0] for row in (0, 1)]
    assert np.abs(stamp([both], widths) - alone).max() < 1e-3


def test_a_drawing_of_one_line_is_as_the_window_reads_it():
    points = np.array([[40, 30, 0.5], [200, 240, 0.5]], np.float32)
    ink = stamp([points[None].astype(np.float64)], np.array([20.0]))[0]
    exact = render_input(Drawing((280.0, 280.0), (Stroke(points, 20.0),)))
    assert np.abs(normalise(ink) - exact).mean() < 0.01
