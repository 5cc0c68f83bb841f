"""Paragraphs of a lesson; links in them point at panels."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from gui import theme

_PANEL = "panel:"


class LessonText(QLabel):
    """Markdown, wrapped; `pointed` carries the name of a panel whose link was followed by mouse or key."""

    pointed = Signal(str)

    def __init__(self, markdown: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._markdown = markdown
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.MarkdownText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.linkActivated.connect(self._follow)
        self.setText(markdown)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() + 0.5)
        self.setFont(font)
        self.setContentsMargins(0, 0, theme.SPACE // 2, 0)

    def changeEvent(self, event: QEvent) -> None:
        """Links take the colours of another theme when they are laid out again."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.setText("")
            self.setText(self._markdown)

    def _follow(self, target: str) -> None:
        if target.startswith(_PANEL):
            self.pointed.emit(target.removeprefix(_PANEL))
