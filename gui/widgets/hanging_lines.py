"""Lines in the fixed face that keep their indentation, also where one is too long for the room."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gui import theme

_FURTHER_IN = 4  # letters by which a line goes on behind its beginning


class HangingLines(QLabel):
    """As wide as there is room; its words can be selected. A line that is too long goes on in the next, further in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(theme.mono_font(9))
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show lines of HTML, whose leading spaces count."""
        letter = QFontMetricsF(self.font()).horizontalAdvance("0")
        self.setText("".join(_paragraph(line, letter) for line in lines))


def _paragraph(line: str, letter: float) -> str:
    if not line:
        return '<p style="-qt-paragraph-type:empty; margin:0"><br></p>'
    within = round((len(line) - len(line.lstrip(" ")) + _FURTHER_IN) * letter)
    style = f"white-space:pre-wrap; margin:0 0 0 {within}px; text-indent:-{within}px"
    return f'<p style="{style}">{line}</p>'
