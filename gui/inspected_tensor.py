"""The tensor that the panel Parameters shows: of it, only what the open tab shows is watched."""

from PySide6.QtCore import QObject, Signal

from engine.thread.commands import Order, Region, Topic, Watch
from engine.thread.network_events import ParameterDescription
from engine.thread.tensor_events import (
    FieldsRead,
    FiguresRead,
    LevelsRead,
    LimitRead,
    SpectrumOutdated,
    SpectrumRead,
    ValuesRead,
)
from gui.panel import Panel
from gui.tensor_shape import fold_of, image_of, matrix_shape
from gui.tensor_words import spectrum_obstacle
from gui.widgets.tensor_tabs import Side, TensorTabs
from gui.widgets.view_menu import Scope

_BINS = 64
_LEVELS, _VALUES, _FIGURES = "parameters/levels", "parameters/values", "parameters/figures"
_LIMIT, _SPECTRUM = "parameters/limit", "parameters/spectrum"
_ORDERS = (Order.NORM, Order.INDEX, Order.SIMILARITY)  # as they are offered
_MOST_ALIKE = 1 << 14  # units that can be compared with each other


class InspectedTensor(QObject):
    """Asks the engine, for its `panel`, for what is seen of a parameter in `tabs`, and fills them with the answers.

    `figures_read` carries the `Figures` of the parameter.
    """

    figures_read = Signal(object)

    def __init__(self, panel: Panel, tabs: TensorTabs) -> None:
        super().__init__(panel)
        self._panel, self._tabs = panel, tabs
        self._parameter: ParameterDescription | None = None
        self._fields_wish: tuple[str, int] = ("", 0)  # the subscription and the first place that it is about
        self._scale_is_new = True
        self._common_limit: float | None = None  # of the module or the model, where that is the scale
        self._connect()

    def show(self, parameter: ParameterDescription) -> None:
        """Show another parameter, all of it."""
        self._parameter = parameter
        rows, columns = matrix_shape(parameter.shape)
        image, natural = image_of(parameter.shape)
        tabs = self._tabs
        tabs.looks.offer_images(rows, columns, image)
        tabs.offer_fields(image != (0, 0), natural)
        if fold := fold_of(parameter.shape):
            tabs.view.set_vector(columns, fold)
        else:
            tabs.view.set_shape(rows, columns)
        self._hang_images(image, across=False)
        tabs.table.set_shape(rows, columns)
        self.forget_spectrum()
        self._watch_limit()
        self._panel.watch(Watch(_FIGURES, Topic.FIGURES, parameter.name, columns=_BINS))
        self._watch_side(tabs.side)

    def show_none(self) -> None:
        """Watch nothing."""
        self._parameter = None
        self._withdraw()
        self._panel.unwatch(_FIGURES)

    def open_cell(self, row: int, column: int) -> None:
        """Show a cell as a number."""
        self._tabs.tabs.setCurrentIndex(Side.VALUES)
        self._tabs.table.go_to(row, column)

    def forget_spectrum(self) -> None:
        """The singular values are those of something else."""
        self._panel.unwatch(_SPECTRUM)
        self._tabs.spectrum.forget()

    def take_levels(self, event: LevelsRead) -> None:
        """Fill the heatmap."""
        if event.subscription == _LEVELS and self._is_shown(event.parameter):
            self._aim(event.limit)
            self._tabs.view.set_levels(event.levels, event.region)

    def take_fields(self, event: FieldsRead) -> None:
        """Hang the receptive fields."""
        subscription, first = self._fields_wish
        if event.subscription == subscription and self._is_shown(event.parameter):
            self._aim(event.limit)
            self._tabs.wall.set_fields(first, event.rows, event.fields)

    def take_values(self, event: ValuesRead) -> None:
        """Fill the table."""
        if event.subscription == _VALUES and self._is_shown(event.parameter):
            self._tabs.table.set_block(event.region, event.values)

    def take_figures(self, event: FiguresRead) -> None:
        """Fill the histogram, and tell the figures."""
        if event.subscription == _FIGURES and self._is_shown(event.parameter):
            self._tabs.histogram.set_counts(event.counts, event.edges)
            self.figures_read.emit(event.figures)

    def take_limit(self, event: LimitRead) -> None:
        """Take the scale of the module or the model."""
        if event.subscription == _LIMIT and event.module == self._scope_module():
            self._common_limit = event.limit
            self._aim(event.limit)

    def take_spectrum(self, event: SpectrumRead) -> None:
        """Draw the singular values, or say why there are none; they are computed once."""
        if event.subscription != _SPECTRUM or not self._is_shown(event.parameter):
            return
        self._panel.unwatch(_SPECTRUM)
        if event.obstacle is None:
            self._tabs.spectrum.show_values(event.values, event.effective_rank)
        else:
            self._tabs.spectrum.refuse(spectrum_obstacle(event))

    def outdate_spectrum(self, event: SpectrumOutdated) -> None:
        """Say that the singular values are those of before."""
        if event.subscription == _SPECTRUM and self._is_shown(event.parameter):
            self._tabs.spectrum.mark_stale()

    def _connect(self) -> None:
        tabs = self._tabs
        tabs.side_changed.connect(self._watch_side)
        tabs.view.region_wanted.connect(self._watch_levels)
        tabs.wall.rows_wanted.connect(self._watch_fields)
        tabs.wall.unit_opened.connect(self._open_row)
        tabs.table.block_wanted.connect(self._watch_values)
        tabs.order.currentIndexChanged.connect(tabs.wall.ask_again)
        tabs.looks.scope_chosen.connect(self._watch_limit)
        tabs.looks.image_chosen.connect(self._hang_images)
        tabs.spectrum.wanted.connect(self._want_spectrum)

    def _is_shown(self, parameter: str) -> bool:
        return self._parameter is not None and self._parameter.name == parameter

    def _watch_side(self, side: Side) -> None:
        """Watch what is seen and nothing else; the open tab asks for as much as it has room for."""
        self._scale_is_new = True
        self._withdraw()
        if side is Side.HEATMAP:
            self._tabs.view.ask_again()
        elif side is Side.FIELDS:
            self._tabs.wall.ask_again()
        elif side is Side.VALUES:
            self._tabs.table.ask_again()

    def _withdraw(self) -> None:
        for subscription in (_LEVELS, _VALUES, self._fields_wish[0]):
            self._panel.unwatch(subscription)

    def _watch_levels(self, extent: tuple[int, int, int, int], rows: int, columns: int) -> None:
        if self._parameter is not None and self._tabs.side is Side.HEATMAP:
            about = (self._parameter.name, Region(*extent), rows, columns)
            self._panel.watch(Watch(_LEVELS, Topic.LEVELS, *about, fold=fold_of(self._parameter.shape)))

    def _watch_fields(self, first: int, count: int) -> None:
        """A subscription for each wish: the answer does not say which places it is about."""
        if self._parameter is None or self._tabs.side is not Side.FIELDS:
            return
        order, looks = _ORDERS[self._tabs.order.currentIndex()], self._tabs.looks
        subscription = f"parameters/fields/{order.name}/{looks.image}/{looks.across}/{first}/{count}"
        if subscription != self._fields_wish[0]:
            self._panel.unwatch(self._fields_wish[0])
        self._fields_wish = (subscription, first)
        length = looks.image[0] * looks.image[1]
        region = Region(first, 0, min(first + count, self._tabs.wall.total), length)
        about = (self._parameter.name, region, count, length, order, looks.image, looks.across)
        self._panel.watch(Watch(subscription, Topic.FIELDS, *about))

    def _watch_values(self, extent: tuple[int, int, int, int]) -> None:
        if self._parameter is not None and self._tabs.side is Side.VALUES:
            region = Region(*extent)
            wish = Watch(_VALUES, Topic.VALUES, self._parameter.name, region, region.rows, region.columns)
            self._panel.watch(wish)

    def _aim(self, limit: float) -> None:
        """Move the colours to a limit measured; that of the module or the model goes before it."""
        limit = limit if self._common_limit is None else self._common_limit
        if self._scale_is_new:
            self._tabs.scale.restart(limit)
        else:
            self._tabs.scale.aim(limit)
        self._scale_is_new = False

    def _scope_module(self) -> str:
        """The module whose numbers set the scale, "": all of the model."""
        inside = self._parameter.name.rpartition(".")[0] if self._parameter is not None else ""
        return inside if self._tabs.looks.scope is Scope.MODULE else ""

    def _watch_limit(self) -> None:
        """Let the scale be that of the tensor, or watch that of its module or the model."""
        self._common_limit = None
        self._scale_is_new = True
        if self._tabs.looks.scope is Scope.TENSOR:
            self._panel.unwatch(_LIMIT)
            self._watch_side(self._tabs.side)
        else:
            self._panel.watch(Watch(_LIMIT, Topic.LIMIT, self._scope_module()))

    def _hang_images(self, image: tuple[int, int], across: bool) -> None:
        """Hang images of another shape, of rows or of columns."""
        length = image[0] * image[1]
        total = self._parameter.count // length if self._parameter is not None and length else 0
        self._tabs.offer_likeness(total <= _MOST_ALIKE)
        self._tabs.wall.set_total(total, across)

    def _want_spectrum(self, wanted: bool) -> None:
        if wanted and self._parameter is not None:
            self._panel.watch(Watch(_SPECTRUM, Topic.SPECTRUM, self._parameter.name))
        else:
            self._panel.unwatch(_SPECTRUM)

    def _open_row(self, unit: int) -> None:
        assert self._parameter is not None
        looks, (rows, columns) = self._tabs.looks, matrix_shape(self._parameter.shape)
        length = looks.image[0] * looks.image[1]
        cell = (0, unit * length // rows) if looks.across else divmod(unit * length, columns)
        self.open_cell(*cell)
