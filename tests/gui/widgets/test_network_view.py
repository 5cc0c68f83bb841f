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
from gui.widgets.network_view import NetworkView, Stage, fitting_lines

STAGES = (Stage("Linear 784 → 512 · ReLU", 512, False), Stage("Linear 512 → 512 · ReLU", 512, False))


@pytest.fixture
def view(qtbot: QtBot) -> NetworkView:
    view = NetworkView("Draw")
    qtbot.addWidget(view)
    view.set_stages(STAGES)
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
    view.show_reading(np.zeros((28, 28)), [values, values], np.arange(10.0), 9)
    assert view.captions() == ["69 of 512 active"] * 2
    view.show_nothing()
    assert view.captions() == ["512 units"] * 2


def test_the_same_stages_keep_their_widgets(view: NetworkView):
    grids = list(view.grids)
    view.set_stages(tuple(STAGES))
    assert view.grids == grids


def test_other_stages_take_their_place(view: NetworkView):
    view.set_stages((Stage("Linear 784 → 7 · ReLU", 7, False),))
    assert len(view.grids) == 1
    view.show_reading(np.zeros((28, 28)), [np.ones(7)], np.arange(10.0), 9)
    assert view.captions() == ["7 of 7 active"]


def test_clicks_tell_their_stage(view: NetworkView, qtbot: QtBot):
    told: list[int] = []
    view.stage_clicked.connect(told.append)
    for part in (view.grids[1], view.grids[0], view.circles):
        qtbot.mouseClick(part, Qt.MouseButton.LeftButton)
    assert told == [1, 0, 2]


def test_the_pointer_tells_its_stage_and_when_it_leaves(view: NetworkView, qtbot: QtBot):
    told: list[int] = []
    view.stage_hovered.connect(told.append)
    QTest.mouseMove(view.windowHandle(), view.grids[1].geometry().center())
    qtbot.waitUntil(lambda: told == [1])
    QTest.mouseMove(view.windowHandle(), QPoint(2, 2))
    qtbot.waitUntil(lambda: told == [1, -1])


def test_the_scale_under_a_grid_shows_the_grids_scale(view: NetworkView):
    view.show_reading(np.zeros((28, 28)), [np.full(512, 3.0), np.full(512, 5.0)], np.arange(10.0), 9)
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

    repaints = Repaints()
    view.installEventFilter(repaints)
    view.repaint()
    assert repaints.top == 0
    repaints.top = -1
    view.show_reading(np.zeros((28, 28)), [np.ones(512), np.ones(512)], np.arange(10.0), 9)
    qtbot.waitUntil(lambda: repaints.top >= 0)
    assert repaints.top > view.grids[0].geometry().bottom()
