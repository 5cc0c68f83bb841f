"""The panel Parameters: the tensors of the chosen module, as pictures and as numbers."""

from dataclasses import replace
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QStackedLayout, QVBoxLayout, QWidget

from engine.thread.network_events import NetworkChanged, ParameterDescription
from engine.thread.tensor_events import (
    FieldsRead,
    Figures,
    FiguresRead,
    LevelsRead,
    LimitRead,
    SpectrumOutdated,
    SpectrumRead,
    ValuesRead,
)
from gui import theme
from gui.cell_edits import CellEdits
from gui.engine_link import EngineLink
from gui.inspected_tensor import InspectedTensor
from gui.panel import LEFT, RIGHT, TOP, Panel, Place, listens
from gui.parameter_name import shape_text, short_name
from gui.selection import Selection
from gui.tensor_saving import TensorSaving
from gui.tensor_words import brief_figures, figure_columns, index_words
from gui.widgets.muted_words import MutedWords
from gui.widgets.tensor_tabs import TensorTabs


class ParametersPanel(Panel):
    """One parameter at a time, the chosen one, with words on what it is and on what is pointed at."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "Parameters"))
    icon: ClassVar[str] = "parameters"
    places: ClassVar[dict[str, Place]] = {
        "draw": Place(RIGHT, 1, share=54, from_width=1200),
        "inspect": Place(TOP, 0),
        "train": Place(LEFT, 2, share=32, from_height=860),
    }

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self._parameters: dict[str, ParameterDescription] = {}
        self._buffers: frozenset[str] = frozenset()
        self._is_bare = False  # tensors that make no network
        self._shown: ParameterDescription | None = None
        self._figures: Figures | None = None
        self.tensor = TensorTabs()
        self._inspected = InspectedTensor(self, self.tensor)
        self._edits = CellEdits(link, self.tensor)
        self._saving = TensorSaving(link, self)
        self.words = MutedWords(wrapped=True)
        self._pages = QStackedLayout()
        for page in (self.words, self.tensor):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, theme.SPACE)
        layout.addLayout(self._pages)
        self._connect()
        self._show_choice()

    def menu_actions(self) -> dict[str, list[QAction]]:
        """Saving the tensor; undo and redo of edits without their keys, which are the canvas's outside of values."""
        return {
            "file": [self._saving.menuAction()],
            "edit": [self.tensor.edits.undo, self.tensor.edits.redo],
        }

    @listens(NetworkChanged)
    def show_network(self, event: NetworkChanged) -> None:
        """Take over the network's parameters; what is watched comes anew by itself."""
        self._parameters = {tensor.name: tensor for tensor in (*event.parameters, *event.buffers)}
        self._buffers = frozenset(buffer.name for buffer in event.buffers)
        self._is_bare = bool(event.obstacle)
        self._inspected.forget_spectrum()
        self._show_choice()

    @listens(LevelsRead)
    def show_levels(self, event: LevelsRead) -> None:
        """Fill the heatmap."""
        self._inspected.take_levels(event)

    @listens(FieldsRead)
    def show_fields(self, event: FieldsRead) -> None:
        """Hang the receptive fields."""
        self._inspected.take_fields(event)

    @listens(ValuesRead)
    def show_values(self, event: ValuesRead) -> None:
        """Fill the table."""
        self._inspected.take_values(event)

    @listens(FiguresRead)
    def show_figures(self, event: FiguresRead) -> None:
        """Show figures and histogram."""
        self._inspected.take_figures(event)

    @listens(LimitRead)
    def follow_common_scale(self, event: LimitRead) -> None:
        """Take the scale of the module or the model."""
        self._inspected.take_limit(event)

    @listens(SpectrumRead)
    def show_spectrum(self, event: SpectrumRead) -> None:
        """Draw the singular values, or say why there are none."""
        self._inspected.take_spectrum(event)

    @listens(SpectrumOutdated)
    def outdate_spectrum(self, event: SpectrumOutdated) -> None:
        """Say that the singular values are those of before."""
        self._inspected.outdate_spectrum(event)

    def _offer_menu(self, place: QWidget, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([*self._saving.kinds.values()])
        menu.popup(place.mapToGlobal(at))

    def _connect(self) -> None:
        tensor = self.tensor
        for place in (tensor.view, tensor.wall, tensor.histogram, tensor.figures):
            place.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            place.customContextMenuRequested.connect(partial(self._offer_menu, place))
        tensor.choice.chosen.connect(self._choose)
        tensor.side_changed.connect(self._tell_parameter)
        tensor.view.cell_hovered.connect(self._tell_cell)
        tensor.wall.place_marked.connect(self._tell_unit)
        self._inspected.figures_read.connect(self._take_figures)
        self.selection.changed.connect(self._show_choice)
        self.selection.cell_wanted.connect(self._inspected.open_cell)

    def _choose(self, parameter: str) -> None:
        self.selection.choose(self.selection.module, self._siblings(parameter), parameter)

    def _show_choice(self) -> None:
        parameter = self._parameters.get(self._chosen_name())
        if parameter is None or not parameter.count:
            self._show_nothing(parameter)
        elif self._shown is None or parameter != replace(self._shown, trainable=parameter.trainable):
            self._show(parameter)
        elif parameter != self._shown:  # it was frozen or thawed: its picture stays
            self._shown = parameter
            self._tell_parameter()
        if parameter is not None:
            names = [(name, self._own_name(name)) for name in self._siblings(parameter.name)]
            self.tensor.choice.offer(names, parameter.name)

    def _chosen_name(self) -> str:
        """The chosen parameter; the first one where nothing was chosen, "" where the chosen module has none."""
        if self.selection.parameter in self._parameters or self.selection.module:
            return self.selection.parameter
        return next(iter(self._parameters), "")

    def _siblings(self, parameter: str) -> tuple[str, ...]:
        known = tuple(name for name in self.selection.parameters if name in self._parameters)
        module = parameter.rpartition(".")[0]
        return (
            known
            if parameter in known
            else tuple(n for n in self._parameters if n.rpartition(".")[0] == module)
        )

    def _own_name(self, parameter: str) -> str:
        """The name within the chosen module, as in "weight"."""
        inside = f"{self.selection.module}."
        return parameter.removeprefix(inside) if parameter.startswith(inside) else short_name(parameter)

    def _show_nothing(self, empty: ParameterDescription | None) -> None:
        """Say why there is nothing to see; of an empty tensor, that it is."""
        self._shown = None
        self._saving.choose("" if empty is None else empty.name)
        self._inspected.show_none()
        if empty is not None:
            words = self.tr("{tensor} {shape} is empty: there is no number in it.")
            self.words.setText(words.format(tensor=empty.name, shape=shape_text(empty.shape)))
        elif self._parameters:
            words = self.tr("{module} has no parameters. Choose a layer in the model tree.")
            self.words.setText(words.format(module=self.selection.module))
        else:
            self.words.setText(self.tr("The parameters come with the network, in a moment."))
        self._pages.setCurrentIndex(0)
        self.caption_changed.emit("")

    def _show(self, parameter: ParameterDescription) -> None:
        self._shown, self._figures = parameter, None
        self._edits.parameter = parameter.name
        self._saving.choose(parameter.name)
        self._pages.setCurrentIndex(1)
        self.caption_changed.emit(f"{short_name(parameter.name)} {shape_text(parameter.shape)}")
        self._tell_parameter()
        self._tell_figures()
        self._inspected.show(parameter)

    def _take_figures(self, figures: Figures) -> None:
        self._figures = figures
        self._tell_figures()

    def _tell_parameter(self) -> None:
        if self._shown is not None:
            self.tensor.words.setText(f"{self._shown.dtype} · {self._role(self._shown)}")

    def _role(self, parameter: ParameterDescription) -> str:
        if self._is_bare:
            return self.tr("no network")
        if parameter.name in self._buffers:
            return self.tr("buffer, not trained")
        return self.tr("trainable") if parameter.trainable else self.tr("frozen")

    def _tell_cell(self, row: int, column: int) -> None:
        if row < 0:
            self._tell_parameter()
        elif self._shown is not None:
            words = self.tensor.view.describe(row, column)
            self.tensor.words.setText(
                " ".join(filter(None, (index_words(self._shown.shape, row, column), words)))
            )

    def _tell_unit(self, place: int) -> None:
        words = self.tensor.wall.describe(place)
        if words:
            self.tensor.words.setText(words)
        else:
            self._tell_parameter()

    def _tell_figures(self) -> None:
        if self._shown is not None:
            columns, brief = figure_columns(self._shown, self._figures), brief_figures(self._figures)
            self.tensor.figures.set_figures(columns, brief)
