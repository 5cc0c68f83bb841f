"""Notices: what was expected to go wrong, or went well, told in one sentence above the status bar."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from engine.thread.events import EngineFailed
from gui import icons, theme
from gui.failures import failure_sentence

LIFETIME_MS = 9_000
WIDTH = 460
MOST = 4


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence for the person; `icon` is "info" or "warning"."""

    sentence: str
    icon: str = "info"


def failure_notice(event: EngineFailed) -> Notice:
    """What the engine could not do, in the language of the window."""
    return Notice(failure_sentence(event.kind, event.fields), "warning")


class NoticeView(QWidget):
    """One notice; it goes by itself unless the pointer moves on it."""

    def __init__(self, notice: Notice, parent: QWidget) -> None:
        super().__init__(parent)
        self.notice = notice
        self.setAccessibleName(notice.sentence)
        self.setMouseTracking(True)
        symbol = QLabel()
        symbol.setPixmap(icons.icon(notice.icon).pixmap(16, 16))
        self._words = words = QLabel(notice.sentence)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setMouseTracking(True)
        close = QToolButton()
        close.setIcon(icons.icon("close"))
        close.setAutoRaise(True)
        close.setToolTip(self.tr("Dismiss"))
        close.clicked.connect(self.dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 10, 8, 10)
        layout.setSpacing(10)
        layout.addWidget(symbol, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(words, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        self.renew()

    def say(self, sentence: str) -> None:
        """Say something else."""
        self._words.setText(sentence)
        self.setAccessibleName(sentence)

    def renew(self) -> None:
        """Begin its time anew."""
        self._timer.start(LIFETIME_MS)

    def counting_down(self) -> bool:
        """Whether its time is running."""
        return self._timer.isActive()

    def dismiss(self) -> None:
        """Go."""
        self._timer.stop()
        self.hide()
        self.deleteLater()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Stay while the pointer reads along; one that lay here before it came does not."""
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Go after a while."""
        self.renew()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a raised card with a thin line around."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.current()
        painter.setPen(colours.accent if self.notice.icon == "warning" else colours.line)
        painter.setBrush(colours.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()


class Notices(QWidget):
    """The notices over a window, the newest lowest; a repeated one only begins anew."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.SPACE)
        window.installEventFilter(self)
        self.hide()

    def tell(self, notice: Notice) -> None:
        """Show a notice."""
        for view in self.views():
            if view.notice == notice:
                view.renew()
                return
        for view in self.views()[: -(MOST - 1)]:
            view.dismiss()
        self.add(NoticeView(notice, self))

    def add(self, view: NoticeView) -> None:
        """Show a notice that does more than to tell."""
        view.destroyed.connect(self._settle)
        self._layout.addWidget(view)
        view.show()
        self._settle()

    def views(self) -> list[NoticeView]:
        """The notices that are shown."""
        return [view for view in self.findChildren(NoticeView) if not view.isHidden()]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place above the status bar when the window changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._settle()
        return False

    def _settle(self) -> None:
        views = self.findChildren(NoticeView)
        self.setVisible(bool(views))
        window = self._window
        width = min(WIDTH, window.width() - 4 * theme.SPACE)
        self._layout.activate()
        height = sum(view.heightForWidth(width) for view in views) + theme.SPACE * max(0, len(views) - 1)
        bottom = window.height() - 40
        self.setGeometry((window.width() - width) // 2, bottom - height, width, height)
        self.raise_()
