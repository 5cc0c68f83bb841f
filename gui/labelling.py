"""Labels for what is on the canvas: one key, and the drawing joins the person's own set."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence

from engine.thread.commands import Drawing
from engine.thread.training_commands import KeepLabelled, TakeBackLabelled
from gui.engine_link import EngineLink
from gui.settings import labelled_path
from gui.widgets.canvas import Canvas
from gui.widgets.stroke_history import CanvasContent


class Labelling(QObject):
    """The actions 0 to 9: keep what is on the canvas as that digit, and leave the canvas ready for the next.

    Undoing on the canvas what made room for the next takes the drawing out of the set again. `told` carries words
    for the person. The keys count where the canvas has the focus, so that numbers can be typed elsewhere.
    """

    told = Signal(str)

    def __init__(self, canvas: Canvas, drawing: Callable[[], Drawing], link: EngineLink) -> None:
        super().__init__(canvas)
        self._canvas, self._drawing, self._link = canvas, drawing, link
        self._kept: list[
            tuple[CanvasContent, KeepLabelled]
        ] = []  # those that can be taken back, the last last
        self._words = ""  # what was told last, until the set was counted
        self.actions = [self._action(label) for label in range(10)]

    def keep(self, label: int) -> None:
        """Add what is on the canvas to the set as a `label`, and wipe the canvas."""
        self._canvas.finish_stroke()
        if self._canvas.is_empty or self._canvas.shown.raw:
            self.told.emit(self.tr("draw a {label}, then press {label}").format(label=label))
            return
        command = KeepLabelled(labelled_path(), self._drawing(), label)
        self._kept.append((self._canvas.shown, command))
        self._link.send(command)
        self._canvas.clear()
        self._say(self.tr("kept as a {label}"), label)

    def undo(self) -> None:
        """Undo the last step on the canvas; if it was a label that wiped it, that is taken back, too."""
        self._canvas.undo()
        if self._kept and self._canvas.shown is self._kept[-1][0]:
            _, kept = self._kept.pop()
            self._link.send(TakeBackLabelled(kept.path, kept.drawing, kept.label))
            self._say(self.tr("no longer kept as a {label}"), kept.label)

    def show_counts(self, counts: tuple[int, ...]) -> None:
        """After a change that was told, tell also how many drawings the set holds now."""
        if self._words:
            words = self.tr("{words}: {total} drawings")
            self.told.emit(words.format(words=self._words, total=f"{sum(counts):,}"))
            self._words = ""

    def _say(self, words: str, label: int) -> None:
        self._words = words.format(label=label)
        self.told.emit(self._words)

    def _action(self, label: int) -> QAction:
        action = QAction(self.tr("Keep as a {label}").format(label=label), self)
        action.setShortcut(QKeySequence(str(label)))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda: self.keep(label))
        self._canvas.addAction(action)
        return action
