import numpy as np
import pytest

from engine.data.drawing import Drawing, Stroke
from engine.robustness.strokes import broken, brushed, hurried, moved, resized, turned

RANDOM = np.random.default_rng(0)


def drawing(*strokes: list[tuple[float, float]], width: float | None = 4.0) -> Drawing:
    """Strokes with a width on a canvas of 200 × 100."""
    made = [Stroke(np.array([(*place, 0.5) for place in stroke], np.float32), width) for stroke in strokes]
    return Drawing((200.0, 100.0), tuple(made), label=1)


def places(drawing: Drawing) -> np.ndarray:
    return np.concatenate([stroke.points[:, :2] for stroke in drawing.strokes])


LINE = [(50.0, 20.0 + 0.5 * step) for step in range(121)]


def test_what_is_moved_keeps_its_form():
    before, after = drawing(LINE), moved(drawing(LINE), 0.05, RANDOM)
    step = places(after) - places(before)
    assert np.allclose(step, step[0], atol=1e-4)
    assert np.hypot(*step[0]) == pytest.approx(10, abs=1e-3)


def test_nothing_is_moved_off_the_canvas():
    for seed in range(8):
        after = moved(drawing(LINE), 1.0, np.random.default_rng(seed))
        low, high = places(after).min(axis=0) - 2, places(after).max(axis=0) + 2
        assert after.canvas == (200, 100)
        assert (low >= -1e-3).all()
        assert (high <= np.array(after.canvas) + 1e-3).all()
        assert min(*low, *(np.array(after.canvas) - high)) == pytest.approx(0, abs=1e-3)


def test_the_ink_gets_the_size_asked_for_and_its_brush_follows():
    after = resized(drawing(LINE), 0.25, RANDOM)
    width = after.strokes[0].width
    assert width == pytest.approx(4 * 50 / 64)
    assert np.ptp(places(after)[:, 1]) + width == pytest.approx(50, abs=1e-3)
    assert places(after).mean(axis=0) == pytest.approx((100, 50), abs=1e-3)


def test_turning_is_clockwise_on_the_screen_and_about_the_middle():
    after = turned(drawing([(80, 50), (120, 50)]), 90, RANDOM)
    assert places(after) == pytest.approx(np.array([(100, 30), (100, 70)]), abs=1e-3)


def test_the_canvas_grows_rather_than_cut_ink_off():
    after = turned(drawing([(5, 50), (195, 50)]), 90, RANDOM)
    low, high = places(after).min(axis=0), places(after).max(axis=0)
    assert after.canvas[1] >= 190 + 4 - 1e-3
    assert (low >= 2 - 1e-3).all()
    assert (high <= np.array(after.canvas) - 2 + 1e-3).all()


def test_the_brush_is_a_share_of_the_ink():
    assert brushed(drawing(LINE), 0.25, RANDOM).strokes[0].width == pytest.approx(15)


def test_a_hurried_stroke_keeps_its_ends_and_few_points():
    points = hurried(drawing(LINE, [(0, 0), (9, 9)]), 5, RANDOM)
    first, second = points.strokes
    assert len(first.points) == 5
    assert first.points[0].tolist() == [*LINE[0], 0.5]
    assert first.points[-1].tolist() == [*LINE[-1], 0.5]
    assert np.allclose(np.diff(first.points[:, 1]), 15)
    assert len(second.points) == 2


def test_a_gap_is_as_wide_as_asked_for_between_the_ends_of_the_ink():
    share = 0.2
    for seed in range(8):
        after = broken(drawing([(9, 9), (12, 9)], LINE), share, np.random.default_rng(seed))
        short, upper, lower = after.strokes
        assert len(short.points) == 2
        gap = lower.points[0, 1] - upper.points[-1, 1] - 4
        side = 82 - 7  # the ink's longer side, brush included
        assert gap == pytest.approx(share * side, abs=1e-3)
        assert upper.points[0, 1] == LINE[0][1]
        assert lower.points[-1, 1] == LINE[-1][1]


def test_a_stroke_too_short_for_a_gap_stays_whole():
    assert len(broken(drawing([(9, 9), (12, 9)]), 0.5, RANDOM).strokes) == 1


def test_a_brush_that_is_not_named_stays_what_it_was():
    unsized = drawing(LINE, width=None)
    for after in (hurried(unsized, 2, RANDOM), turned(unsized, 10, RANDOM), broken(unsized, 0.05, RANDOM)):
        assert [stroke.width for stroke in after.strokes] == pytest.approx([5] * len(after.strokes))
