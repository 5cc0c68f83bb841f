from itertools import product

import numpy as np
import pytest

from engine.data.drawing import Drawing, Stroke
from engine.data.ink import normalise, render_input, to_input
from engine.data.rasteriser import Rasteriser
from engine.robustness.pages import Page, photographed

SEVEN = Drawing(
    (100.0, 100.0),
    (Stroke(np.array([(30, 20, 0.5), (70, 20, 0.5), (70, 21, 0.5), (45, 80, 0.5)], np.float32), 8.0),),
)
STORED = Drawing((28.0, 28.0), picture=np.rint(render_input(SEVEN) * 255).astype(np.uint8), raw=True)


def seen(page: Page, drawing: Drawing = SEVEN) -> np.ndarray:
    return normalise(Rasteriser().ink(photographed(drawing, page, np.random.default_rng(0))))


def apart(one: np.ndarray, other: np.ndarray) -> float:
    """The mean difference of two images, at best by a pixel beside each other: their centre of mass may round so."""
    places = product((-1, 0, 1), repeat=2)
    return min(float(np.abs(np.roll(one, place, (0, 1)) - other).mean()) for place in places)


@pytest.mark.parametrize(
    "page",
    [
        Page(),
        Page(ink=1, paper=0),
        Page(ink=0.45, paper=0.55),
        Page(side=400, margin=1),
        Page(0.2, 0.8, grain=0.03),
        Page(0.1, 0.9, shade=0.3),
    ],
)
def test_a_page_shows_nearly_the_digit_that_was_drawn(page: Page):
    assert apart(seen(page), render_input(SEVEN)) < 0.03


def test_a_stored_picture_comes_through_a_page():
    stored = to_input(Rasteriser().ink(STORED), centred=False).image
    assert apart(seen(Page(), STORED), stored) < 0.03


def test_a_page_is_turned_clockwise():
    line = Drawing((100.0, 100.0), (Stroke(np.array([(50, 20, 0.5), (50, 80, 0.5)], np.float32), 6.0),))
    image = seen(Page(degrees=45), line)
    rows, columns = np.nonzero(image > 0.5)
    assert np.corrcoef(rows, columns)[0, 1] < -0.9


def test_grain_depends_on_the_generator_alone():
    page = Page(0.2, 0.8, grain=0.05)
    once, again = (photographed(SEVEN, page, np.random.default_rng(3)).picture for _ in range(2))
    other = photographed(SEVEN, page, np.random.default_rng(4)).picture
    assert once is not None and again is not None and other is not None
    assert np.array_equal(once, again)
    assert not np.array_equal(once, other)
