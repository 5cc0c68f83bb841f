"""A dock: a panel on a card with its title, its caption, and buttons that float and close it."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QFont,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QShortcut,
)
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from gui import icons, theme
from gui.panel import Panel
from gui.widgets.muted_words import RIGHT, MutedWords

CORNER_RADIUS = 6
TITLE_HEIGHT = 32
LIGHT_MS = 1600  # long enough to look up from a line of text


class TitleBar(QWidget):
    """The head of a dock: it can be dragged, double-clicked to float, and shows its buttons under the pointer."""

    float_clicked = Signal()
    close_clicked = Signal()
    picture_clicked = Signal()

    def __init__(self, title: str, beside: bool = False) -> None:
        super().__init__()
        self.title = QLabel(title)
        font = QFont(self.title.font())
        font.setWeight(QFont.Weight.DemiBold)
        self.title.setFont(font)
        self.caption = MutedWords(alignment=RIGHT)
        self._float = self._button(
            "float", self.tr("Float {title} as a window of its own, or dock it again").format(title=title)
        )
        self._close = self._button(
            "close", self.tr("Hide {title}; the View menu shows it again").format(title=title)
        )
        self._float.clicked.connect(self.float_clicked)
        self._close.clicked.connect(self.close_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0 if beside else 4, 12, 0)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(self.title)
        layout.addWidget(self.caption, 1)
        layout.addWidget(self._float)
        layout.addWidget(self._close)
        if beside:
            self._keep_width()

    def _button(self, icon: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icons.icon(icon))
        button.setIconSize(QSize(14, 14))
        button.setFixedSize(20, 20)
        button.setAutoRaise(True)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.hide()
        return button

    def _keep_width(self) -> None:
        """Let the panel stay where it is when the buttons come and go."""
        for button in (self._float, self._close):
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            button.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """What a dock goes by: it asks for no minimum and no maximum."""
        return QSize(super().sizeHint().width(), TITLE_HEIGHT)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the panel as a whole."""
        self.menu().popup(event.globalPos())

    def menu(self) -> QMenu:
        """What can be done with the panel as a whole; it goes when it is closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Save as a picture …"), self.picture_clicked.emit)
        menu.addSeparator()
        menu.addAction(self.tr("Float or dock"), self.float_clicked.emit)
        menu.addAction(self.tr("Hide"), self.close_clicked.emit)
        return menu

    def enterEvent(self, event: QEnterEvent) -> None:
        """Offer the buttons."""
        self._show_buttons(True)

    def leaveEvent(self, event: QEvent) -> None:
        """Put them away."""
        self._show_buttons(False)

    def _show_buttons(self, shown: bool) -> None:
        self._float.setVisible(shown)
        self._close.setVisible(shown)


class PanelDock(QDockWidget):
    """The dock of one panel; `picture_wanted` asks for a picture of it as a file."""

    picture_wanted = Signal()

    def __init__(self, panel: Panel, window: QWidget) -> None:
        title = panel.translated_title()
        super().__init__(title, window)
        self.panel = panel
        self.setObjectName(f"dock-{panel.name()}")
        self.setWidget(panel)
        if panel.title_beside:
            self.setFeatures(self.features() | QDockWidget.DockWidgetFeature.DockWidgetVerticalTitleBar)
        self.bar = TitleBar(title, panel.title_beside)
        self.setTitleBarWidget(self.bar)
        self.bar.float_clicked.connect(lambda: self.setFloating(not self.isFloating()))
        self.bar.close_clicked.connect(self.close)
        self.bar.picture_clicked.connect(self.picture_wanted)
        self._light = QTimer(self, singleShot=True, interval=LIGHT_MS)
        self._light.timeout.connect(self.update)
        panel.caption_changed.connect(self.bar.caption.setText)
        self.visibilityChanged.connect(self._cover_panel)
        close = QShortcut(
            QKeySequence.StandardKey.Close, self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        close.activated.connect(self.close)

    def light_up(self) -> None:
        """Show where the panel is: on top, and framed for a moment."""
        self.show()
        self.raise_()
        self._light.start()
        self.update()

    def _cover_panel(self, seen: bool) -> None:
        """Let the panel know when another tab is in front of it: Qt moves its dock out of sight, and hides nothing."""
        self.panel.set_covered(not seen and not self.isHidden())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().panel)
        radius = 0 if self.isFloating() else CORNER_RADIUS
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        if self._light.isActive():
            painter.setPen(QPen(theme.current().accent, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        painter.end()
