"""A step of a lesson: its code, what runs and copies it, and what it printed."""

from collections.abc import Mapping
from html import escape

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from gui import icons, theme
from gui.widgets.code_colours import highlighted
from gui.widgets.hanging_lines import HangingLines
from gui.widgets.tensor_list import Glimpsed, TensorList

_PADDING = 12


class CodeBlock(QWidget):
    """`run_asked` when the person wants the code to be run. A line that is too long goes on in the next."""

    run_asked = Signal()

    def __init__(self, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code = code
        self.run = QPushButton(self.tr("Run"))
        self.run.setDefault(True)
        self.run.setToolTip(self.tr("Run this code in the engine (Ctrl+Return runs the next step)"))
        self.run.setAccessibleName(self.tr("Run: {line}").format(line=code.splitlines()[0] if code else ""))
        self.run.clicked.connect(self.run_asked)
        self.copy = QToolButton()
        self.copy.setIcon(icons.icon("copy"))
        self.copy.setAutoRaise(True)
        self.copy.setToolTip(self.tr("Copy the code"))
        self.copy.setAccessibleName(self.tr("Copy the code"))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.code))
        self.words = HangingLines(self)
        self.output = _Output(self)
        self.output.hide()
        self.pictures = TensorList(self)
        self.pictures.setContentsMargins(_PADDING, 0, 0, 0)
        self.pictures.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(self._new_paper())
        layout.addWidget(self.output)
        layout.addWidget(self.pictures)
        self._dress()

    def show_output(self, printed: str, error: str, pictures: Mapping[str, Glimpsed]) -> None:
        """Show what the code printed, and what was raised; below it tensors."""
        self.pictures.show_tensors(pictures)
        self.output.show_words("\n".join(filter(None, (printed.rstrip(), error))), bool(error))

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _new_paper(self) -> QWidget:
        paper = _Paper(self)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.copy)
        buttons.addWidget(self.run)
        layout = QVBoxLayout(paper)
        layout.setContentsMargins(_PADDING, _PADDING, theme.SPACE, theme.SPACE)
        layout.setSpacing(0)
        layout.addWidget(self.words)
        layout.addLayout(buttons)
        return paper

    def _dress(self) -> None:
        self.words.show_lines(highlighted(self.code))


class _Paper(QWidget):
    """Raised paper."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.current().raised)
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)


class _Output(QWidget):
    """What came out, behind a line in the colour of what matters."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.said = ""
        self.words = HangingLines(self)
        self._is_error = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_PADDING, 2, 0, 2)
        layout.addWidget(self.words)

    def show_words(self, words: str, is_error: bool) -> None:
        self.said, self._is_error = words, is_error
        self.words.show_lines([escape(line) for line in words.splitlines()])
        self.setVisible(bool(words))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line at the left."""
        colours = theme.current()
        with QPainter(self) as painter:
            painter.fillRect(0, 0, 2, self.height(), colours.positive if self._is_error else colours.accent)
