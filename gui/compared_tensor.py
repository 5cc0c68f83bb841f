"""The tensor that a comparison shows: as it is in both models, with the difference."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.thread.commands import Region, Topic, Watch
from engine.thread.comparison_commands import Aspect, WatchDifference
from engine.thread.tensor_events import LevelsRead
from gui.panel import Panel
from gui.parameter_name import shape_text, short_name
from gui.tensor_shape import matrix_shape
from gui.widgets.heatmap import Extent
from gui.widgets.tensor_triptych import AFTER, BEFORE, DIFFERENCE, TensorTriptych

_PARTS = {part: f"comparison/{part}" for part in (BEFORE, AFTER, DIFFERENCE)}


class ComparedTensor(QWidget):
    """Watches, for its panel, what is seen of the tensor called `name`, "": none."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self._panel = panel
        self.name = ""
        self._shape: tuple[int, ...] = ()
        self.heatmaps = TensorTriptych()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.heatmaps)
        for part, view in enumerate(self.heatmaps.views):
            view.region_wanted.connect(partial(self._watch_part, part))
            view.cell_hovered.connect(lambda row, _: panel.selection.hover(self.name if row >= 0 else ""))

    def name_models(self, other: str, mine: str) -> None:
        """Say which models they are."""
        self.heatmaps.name(other, mine, self.tr("difference"))

    def show_tensor(self, name: str, shape: tuple[int, ...]) -> None:
        """Show another tensor, unless it is this one."""
        if (name, shape) != (self.name, self._shape):
            self.name, self._shape = name, shape
            self.heatmaps.set_shape(*matrix_shape(shape), f"{short_name(name)} {shape_text(shape)}")

    def show_none(self, reason: str) -> None:
        """Show no tensor, and say why."""
        self.name, self._shape = "", ()
        self.withdraw()
        self.heatmaps.set_shape(0, 0, reason)

    def withdraw(self) -> None:
        """Nobody looks at it any more."""
        for subscription in _PARTS.values():
            self._panel.unwatch(subscription)

    def take_levels(self, event: LevelsRead) -> None:
        """Fill a heatmap, if the levels are for one."""
        for part, subscription in _PARTS.items():
            if (event.subscription, event.parameter) == (subscription, self.name):
                self.heatmaps.set_levels(part, event.levels, event.region, event.limit)

    def mark_hovered(self, parameter: str) -> None:
        """Frame it where it is the parameter that is pointed at."""
        for view in self.heatmaps.views:
            view.set_accented(bool(parameter) and parameter == self.name)

    def _watch_part(self, part: int, extent: Extent, rows: int, columns: int) -> None:
        if not self.name:
            return
        subscription, seen = _PARTS[part], (self.name, Region(*extent), rows, columns)
        if part == AFTER:
            self._panel.watch(Watch(subscription, Topic.LEVELS, *seen))
        else:
            aspect = Aspect.THERE if part == BEFORE else Aspect.DIFFERENCE
            self._panel.watch(WatchDifference(subscription, *seen, aspect))
