"""The curves over the network."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.contribution_curves import Bundle, ContributionCurves


@pytest.fixture
def curves(qtbot: QtBot) -> ContributionCurves:
    curves = ContributionCurves()
    qtbot.addWidget(curves)
    curves.resize(200, 100)
    curves.show()
    return curves


def bundle(share: float, framed: float = 0.0, faint: bool = False) -> Bundle:
    """One curve from (20, 50), leaving at 60, to (180, 50), entering at 140."""
    ends = np.array([[20.0, 50.0]]), np.array([[180.0, 50.0]])
    sides = np.array([60.0]), np.array([140.0])
    return Bundle(*ends, *sides, np.array([share], np.float32), (framed, framed), faint)


def painted(curves: ContributionCurves, *bundles: Bundle) -> QImage:
    curves.show_bundles(bundles)
    image = QImage(curves.size(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    curves.render(image, renderFlags=QWidget.RenderFlag(0))
    return image


def strength(image: QImage, x: int, y: int = 50) -> int:
    """The opacity around a point: a line may fall between two rows of pixels."""
    return sum(image.pixelColor(x, each).alpha() for each in range(y - 2, y + 3))


@pytest.mark.parametrize(("share", "colour"), [(1.0, "positive"), (-1.0, "negative")])
def test_a_curve_has_the_colour_of_its_sign(curves: ContributionCurves, share: float, colour: str):
    image = painted(curves, bundle(share))
    row = max(range(48, 53), key=lambda y: image.pixelColor(100, y).alpha())
    seen, meant = image.pixelColor(100, row), QColor(getattr(theme.current(), colour))
    assert abs(seen.hue() - meant.hue()) < 6


def test_a_stronger_contribution_is_stronger_to_the_eye(curves: ContributionCurves):
    strengths = [strength(painted(curves, bundle(share)), 100) for share in (0.1, 0.4, 0.6, 1.0)]
    assert strengths == sorted(strengths)
    assert strengths[0] > 0
    assert strengths[-1] > 2 * strengths[0]


def test_a_curve_fades_where_it_runs_across_a_part(curves: ContributionCurves):
    image = painted(curves, bundle(1.0))
    assert 0 < strength(image, 30) < strength(image, 100)
    assert strength(image, 160) == strength(image, 30)
    assert strength(image, 10) == 0


def test_other_ways_stand_back(curves: ContributionCurves):
    assert strength(painted(curves, bundle(1, faint=True)), 100) < strength(painted(curves, bundle(1)), 100)


def test_cells_at_the_ends_are_framed_on_demand(curves: ContributionCurves):
    assert strength(painted(curves, bundle(1)), 20, 44) == 0
    image = painted(curves, bundle(1, framed=10))
    assert strength(image, 20, 44) > 0
    assert strength(image, 180, 44) > 0


def test_nothing_stays_when_there_is_nothing(curves: ContributionCurves):
    painted(curves, bundle(1))
    assert strength(painted(curves), 100) == 0


def test_the_picture_is_painted_once_and_again_in_another_theme(
    curves: ContributionCurves, monkeypatch: pytest.MonkeyPatch
):
    painted(curves, bundle(1))
    monkeypatch.setattr(theme, "_current", theme.LIGHT)
    kept = painted_again(curves)
    curves.changeEvent(palette_change())
    assert painted_again(curves) != kept


def painted_again(curves: ContributionCurves) -> QImage:
    image = QImage(curves.size(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    curves.render(image, renderFlags=QWidget.RenderFlag(0))
    return image


def palette_change():
    from PySide6.QtCore import QEvent

    return QEvent(QEvent.Type.PaletteChange)


def test_the_pointer_goes_through(qtbot: QtBot):
    parent = QWidget()
    qtbot.addWidget(parent)
    button = QPushButton(parent)
    curves = ContributionCurves(parent)
    for widget in (parent, button, curves):
        widget.resize(200, 100)
    parent.show()
    with qtbot.waitSignal(button.clicked):
        QTest.mouseClick(parent.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(100, 50))
