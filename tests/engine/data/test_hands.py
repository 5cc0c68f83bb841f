from dataclasses import replace

import numpy as np
import pytest

from engine.data.drawing import Drawing, Stroke
from engine.data.hands import FEWEST_POINTS, LARGEST_GAP, LEANING, MOST_POINTS, other_hand
from engine.data.handwriting import AS_DRAWN, Handwriting

EVERYTHING = Handwriting(rotation=15, slant=0.3, stretch=0.3, tremor=0.03, hurry=0.5, skips=0.5)


def cross(points: int = 41) -> Drawing:
    """A line to the right, then one down, 100 long each, with a width of their own."""
    along, still = np.linspace(200, 300, points), np.full(points, 250.0)
    pressure = np.linspace(0.2, 0.8, points)
    strokes = [np.column_stack(place) for place in ((along, still, pressure), (still, along, pressure))]
    return Drawing(
        (500.0, 400.0), tuple(Stroke(s.astype(np.float32), 7.0) for s in strokes), label=4, writer=3
    )


def ends(drawing: Drawing, stroke: int) -> np.ndarray:
    """From the first to the last point of a stroke."""
    points = drawing.strokes[stroke].points
    return points[-1, :2] - points[0, :2]


def angle(way: np.ndarray) -> float:
    return float(np.degrees(np.arctan2(way[1], way[0])))


def many(handwriting: Handwriting, count: int = 60, label: int = 4) -> list[Drawing]:
    random = np.random.default_rng(1)
    return [other_hand(replace(cross(), label=label), handwriting, random) for _ in range(count)]


def test_a_hand_that_changes_nothing_gives_the_drawing_itself():
    drawing = cross()
    assert other_hand(drawing, AS_DRAWN, np.random.default_rng(0)) is drawing


def test_the_same_state_gives_the_same_drawing_and_another_another():
    drawn = [other_hand(cross(), EVERYTHING, np.random.default_rng(seed)) for seed in (1, 1, 2)]
    first, again, other = (np.concatenate([s.points for s in drawing.strokes]) for drawing in drawn)
    assert np.array_equal(first, again)
    assert first.shape != other.shape or not np.allclose(first, other)


def test_what_it_shows_and_how_broad_it_is_stay():
    for drawing in many(EVERYTHING):
        assert (drawing.label, drawing.writer) == (4, 3)
        assert all(stroke.width == 7 and not stroke.points.flags.writeable for stroke in drawing.strokes)


def test_all_lies_on_the_canvas_with_room_for_a_broad_brush():
    for drawing in many(EVERYTHING):
        points = np.concatenate([stroke.points[:, :2] for stroke in drawing.strokes])
        room = 0.13 * np.ptp(points, axis=0).max()
        assert (points >= room).all()
        assert (points <= np.array(drawing.canvas) - room).all()


def test_rotation_turns_both_ways_and_both_lines_alike():
    turned = many(Handwriting(rotation=15))
    angles = np.array([(angle(ends(drawing, 0)), angle(ends(drawing, 1))) for drawing in turned])
    assert np.allclose(angles[:, 1] - angles[:, 0], 90, atol=0.1)
    assert -15 <= angles[:, 0].min() < -10
    assert 10 < angles[:, 0].max() <= 15


def test_a_seven_turns_half_as_far_where_it_would_become_a_one():
    angles = [angle(ends(drawing, 0)) for drawing in many(Handwriting(rotation=15), label=7)]
    assert -7.5 <= min(angles) < -5
    assert 10 < max(angles) <= 15


def test_a_one_turns_evenly_and_half_as_far_anticlockwise():
    angles = np.array([angle(ends(drawing, 0)) for drawing in many(Handwriting(rotation=15), 200, label=1)])
    assert -7.5 <= angles.min() < -6
    assert 13.5 < angles.max() <= 15
    assert np.mean(angles < 3.75) == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize("label", LEANING)
def test_what_would_become_another_digit_slants_and_stretches_half_as_far(label):
    slanted = [ends(drawing, 1)[0] for drawing in many(Handwriting(slant=0.3), label=label)]
    assert 10 < max(np.abs(slanted)) <= 15
    wide = [ends(drawing, 0)[0] for drawing in many(Handwriting(stretch=0.3), label=label)]
    assert 0.05 < max(np.abs(np.log(np.divide(wide, 100)))) <= 0.075


def test_most_turn_but_little():
    turned = many(Handwriting(rotation=15), count=200)
    angles = np.abs([angle(ends(drawing, 0)) for drawing in turned])
    assert np.mean(angles < 15 / 4) == pytest.approx(0.5, abs=0.1)


def test_slant_leans_what_stands_and_leaves_what_lies():
    for drawing in many(Handwriting(slant=0.3)):
        across, down = ends(drawing, 0), ends(drawing, 1)
        assert across == pytest.approx((100, 0), abs=1e-3)
        assert down[1] == pytest.approx(100, abs=1e-3)
        assert abs(down[0]) <= 30


def test_stretch_makes_wide_what_it_makes_low():
    ratios = []
    for drawing in many(Handwriting(stretch=0.3)):
        width, height = ends(drawing, 0)[0], ends(drawing, 1)[1]
        assert width * height == pytest.approx(100**2, rel=1e-4)
        ratios.append(np.log(width / height))
    assert -0.3 <= min(ratios) < -0.2
    assert 0.2 < max(ratios) <= 0.3


def test_hurry_leaves_few_points_and_every_end():
    counts = []
    for drawing in many(Handwriting(hurry=1)):
        counts += [len(stroke.points) for stroke in drawing.strokes]
        assert ends(drawing, 0) == pytest.approx((100, 0), abs=1e-3)
        assert ends(drawing, 1) == pytest.approx((0, 100), abs=1e-3)
    assert min(counts) == FEWEST_POINTS
    assert max(counts) == MOST_POINTS


def test_a_pen_that_skips_leaves_a_gap_and_both_ends():
    for drawing in many(Handwriting(skips=1)):
        assert len(drawing.strokes) in (2, 3)
        kept = sum(len(stroke.points) for stroke in drawing.strokes)
        assert 82 - round(41 * LARGEST_GAP) <= kept <= 82
    assert any(len(drawing.strokes) == 3 for drawing in many(Handwriting(skips=1)))


def test_tremor_bends_lines_but_little():
    for drawing in many(Handwriting(tremor=0.02)):
        height = np.ptp(drawing.strokes[0].points[:, 1])
        assert 0 < height < 20


def test_a_dot_and_an_empty_stroke_survive():
    dot = Drawing((100.0, 100.0), (Stroke(np.array([[5, 5, 0.5]], np.float32)),))
    nothing = replace(dot, strokes=(Stroke(np.empty((0, 3), np.float32)),))
    random = np.random.default_rng(0)
    for _ in range(20):
        assert sum(len(stroke.points) for stroke in other_hand(dot, EVERYTHING, random).strokes) == 1
        assert other_hand(nothing, EVERYTHING, random) is nothing


def test_a_picture_stays_as_it_is():
    drawing = replace(cross(), picture=np.zeros((4, 4), np.uint8))
    assert other_hand(drawing, EVERYTHING, np.random.default_rng(0)) is drawing
