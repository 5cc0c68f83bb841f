"""The tensor that a comparison shows: as it is in both models, with the difference, whole or unit by unit."""

from functools import partial

from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from engine.thread.commands import Region, Topic, Watch
from engine.thread.comparison_commands import Aspect, WatchDifference, WatchFields
from engine.thread.comparison_events import FieldsCompared
from engine.thread.tensor_events import LevelsRead
from gui.panel import Panel
from gui.parameter_name import shape_text, short_name
from gui.tensor_shape import image_of, matrix_shape
from gui.widgets.field_trios import FieldTrios
from gui.widgets.heatmap import Extent
from gui.widgets.tensor_triptych import AFTER, BEFORE, DIFFERENCE, TensorTriptych

_PARTS = {part: f"comparison/{part}" for part in (BEFORE, AFTER, DIFFERENCE)}
_HEATMAPS, _FIELDS = range(2)  # tabs
_PARAMETERS = "parameters"  # the panel that shows one in full


class ComparedTensor(QWidget):
    """Watches, for its panel, what is seen of the tensor called `name`, "": none."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self._panel = panel
        self.name = ""
        self._shape: tuple[int, ...] = ()
        self._image = (0, 0)  # the shape of its receptive fields
        self._fields_wish: tuple[str, int] = ("", 0)  # the subscription and the first place that it is about
        self.tabs = QTabBar()
        self.heatmaps, self.fields = TensorTriptych(), FieldTrios()
        self._sides = QStackedWidget()
        self._lay_out()
        self._connect()

    def name_models(self, other: str, mine: str) -> None:
        """Say which models they are."""
        self.heatmaps.name(other, mine, self.tr("difference"))
        self.fields.name(other, mine)

    def show_tensor(self, name: str, shape: tuple[int, ...]) -> None:
        """Show another tensor, unless it is this one."""
        if (name, shape) != (self.name, self._shape):
            self._show(name, shape, f"{short_name(name)} {shape_text(shape)}")

    def show_none(self, reason: str) -> None:
        """Show no tensor, and say why."""
        self.withdraw()
        self._show("", (0, 0), reason)

    def withdraw(self) -> None:
        """Nobody looks at it any more."""
        for subscription in (*_PARTS.values(), self._fields_wish[0]):
            self._panel.unwatch(subscription)

    def take_levels(self, event: LevelsRead) -> None:
        """Fill a heatmap, if the levels are for one."""
        for part, subscription in _PARTS.items():
            if (event.subscription, event.parameter) == (subscription, self.name):
                self.heatmaps.set_levels(part, event.levels, event.region, event.limit)

    def take_fields(self, event: FieldsCompared) -> None:
        """Hang the receptive fields, if they are those asked for last."""
        subscription, first = self._fields_wish
        if (event.subscription, event.parameter) == (subscription, self.name):
            self.fields.set_fields(first, event.rows, event.fields, event.limit)

    def mark_hovered(self, parameter: str) -> None:
        """Frame it where it is the parameter that is pointed at."""
        for view in self.heatmaps.views:
            view.set_accented(bool(parameter) and parameter == self.name)

    def _lay_out(self) -> None:
        self.tabs.setExpanding(False)
        self.tabs.addTab(self.tr("Heatmaps"))
        self.tabs.addTab(self.tr("Receptive fields"))
        self.tabs.setTabToolTip(_FIELDS, self.tr("Each row as an image, in both models and their difference"))
        self._sides.addWidget(self.heatmaps)
        self._sides.addWidget(self.fields)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.tabs)
        layout.addWidget(self._sides, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._show_side)
        for part, view in enumerate(self.heatmaps.views):
            view.region_wanted.connect(partial(self._watch_part, part))
            view.cell_hovered.connect(lambda row, _: self._hover(row))
        wall = self.fields.wall
        wall.rows_wanted.connect(self._watch_fields)
        wall.place_marked.connect(self._hover)
        wall.place_clicked.connect(lambda _: self._lead())
        wall.unit_opened.connect(self._open_unit)

    def _show(self, name: str, shape: tuple[int, ...], words: str) -> None:
        self.name, self._shape = name, shape
        rows, columns = matrix_shape(shape)
        self._image, _ = image_of(shape)
        length = self._image[0] * self._image[1]
        self.heatmaps.set_shape(rows, columns, words)
        self.fields.set_total(rows * columns // length if length else 0)
        self.tabs.setTabEnabled(_FIELDS, length > 0)
        if not length:
            self.tabs.setCurrentIndex(_HEATMAPS)

    def _show_side(self, side: int) -> None:
        """What the other tab showed is not watched any more."""
        self.withdraw()
        self._sides.setCurrentIndex(side)
        if side == _HEATMAPS:
            self.heatmaps.ask_again()
        else:
            self.fields.wall.ask_again()

    def _watch_part(self, part: int, extent: Extent, rows: int, columns: int) -> None:
        if not self.name or self.tabs.currentIndex() != _HEATMAPS:
            return
        subscription, seen = _PARTS[part], (self.name, Region(*extent), rows, columns)
        if part == AFTER:
            self._panel.watch(Watch(subscription, Topic.LEVELS, *seen))
        else:
            aspect = Aspect.THERE if part == BEFORE else Aspect.DIFFERENCE
            self._panel.watch(WatchDifference(subscription, *seen, aspect))

    def _watch_fields(self, first: int, count: int) -> None:
        """A subscription for each wish: the answer does not say which places it is about."""
        if not self.name or self.tabs.currentIndex() != _FIELDS:
            return
        subscription = f"comparison/fields/{first}/{count}"
        if subscription != self._fields_wish[0]:
            self._panel.unwatch(self._fields_wish[0])
        self._fields_wish = subscription, first
        self._panel.watch(WatchFields(subscription, self.name, first, count, self._image))

    def _hover(self, place: int) -> None:
        self._panel.selection.hover(self.name if place >= 0 else "")

    def _lead(self) -> None:
        """Lead to where the parameter is seen in full."""
        self._panel.selection.choose_parameter(self.name)
        self._panel.selection.point_at(_PARAMETERS)

    def _open_unit(self, unit: int) -> None:
        length, columns = self._image[0] * self._image[1], matrix_shape(self._shape)[1]
        self._panel.selection.open_cell(self.name, *divmod(unit * length, columns))
        self._panel.selection.point_at(_PARAMETERS)
