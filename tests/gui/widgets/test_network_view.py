"""The network as a row of pictures."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.network_curves import Layer
from gui.widgets.network_view import NetworkView, Stage, Unit, fitting_lines

STAGES = (Stage("Linear 784 → 512 · ReLU", 512, False), Stage("Linear 512 → 512 · ReLU", 512, False))


LOGITS = np.arange(10.0)


@pytest.fixture
def view(qtbot: QtBot) -> NetworkView:
    view = NetworkView("Draw")
    qtbot.addWidget(view)
    view.set_stages(STAGES, 10)
    view.resize(700, 450)
    view.show()
    return view


def parts(view: NetworkView) -> list[QWidget]:
    return [view.image, *view.grids, view.circles]


@pytest.mark.parametrize(
    ("width", "height"),
    [(380, 240), (424, 300), (700, 450), (1100, 700), (1100, 260), (400, 700), (2400, 1300)],
)
def test_at_any_size_nothing_is_clipped_and_nothing_overlaps(view: NetworkView, width: int, height: int):
    view.resize(width, height)
    places = [part.geometry() for part in parts(view)]
    assert all(QRect(0, 0, width, height).contains(place) for place in places)
    assert all(left.right() < right.left() for left, right in pairwise(places))
    for grid, scale in zip(view.grids, view.scales, strict=True):
        assert grid.width() >= 16 * 3
        assert scale.geometry().bottom() + 20 <= height
        assert grid.y() >= 30


def test_the_row_is_centred(view: NetworkView):
    first, last = parts(view)[0].geometry(), parts(view)[-1].geometry()
    assert abs(first.left() - (view.width() - last.right())) <= 2


def test_more_room_makes_larger_cells(view: NetworkView):
    small = view.grids[0].grid_rect().width()
    view.resize(1100, 700)
    assert view.grids[0].grid_rect().width() > small


def test_captions_count_the_active_units(view: NetworkView):
    values = np.zeros(512, np.float32)
    values[:69] = 1
    view.show_reading(np.zeros((28, 28)), [values, values], LOGITS, LOGITS / 45, 9)
    assert view.captions() == ["69 of 512 active"] * 2
    view.show_nothing()
    assert view.captions() == ["512 units"] * 2


def test_the_same_stages_keep_their_widgets(view: NetworkView):
    grids = list(view.grids)
    view.set_stages(tuple(STAGES), 10)
    assert view.grids == grids


def test_other_stages_take_their_place(view: NetworkView):
    view.set_stages((Stage("Linear 784 → 7 · ReLU", 7, False),), 10)
    assert len(view.grids) == 1
    view.show_reading(np.zeros((28, 28)), [np.ones(7)], LOGITS, LOGITS / 45, 9)
    assert view.captions() == ["7 of 7 active"]


def test_clicks_tell_their_unit(view: NetworkView, qtbot: QtBot):
    told: list[Unit] = []
    view.unit_clicked.connect(told.append)
    at = view.grids[1].cell_rect(40).center().toPoint()
    qtbot.mouseClick(view.grids[1], Qt.MouseButton.LeftButton, pos=at)
    circle = view.circles.circle_rect(7).center().toPoint()
    qtbot.mouseClick(view.circles, Qt.MouseButton.LeftButton, pos=circle)
    assert told == [(1, 40), (2, 7)]


def test_the_pointer_tells_its_unit_and_when_it_leaves(view: NetworkView, qtbot: QtBot):
    told: list[Unit | None] = []
    view.unit_pointed.connect(told.append)
    at = view.grids[1].mapTo(view, view.grids[1].cell_rect(40).center().toPoint())
    QTest.mouseMove(view.windowHandle(), at)
    qtbot.waitUntil(lambda: told == [(1, 40)])
    QTest.mouseMove(view.windowHandle(), QPoint(2, 2))
    qtbot.waitUntil(lambda: told == [(1, 40), None])


def layer(source: int, target: int) -> Layer:
    return Layer(np.array([source]), np.array([target]), np.ones(1, np.float32))


def test_curves_end_at_their_units_also_when_the_room_changes(view: NetworkView):
    view.show_contributions([layer(0, 5), layer(5, 300), layer(300, 9)], None)
    for width in (700, 1100):
        view.resize(width, 450)
        ends = [bundle.ends[0].tolist() for bundle in view.curves.bundles]
        first, second, circle = (
            view.grids[0].cell_rect(5).translated(view.grids[0].pos()).center(),
            view.grids[1].cell_rect(300).translated(view.grids[1].pos()).center(),
            view.circles.circle_rect(9).translated(view.circles.pos()).center(),
        )
        assert ends == [pytest.approx(point.toTuple()) for point in (first, second, circle)]


def test_curves_go_with_the_reading(view: NetworkView):
    view.show_contributions([layer(0, 5)], None)
    view.show_nothing()
    assert view.curves.bundles == ()


def test_many_classes_are_a_grid_of_their_own(view: NetworkView):
    view.set_stages(STAGES, 100)
    assert not view.circles.isVisible()
    assert len(view.grids) == 3
    many = np.linspace(0, 1, 100)
    view.show_reading(np.zeros((28, 28)), [np.ones(512), np.ones(512)], many, many, 99)
    assert view.captions()[2] == "99 of 100 active"
    view.show_contributions([layer(0, 5), layer(5, 300), layer(300, 99)], (2, 99))
    assert len(view.curves.bundles) == 3


def test_a_deep_network_asks_for_more_width_than_a_small_window_has(view: NetworkView):
    view.set_stages(STAGES * 10, 10)
    assert view.minimumWidth() > 1000
    view.resize(view.minimumWidth(), 300)
    places = [part.geometry() for part in parts(view)]
    assert all(left.right() < right.left() for left, right in pairwise(places))
    assert min(place.width() for place in places[:-1]) >= 28


def test_the_held_unit_is_framed_in_its_part_alone(view: NetworkView):
    before = [part.grab().toImage() for part in (*view.grids, view.circles)]
    for unit in ((0, 5), (1, 5), (2, 5)):
        view.pin(unit)
        after = [part.grab().toImage() for part in (*view.grids, view.circles)]
        assert [old != new for old, new in zip(before, after, strict=True)] == [
            stage == unit[0] for stage in range(3)
        ]


def test_the_scale_under_a_grid_shows_the_grids_scale(view: NetworkView):
    view.show_reading(np.zeros((28, 28)), [np.full(512, 3.0), np.full(512, 5.0)], LOGITS, LOGITS / 45, 9)
    assert [scale.numbers()[1] for scale in view.scales] == ["3", "5"]


def test_a_title_gives_way_in_steps(view: NetworkView):
    metrics = view.fontMetrics()
    title = "Linear 784 → 512 · ReLU"

    def shown(words: str) -> list[str]:
        return fitting_lines(title, metrics, metrics.horizontalAdvance(words))

    assert shown(title) == [title]
    assert shown("Linear 784 → 512") == ["Linear 784 → 512", "ReLU"]
    assert shown("784 → 512") == ["784 → 512", "ReLU"]
    assert shown("784 →")[0].endswith("…")


def test_what_follows_a_linear_shares_a_line_and_gives_way_to_the_last_of_it(view: NetworkView):
    metrics, title = view.fontMetrics(), "Linear 784 → 512 · BatchNorm1d · ReLU"
    wide, narrow = (metrics.horizontalAdvance(words) for words in ("BatchNorm1d · ReLU", "Linear 784 → 512"))
    assert fitting_lines(title, metrics, wide) == ["Linear 784 → 512", "BatchNorm1d · ReLU"]
    assert fitting_lines(title, metrics, min(narrow, wide - 1)) == ["Linear 784 → 512", "ReLU"]


def test_the_chosen_stage_is_underlined(view: NetworkView):
    def accents() -> int:
        image, place = view.grab().toImage(), view.grids[1].geometry()
        columns = range(place.left(), place.right())
        return sum(image.pixelColor(x, place.top() - 7) == theme.current().accent for x in columns)

    assert accents() == 0
    view.choose_stage(1)
    assert accents() > 20


def test_a_reading_repaints_its_captions_and_leaves_the_titles(view: NetworkView, qtbot: QtBot):
    class Repaints(QObject):
        top = -1

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if isinstance(event, QPaintEvent):
                self.top = event.rect().top()
            return False

    view.show_reading(np.zeros((28, 28)), [np.ones(512), np.ones(512)], LOGITS, LOGITS / 45, 8)
    repaints = Repaints()
    view.installEventFilter(repaints)
    view.repaint()
    assert repaints.top == 0
    repaints.top = -1
    view.show_reading(np.zeros((28, 28)), [np.ones(512), np.ones(512)], LOGITS, LOGITS / 45, 9)
    qtbot.waitUntil(lambda: repaints.top >= 0)
    assert repaints.top > view.grids[0].geometry().bottom()
