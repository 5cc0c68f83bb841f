"""The icons: all there, in the colours of the theme."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication

import resources
from gui import icons, theme

FOLDER = Path(resources.__file__ or "").parent / "icons"
NAMES = sorted(path.stem for path in FOLDER.glob("*.svg") if path.stem != "netglass")


@pytest.fixture(autouse=True)
def dark(qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp, "dark")
    yield
    theme.apply(qapp, "dark")


def picture(
    icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal, state: QIcon.State = QIcon.State.Off
) -> QImage:
    return icon.pixmap(QSize(40, 40), 1.0, mode, state).toImage()


def colours(image: QImage) -> set[str]:
    """The colours of the pixels that are fully covered."""
    every = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {colour.name() for colour in every if colour.alpha() == 255}


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_drawn_in_the_colour_of_the_text(name: str):
    image = picture(icons.icon(name))
    assert image.size() == QSize(40, 40)
    assert colours(image) == {theme.DARK.text.name()}


def test_an_icon_follows_the_theme_without_being_told(qapp: QApplication):
    icon = icons.icon("pen")
    theme.apply(qapp, "light")
    assert colours(picture(icon)) == {theme.LIGHT.text.name()}


def test_an_icon_that_is_switched_on_has_the_accent():
    assert colours(picture(icons.icon("pen"), state=QIcon.State.On)) == {theme.DARK.accent.name()}


def test_a_disabled_icon_steps_back():
    shown = colours(picture(icons.icon("pen"), mode=QIcon.Mode.Disabled))
    assert len(shown) == 1
    assert QColor(shown.pop()).lightness() < theme.DARK.muted.lightness()


def test_the_programs_own_icon_has_its_own_colours():
    assert theme.DARK.accent.name() in colours(picture(icons.icon("app")))


def test_a_copy_of_an_icon_paints_the_same():
    icon = icons.icon("save")
    assert picture(QIcon(icon)) == picture(icon)


def test_an_unknown_icon_is_refused():
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-icon")
