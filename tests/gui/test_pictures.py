"""Widgets as pictures."""

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui import theme
from gui.pictures import picture_of


def made_widget(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    patch = QLabel(widget)
    patch.setStyleSheet("background: #ff0000")
    QVBoxLayout(widget).addWidget(patch)
    widget.resize(120, 80)
    widget.show()
    return widget


def test_pixels_are_those_of_the_screen(qtbot: QtBot):
    widget = made_widget(qtbot)
    image = QImage.fromData(picture_of(widget, "a", ".PNG"))
    assert image == widget.grab().toImage().convertToFormat(image.format())


def test_a_drawing_shows_the_same_on_the_ground_of_a_panel(qtbot: QtBot):
    renderer = QSvgRenderer(QByteArray(picture_of(made_widget(qtbot), "a", ".svg")))
    image = QImage(120, 80, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        renderer.render(painter)
    assert image.pixelColor(60, 40).name() == "#ff0000"
    assert image.pixelColor(2, 2) == theme.current().panel


def test_a_margin_is_of_the_ground_of_a_panel(qtbot: QtBot):
    widget = made_widget(qtbot)
    image = QImage.fromData(picture_of(widget, "a", ".png", margin=10))
    ratio = widget.devicePixelRatio()
    assert (image.width(), image.height()) == (140 * ratio, 100 * ratio)
    assert image.pixelColor(2, 2) == theme.current().panel
    assert image.pixelColor(image.rect().center()).name() == "#ff0000"
    renderer = QSvgRenderer(QByteArray(picture_of(widget, "a", ".svg", margin=10)))
    assert (renderer.viewBox().width(), renderer.viewBox().height()) == (140, 100)
