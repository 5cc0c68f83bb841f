"""The curve through the points of a stroke."""

import numpy as np
import pytest

from engine.data.curve import FLATNESS, beziers, distinct, flatten

PATH = np.array([[0, 0], [10, 2], [14, 30], [13, 31], [60, 5]], float)


def test_the_curve_passes_through_every_point():
    control = beziers(PATH)
    assert np.array_equal(control[:, 0], PATH[:-1])
    assert np.array_equal(control[:, 3], PATH[1:])


def centripetal(points: np.ndarray, share: float) -> np.ndarray:
    """The place between the second and the third of four points, by the pyramid of Barry and Goldman (1988)."""
    knots = np.append(0, np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1) ** 0.5))
    t = knots[1] + share * (knots[2] - knots[1])

    def mix(a: np.ndarray, b: np.ndarray, i: int, j: int) -> np.ndarray:
        return ((knots[j] - t) * a + (t - knots[i]) * b) / (knots[j] - knots[i])

    a = [mix(points[i], points[i + 1], i, i + 1) for i in range(3)]
    b = [mix(a[i], a[i + 1], i, i + 2) for i in range(2)]
    return mix(b[0], b[1], 1, 2)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.7])
def test_an_inner_segment_is_the_centripetal_spline(share: float):
    s = 1 - share
    control = beziers(PATH)[1]
    place = (
        s**3 * control[0]
        + 3 * s * s * share * control[1]
        + 3 * s * share**2 * control[2]
        + share**3 * control[3]
    )
    assert place == pytest.approx(centripetal(PATH[:4], share))


def test_the_curve_has_no_corner_at_an_inner_point():
    control = beziers(PATH)
    arriving = control[:-1, 3] - control[:-1, 2]
    leaving = control[1:, 1] - control[1:, 0]
    cross = arriving[:, 0] * leaving[:, 1] - arriving[:, 1] * leaving[:, 0]
    assert cross == pytest.approx(np.zeros(3), abs=1e-9)
    assert (np.einsum("nd,nd->n", arriving, leaving) > 0).all()


def test_points_on_a_straight_line_make_a_straight_line():
    control = beziers(np.array([[0, 0], [1, 2], [5, 10], [6, 12]], float))
    assert control[..., 1] == pytest.approx(2 * control[..., 0])


def test_few_points_of_a_circle_make_nearly_a_circle():
    angles = np.linspace(0, 2 * np.pi, 13)
    control = beziers(np.stack((np.cos(angles), np.sin(angles)), axis=1) * 100)
    inner = np.concatenate([flatten(segment)[0] for segment in control[1:-1]])
    assert np.linalg.norm(inner, axis=1) == pytest.approx(np.full(len(inner), 100), abs=0.5)


def test_a_segment_depends_on_no_more_than_its_neighbours():
    assert np.array_equal(beziers(PATH)[1], beziers(PATH[:4])[1])
    assert not np.array_equal(beziers(PATH)[2], beziers(PATH[:4])[2])


def test_two_points_make_a_straight_segment_and_one_makes_none():
    assert flatten(beziers(PATH[:2])[0])[1].tolist() == [0, 1]
    assert beziers(PATH[:1]).shape == (0, 4, 2)


def test_chords_stay_close_to_the_curve():
    control = np.array([[0, 0], [40, 0], [40, 40], [0, 40]], float)
    places, t = flatten(control)
    on_chords = np.stack([np.interp(np.linspace(0, 1, 4000), t, places[:, axis]) for axis in (0, 1)], axis=1)
    s = np.linspace(0, 1, 100)[:, None]
    on_curve = (
        (1 - s) ** 3 * control[0] + 3 * s * (1 - s) ** 2 * control[1] + 3 * s * s * (1 - s) * control[2]
    )
    on_curve += s**3 * control[3]
    distances = np.linalg.norm(on_curve[:, None] - on_chords, axis=2).min(axis=1)
    assert distances.max() <= FLATNESS
    assert 4 < len(places) < 20


def test_neighbours_at_one_place_are_one_point_with_the_largest_pressure():
    points = np.array([[1, 1, 0.2], [1, 1, 0.9], [1, 1, 0.4], [2, 1, 0.5], [1, 1, 0.1]], np.float32)
    merged = distinct(points)
    assert merged[:, :2].tolist() == [[1, 1], [2, 1], [1, 1]]
    assert merged[:, 2] == pytest.approx([0.9, 0.5, 0.1])


def test_no_points_stay_no_points():
    assert distinct(np.empty((0, 3), np.float32)).shape == (0, 3)
