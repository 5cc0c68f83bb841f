import subprocess
import sys

import numpy as np
import pytest

from engine.data import rendering
from engine.data.drawing import Drawing, Stroke
from engine.data.handwriting import Handwriting
from engine.data.ink import render_input
from engine.data.rendering import brush_shares, render


def drawing(side: float = 100.0) -> Drawing:
    """An L whose longer side is `side`."""
    points = np.array([[50, 20, 0.5], [50, 20 + side, 0.5], [50 + side / 2, 20 + side, 0.5]], np.float32)
    return Drawing((500.0, 500.0), (Stroke(points),))


def test_brushes_stay_in_their_range_and_each_in_its_stratum():
    shares = brush_shares(50, 4, 0.03, 0.25, seed=0)
    assert shares.shape == (50, 4)
    edges = 0.03 * (0.25 / 0.03) ** (np.arange(5) / 4)
    for index in range(4):
        assert (edges[index] <= shares[:, index]).all()
        assert (shares[:, index] <= edges[index + 1]).all()
    assert np.ptp(shares[:, 0]) > 0


def test_brushes_depend_on_their_seed_alone():
    assert np.array_equal(brush_shares(5, 2, 0.03, 0.25, 1), brush_shares(5, 2, 0.03, 0.25, 1))
    assert not np.array_equal(brush_shares(5, 2, 0.03, 0.25, 1), brush_shares(5, 2, 0.03, 0.25, 2))


def test_without_brushes_a_drawing_is_what_the_window_reads():
    image = render([drawing()])
    assert image.shape == (1, 1, 28, 28)
    assert np.abs(image[0, 0] / 255 - render_input(drawing())).max() <= 0.5 / 255 + 1e-6


def test_a_brush_is_a_share_of_the_longer_ink_side():
    shares = np.array([[0.2, 0.05]])
    images = render([drawing(side=200.0)], shares)
    assert images.shape == (1, 2, 28, 28)
    assert np.abs(images[0, 0] / 255 - render_input(drawing(200.0), 40.0)).max() <= 0.5 / 255 + 1e-6
    assert images[0, 0].mean() > 1.5 * images[0, 1].mean()


def test_a_twelfth_is_a_drawings_own_brush():
    own, twelfth = render([drawing()]), render([drawing()], np.array([[1 / 12]]))
    assert np.abs(own.astype(int) - twelfth).max() <= 1


def test_each_brush_is_another_hands_and_the_same_at_every_time():
    shares = np.full((2, 3), 0.1)
    changed, again = (render([drawing()] * 2, shares, handwriting=Handwriting(rotation=20)) for _ in range(2))
    assert np.array_equal(changed, again)
    images = {image.tobytes() for image in changed.reshape(-1, 28, 28)}
    assert len(images) == 6


def test_a_hand_depends_on_the_drawings_place_and_not_on_its_chunk(monkeypatch):
    shares, handwriting = np.full((5, 2), 0.1), Handwriting(rotation=20)
    whole = render([drawing()] * 5, shares, handwriting=handwriting)
    monkeypatch.setattr(rendering, "_CHUNK", 2)
    assert np.array_equal(render([drawing()] * 5, shares, handwriting=handwriting), whole)


def test_no_drawings_give_no_images():
    assert render([]).shape == (0, 1, 28, 28)
    assert render([], np.empty((0, 3))).shape == (0, 3, 28, 28)


def test_many_drawings_are_rendered_in_order_by_several_processes(monkeypatch):
    drawings = [drawing(side) for side in np.linspace(20, 200, 7)]
    shares = brush_shares(7, 2, 0.03, 0.25, 0)
    alone = render(drawings, shares)
    monkeypatch.setattr(rendering, "_WORTH_PROCESSES", 1)
    monkeypatch.setattr(rendering, "_CHUNK", 3)
    monkeypatch.setattr(rendering.os, "cpu_count", lambda: 2)
    assert np.array_equal(render(drawings, shares), alone)


@pytest.mark.parametrize("module", ["torch", "PySide6"])
def test_the_processes_import_nothing_heavy(module):
    code = f"import sys, engine.data.rendering; sys.exit({module!r} in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
