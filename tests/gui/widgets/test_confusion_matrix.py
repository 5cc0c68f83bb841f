"""The confusion matrix."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.confusion_matrix import ConfusionMatrix


def counts() -> np.ndarray:
    counts = 970 * np.eye(10, dtype=np.int64)
    counts[4, 9], counts[7, 2] = 12, 3
    return counts


@pytest.fixture
def matrix(qtbot: QtBot) -> ConfusionMatrix:
    matrix = ConfusionMatrix()
    qtbot.addWidget(matrix)
    matrix.resize(360, 260)
    by_class = np.linspace(0.9, 0.99, 10, dtype=np.float32)
    by_class[8] = np.nan
    matrix.show_counts(counts(), by_class)
    matrix.show()
    return matrix


def middle(matrix: ConfusionMatrix, label: int, predicted: int) -> QPoint:
    return matrix.cell_rect((label, predicted)).center().toPoint()


def test_the_most_frequent_mistake_glows_and_none_is_invisible(matrix: ConfusionMatrix):
    picture = matrix.grab().toImage()
    full, rare = picture.pixelColor(middle(matrix, 4, 9)), picture.pixelColor(middle(matrix, 7, 2))
    assert full == QColor.fromRgba(theme.current().sequential[255])
    assert rare == QColor.fromRgba(theme.current().sequential[128])
    assert picture.pixelColor(middle(matrix, 0, 5)) == theme.current().panel


def test_right_answers_are_muted(matrix: ConfusionMatrix):
    assert matrix.grab().toImage().pixelColor(middle(matrix, 3, 3)) == theme.current().raised


def test_a_matrix_without_mistakes_is_dark(matrix: ConfusionMatrix):
    matrix.show_counts(np.eye(10, dtype=np.int64), np.ones(10, np.float32))
    assert matrix.grab().toImage().pixelColor(middle(matrix, 4, 9)) == theme.current().panel


@pytest.mark.parametrize("size", [(360, 260), (470, 330)])
def test_a_share_of_all_keeps_clear_of_its_bar(matrix: ConfusionMatrix, size: tuple[int, int]):
    matrix.resize(*size)
    matrix.show_counts(counts(), np.ones(10, np.float32))
    picture, row = matrix.grab().toImage(), middle(matrix, 3, 9)
    bar = theme.current().muted
    end = max(x for x in range(row.x(), matrix.width()) if picture.pixelColor(x, row.y()) == bar)
    lines = range(row.y() - 4, row.y() + 5)
    paper = theme.current().panel
    assert all(picture.pixelColor(x, y) == paper for x in range(end + 1, end + 5) for y in lines)


def test_pointing_at_a_cell_tells_it_and_leaving_none(matrix: ConfusionMatrix, qtbot: QtBot):
    told: list[object] = []
    matrix.cell_marked.connect(told.append)
    qtbot.mouseMove(matrix, middle(matrix, 4, 9))
    qtbot.mouseMove(matrix, middle(matrix, 4, 9) + QPoint(2, 2))
    QApplication.sendEvent(matrix, QEvent(QEvent.Type.Leave))
    assert told == [(4, 9), None]


def test_a_cell_is_described_with_its_count_and_its_row(matrix: ConfusionMatrix):
    assert matrix.describe((4, 9)) == "4 read as 9: 12 of 982"


def test_a_click_opens_a_cell_with_its_label_first(matrix: ConfusionMatrix, qtbot: QtBot):
    with qtbot.waitSignal(matrix.cell_opened) as opened:
        qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=middle(matrix, 4, 9))
    assert opened.args == [4, 9]


def test_beside_the_cells_nothing_opens(matrix: ConfusionMatrix, qtbot: QtBot):
    with qtbot.assertNotEmitted(matrix.cell_opened):
        qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=QPoint(3, 30))


def test_arrows_choose_a_cell_and_return_opens_it(matrix: ConfusionMatrix, qtbot: QtBot):
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(matrix, key)
    assert matrix.marked == (1, 1)
    qtbot.keyClick(matrix, Qt.Key.Key_Up)
    qtbot.keyClick(matrix, Qt.Key.Key_Up)
    assert matrix.accessibleDescription() == "0 read as 1: 0 of 970"
    with qtbot.waitSignal(matrix.cell_opened) as opened:
        qtbot.keyClick(matrix, Qt.Key.Key_Return)
    assert opened.args == [0, 1]


def test_new_counts_are_told_of_the_marked_cell(matrix: ConfusionMatrix, qtbot: QtBot):
    qtbot.mouseMove(matrix, middle(matrix, 4, 9))
    matrix.show_counts(2 * counts(), np.ones(10, np.float32))
    assert matrix.accessibleDescription() == "4 read as 9: 24 of 1,964"


def test_each_class_has_its_share_and_an_empty_one_none(matrix: ConfusionMatrix):
    assert matrix.share(0) == "90.0 %" and matrix.share(8) == "–"


@pytest.mark.parametrize("size", [(220, 140), (260, 300), (700, 300)])
def test_everything_fits_into_the_widget(matrix: ConfusionMatrix, size: tuple[int, int]):
    matrix.resize(*size)
    grid = matrix.grid_rect()
    assert grid.left() >= 30 and grid.right() + 78 <= size[0] + 1
    assert grid.top() >= 1 and grid.bottom() + 14 <= size[1]
    assert grid.width() == grid.height() and grid.width() % 10 == 0
