"""Which steps are in sight."""

from hypothesis import given
from hypothesis import strategies as st

from gui.widgets.step_window import NARROWEST, StepWindow


def window(last: int = 1000) -> StepWindow:
    made = StepWindow()
    made.reach(last)
    return made


def seen(view: StepWindow) -> tuple[float, float]:
    return view.left, view.right


def test_all_of_a_growing_run_is_in_sight():
    view = window(10)
    view.reach(500)
    assert seen(view) == (0, 500)


def test_zooming_keeps_the_step_under_the_pointer_where_it_is():
    view = window()
    view.zoom(0.5, about=400)
    assert seen(view) == (200, 700)


def test_zooming_out_ends_at_the_whole():
    view = window()
    view.zoom(0.5, about=400)
    view.zoom(4, about=400)
    assert view.is_whole


def test_zoomed_at_the_end_it_goes_along_with_the_newest_step():
    view = window()
    view.zoom(0.1, about=1000)
    view.reach(1200)
    assert seen(view) == (1100, 1200)


def test_zoomed_elsewhere_it_rests():
    view = window()
    view.zoom(0.1, about=500)
    before = seen(view)
    view.reach(1200)
    assert seen(view) == before


def test_a_run_that_went_back_is_still_in_sight():
    view = window()
    view.zoom(0.1, about=950)
    view.reach(300)
    assert seen(view) == (200, 300)


def test_it_does_not_leave_the_run():
    view = window()
    view.zoom(0.1, about=500)
    view.pan(-1e6)
    assert seen(view) == (0, 100)
    view.pan(1e6)
    assert seen(view) == (900, 1000)


@given(
    st.lists(st.tuples(st.floats(0.01, 100), st.floats(0, 1), st.floats(-1e4, 1e4)), max_size=20),
    st.integers(1, 10**6),
)
def test_whatever_is_done_some_steps_of_the_run_are_in_sight(
    deeds: list[tuple[float, float, float]], last: int
):
    view = window(last)
    for factor, about, pan in deeds:
        view.zoom(factor, view.left + about * (view.right - view.left))
        view.pan(pan)
        assert -1e-6 <= view.left < view.right <= last + 1e-6
        assert view.right - view.left >= min(NARROWEST, last) - 1e-6
