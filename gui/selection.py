"""What the person has chosen and points at, shared by all panels."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from gui.graph_choice import GraphChoice


@dataclass(frozen=True, slots=True)
class ComparedRun:
    """A run that is laid over the one in use, in the colour of its `place`."""

    folder: Path
    name: str
    place: int


class Selection(QObject):
    """The chosen module with its parameters, and the parameter and class under the pointer.

    Names are those of `named_modules()` and `named_parameters()`; "" and () mean none. A setter that changes
    nothing emits nothing. `compared`: the runs whose curves are laid over
    those of the one in use. `graph`: the choices of the workspace Learn.
    """

    changed = Signal()
    hover_changed = Signal()
    pointed = Signal(str)  # at a panel, by its name
    compared_changed = Signal()
    cell_wanted = Signal(int, int)  # row and column of the chosen parameter: to be seen as a number

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.module = ""
        self.parameter = ""
        self.parameters: tuple[str, ...] = ()
        self.hovered_parameter = ""
        self.hovered_class: int | None = None
        self.compared: tuple[ComparedRun, ...] = ()
        self.graph = GraphChoice(self)

    def choose(self, module: str, parameters: tuple[str, ...], parameter: str = "") -> None:
        """Choose a module and, of its `parameters`, the one to be shown (by default the first)."""
        parameter = parameter or (parameters[0] if parameters else "")
        if (module, parameters, parameter) != (self.module, self.parameters, self.parameter):
            self.module, self.parameters, self.parameter = module, parameters, parameter
            self.changed.emit()

    def compare(self, runs: tuple[ComparedRun, ...]) -> None:
        """Lay these runs over the one in use."""
        if runs != self.compared:
            self.compared = runs
            self.compared_changed.emit()

    def choose_parameter(self, parameter: str) -> None:
        """Choose a parameter alone; its module is the part of the name before the last dot."""
        module = parameter.rpartition(".")[0]
        siblings = self.parameters if parameter in self.parameters and module == self.module else (parameter,)
        self.choose(module, siblings, parameter)

    def open_cell(self, parameter: str, row: int, column: int) -> None:
        """Choose a parameter, and let the number of one of its cells be shown."""
        self.choose_parameter(parameter)
        self.cell_wanted.emit(row, column)

    def point_at(self, panel: str) -> None:
        """Let the window show where the panel of that name is."""
        self.pointed.emit(panel)

    def hover(self, parameter: str = "", digit: int | None = None) -> None:
        """Point at a parameter or at a class; without arguments, at nothing."""
        if (parameter, digit) != (self.hovered_parameter, self.hovered_class):
            self.hovered_parameter, self.hovered_class = parameter, digit
            self.hover_changed.emit()
