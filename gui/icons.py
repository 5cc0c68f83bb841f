"""Icons: line drawings in the colours of the theme, sharp at any size."""

from functools import lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gui import theme

_FILES = {"app": "netglass"}


def icon(name: str) -> QIcon:
    """The icon of resources/icons that is called `name`; "app" is the program's own.

    It takes its colour from the theme whenever it is painted: it stays right when the theme changes. Raises
    FileNotFoundError for a name that has no picture.
    """
    _source(name)
    return QIcon(_LineIcon(name))


class _LineIcon(QIconEngine):
    """Paints one drawing, in `text`, in `muted` where disabled, and in `accent` where it is switched on."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw it into `rect`, square and centred."""
        side = min(rect.width(), rect.height())
        target = QRectF(0, 0, side, side)
        target.moveCenter(QRectF(rect).center())
        _renderer(self._name, _colour(mode, state)).render(painter, target)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The drawing on a transparent ground, `size` in device pixels."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        """A copy, for Qt."""
        return _LineIcon(self._name)


def _colour(mode: QIcon.Mode, state: QIcon.State) -> str:
    colours = theme.current()
    if mode == QIcon.Mode.Disabled:
        return theme.mixed(colours.panel, colours.muted, 0.5).name()
    return (colours.accent if state == QIcon.State.On else colours.text).name()


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))


@lru_cache
def _source(name: str) -> str:
    return (files("resources") / "icons" / f"{_FILES.get(name, name)}.svg").read_text("utf-8")
