"""The panel Network: what each layer puts out for the drawing, and through which weights."""

import math
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea

from engine.thread.network_events import NetworkChanged, StageDescription
from engine.thread.reading_events import Activation, Classified
from engine.thread.trace_commands import TraceUnit
from engine.thread.trace_events import Contributions, UnitTraced
from gui.engine_link import EngineLink
from gui.failures import reason_words
from gui.panel import BOTTOM, TOP, Panel, Place, listens
from gui.parameter_name import short_name
from gui.selection import Selection
from gui.widgets.muted_words import MutedWords
from gui.widgets.network_curves import Layer
from gui.widgets.network_view import NetworkView, Stage, Unit
from gui.widgets.unit_card import FULL_HEIGHT, SMALL_HEIGHT, UnitCard, UnitFacts

_SUBSCRIPTION = "network"
_TALL = 440  # pixels of a panel whose card has its full height
_LOW = 300  # of one that is too low for a card under the network
_CARD_SHARE = 0.38  # of such a panel's width
_LEAST_CARD = 352
_MOST_ITEMS = 4


class NetworkPanel(Panel):
    """The network from input to classes, live, with the strongest contributions to a unit.

    That is the one under the pointer, or the one that a click or Enter has pinned, until another click or Esc; else
    the class that is read. A click chooses the weight that leads into the unit's layer, too.
    """

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "Network"))
    icon: ClassVar[str] = "network"
    places: ClassVar[dict[str, Place]] = {"draw": Place(TOP, 0), "inspect": Place(BOTTOM, 0)}

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self._weights: tuple[str, ...] = ()
        self._generation = 0
        self.pinned: Unit | None = None
        self._pointed: Unit | None = None
        self._input_shape = (28, 28)
        self.view = NetworkView(self.tr("Draw a digit and watch the units light up."))
        self.card = UnitCard(
            self.tr("Draw a digit, then point at a unit: what it adds up stands here. A click pins it.")
        )
        self.view.unit_clicked.connect(self._click)
        self.view.unit_pointed.connect(self._point_at)
        selection.changed.connect(self._show_choice)
        selection.hover_changed.connect(self._show_hover)
        self._lay_out()
        self._trace()

    def _lay_out(self) -> None:
        self.words = MutedWords(wrapped=True)
        self.words.hide()
        self._room = QScrollArea()
        self._room.setFrameShape(QFrame.Shape.NoFrame)
        self._room.setWidgetResizable(True)
        self._room.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._room.setWidget(self.view)
        self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._layout.setContentsMargins(0, 0, 0, 4)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.words, 1)
        self._layout.addWidget(self._room, 1)
        self._layout.addWidget(self.card)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the card under the network, as high as a tall panel can spare, or beside it in a low one."""
        super().resizeEvent(event)
        beside = self.height() < _LOW and self.width() > 2 * self.height()
        self._layout.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        )
        if beside:
            self.card.setFixedSize(max(round(self.width() * _CARD_SHARE), _LEAST_CARD), self.height() - 4)
        else:
            self.card.setFixedSize(self.width(), FULL_HEIGHT if self.height() >= _TALL else SMALL_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let go of the pinned unit."""
        if event.key() == Qt.Key.Key_Escape and self.pinned is not None:
            self._pin(None)
        else:
            super().keyPressEvent(event)

    @listens(NetworkChanged)
    def _on_network_changed(self, event: NetworkChanged) -> None:
        self._show_obstacle(event.obstacle)
        if event.obstacle:
            self._weights, self._generation = (), event.network
            self._show_nothing()
            self._pin(None)
            return
        self._weights = tuple(stage.weight for stage in event.stages)
        hidden = tuple(Stage(each.title, each.units, each.signed) for each in event.stages[:-1])
        self.view.set_stages(hidden, event.classes)
        self._input_shape = event.input_shape
        self.view.set_input(event.input_shape)
        if event.network != self._generation:  # else a parameter was frozen, and all that is read stays true
            self._generation = event.network
            self._show_nothing()
        self._show_choice()
        if self.pinned is not None and not _has(event.stages, self.pinned):
            self._pin(None)

    @listens(Classified, patient=True)
    def _on_classified(self, event: Classified) -> None:
        if event.predicted is None:
            self._show_nothing()
            return
        hidden = event.activations[:-1]
        self._weights = tuple(activation.weight for activation in event.activations)
        self.view.set_stages(tuple(_stage_of(activation) for activation in hidden), event.logits.size)
        values = [each.values for each in hidden]
        self.view.show_reading(event.image, values, event.logits, event.probabilities, event.predicted)

    @listens(UnitTraced, patient=True)
    def _on_unit_traced(self, event: UnitTraced) -> None:
        if not self.isVisible() or (event.sum is None and self._focus is None):
            return
        own = (event.stage, event.unit)
        layers = [Layer(each.sources, each.targets, each.values) for each in event.layers]
        self.view.show_contributions(layers, own if self._focus is not None else None)
        self.card.show_unit(self._facts(event))
        self.caption_changed.emit(
            self.tr("strongest contributions to {unit}").format(unit=self._name(*own)) if layers else ""
        )

    def _show_obstacle(self, obstacle: str) -> None:
        """In the place of a network that cannot run stands why it cannot."""
        words = self.tr("These tensors can be inspected, but not run: {reason}. Choose one in Model.")
        self.words.setText(words.format(reason=reason_words(obstacle)))
        self.words.setVisible(bool(obstacle))
        self._room.setVisible(not obstacle)
        self.card.setVisible(not obstacle)

    def _show_nothing(self) -> None:
        self.view.show_nothing()
        self.card.show_unit(None)
        self.caption_changed.emit("")

    def _facts(self, event: UnitTraced) -> UnitFacts:
        found = event.sum
        module = short_name(self._weights[event.stage].rpartition(".")[0]) if self._weights else ""
        return UnitFacts(
            title=f"{self._name(event.stage, event.unit)} · {module}",
            held=self.pinned is not None,
            sums=None if found is None else (found.weighted, found.bias, found.z, found.value),
            function="" if found is None else found.function,
            inputs=self._items(event.layers, event.stage, inward=True),
            outputs=self._items(event.layers, event.stage + 1, inward=False),
            field=_arranged(event.field),
            limit=event.limit,
            field_words=self.tr("weights") if event.stage == 0 else self.tr("dz / d input"),
        )

    def _items(self, layers: tuple[Contributions, ...], number: int, inward: bool) -> list[tuple[str, float]]:
        """The strongest contributions of a layer, each with the name of the unit at its far end."""
        if number >= len(layers):
            return []
        layer = layers[number]
        stage, units = (number - 1, layer.sources) if inward else (number, layer.targets)
        pairs = zip(units[:_MOST_ITEMS].tolist(), layer.values[:_MOST_ITEMS].tolist(), strict=True)
        return [(self._name(stage, unit), value) for unit, value in pairs]

    def _name(self, stage: int, unit: int) -> str:
        if stage == len(self._weights) - 1:
            return self.tr("class {number}").format(number=unit)
        if stage >= 0:
            return self.tr("unit {number}").format(number=unit)
        if self._input_shape[0] == 1:
            return f"x{unit}"
        row, column = divmod(unit, self._input_shape[1])
        return self.tr("x {column}, y {row}").format(column=column, row=row)

    @property
    def _focus(self) -> Unit | None:
        """The unit that the person means."""
        return self.pinned or self._pointed

    def _trace(self) -> None:
        stage, unit = self._focus or (None, 0)
        self.watch(TraceUnit(_SUBSCRIPTION, stage, unit))

    def _click(self, unit: Unit) -> None:
        if unit[0] < len(self._weights):
            self.selection.choose_parameter(self._weights[unit[0]])
        self._pin(None if unit[1] < 0 or unit == self.pinned else unit)

    def _pin(self, unit: Unit | None) -> None:
        self.pinned = unit
        self.view.pin(unit)
        self._trace()

    def _point_at(self, unit: Unit | None) -> None:
        self._pointed = unit
        stage, number = unit or (-1, 0)
        known = 0 <= stage < len(self._weights)
        last = known and stage == len(self._weights) - 1
        self.selection.hover(self._weights[stage] if known and not last else "", number if last else None)
        self._trace()

    def _show_choice(self) -> None:
        self.view.choose_stage(self._stage_of_parameter(self.selection.parameter))

    def _show_hover(self) -> None:
        self.view.mark_stage(self._stage_of_parameter(self.selection.hovered_parameter))
        self.view.mark_class(self.selection.hovered_class)

    def _stage_of_parameter(self, parameter: str) -> int | None:
        """The stage whose Linear holds the parameter, be it weight or bias."""
        module = parameter.rpartition(".")[0]
        modules = [weight.rpartition(".")[0] for weight in self._weights]
        return modules.index(module) if module and module in modules else None


def _has(stages: tuple[StageDescription, ...], unit: Unit) -> bool:
    return unit[0] < len(stages) and unit[1] < stages[unit[0]].units


def _stage_of(activation: Activation) -> Stage:
    return Stage(activation.title, activation.values.size, activation.signed)


def _arranged(field: NDArray[np.float32]) -> NDArray[np.float32]:
    """An image as it is, and a row as rows of a near-square, filled up with zeros."""
    if field.shape[0] > 1:
        return field
    columns = math.ceil(math.sqrt(field.size))
    rows = math.ceil(field.size / columns)
    return np.pad(field[0], (0, rows * columns - field.size)).reshape(rows, columns)
