"""Paragraphs of a lesson; links in them point at panels."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QLabel, QWidget

from gui import theme

_PANEL = "panel:"
_LINE_HEIGHT = 125.0  # percent
_CELL_PADDING = 4.0


class LessonText(QLabel):
    """Markdown, wrapped; `pointed` carries the name of a panel whose link was followed by mouse or key."""

    pointed = Signal(str)

    def __init__(self, markdown: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._markdown = markdown
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.linkActivated.connect(self._follow)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() + 0.5)
        self.setFont(font)
        self.setText(self._dressed())
        self.setContentsMargins(0, 0, theme.SPACE // 2, 0)

    def changeEvent(self, event: QEvent) -> None:
        """Links take the colours of another theme when they are laid out again."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.setText(self._dressed())

    def _dressed(self) -> str:
        """The text as HTML, with room between its lines and tables in the house's way."""
        document = QTextDocument()
        document.setDefaultFont(self.font())
        document.setMarkdown(self._markdown)
        everything = QTextCursor(document)
        everything.select(QTextCursor.SelectionType.Document)
        spacing = QTextBlockFormat()
        spacing.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        everything.mergeBlockFormat(spacing)
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                _dress(frame)
        return document.toHtml()

    def _follow(self, target: str) -> None:
        if target.startswith(_PANEL):
            self.pointed.emit(target.removeprefix(_PANEL))


def _dress(table: QTextTable) -> None:
    """As wide as the text, with a hair line below each row and a muted head."""
    colours = theme.current()
    whole = table.format()
    whole.setBorder(0)
    whole.setCellPadding(_CELL_PADDING)
    whole.setCellSpacing(0)
    whole.setTopMargin(theme.SPACE)
    whole.setBottomMargin(theme.SPACE)
    whole.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    table.setFormat(whole)
    for row in range(table.rows()):
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            ruled = cell.format().toTableCellFormat()
            ruled.setBottomBorder(1)
            ruled.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            ruled.setBottomBorderBrush(QBrush(colours.line))
            cell.setFormat(ruled)
    _mute(table, colours)


def _mute(table: QTextTable, colours: theme.Theme) -> None:
    """Let the head recede, each title above what it names."""
    muted = QTextCharFormat()
    muted.setForeground(colours.muted)
    muted.setFontWeight(QFont.Weight.Normal)
    for column in range(table.columns()):
        cell = table.cellAt(0, column)
        head = cell.firstCursorPosition()
        head.setPosition(cell.lastPosition(), QTextCursor.MoveMode.KeepAnchor)
        head.mergeCharFormat(muted)
        block = head.blockFormat()
        block.setAlignment(table.cellAt(1, column).firstCursorPosition().blockFormat().alignment())
        head.setBlockFormat(block)
