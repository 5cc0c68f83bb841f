"""The panel Parameters: the tensors of the chosen module, as pictures and as numbers."""

import math
from dataclasses import replace
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QStackedLayout, QVBoxLayout, QWidget

from engine.thread.commands import Order, Region, Topic, Watch
from engine.thread.events import (
    FieldsRead,
    Figures,
    FiguresRead,
    LevelsRead,
    NetworkChanged,
    ParameterDescription,
    ValuesRead,
)
from gui import theme
from gui.cell_edits import CellEdits
from gui.engine_link import EngineLink
from gui.panel import LEFT, RIGHT, TOP, Panel, Place, listens
from gui.parameter_name import shape_text, short_name
from gui.selection import Selection
from gui.tensor_saving import TensorSaving
from gui.widgets.muted_words import MutedWords
from gui.widgets.tensor_tabs import Side, TensorTabs

_BINS = 64
_COUNTS = ("zeros", "nan", "inf")
_LEVELS, _VALUES, _FIGURES = "parameters/levels", "parameters/values", "parameters/figures"


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
        self._is_bare = False  # tensors that make no network
        self._shown: ParameterDescription | None = None
        self._fields_wish: tuple[str, int] = ("", 0)  # the subscription and the first place that it is about
        self._figures: Figures | None = None
        self._scale_is_new = True
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
        self._parameters = {parameter.name: parameter for parameter in event.parameters}
        self._is_bare = bool(event.obstacle)
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
        self.selection.changed.connect(self._show_choice)

    def _choose(self, parameter: str) -> None:
        self.selection.choose(self.selection.module, self._siblings(parameter), parameter)

    def _show_choice(self) -> None:
        parameter = self._parameters.get(self._chosen_name())
        if parameter is None:
            self._show_nothing()
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

    def _show_nothing(self) -> None:
        self._shown = None
        self._saving.choose("")
        self._withdraw()
        self.unwatch(_FIGURES)
        if self._parameters:
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
        rows, columns = _matrix_shape(parameter)
        tensor = self.tensor
        tensor.offer_fields(_has_fields(parameter))
        tensor.view.set_shape(rows, columns)
        tensor.wall.set_total(rows if _has_fields(parameter) else 0)
        tensor.table.set_shape(rows, columns)
        self._pages.setCurrentIndex(1)
        self.caption_changed.emit(f"{short_name(parameter.name)} {shape_text(parameter.shape)}")
        self._tell_parameter()
        self._tell_figures()
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
        order = Order.INDEX if self.tensor.order.currentIndex() else Order.NORM
        subscription = f"parameters/fields/{order.name}/{first}/{count}"
        rows, columns = _matrix_shape(self._shown)
        if subscription != self._fields_wish[0]:
            self.unwatch(self._fields_wish[0])
        self._fields_wish = (subscription, first)
        region = Region(first, 0, min(first + count, rows), columns)
        self.watch(Watch(subscription, Topic.FIELDS, self._shown.name, region, count, columns, order))

    def _watch_values(self, extent: tuple[int, int, int, int]) -> None:
        if self._shown is not None and self.tensor.side is Side.VALUES:
            region = Region(*extent)
            wish = Watch(_VALUES, Topic.VALUES, self._shown.name, region, region.rows, region.columns)
            self.watch(wish)

    def _is_shown(self, parameter: str) -> bool:
        return self._shown is not None and self._shown.name == parameter

    def _aim(self, limit: float) -> None:
        if self._scale_is_new:
            self.tensor.scale.restart(limit)
        else:
            self.tensor.scale.aim(limit)
        self._scale_is_new = False

    def _open_row(self, unit: int) -> None:
        self.tensor.tabs.setCurrentIndex(Side.VALUES)
        self.tensor.table.go_to(unit, 0)

    def _tell_parameter(self) -> None:
        if self._shown is not None:
            trainable = self.tr("trainable") if self._shown.trainable else self.tr("frozen")
            words = self.tr("inspection only") if self._is_bare else trainable
            self.tensor.words.setText(f"{self._shown.dtype} · {words}")

    def _tell_cell(self, row: int, column: int) -> None:
        if row < 0:
            self._tell_parameter()
        else:
            self.tensor.words.setText(self.tensor.view.describe(row, column))

    def _tell_unit(self, place: int) -> None:
        words = self.tensor.wall.describe(place)
        if words:
            self.tensor.words.setText(words)
        else:
            self._tell_parameter()

    def _tell_figures(self) -> None:
        if self._shown is None:
            return
        about = (
            (self.tr("shape"), shape_text(self._shown.shape)),
            (self.tr("type"), self._shown.dtype),
            (self.tr("values"), f"{self._shown.count:,}"),
        )
        figures = self._figures
        found = {} if figures is None else self._named(figures)
        odd = ("nan", "inf") if figures is not None and figures.nan + figures.inf else ()
        wanted = (*odd, "mean", "std", "norm", "minimum", "maximum", "zeros")
        counts, measured = (
            [found[key] for key in _COUNTS if found],
            [pair for key, pair in found.items() if key not in _COUNTS],
        )
        self.tensor.figures.set_figures(
            ((*about, *counts), tuple(measured)), tuple(found[key] for key in wanted if key in found)
        )

    def _named(self, figures: Figures) -> dict[str, tuple[str, str]]:
        """Each figure's name and value, as written, by its key."""
        number = theme.number
        shares = ("0.5 %", "25 %", self.tr("median"), "75 %", "99.5 %")
        quantiles = zip(shares, figures.quantiles, strict=True)
        return {
            "minimum": (self.tr("min"), number(figures.minimum)),
            **{share: (share, number(value)) for share, value in quantiles},
            "maximum": (self.tr("max"), number(figures.maximum)),
            "mean": (self.tr("mean"), number(figures.mean)),
            "std": (self.tr("std"), number(figures.std)),
            "norm": (self.tr("norm"), number(figures.norm)),
            "zeros": (self.tr("zeros"), f"{figures.zeros:,}"),
            "nan": (self.tr("NaN"), f"{figures.nan:,}"),
            "inf": (self.tr("Inf"), f"{figures.inf:,}"),
        }


def _matrix_shape(parameter: ParameterDescription) -> tuple[int, int]:
    """Rows and columns of a parameter seen as a matrix: a vector is one row, further dimensions are columns."""
    if len(parameter.shape) < 2:
        return 1, parameter.count
    return parameter.shape[0], math.prod(parameter.shape[1:])


def _has_fields(parameter: ParameterDescription) -> bool:
    """Whether the rows of the matrix are square images."""
    columns = _matrix_shape(parameter)[1]
    return len(parameter.shape) > 1 and columns >= 4 and math.isqrt(columns) ** 2 == columns
