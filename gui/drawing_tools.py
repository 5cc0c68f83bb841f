"""The tools under the canvas: two rows of buttons with the brush's slider and the switch of normalisation."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QSlider, QToolButton, QVBoxLayout, QWidget

from gui import theme
from gui.drawing_actions import DrawingActions
from gui.icons import icon
from gui.widgets.canvas import Canvas
from gui.widgets.icon_button import IconButton

FINEST, BROADEST = 2, 80  # brush, in units of the canvas
BRUSH_STEP = 2

_GAP = 4


class DrawingTools(QWidget):
    """Buttons for the actions of a drawing; tool and brush of the canvas follow them, and they follow the canvas."""

    def __init__(
        self,
        deeds: DrawingActions,
        canvas: Canvas,
        labels: Sequence[QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._deeds = deeds
        self._canvas = canvas
        self.brush = QSlider(Qt.Orientation.Horizontal)
        self.normalise = QCheckBox(deeds.normalise.text())
        self.examples = QMenu(self.tr("Examples"), self)
        self.examples.addActions(deeds.examples)
        self.labels = QMenu(self.tr("Keep for training"), self)
        self.labels.addActions(labels)
        self._set_up_brush()
        self._set_up_normalise()
        self._lay_out()
        self._connect_tools()

    def _set_up_brush(self) -> None:
        self.brush.setRange(FINEST, BROADEST)
        self.brush.setSingleStep(BRUSH_STEP)
        self.brush.setMinimumWidth(48)
        self.brush.setValue(round(self._canvas.brush))
        self.brush.setAccessibleName(self.tr("Brush size"))
        self.brush.setToolTip(self.tr("Brush size ([ and ])"))
        self.brush.valueChanged.connect(lambda value: self._canvas.set_brush(float(value)))
        self._canvas.brush_changed.connect(self._follow_brush)
        self._deeds.smaller.triggered.connect(lambda: self.brush.setValue(self.brush.value() - BRUSH_STEP))
        self._deeds.larger.triggered.connect(lambda: self.brush.setValue(self.brush.value() + BRUSH_STEP))

    def _follow_brush(self, width: float) -> None:
        with QSignalBlocker(self.brush):  # its whole numbers must not round the canvas's brush
            self.brush.setValue(round(width))

    def _set_up_normalise(self) -> None:
        action = self._deeds.normalise
        self.normalise.setChecked(action.isChecked())
        self.normalise.setToolTip(action.toolTip())
        self.normalise.toggled.connect(action.setChecked)
        action.toggled.connect(self.normalise.setChecked)

    def _connect_tools(self) -> None:
        deeds, canvas = self._deeds, self._canvas
        deeds.pen.triggered.connect(lambda: canvas.set_eraser(False))
        deeds.eraser.triggered.connect(lambda: canvas.set_eraser(True))
        canvas.eraser_changed.connect(
            lambda erasing: (deeds.eraser if erasing else deeds.pen).setChecked(True)
        )

    def _lay_out(self) -> None:
        deeds = self._deeds
        first, second = QHBoxLayout(), QHBoxLayout()
        for tool in (deeds.pen, deeds.eraser, deeds.values):
            first.addWidget(IconButton(tool))
        first.addSpacing(theme.SPACE - _GAP)
        first.addWidget(self.brush, 1)
        first.addSpacing(theme.SPACE - _GAP)
        for deed in (deeds.undo, deeds.redo, deeds.clear):
            first.addWidget(IconButton(deed))
        for button in (
            IconButton(deeds.open),
            IconButton(deeds.save),
            _menu_button("examples", self.tr("Example digits"), self.examples),
            IconButton(deeds.random),
            _menu_button(
                "label", self.tr("Keep for training: draw a digit and press its key, 0 to 9"), self.labels
            ),
        ):
            second.addWidget(button)
        second.addStretch()
        second.addWidget(self.normalise)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(_GAP)
        for row in (first, second):
            row.setSpacing(_GAP)
            rows.addLayout(row)


def _menu_button(picture: str, words: str, menu: QMenu) -> QToolButton:
    button = IconButton(QAction(icon(picture), words, menu))
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button
