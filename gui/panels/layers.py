"""The panel Layers: how every parameter learns while the network is trained."""

from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QVBoxLayout

from engine.thread.commands import Topic, Watch
from engine.thread.network_events import NetworkChanged, ParameterDescription
from engine.thread.reading_events import GradientsComputed
from engine.thread.training_commands import Freeze
from engine.thread.training_events import (
    FreezeChanged,
    LayersMeasured,
    StepShown,
    TrainingChanged,
    TrainingState,
)
from gui import theme
from gui.engine_link import EngineLink
from gui.panel import BOTTOM, Panel, Place, listens
from gui.parameter_name import shape_text, short_name
from gui.selection import Selection
from gui.widgets.layer_strip import LayerStrip
from gui.widgets.layer_strips import LayerStrips


class LayersPanel(Panel):
    """A strip for every parameter; what of it is seen of the gradient is watched."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "Layers"))
    icon: ClassVar[str] = "network"
    places: ClassVar[dict[str, Place]] = {"train": Place(BOTTOM, 0)}

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self._parameters: dict[str, tuple[int, ...]] = {}  # their shapes
        self._shown: int | None = None  # the step of the run, None: the present
        self._identity: Path | str = ""  # of the run
        self.strips: dict[str, LayerStrip] = {}
        self.table = LayerStrips()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 4, theme.SPACE)
        layout.addWidget(self.table)
        self._show_blank()
        selection.changed.connect(self._mark_strips)
        selection.hover_changed.connect(self._mark_strips)

    @listens(NetworkChanged)
    def show_network(self, event: NetworkChanged) -> None:
        """Make a strip for each parameter of a network that runs, unless they are the same as before."""
        described = () if event.obstacle else event.parameters
        parameters = {parameter.name: parameter.shape for parameter in described}
        if parameters != self._parameters:
            for name in self.strips:
                self.unwatch(_subscription(name))
            self._parameters = parameters
            self.strips = {parameter.name: self._new_strip(parameter) for parameter in described}
            self.table.set_strips(list(self.strips.values()))
            self._mark_strips()
            self._show_blank()
        self._show_frozen(tuple(p.name for p in described if not p.trainable))

    @listens(FreezeChanged)
    def follow_freeze(self, event: FreezeChanged) -> None:
        """Show which parameters are frozen."""
        self._show_frozen(event.frozen)

    @listens(TrainingChanged)
    def follow_training(self, event: TrainingChanged) -> None:
        """Begin anew with another run."""
        another = self._identity not in ("", event.identity)
        self._identity = event.identity
        if another or event.state is TrainingState.PREPARING:
            self._show_blank()

    @listens(StepShown)
    def show_step(self, event: StepShown) -> None:
        """Show what each layer was at a kept step."""
        self._shown = event.step
        for strip in self.strips.values():
            strip.point_at(event.step)

    @listens(LayersMeasured)
    def show_figures(self, event: LayersMeasured) -> None:
        """Let the lines grow."""
        for layer in event.layers:
            if layer.parameter in self.strips:
                self.strips[layer.parameter].measure(
                    event.step, layer.gradient_norm, layer.update_ratio, layer.dead, layer.frozen_change
                )
        self.table.set_words("")
        self.table.share_axes()

    @listens(GradientsComputed, patient=True)
    def show_gradients(self, event: GradientsComputed) -> None:
        """Show the gradient of a batch; that of a drawing belongs to another panel."""
        if not event.batch or not self.isVisible():
            return
        for tile in event.tiles:
            if tile.parameter in self.strips:
                self.strips[tile.parameter].show_gradient(tile.levels, tile.region, tile.limit)
        words = self.tr("gradient of the last batch, {count} images")
        if self._shown is not None:
            words = self.tr("gradient at step {step}, {count} images")
        self.caption_changed.emit(words.format(step=f"{self._shown or 0:,}", count=event.batch))

    def _new_strip(self, parameter: ParameterDescription) -> LayerStrip:
        name = parameter.name
        strip = LayerStrip(short_name(name), shape_text(parameter.shape))
        strip.chosen.connect(partial(self._choose, name))
        strip.hovered.connect(partial(self._point_at, name))
        strip.freeze_toggled.connect(partial(self._toggle, name))
        strip.heatmap.capacity_changed.connect(partial(self._watch_gradient, name))
        return strip

    def _watch_gradient(self, name: str, rows: int, columns: int) -> None:
        if name in self.strips:
            self.watch(Watch(_subscription(name), Topic.GRADIENT, name, rows=rows, columns=columns))

    def _choose(self, name: str) -> None:
        module = name.rpartition(".")[0]
        siblings = tuple(p for p in self._parameters if p.rpartition(".")[0] == module)
        self.selection.choose(module, siblings, name)

    def _point_at(self, name: str, inside: bool) -> None:
        self.selection.hover(name if inside else "")

    def _toggle(self, name: str) -> None:
        self.link.send(Freeze(name, not self.strips[name].is_frozen))

    def _mark_strips(self) -> None:
        hovered, chosen = self.selection.hovered_parameter, self.selection.parameter
        for name, strip in self.strips.items():
            strip.set_marked(name == hovered, name == chosen)

    def _show_frozen(self, frozen: tuple[str, ...]) -> None:
        for name, strip in self.strips.items():
            strip.set_frozen(name in frozen)

    def _show_blank(self) -> None:
        for strip in self.strips.values():
            strip.clear()
        self.table.set_words(
            self.tr("Train the network: each layer then shows its gradient and the size of its steps.")
        )
        self.caption_changed.emit(self.tr("gradient of the last batch"))


def _subscription(parameter: str) -> str:
    return f"layers/{parameter}"
