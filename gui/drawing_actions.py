"""What can be done with a drawing: actions with their words, icons and keys, shared by panel and menus."""

from collections.abc import Iterator

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from gui.icons import icon

Keys = str | QKeySequence.StandardKey | tuple[str, ...]


class DrawingActions(QObject):
    """The actions; they do nothing of their own: whoever owns the canvas connects them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        standard = QKeySequence.StandardKey
        self.pen = self._add("pen", self.tr("Pen"), "B")
        self.eraser = self._add("eraser", self.tr("Eraser; so is the right button"), "E")
        self.values = self._add("values", self.tr("Set values"), "V")
        self.smaller = self._add("", self.tr("Finer brush"), "[")
        self.larger = self._add("", self.tr("Broader brush"), "]")
        self.undo = self._add("undo", self.tr("Undo"), standard.Undo)
        self.redo = self._add("redo", self.tr("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"))
        self.clear = self._add("clear", self.tr("Clear the canvas"), ("Del", "Ctrl+Backspace"))
        self.copy = self._add("copy", self.tr("Copy the drawing"), standard.Copy)
        self.paste = self._add("paste", self.tr("Paste a picture or a drawing"), standard.Paste)
        self.open = self._add("image", self.tr("Open a picture or a drawing …"), standard.Open)
        self.save = self._add("save", self.tr("Save the drawing …"), standard.Save)
        self.random = self._add("dice", self.tr("Random input"), "R")
        self.normalise = self._add("normalise", self.tr("Normalise"), "N")
        self.examples = [
            self._add("", self.tr("Example {digit}").format(digit=digit), "") for digit in range(10)
        ]
        self._explain()
        self._choose_tool()

    def all(self) -> Iterator[QAction]:
        """Every action, once."""
        return (action for action in self.children() if isinstance(action, QAction))

    def for_menus(self) -> dict[str, list[QAction]]:
        """Where the menus of the window show them."""
        return {
            "file": [self.open, self.save, self.random],
            "edit": [
                *(self.undo, self.redo, self._separator()),
                *(self.copy, self.paste, self.clear, self._separator()),
                *(self.pen, self.eraser, self.values, self.smaller, self.larger, self._separator()),
                self.normalise,
            ],
        }

    def offer_inputs(self, canvas: bool, values: bool) -> None:
        """Offer the tools of the canvas where there can be one, and that of values where there is a choice."""
        for tool in (self.pen, self.eraser, self.smaller, self.larger):
            tool.setVisible(canvas)
        self.values.setVisible(canvas and values)

    def _add(self, picture: str, words: str, keys: Keys) -> QAction:
        """An action of this object; its tooltip says its words and its keys."""
        action = QAction(words.partition(";")[0], self)
        if picture:
            action.setIcon(icon(picture))
            action.setIconVisibleInMenu(False)
        if isinstance(keys, tuple):
            action.setShortcuts([QKeySequence(key) for key in keys])
        elif keys:
            action.setShortcut(QKeySequence(keys))
        native = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        words = words.rstrip(" …")
        action.setToolTip(f"{words} ({native})" if native else words)
        return action

    def _separator(self) -> QAction:
        separator = QAction(self)
        separator.setSeparator(True)
        return separator

    def _explain(self) -> None:
        self.values.setToolTip(
            self.tr(
                "Set values (V): the numbers that enter the network, one by one in the place of the canvas"
            )
        )
        self.random.setToolTip(
            self.tr("Random input (R): noise of the input's shape, to see what the network makes of no digit")
        )
        self.normalise.setToolTip(
            self.tr(
                "Normalise (N): scale the ink to 20 pixels and put its centre of mass in the middle, as was done "
                "with the digits that the network learned from. Without it, the network reads the canvas as it is "
                "and often misreads digits that are small or off the centre."
            )
        )

    def _choose_tool(self) -> None:
        tools = QActionGroup(self)
        for tool in (self.pen, self.eraser, self.values):
            tool.setCheckable(True)
            tools.addAction(tool)
        self.pen.setChecked(True)
        self.values.setVisible(False)
        self.normalise.setCheckable(True)
        self.normalise.setChecked(True)
