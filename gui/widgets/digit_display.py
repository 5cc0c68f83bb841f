"""The digit that was read, large, and how sure the network is."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from gui import theme

MINIMUM = QSize(72, 96)
WORDS_POINTS = 9.0
SURE_HEIGHT = 20
ROOMY_DIGITS = 1.6  # so many fit in full size


class DigitDisplay(QWidget):
    """A digit in thin strokes with words under it; without a digit a dash and the words that say why."""

    def __init__(self, empty_words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty_words = empty_words
        self._digit: int | None = None
        self._words = ""
        self._drawn = QPixmap()
        self._drawn_look: tuple[object, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(MINIMUM)
        self.show_nothing()

    @property
    def digit(self) -> int | None:
        """The digit on show."""
        return self._digit

    @property
    def words(self) -> str:
        """The words under it."""
        return self._words

    def sizeHint(self) -> QSize:
        """Room for a digit that is seen from afar."""
        return QSize(96, 128)

    def show_digit(self, digit: int, probability: float) -> None:
        """Show `digit` and its probability, 0..1."""
        self._set(digit, self.tr("{percent} % sure").format(percent=_percent(probability)))

    def show_nothing(self, reason: str = "") -> None:
        """Show that there is no digit, and why, if for another reason than that nothing is drawn."""
        self._set(None, reason or self._empty_words)

    def _set(self, digit: int | None, words: str) -> None:
        if (digit, words) != (self._digit, self._words):
            self._digit, self._words = digit, words
            self.setAccessibleName(f"{self._sign()}, {words}")
            self.setToolTip(words)
        self.update()

    def _sign(self) -> str:
        return "–" if self._digit is None else str(self._digit)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the digit, centred above its words."""
        colours = theme.current()
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.current().panel)
        large = QRect(0, 0, self.width(), min(self.width(), self.height() - SURE_HEIGHT))
        painter.drawPixmap(large.topLeft(), self._large_sign(large.size(), colours))
        small = QFont(self.font())
        small.setPointSizeF(WORDS_POINTS)
        painter.setFont(small)
        painter.setPen(colours.muted)
        top = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(
            QRect(0, large.bottom(), self.width(), self.height() - large.bottom()), top, self._words
        )
        painter.end()

    def _large_sign(self, size: QSize, colours: theme.Theme) -> QPixmap:
        """The digit as a picture; made anew when it looks different, since so large a glyph is drawn as a path."""
        look = (self._sign(), size, self.devicePixelRatioF(), colours.name)
        if look != self._drawn_look:
            self._drawn_look = look
            self._drawn = QPixmap(size * self.devicePixelRatioF())
            self._drawn.setDevicePixelRatio(self.devicePixelRatioF())
            self._drawn.fill(colours.panel)
            with QPainter(self._drawn) as painter:
                share = 0.92 * min(1.0, ROOMY_DIGITS / len(self._sign()))
                painter.setFont(self._light_font(int(size.height() * share)))
                painter.setPen(colours.muted if self._digit is None else colours.accent)
                painter.drawText(QRect(QPoint(), size), Qt.AlignmentFlag.AlignCenter, self._sign())
        return self._drawn

    def _light_font(self, pixels: int) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.ExtraLight)
        font.setPixelSize(max(pixels, 8))
        return font


def _percent(probability: float) -> str:
    rounded = f"{probability:.1%}".removesuffix("%")
    return "> 99.9" if rounded == "100.0" and probability < 1 else rounded
