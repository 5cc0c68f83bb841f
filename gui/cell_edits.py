"""Edits of the values of a parameter: from the table of the window to the engine, and what may be taken back."""

from PySide6.QtCore import QObject

from engine.thread.commands import Region
from engine.thread.editing_commands import EditWeights, Operation, RedoEdit, UndoEdit
from engine.thread.editing_events import EditsChanged
from gui import theme
from gui.engine_link import EngineLink
from gui.parameter_name import short_name
from gui.widgets.edit_bar import CellEdit
from gui.widgets.tensor_tabs import TensorTabs

_OPERATIONS = {
    CellEdit.SET: Operation.SET,
    CellEdit.SCALE: Operation.SCALE,
    CellEdit.NOISE: Operation.NOISE,
}


class CellEdits(QObject):
    """Sends what is done to the cells of `tensor`, which shows `parameter`; each noise has a seed of its own."""

    def __init__(self, link: EngineLink, tensor: TensorTabs) -> None:
        super().__init__(tensor)
        self.parameter = ""
        self._link, self._tensor = link, tensor
        self._seed = 0
        tensor.table.typed.connect(lambda cells, value: self._edit(cells, CellEdit.SET, value))
        tensor.edits.wanted.connect(lambda edit, value: self._edit(tensor.table.selected(), edit, value))
        tensor.edits.undo.triggered.connect(lambda: link.send(UndoEdit()))
        tensor.edits.redo.triggered.connect(lambda: link.send(RedoEdit()))
        link.subscribe(EditsChanged, self._show)

    def _edit(self, cells: tuple[int, int, int, int], edit: CellEdit, value: float) -> None:
        self._seed += edit is CellEdit.NOISE
        seed = self._seed if edit is CellEdit.NOISE else 0
        self._link.send(EditWeights(self.parameter, Region(*cells), _OPERATIONS[edit], value, seed))

    def _show(self, event: EditsChanged) -> None:
        undo, redo = (("" if each is None else self._words(each)) for each in (event.undo, event.redo))
        self._tensor.edits.offer(undo, redo)

    def _words(self, edit: EditWeights) -> str:
        """As in "…0.weight [3, 0:784] × 0.5", the cells written as slices are in Python."""
        top, left, bottom, right = edit.region
        rows, columns = _slice(top, bottom), _slice(left, right)
        value = theme.number(edit.value)
        done = {
            Operation.SET: self.tr("set to {value}"),
            Operation.SCALE: self.tr("scaled by {value}"),
            Operation.NOISE: self.tr("noise of {value}"),
        }[edit.operation]
        return f"{short_name(edit.parameter)} [{rows}, {columns}] {done.format(value=value)}"


def _slice(first: int, end: int) -> str:
    return str(first) if end == first + 1 else f"{first}:{end}"
