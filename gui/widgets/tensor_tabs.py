"""A tensor from five sides: heatmap, receptive fields, values, histogram, spectrum; with its scale and figures."""

from enum import IntEnum

from PySide6.QtCore import QEvent, QPoint, QRegularExpression, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QKeyEvent,
    QKeySequence,
    QRegularExpressionValidator,
    QResizeEvent,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui import theme
from gui.icons import icon
from gui.widgets.edit_bar import EditBar
from gui.widgets.field_wall import FieldWall
from gui.widgets.figure_table import FigureTable
from gui.widgets.histogram import Histogram
from gui.widgets.muted_words import MutedWords
from gui.widgets.name_choice import NameChoice
from gui.widgets.scale_bar import ScaleBar
from gui.widgets.spectrum import Spectrum
from gui.widgets.tensor_table import MOST_COPIED, TensorTable
from gui.widgets.tensor_view import TensorView
from gui.widgets.view_menu import ViewMenu

_FOOT = 24


class Side(IntEnum):
    """What of the tensor is seen; the number of its tab."""

    HEATMAP = 0
    FIELDS = 1
    VALUES = 2
    HISTOGRAM = 3
    SPECTRUM = 4


class TensorTabs(QWidget):
    """Where there is room, the figures stand beside the picture, else they lie in a line below it.

    `side_changed` carries the `Side` that is seen from now on. While the focus is in here, the keys for undo and redo
    mean the edits of values.
    """

    WIDE = 560  # pixels from which there is room beside the picture
    NARROW = 420  # pixels below which the tabs have short names
    SLIM = 352  # pixels below which there is no room for the last tab

    side_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice, self.words, self.order = NameChoice(), MutedWords(), self._new_order()
        self.tabs = self._new_tabs()
        self.view, self.wall, self.table, self.histogram = (
            TensorView(),
            FieldWall(),
            TensorTable(),
            Histogram(),
        )
        self.spectrum = Spectrum()
        self.scale, self.place, self.figures = ScaleBar(), self._new_place(), FigureTable()
        self.looks = ViewMenu(self)
        self.look_button = self._new_look_button()
        self.edits = EditBar()
        self._sides = QStackedWidget()
        for side in (self.view, self.wall, self.table, self.histogram, self.spectrum):
            self._sides.addWidget(side)
        self._body = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._lay_out()
        self.tabs.currentChanged.connect(self._show_side)
        self.scale.limit_changed.connect(self.view.set_limit)
        self.scale.limit_changed.connect(self.wall.set_limit)
        for painted in (self.view, self.wall, self.scale):
            self.looks.gamma_chosen.connect(painted.set_gamma)
        self._connect_edits()
        self._show_side(Side.HEATMAP)
        self._preferred = Side.FIELDS  # until the person picks another tab
        self._picked = False  # whether the person did

    @property
    def side(self) -> Side:
        """What is seen."""
        return Side(self.tabs.currentIndex())

    @property
    def is_wide(self) -> bool:
        """Whether the figures stand beside the picture."""
        return self.width() >= self.WIDE

    def offer_fields(self, offered: bool, natural: bool = True) -> None:
        """Offer receptive fields, or where there are none take them away while that is so.

        Those that are not `natural`, of a shape that nobody chose, do not come first.
        """
        preferred, picked = self._preferred, self._picked
        self.tabs.setTabEnabled(Side.FIELDS, offered)
        unfit = preferred is Side.FIELDS and not (offered and (natural or picked))
        self.tabs.setCurrentIndex(Side.HEATMAP if unfit else preferred)
        self._preferred, self._picked = preferred, picked

    def offer_likeness(self, offered: bool) -> None:
        """Offer to hang like units beside each other, unless there are too many to be compared."""
        model = self.order.model()
        item = model.item(2) if isinstance(model, QStandardItemModel) else None
        if item is not None:
            item.setEnabled(offered)
        if not offered and self.order.currentIndex() == 2:
            self.order.setCurrentIndex(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange figures and the names of tabs after the room there is."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Claim the keys for undo and redo before the window's own actions get them."""
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and self._meant_by(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take an edit back, or make it again."""
        action = self._meant_by(event)
        if action is None:
            super().keyPressEvent(event)
        else:
            action.trigger()

    def _meant_by(self, event: QKeyEvent) -> QAction | None:
        if event.matches(QKeySequence.StandardKey.Undo):
            return self.edits.undo
        again = QKeySequence(event.keyCombination()) in (QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z"))
        return self.edits.redo if again or event.matches(QKeySequence.StandardKey.Redo) else None

    def _connect_edits(self) -> None:
        table = self.table
        table.chosen.connect(lambda cells: self.edits.choose(cells[2] - cells[0], cells[3] - cells[1]))
        table.zero_wanted.connect(self.edits.zero.trigger)
        table.copy_refused.connect(self._refuse_copy)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._offer_menu)

    def _refuse_copy(self) -> None:
        words = self.tr("At most {count} cells are copied at once: save the tensor as a file instead.")
        self.words.setText(words.format(count=f"{MOST_COPIED:,}"))

    def _offer_menu(self, position: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Copy"), self.table.copy)
        menu.addSeparator()
        menu.addActions(self.edits.actions_for_cells())
        menu.addSeparator()
        menu.addActions([self.edits.undo, self.edits.redo])
        menu.popup(self.table.viewport().mapToGlobal(position))

    def _new_order(self) -> QComboBox:
        order = QComboBox()
        order.addItems([self.tr("by norm"), self.tr("by index"), self.tr("by likeness")])
        order.setToolTip(self.tr("The order in which the receptive fields hang"))
        order.setAccessibleName(self.tr("Order of the receptive fields"))
        return order

    def _new_look_button(self) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon("settings"))
        button.setIconSize(QSize(14, 14))
        button.setMenu(self.looks)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setAutoRaise(True)
        button.setToolTip(self.tr("Whose numbers set the colours, their gamma, and the shape of images"))
        button.setAccessibleName(self.tr("How the tensor is shown"))
        return button

    def _new_tabs(self) -> QTabBar:
        tabs = QTabBar()
        tabs.setExpanding(False)
        tabs.setUsesScrollButtons(False)
        for _ in Side:
            tabs.addTab("")
        tabs.setTabToolTip(Side.HEATMAP, self.tr("All values as colours"))
        tabs.setTabToolTip(
            Side.FIELDS, self.tr("Each row of the weight as the image that its unit looks for")
        )
        tabs.setTabToolTip(Side.VALUES, self.tr("The numbers themselves"))
        tabs.setTabToolTip(Side.HISTOGRAM, self.tr("How often which value occurs"))
        tabs.setTabToolTip(
            Side.SPECTRUM, self.tr("Singular values and effective rank, computed when asked for")
        )
        return tabs

    def _new_place(self) -> QLineEdit:
        place = QLineEdit()
        place.setObjectName("slim")
        place.setPlaceholderText(self.tr("go to row, column"))
        place.setToolTip(self.tr("Row and column, counted from 0, as in 12, 40"))
        place.setValidator(
            QRegularExpressionValidator(QRegularExpression(r"\s*\d{1,9}\s*([,; ]\s*\d{0,9}\s*)?"), place)
        )
        place.returnPressed.connect(self._go_to_place)
        return place

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE)
        head.addWidget(self.choice)
        head.addWidget(self.words, 1)
        self.words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        foot = QHBoxLayout()
        foot.setSpacing(theme.SPACE)
        for widget, stretch in ((self.scale, 1), (self.look_button, 0), (self.order, 0), (self.place, 1)):
            widget.setFixedHeight(_FOOT)
            foot.addWidget(widget, stretch)
        picture = QVBoxLayout()
        picture.setSpacing(theme.SPACE // 2)
        picture.addWidget(self._sides, 1)
        picture.addWidget(self.edits)
        picture.addLayout(foot)
        self._body.setSpacing(theme.SPACE // 2)
        self._body.addLayout(picture, 1)
        self._body.addWidget(self.figures, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE // 2)
        layout.addLayout(head)
        layout.addWidget(self.tabs)
        layout.addLayout(self._body, 1)

    def _arrange(self) -> None:
        directions = QBoxLayout.Direction
        self._body.setDirection(directions.LeftToRight if self.is_wide else directions.TopToBottom)
        self._body.setSpacing(3 * theme.SPACE if self.is_wide else theme.SPACE // 2)
        self._body.setAlignment(
            self.figures, Qt.AlignmentFlag.AlignTop if self.is_wide else Qt.AlignmentFlag(0)
        )
        self.figures.set_in_line(not self.is_wide)
        narrow = self.width() < self.NARROW
        fields = self.tr("Fields") if narrow else self.tr("Receptive fields")
        names = (self.tr("Heatmap"), fields, self.tr("Values"), self.tr("Histogram"), self.tr("Spectrum"))
        self.tabs.setTabVisible(Side.SPECTRUM, self.width() >= self.SLIM)
        for side, name in zip(Side, names, strict=True):
            self.tabs.setTabText(side, name)

    def _show_side(self, number: int) -> None:
        side = self._preferred = Side(number)
        self._picked = True
        self._sides.setCurrentIndex(side)
        self.scale.setVisible(side in (Side.HEATMAP, Side.FIELDS))
        self.look_button.setVisible(side in (Side.HEATMAP, Side.FIELDS))
        self.looks.show_images(side is Side.FIELDS)
        self.order.setVisible(side is Side.FIELDS)
        self.place.setVisible(side is Side.VALUES)
        self.edits.setVisible(side is Side.VALUES)
        self.side_changed.emit(side)

    def _go_to_place(self) -> None:
        row, _, column = self.place.text().replace(";", ",").replace(" ", ",").strip(",").partition(",")
        self.table.go_to(int(row), int(column.strip(",") or 0))
