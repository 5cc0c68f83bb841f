"""Ink told from its paper."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.paper import separate_ink

SIDE = 200
Y, X = np.mgrid[0:SIDE, 0:SIDE] / SIDE
RING = np.clip(1.5 - np.abs(np.hypot(X - 0.5, Y - 0.5) - 0.25) * SIDE / 5, 0, 1)


def noise(scale: float) -> np.ndarray:
    return np.random.default_rng(0).normal(0, scale, RING.shape)


def separated(grey: np.ndarray) -> np.ndarray:
    return separate_ink(grey.clip(0, 1).astype(np.float32))


@pytest.mark.parametrize(
    "grey",
    [
        1 - RING,
        RING,
        0.8 - 0.15 * RING,
        0.3 + 0.2 * RING,
        0.75 - 0.5 * RING + noise(0.02),
        (0.45 + 0.4 * X + 0.1 * Y - 0.2 * X * Y) * (1 - 0.7 * RING) + noise(0.01),
        1 - (0.45 + 0.4 * X + 0.1 * Y) * (1 - 0.7 * RING),
        (0.9 - 0.8 * ((X - 0.4) ** 2 + (Y - 0.5) ** 2)) * (1 - 0.6 * RING) + noise(0.01),
    ],
    ids=["dark", "light", "faint", "grey", "noisy", "shaded", "shaded negative", "vignette"],
)
def test_the_ring_is_found_on_any_paper(grey: np.ndarray):
    ink = separated(grey)
    assert ink[RING == 0].max() == 0
    assert ink[RING > 0.9].mean() > 0.85
    assert np.abs(ink - RING).mean() < 0.02


def test_a_small_clean_picture_stays_as_it_is():
    small = np.zeros((28, 28), np.float32)
    small[6:20, 8:12] = np.linspace(0.004, 1, 14)[:, None]
    assert np.array_equal(separate_ink(small), small)
    assert separate_ink(1 - small) == pytest.approx(small, abs=1e-6)


def test_ink_that_runs_over_the_border_is_still_ink():
    ink = separated(1 - (np.abs(X - 0.5) < 0.05))
    assert ink[:, 95:105].min() == 1
    assert ink[:, :80].max() == 0


@pytest.mark.parametrize("grey", [0.0, 0.3, 1.0])
def test_paper_alone_is_blank(grey: float):
    assert separated(np.full((50, 70), grey)).max() == 0


def test_noise_alone_is_blank():
    assert separated(0.5 + noise(0.05)).max() == 0


def test_a_speck_of_dust_is_no_ink():
    dusty = 0.9 - 0.7 * RING + noise(0.01)
    dusty[10, 10] = 0
    assert separated(dusty)[:30, :30].max() == 0


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1), st.sampled_from([1, 2, 255]))
def test_any_picture_becomes_ink_of_its_size(height: int, width: int, seed: int, shades: int):
    grey = np.random.default_rng(seed).integers(0, shades + 1, (height, width)) / np.float32(shades)
    ink = separate_ink(grey.astype(np.float32))
    assert ink.shape == (height, width)
    assert ink.dtype == np.float32
    assert 0 <= ink.min() <= ink.max() <= 1
