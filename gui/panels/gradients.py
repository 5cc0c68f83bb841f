"""The panel Gradients: how every parameter of the network would move the result for this drawing."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QSize
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout

from engine.thread.commands import SetObjective, Topic, Watch
from engine.thread.network_events import NetworkChanged, ParameterDescription
from engine.thread.reading_events import GradientsComputed
from gui import icons, theme
from gui.engine_link import EngineLink
from gui.panel import BOTTOM, Panel, Place, listens
from gui.parameter_name import shape_text, short_name
from gui.selection import Selection
from gui.widgets.gradient_tile import GradientTile
from gui.widgets.muted_words import MutedWords
from gui.widgets.tile_row import TileRow

_VECTOR_SHARE = 0.35  # of the width that a matrix of 512 columns gets beyond the least
_WIDEST_SHARE = 2.0


class GradientsPanel(Panel):
    """A tile for every parameter; all tiles of one drawing are exchanged at once."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "Gradients"))
    icon: ClassVar[str] = "gradients"
    places: ClassVar[dict[str, Place]] = {"draw": Place(BOTTOM, 0)}

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self._parameters: tuple[ParameterDescription, ...] = ()
        self.tiles: dict[str, GradientTile] = {}
        self.objective = self._new_objective()
        self.pin_button = self._new_pin()
        self.sentence = MutedWords()
        self.row = TileRow(self)
        header = QHBoxLayout()
        header.setSpacing(theme.SPACE)
        header.addWidget(self.objective)
        header.addWidget(self.sentence, 1)
        header.addWidget(self.pin_button)
        self._runs = True
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, theme.SPACE)
        layout.setSpacing(theme.SPACE // 2)
        layout.addLayout(header)
        layout.addWidget(self.row, 1)
        self._show_blank()
        selection.changed.connect(self._mark_tiles)
        selection.hover_changed.connect(self._mark_tiles)

    @listens(NetworkChanged)
    def show_network(self, event: NetworkChanged) -> None:
        """Make a tile for each parameter of a network that runs, unless they are the same as before."""
        parameters = () if event.obstacle else event.parameters
        self._runs = not event.obstacle
        if parameters == self._parameters:
            return
        for name in self.tiles:
            self.unwatch(_subscription(name))
        self._parameters = parameters
        self.tiles = {parameter.name: self._new_tile(parameter) for parameter in parameters}
        self.row.set_tiles([(self.tiles[parameter.name], _share(parameter)) for parameter in parameters])
        self._offer_labels(event.modules[0].output_shape[-1] if parameters else 0)
        self._mark_tiles()
        self._show_blank()

    @listens(GradientsComputed, patient=True)
    def show_gradients(self, event: GradientsComputed) -> None:
        """Show the tiles of one drawing, or that there is nothing to differentiate."""
        if not self.isVisible():
            return
        if not event.tiles:
            self._show_blank()
            return
        for tile in event.tiles:
            if tile.parameter in self.tiles:
                self.tiles[tile.parameter].show_gradient(tile.levels, tile.region, tile.limit, tile.norm)
        self.row.set_words("")
        self._tell_objective(event)

    def _new_objective(self) -> QComboBox:
        choice = QComboBox(self)
        choice.addItem(self.tr("predicted logit"), None)
        choice.setAccessibleName(self.tr("What is differentiated"))
        choice.setToolTip(
            self.tr(
                "What is differentiated: the logit of the digit that is read, or the loss against a label"
            )
        )
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        choice.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        choice.activated.connect(self._choose_objective)
        return choice

    def _new_pin(self) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icons.icon("pin"))
        button.setIconSize(QSize(12, 12))
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setToolTip(self.tr("Pin all scales, so that colours can be compared between drawings"))
        button.setAccessibleName(self.tr("Pin all scales"))
        button.toggled.connect(self._pin)
        return button

    def _new_tile(self, parameter: ParameterDescription) -> GradientTile:
        name = parameter.name
        tile = GradientTile(short_name(name), shape_text(parameter.shape))
        tile.limit.pin(self.pin_button.isChecked())
        tile.chosen.connect(partial(self._choose, name))
        tile.hovered.connect(partial(self._point_at, name))
        tile.heatmap.capacity_changed.connect(partial(self._watch_gradient, name))
        return tile

    def _offer_labels(self, classes: int) -> None:
        chosen = self.objective.currentIndex()
        while self.objective.count() > 1:
            self.objective.removeItem(1)
        for label in range(classes):
            self.objective.addItem(self.tr("loss, target {label}").format(label=label), label)
        self.objective.setCurrentIndex(chosen if chosen <= classes else 0)

    def _watch_gradient(self, name: str, rows: int, columns: int) -> None:
        if name in self.tiles:
            self.watch(Watch(_subscription(name), Topic.GRADIENT, name, rows=rows, columns=columns))

    def _choose_objective(self, index: int) -> None:
        self.link.send(SetObjective(self.objective.itemData(index)))

    def _choose(self, name: str) -> None:
        module = name.rpartition(".")[0]
        siblings = tuple(p.name for p in self._parameters if p.name.rpartition(".")[0] == module)
        self.selection.choose(module, siblings, name)

    def _point_at(self, name: str, inside: bool) -> None:
        self.selection.hover(name if inside else "")

    def _pin(self, pinned: bool) -> None:
        for tile in self.tiles.values():
            tile.limit.pin(pinned)

    def _mark_tiles(self) -> None:
        hovered, chosen = self.selection.hovered_parameter, self.selection.parameter
        for name, tile in self.tiles.items():
            tile.set_marked(name == hovered, name == chosen)

    def _tell_objective(self, event: GradientsComputed) -> None:
        if event.label is None:
            words = self.tr("d logit of {digit} / d parameter, this drawing")
            value = self.tr("logit {value}")
        else:
            words = self.tr("d cross-entropy / d parameter, this drawing, target {digit}")
            value = self.tr("cross-entropy {value}")
        self.sentence.setText(words.format(digit=event.target))
        self.caption_changed.emit(value.format(value=theme.number(event.value)))

    def _show_blank(self) -> None:
        for tile in self.tiles.values():
            tile.clear()
        self.sentence.setText(self.tr("d result / d parameter"))
        self.row.set_words(self._words_of_nothing())
        self.caption_changed.emit("")

    def _words_of_nothing(self) -> str:
        if self._runs:
            return self.tr("Draw a digit: each parameter then shows how it would move the result.")
        return self.tr("These tensors make no network: gradients need one that runs.")


def _subscription(parameter: str) -> str:
    return f"gradients/{parameter}"


def _share(parameter: ParameterDescription) -> float:
    """A tile's share of the spare width: a vector has a small one, a matrix one that grows with its columns."""
    if len(parameter.shape) < 2:
        return _VECTOR_SHARE
    columns = parameter.count // max(1, parameter.shape[0])
    return min(max((columns / 512) ** 0.5, _VECTOR_SHARE), _WIDEST_SHARE)
