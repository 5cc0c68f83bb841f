"""The colours, fonts and spacing of the window, in a dark and a light form."""

import math
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from string import Template

from PySide6.QtCore import QDir, QObject, Qt, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from gui import colour_maps
from gui.typefaces import typeface

SPACE = 8
MINUS = "−"

_UI_POINTS = 10.0
_NAN_COLOUR = 0xC264D6  # on neither map, and told apart from both by lightness as well as hue


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """The colours of one form of the window.

    `text`, `muted` and `accent` are readable (4.5 : 1) on `background`, `panel` and `raised`, and `on_accent`
    on `accent`. `sequential`: 256 ARGB colours from `panel` to full. `diverging`: 255 ARGB colours, of which
    127 is zero and equals `panel`, and at 255 the colour of NaN.
    """

    name: str
    background: QColor
    panel: QColor
    raised: QColor
    line: QColor
    text: QColor
    muted: QColor
    accent: QColor
    on_accent: QColor
    negative: QColor
    positive: QColor
    sequential: tuple[int, ...]
    diverging: tuple[int, ...]


DARK = Theme(
    name="dark",
    background=QColor("#0e1116"),
    panel=QColor("#151a21"),
    raised=QColor("#1c222b"),
    line=QColor("#28303b"),
    text=QColor("#e8ebef"),
    muted=QColor("#8a94a3"),
    accent=QColor("#ffcf5c"),
    on_accent=QColor("#151a21"),
    negative=QColor("#4aa3ff"),
    positive=QColor("#ff9a3d"),
    sequential=colour_maps.sequential((0x151A21, 0x3B2F4A, 0x9A4B52, 0xF09A4A, 0xFFE9A8)),
    diverging=colour_maps.diverging((0x4AA3FF,), 0x151A21, (0xFF9A3D,), _NAN_COLOUR),
)
LIGHT = Theme(
    name="light",
    background=QColor("#eef0f3"),
    panel=QColor("#ffffff"),
    raised=QColor("#f4f5f7"),
    line=QColor("#d9dde3"),
    text=QColor("#1b2027"),
    muted=QColor("#626c7a"),
    accent=QColor("#b54e08"),
    on_accent=QColor("#ffffff"),
    negative=QColor("#1769c2"),
    positive=QColor("#d9580a"),
    sequential=colour_maps.sequential((0xFFFFFF, 0xE6E0EE, 0xC98A9A, 0xB8441F, 0x4A1403)),
    diverging=colour_maps.diverging((0x1769C2,), 0xFFFFFF, (0xD9580A,), _NAN_COLOUR),
)

_RUNS_DARK = "#3fd0b0", "#f184c0", "#a896ff", "#9bd35a"  # 4.5 : 1 on the panel
_RUNS_LIGHT = "#0b7a66", "#b0297a", "#6246d6", "#4b7a12"

_current = DARK


def current() -> Theme:
    """The theme to paint with; to be asked in each paintEvent, never kept."""
    return _current


def apply(application: QApplication, name: str) -> None:
    """Dress the application in "dark", "light", or as the "system" is, now and whenever that changes.

    Widgets hear of it by QEvent.PaletteChange.
    """
    schemes = {"dark": Qt.ColorScheme.Dark, "light": Qt.ColorScheme.Light, "system": Qt.ColorScheme.Unknown}
    hints = application.styleHints()
    follower = application.findChild(_SystemFollower) or _SystemFollower(application)
    follower.following = False  # setting the scheme below must not dress twice
    hints.setColorScheme(schemes[name])
    follower.following = name == "system"
    _dress(application, follower.theme() if follower.following else {"dark": DARK, "light": LIGHT}[name])


def mono_font(points: float = 9) -> QFont:
    """The platform's monospaced face, for numbers; a copy for the caller."""
    return QFont(_mono_font(points))


@lru_cache
def _mono_font(points: float) -> QFont:
    return typeface(QFontDatabase.SystemFont.FixedFont, points)


def run_colour(place: int) -> QColor:
    """The colour of a run that is laid over another, by its place among them: neither accent nor of a sign."""
    colours = _RUNS_LIGHT if _current is LIGHT else _RUNS_DARK
    return QColor(colours[place % len(colours)])


def mixed(start: QColor, end: QColor, share: float) -> QColor:
    """The opaque colour that lies `share` (0..1) of the way from `start` to `end`."""
    pairs = (
        (start.redF(), end.redF()),
        (start.greenF(), end.greenF()),
        (start.blueF(), end.blueF()),
    )
    return QColor.fromRgbF(*(a + (b - a) * share for a, b in pairs))


def number(value: float, digits: int = 4) -> str:
    """A number for the eye, to so many significant digits: 0.0979, −1.852, 3.0e−05, 0, NaN, ∞."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else MINUS + "∞"
    mantissa, e, exponent = f"{value or 0.0:.{digits}g}".partition("e")
    if e and "." not in mantissa:
        mantissa += ".0"
    return (mantissa + e + exponent).replace("-", MINUS)


class _SystemFollower(QObject):
    """Dresses the application anew when the system turns dark or light, while it is `following`."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self.following = False
        application.styleHints().colorSchemeChanged.connect(self._follow)

    def theme(self) -> Theme:
        """The theme that fits the system; dark where the system does not say."""
        light = self._application.styleHints().colorScheme() == Qt.ColorScheme.Light
        return LIGHT if light else DARK

    @Slot()
    def _follow(self) -> None:
        if self.following:
            _dress(self._application, self.theme())


def _dress(application: QApplication, theme: Theme) -> None:
    global _current  # the one piece of state that all painting shares
    _current = theme
    if application.style().name() != "fusion":
        application.setStyle(QStyleFactory.create("Fusion"))
    application.setFont(typeface(QFontDatabase.SystemFont.GeneralFont, _UI_POINTS))
    _mono_font.cache_clear()
    application.setPalette(_palette(theme))
    application.setStyleSheet(_style_sheet(theme))


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.panel,
        role.Base: theme.panel,
        role.AlternateBase: theme.raised,
        role.Button: theme.raised,
        role.Light: theme.raised,
        role.Midlight: theme.line,
        role.Mid: theme.line,
        role.Dark: theme.background,
        role.Shadow: theme.background,
        role.WindowText: theme.text,
        role.Text: theme.text,
        role.ButtonText: theme.text,
        role.BrightText: theme.accent,
        role.PlaceholderText: theme.muted,
        role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.text,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
    }
    palette = QPalette()
    for each, colour in colours.items():
        palette.setColor(each, colour)
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, theme.muted)
    return palette


def _style_sheet(theme: Theme) -> str:
    folder = files("resources") / "themes"
    QDir.setSearchPaths("themes", [str(Path(str(folder)))])
    colours = {field.name: getattr(theme, field.name) for field in fields(theme)}
    names = {name: colour.name() for name, colour in colours.items() if isinstance(colour, QColor)}
    return Template((folder / "window.qss").read_text("utf-8")).substitute(names, name=theme.name)
