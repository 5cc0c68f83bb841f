"""The panel Drawing: the canvas, its tools, and what is done with a drawing; or a row of values to be set."""

import random
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QMimeData
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.thread.commands import (
    Classify,
    Drawing,
    KeepDrawing,
    MakeRandomInput,
    ReadDrawing,
    ReadValues,
    ShapeInput,
)
from engine.thread.events import DrawingRead, InputMade
from engine.thread.network_events import NetworkChanged
from engine.thread.training_events import LabelledCounted
from gui import theme
from gui.drawing_actions import DrawingActions
from gui.drawing_clipboard import command_for, to_mime
from gui.drawing_exchange import DrawingMaker, to_content
from gui.drawing_files import DrawingFiles
from gui.drawing_tools import DrawingTools
from gui.engine_link import EngineLink
from gui.labelling import Labelling
from gui.panel import LEFT, Panel, Place, listens
from gui.resources import example_drawings
from gui.selection import Selection
from gui.settings import drawing_path
from gui.values_input import ValuesInput
from gui.widgets.canvas import Canvas
from gui.widgets.stroke_history import CanvasContent

_MARGIN = 12
_SEEDS = 2**31


class DrawingPanel(Panel):
    """The canvas is read while the pen moves, and kept whenever it is lifted.

    A network whose input is no image has a list of values in its place, and one whose input can be either has what the
    person chooses; the drawing is still there afterwards, and so are the values.
    `last_request`: the number of the latest `Classify`, 0 before the first.
    """

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "Drawing"))
    icon: ClassVar[str] = "pen"
    places: ClassVar[dict[str, Place]] = {
        "draw": Place(LEFT, 0, share=52),
        "inspect": Place(LEFT, 0, share=58),
        "train": Place(LEFT, 0, share=46),
    }

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self.canvas = Canvas()
        self.deeds = DrawingActions(self)
        self._maker = DrawingMaker()
        self._files = DrawingFiles(self, link, self.drawing, self.canvas.to_image)
        self.labelling = Labelling(self.canvas, self.drawing, link)
        self.tools = DrawingTools(self.deeds, self.canvas, self.labelling.actions)
        self.values = ValuesInput(self.deeds)
        self.values.hide()
        self.last_request = 0
        self.takes_values = False
        self._shapes: tuple[tuple[int, int], ...] = ()  # what the input can be taken for
        self.addActions(list(self.deeds.all()))
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        self._offer_history()

    def menu_actions(self) -> dict[str, list[QAction]]:
        """The actions of the drawing, for the menus."""
        menus = self.deeds.for_menus()
        menus["file"].append(self.tools.examples.menuAction())
        menus["edit"].append(self.tools.labels.menuAction())
        return menus

    def drawing(self) -> Drawing:
        """What is on the canvas now, with the stroke under way."""
        return self._maker.drawing(self.canvas.shown)

    def clear(self) -> None:
        """Wipe the canvas; undo brings the drawing back."""
        self.canvas.clear()

    def show_drawing(self, drawing: Drawing) -> None:
        """Put a drawing on the canvas; undo brings back what was there."""
        self.canvas.set_content(to_content(drawing))

    def copy(self) -> None:
        """Put the drawing on the clipboard, as a picture and as strokes."""
        QGuiApplication.clipboard().setMimeData(to_mime(self.canvas.shown, self.canvas.to_image()))

    def paste(self) -> None:
        """Put what lies on the clipboard on the canvas, if it can be drawn."""
        self._read(QGuiApplication.clipboard().mimeData(), self.tr("The clipboard"))

    def showEvent(self, event: QShowEvent) -> None:
        """Say again how broad the brush is, as the title is younger than the panel; give the canvas the first focus."""
        super().showEvent(event)
        self._say_what_is_set()
        if self.window().focusWidget() is None:
            self._input.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the canvas square, so that its tools stay close under it."""
        super().resizeEvent(event)
        self.canvas.setMaximumHeight(self.width() - 2 * _MARGIN)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take pictures and strokes; files are the window's, which opens weights, too."""
        if not event.mimeData().hasUrls() and command_for(event.mimeData(), ""):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put what was dropped on the canvas."""
        self._read(event.mimeData(), self.tr("What was dropped"))
        event.acceptProposedAction()

    @listens(DrawingRead)
    def _on_drawing_read(self, event: DrawingRead) -> None:
        if not event.kept:
            self.show_drawing(event.drawing)
            self._take(values=False)
        elif self.canvas.is_empty and not self.canvas.history.can_undo:
            self.canvas.set_content(to_content(event.drawing), undoable=False)

    @listens(NetworkChanged)
    def _on_network_changed(self, event: NetworkChanged) -> None:
        """Offer what the network takes."""
        rows, columns = event.input_shape
        self._shapes = event.input_shapes
        self.deeds.offer_inputs(
            canvas=any(_is_image(each) for each in self._shapes), values=len(self._shapes) > 1
        )
        if rows == 1:
            self.values.list.set_count(columns)
        if self.takes_values != (rows == 1):
            self._show_input(rows == 1)
        self._check_tool()
        if self.takes_values:
            self._read_values()

    @listens(LabelledCounted)
    def _on_labelled_counted(self, event: LabelledCounted) -> None:
        self.labelling.show_counts(event.counts)

    @listens(InputMade)
    def _on_input_made(self, event: InputMade) -> None:
        if not _is_image(event.image.shape):
            self.values.list.set_values(event.image[0].astype(np.float32) / 255)
        else:
            self.canvas.set_content(CanvasContent(picture=event.image, raw=True))

    def _take(self, values: bool) -> None:
        """Ask for a row of values, or for an image, where there is a choice."""
        for shape in self._shapes if len(self._shapes) > 1 else ():
            if _is_image(shape) != values:
                self.link.send(ShapeInput(shape))

    def _show_input(self, values: bool) -> None:
        """Show the row of values, or the canvas, which has the focus if the other one had it."""
        focused = self.window().focusWidget()
        self.takes_values = values
        for widget in (self.canvas, self.tools):
            widget.setVisible(not values)
        self.values.setVisible(values)
        if focused is not None and self.isAncestorOf(focused):
            self._input.setFocus()
        self._offer_history()
        self._say_what_is_set()

    def _check_tool(self) -> None:
        deeds = self.deeds
        drawing = deeds.eraser if self.canvas.erasing else deeds.pen
        (deeds.values if self.takes_values else drawing).setChecked(True)

    @property
    def _input(self) -> QWidget:
        """What the person sets the input with."""
        return self.values.list if self.takes_values else self.canvas

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 4, _MARGIN, theme.SPACE)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self.tools)
        layout.addWidget(self.values, 1)
        layout.addStretch()

    def _connect(self) -> None:
        deeds, canvas, values = self.deeds, self.canvas, self.values.list
        values.changed.connect(self._read_values)
        values.history_changed.connect(self._offer_history)
        for tool in (deeds.pen, deeds.eraser):
            tool.triggered.connect(lambda: self._take(values=False))
        deeds.values.triggered.connect(lambda: self._take(values=True))
        deeds.undo.triggered.connect(lambda: (values.undo if self.takes_values else self.labelling.undo)())
        deeds.redo.triggered.connect(lambda: (values.redo if self.takes_values else canvas.redo)())
        deeds.clear.triggered.connect(lambda: (values.clear if self.takes_values else self.clear)())
        deeds.copy.triggered.connect(self.copy)
        deeds.paste.triggered.connect(self.paste)
        deeds.open.triggered.connect(self._files.ask_what_to_open)
        deeds.save.triggered.connect(self._files.ask_where_to_save)
        deeds.random.triggered.connect(lambda: self.link.send(MakeRandomInput(random.randrange(_SEEDS))))
        deeds.normalise.toggled.connect(self._classify)
        for digit, example in enumerate(deeds.examples):
            example.triggered.connect(lambda _, digit=digit: self._open_example(digit))
        canvas.ink_changed.connect(self._follow_ink)
        canvas.stroke_finished.connect(self._keep)
        canvas.brush_changed.connect(self._say_what_is_set)
        self.labelling.told.connect(self.caption_changed)

    def _follow_ink(self) -> None:
        self._classify()
        if self.canvas.source is None:
            self._keep()

    def _classify(self) -> None:
        self.last_request += 1
        drawing = self.drawing()
        normalise = self.deeds.normalise.isChecked() and not drawing.raw
        self.link.send(Classify(self.last_request, self.canvas.generation, drawing, normalise))

    def _read_values(self) -> None:
        self.last_request += 1
        self.link.send(ReadValues(self.last_request, self.canvas.generation, self.values.list.values))
        self._offer_history()

    def _keep(self) -> None:
        self._offer_history()
        self.link.send(KeepDrawing(drawing_path(), self.drawing()))

    def _offer_history(self) -> None:
        if self.takes_values:
            values = self.values.list
            self.deeds.undo.setEnabled(values.can_undo)
            self.deeds.redo.setEnabled(values.can_redo)
            self.deeds.clear.setEnabled(bool(values.values.any()))
            return
        history = self.canvas.history
        self.deeds.undo.setEnabled(history.can_undo)
        self.deeds.redo.setEnabled(history.can_redo)
        self.deeds.clear.setEnabled(not self.canvas.is_empty)

    def _say_what_is_set(self) -> None:
        if self.takes_values:
            words = self.tr("{count} values").format(count=self.values.list.values.size)
        else:
            words = self.tr("{width} px brush").format(width=round(self.canvas.brush))
        self.caption_changed.emit(words)

    def _read(self, mime: QMimeData, name: str) -> None:
        command = command_for(mime, name)
        if command is not None:
            self.link.send(command)

    def _open_example(self, digit: int) -> None:
        with example_drawings() as path:
            self.link.send(ReadDrawing(path, index=digit))


def _is_image(shape: tuple[int, ...]) -> bool:
    return shape[0] > 1
