import subprocess
import sys

import numpy as np
import pytest

from engine.data.drawing import Drawing, Stroke
from engine.data.ink import render_input
from engine.robustness.alterations import UNTOUCHED, alterations_of, altered_images

TICK = Stroke(np.array([(10, 60, 0.5), (30, 85, 0.5), (70, 15, 0.5)], np.float32))
DRAWN = Drawing((100.0, 100.0), (TICK,), label=1)
STORED = Drawing((28.0, 28.0), picture=np.rint(render_input(DRAWN) * 255).astype(np.uint8), label=1, raw=True)


@pytest.mark.parametrize("drawing", [DRAWN, STORED])
def test_every_alteration_leaves_a_digit(drawing: Drawing):
    for alteration in alterations_of([drawing]):
        (image,) = altered_images(alteration, [drawing], 0)
        assert image.max() >= 254, alteration
        assert image.sum() > 20 * 255, alteration


@pytest.mark.parametrize("drawing", [DRAWN, STORED])
def test_every_other_row_differs_from_the_first_and_is_named_once(drawing: Drawing):
    rows = alterations_of([drawing])
    assert rows[0] is UNTOUCHED
    assert len({(row.name, row.words) for row in rows}) == len(rows)


def test_what_is_untouched_is_what_the_window_reads():
    (image,) = altered_images(UNTOUCHED, [DRAWN], 0)
    assert np.abs(image / 255 - render_input(DRAWN)).max() <= 0.5 / 255 + 1e-6


def test_a_stored_image_is_read_as_stored():
    assert STORED.picture is not None
    assert np.array_equal(altered_images(UNTOUCHED, [STORED], 0)[0], STORED.picture)


def test_hands_are_asked_for_only_where_all_is_strokes():
    names = {row.name for row in alterations_of([DRAWN, STORED])}
    assert "brush" not in names
    assert {"rotation", "contrast", "size"} <= names
    assert {"brush", "speed", "gap"} <= {row.name for row in alterations_of([DRAWN])}


def test_randomness_follows_the_number_of_a_drawing():
    row = next(row for row in alterations_of([DRAWN]) if row.name == "gap")
    together = altered_images(row, [DRAWN] * 4, 7)
    assert np.array_equal(together[3], altered_images(row, [DRAWN], 10)[0])
    assert not np.array_equal(together[0], together[3])


def test_the_processes_import_no_torch():
    code = "import sys, engine.robustness.alterations; sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
