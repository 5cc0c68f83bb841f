"""The panel Parameters: the tensors of the chosen module, as pictures and as numbers."""

from dataclasses import replace
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QStackedLayout, QVBoxLayout, QWidget

from engine.thread.commands import Order, Region, Topic, Watch
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
from gui.panel import LEFT, RIGHT, TOP, Panel, Place, listens
from gui.parameter_name import shape_text, short_name
from gui.selection import Selection
from gui.tensor_saving import TensorSaving
from gui.tensor_shape import image_of, matrix_shape
from gui.tensor_words import brief_figures, figure_columns, index_words, spectrum_obstacle
from gui.widgets.muted_words import MutedWords
from gui.widgets.tensor_tabs import Side, TensorTabs
from gui.widgets.view_menu import Scope

_BINS = 64
_LEVELS, _VALUES, _FIGURES = "parameters/levels", "parameters/values", "parameters/figures"
_LIMIT, _SPECTRUM = "parameters/limit", "parameters/spectrum"
_ORDERS = (Order.NORM, Order.INDEX, Order.SIMILARITY)  # as they are offered
_MOST_ALIKE = 1 << 14  # units that can be compared with each other


class ParametersPanel(Panel):
    """One parameter at a time, the chosen one; of it, only what the open tab shows is watched."""

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
        self._fields_wish: tuple[str, int] = ("", 0)  # the subscription and the first place that it is about
        self._figures: Figures | None = None
        self._scale_is_new = True
        self._common_limit: float | None = None  # of the module or the model, where that is the scale
        self.tensor = TensorTabs()
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
        self._forget_spectrum()
        self._show_choice()

    @listens(LevelsRead)
    def show_levels(self, event: LevelsRead) -> None:
        """Fill the heatmap."""
        if event.subscription == _LEVELS and self._is_shown(event.parameter):
            self._aim(event.limit)
            self.tensor.view.set_levels(event.levels, event.region)

    @listens(FieldsRead)
    def show_fields(self, event: FieldsRead) -> None:
        """Hang the receptive fields."""
        subscription, first = self._fields_wish
        if event.subscription == subscription and self._is_shown(event.parameter):
            self._aim(event.limit)
            self.tensor.wall.set_fields(first, event.rows, event.fields)

    @listens(ValuesRead)
    def show_values(self, event: ValuesRead) -> None:
        """Fill the table."""
        if event.subscription == _VALUES and self._is_shown(event.parameter):
            self.tensor.table.set_block(event.region, event.values)

    @listens(FiguresRead)
    def show_figures(self, event: FiguresRead) -> None:
        """Show figures and histogram."""
        if event.subscription == _FIGURES and self._is_shown(event.parameter):
            self._figures = event.figures
            self._tell_figures()
            self.tensor.histogram.set_counts(event.counts, event.edges)

    @listens(LimitRead)
    def follow_common_scale(self, event: LimitRead) -> None:
        """Take the scale of the module or the model."""
        if event.subscription == _LIMIT and event.module == self._scope_module():
            self._common_limit = event.limit
            self._aim(event.limit)

    @listens(SpectrumRead)
    def show_spectrum(self, event: SpectrumRead) -> None:
        """Draw the singular values, or say why there are none; they are computed once."""
        if event.subscription != _SPECTRUM or not self._is_shown(event.parameter):
            return
        self.unwatch(_SPECTRUM)
        if event.obstacle is None:
            self.tensor.spectrum.show_values(event.values, event.effective_rank)
        else:
            self.tensor.spectrum.refuse(spectrum_obstacle(event))

    @listens(SpectrumOutdated)
    def outdate_spectrum(self, event: SpectrumOutdated) -> None:
        """Say that the singular values are those of before."""
        if event.subscription == _SPECTRUM and self._is_shown(event.parameter):
            self.tensor.spectrum.mark_stale()

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
        tensor.side_changed.connect(self._watch_side)
        tensor.view.region_wanted.connect(self._watch_levels)
        tensor.view.cell_hovered.connect(self._tell_cell)
        tensor.wall.rows_wanted.connect(self._watch_fields)
        tensor.wall.place_marked.connect(self._tell_unit)
        tensor.wall.unit_opened.connect(self._open_row)
        tensor.table.block_wanted.connect(self._watch_values)
        tensor.order.currentIndexChanged.connect(tensor.wall.ask_again)
        tensor.looks.scope_chosen.connect(self._watch_limit)
        tensor.looks.image_chosen.connect(self._hang_images)
        tensor.spectrum.wanted.connect(self._want_spectrum)
        self.selection.changed.connect(self._show_choice)
        self.selection.cell_wanted.connect(self._open_cell)

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
        self._withdraw()
        self.unwatch(_FIGURES)
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
        rows, columns = matrix_shape(parameter.shape)
        tensor = self.tensor
        image, natural = image_of(parameter.shape)
        tensor.looks.offer_images(rows, columns, image)
        tensor.offer_fields(image != (0, 0), natural)
        tensor.view.set_shape(rows, columns)
        self._hang_images(image, across=False)
        tensor.table.set_shape(rows, columns)
        self._pages.setCurrentIndex(1)
        self.caption_changed.emit(f"{short_name(parameter.name)} {shape_text(parameter.shape)}")
        self._tell_parameter()
        self._tell_figures()
        self._forget_spectrum()
        self._watch_limit()
        self.watch(Watch(_FIGURES, Topic.FIGURES, parameter.name, columns=_BINS))
        self._watch_side(tensor.side)

    def _watch_side(self, side: Side) -> None:
        """Watch what is seen and nothing else; the open tab asks for as much as it has room for."""
        self._scale_is_new = True
        self._withdraw()
        self._tell_parameter()
        if side is Side.HEATMAP:
            self.tensor.view.ask_again()
        elif side is Side.FIELDS:
            self.tensor.wall.ask_again()
        elif side is Side.VALUES:
            self.tensor.table.ask_again()

    def _withdraw(self) -> None:
        for subscription in (_LEVELS, _VALUES, self._fields_wish[0]):
            self.unwatch(subscription)

    def _watch_levels(self, extent: tuple[int, int, int, int], rows: int, columns: int) -> None:
        if self._shown is not None and self.tensor.side is Side.HEATMAP:
            wish = Watch(_LEVELS, Topic.LEVELS, self._shown.name, Region(*extent), rows, columns)
            self.watch(wish)

    def _watch_fields(self, first: int, count: int) -> None:
        """A subscription for each wish: the answer does not say which places it is about."""
        if self._shown is None or self.tensor.side is not Side.FIELDS:
            return
        order, looks = _ORDERS[self.tensor.order.currentIndex()], self.tensor.looks
        subscription = f"parameters/fields/{order.name}/{looks.image}/{looks.across}/{first}/{count}"
        if subscription != self._fields_wish[0]:
            self.unwatch(self._fields_wish[0])
        self._fields_wish = (subscription, first)
        length = looks.image[0] * looks.image[1]
        region = Region(first, 0, min(first + count, self.tensor.wall.total), length)
        about = (self._shown.name, region, count, length, order, looks.image, looks.across)
        self.watch(Watch(subscription, Topic.FIELDS, *about))

    def _watch_values(self, extent: tuple[int, int, int, int]) -> None:
        if self._shown is not None and self.tensor.side is Side.VALUES:
            region = Region(*extent)
            wish = Watch(_VALUES, Topic.VALUES, self._shown.name, region, region.rows, region.columns)
            self.watch(wish)

    def _is_shown(self, parameter: str) -> bool:
        return self._shown is not None and self._shown.name == parameter

    def _aim(self, limit: float) -> None:
        """Move the colours to a limit measured; that of the module or the model goes before it."""
        limit = limit if self._common_limit is None else self._common_limit
        if self._scale_is_new:
            self.tensor.scale.restart(limit)
        else:
            self.tensor.scale.aim(limit)
        self._scale_is_new = False

    def _scope_module(self) -> str:
        """The module whose numbers set the scale, "": all of the model."""
        inside = self._shown.name.rpartition(".")[0] if self._shown is not None else ""
        return inside if self.tensor.looks.scope is Scope.MODULE else ""

    def _watch_limit(self) -> None:
        """Let the scale be that of the tensor, or watch that of its module or the model."""
        self._common_limit = None
        self._scale_is_new = True
        if self.tensor.looks.scope is Scope.TENSOR:
            self.unwatch(_LIMIT)
            self._watch_side(self.tensor.side)
        else:
            self.watch(Watch(_LIMIT, Topic.LIMIT, self._scope_module()))

    def _hang_images(self, image: tuple[int, int], across: bool) -> None:
        """Hang images of another shape, of rows or of columns."""
        length = image[0] * image[1]
        total = self._shown.count // length if self._shown is not None and length else 0
        self.tensor.offer_likeness(total <= _MOST_ALIKE)
        self.tensor.wall.set_total(total, across)

    def _want_spectrum(self, wanted: bool) -> None:
        if wanted and self._shown is not None:
            self.watch(Watch(_SPECTRUM, Topic.SPECTRUM, self._shown.name))
        else:
            self.unwatch(_SPECTRUM)

    def _forget_spectrum(self) -> None:
        self.unwatch(_SPECTRUM)
        self.tensor.spectrum.forget()

    def _open_row(self, unit: int) -> None:
        assert self._shown is not None
        looks, (rows, columns) = self.tensor.looks, matrix_shape(self._shown.shape)
        length = looks.image[0] * looks.image[1]
        self._open_cell(*((0, unit * length // rows) if looks.across else divmod(unit * length, columns)))

    def _open_cell(self, row: int, column: int) -> None:
        self.tensor.tabs.setCurrentIndex(Side.VALUES)
        self.tensor.table.go_to(row, column)

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
