"""The panel Model: the modules of the network, as print(model) shows them, and their tensors."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu, QVBoxLayout

from engine.thread.commands import Topic, Watch
from engine.thread.network_events import ModuleDescription, NetworkChanged
from engine.thread.tensor_events import TensorsSurveyed
from engine.thread.training_commands import Freeze
from engine.thread.training_events import FreezeChanged, LayersMeasured
from gui import icons, theme
from gui.engine_link import EngineLink
from gui.findings import Findings
from gui.model_rows import model_rows
from gui.panel import RIGHT, Panel, Place, listens
from gui.selection import Selection
from gui.settings import stored
from gui.tensor_saving import TensorSaving
from gui.widgets.cell_editor import mark
from gui.widgets.filter_field import FilterField
from gui.widgets.module_tree import COLUMNS, ModuleTree

_SURVEY = "model/survey"
_COLUMNS, _TITLES = "model/columns", "model/titles"
_MANY_ROWS = 30  # from so many on the filter is there without being asked for


class ModelPanel(Panel):
    """Choosing a module here chooses its parameters in all panels; its tick freezes them.

    All tensors are gone through in the background for their norms and for what is odd about them; in a model of more
    than `MEASURED_AT_ONCE` bytes only when the person asks for it.
    """

    MEASURED_AT_ONCE: ClassVar[int] = 2_000_000_000

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "Model"))
    icon: ClassVar[str] = "network"
    places: ClassVar[dict[str, Place]] = {
        "draw": Place(RIGHT, 0, share=46, from_width=1200),
        "inspect": Place(RIGHT, 0, width=0.33),
    }

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self._modules: dict[str, ModuleDescription] = {}
        self._parameters: frozenset[str] = frozenset()
        self._buffers: tuple[str, ...] = ()
        self._frozen: dict[str, float | None] = {}  # the largest change of each frozen parameter, where known
        self._source_text = ""
        self.filter = FilterField()
        self.tree = ModuleTree(self)
        self._findings = Findings(self)
        self._saving = TensorSaving(link, self)
        self._make_actions()
        self._connect()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, theme.SPACE)
        layout.setSpacing(theme.SPACE // 2)
        layout.addWidget(self.filter)
        layout.addWidget(self.tree)
        self.tree.choose_columns(*_kept_columns())

    def menu_actions(self) -> dict[str, list[QAction]]:
        """The filter's key."""
        return {"edit": [self.filter_action]}

    @listens(NetworkChanged)
    def show_network(self, event: NetworkChanged) -> None:
        """Show the modules; where nothing of this network is chosen, choose its first layer."""
        modules = {module.name: replace(module, trainable=True) for module in event.modules}
        if modules != self._modules:  # another network: freezing alone makes none
            self._modules = modules
            self._parameters = frozenset(parameter.name for parameter in event.parameters)
            self._buffers = tuple(buffer.name for buffer in event.buffers)
            self._findings.forget()
            self.tree.set_root(
                model_rows(event.modules, event.parameters, event.buffers), can_freeze=not event.obstacle
            )
            self._offer_filter(len(event.modules) + len(event.parameters))
            self.measure_action.setChecked(
                sum(each.size for each in event.parameters) <= self.MEASURED_AT_ONCE
            )
        self._show_frozen(parameter.name for parameter in event.parameters if not parameter.trainable)
        self._source_text = event.source_text
        total = sum(parameter.count for parameter in event.parameters)
        words = self.tr("no network · {count} numbers") if event.obstacle else self.tr("{count} parameters")
        self.caption_changed.emit(words.format(count=f"{total:,}"))
        if not self._has(self.selection.parameter):
            self._choose(next((module.name for module in event.modules if _is_layer(module)), ""))
        self._show_choice()

    @listens(FreezeChanged)
    def follow_freeze(self, event: FreezeChanged) -> None:
        """Show which parameters are frozen."""
        self._show_frozen(event.frozen)

    @listens(TensorsSurveyed)
    def show_findings(self, event: TensorsSurveyed) -> None:
        """Show norms, and what is odd."""
        if event.subscription == _SURVEY:
            self._findings.take(event)

    @listens(LayersMeasured)
    def show_changes(self, event: LayersMeasured) -> None:
        """Show that frozen parameters did not change."""
        figures = {layer.parameter: layer.frozen_change for layer in event.layers}
        changes = {name: figures.get(name, known) for name, known in self._frozen.items()}
        if changes != self._frozen:
            self._frozen = changes
            self.tree.show_frozen(changes)

    def _make_actions(self) -> None:
        self.copy_action = QAction(icons.icon("copy"), self.tr("Copy as print(model)"), self)
        self.filter_action = QAction(self.tr("Filter the model …"), self)
        self.filter_action.setShortcut(QKeySequence.StandardKey.Find)
        self.measure_action = QAction(self.tr("Measure all tensors"), self, checkable=True)
        self.titles_action = QAction(self.tr("Column titles"), self, checkable=True)
        self.column_actions = {
            column: QAction(self.tree.title(column), self, checkable=True) for column in COLUMNS
        }

    def _connect(self) -> None:
        tree = self.tree
        tree.chosen.connect(self._choose)
        tree.hovered.connect(self._point_at)
        tree.copy_wanted.connect(self._copy)
        tree.freeze_wanted.connect(self._freeze)
        tree.filter_left.connect(self.filter.clear)
        for place in (tree, tree.header()):
            place.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tree.customContextMenuRequested.connect(lambda at: self._offer_menu(tree.viewport().mapToGlobal(at)))
        tree.header().customContextMenuRequested.connect(
            lambda at: self._offer_menu(tree.header().mapToGlobal(at))
        )
        self.filter.setPlaceholderText(self.tr("name, kind or type"))
        self.filter.setAccessibleName(self.tr("Filter of the model"))
        self.filter.textChanged.connect(self._filter)
        self.filter.left.connect(self._go_to_tree)
        self._findings.changed.connect(tree.show_findings)
        self.copy_action.triggered.connect(self._copy)
        self.filter_action.triggered.connect(self._ask_filter)
        self.measure_action.toggled.connect(self._measure)
        self.titles_action.triggered.connect(self._choose_titles)
        for action in self.column_actions.values():
            action.triggered.connect(self._choose_columns)
        self.selection.changed.connect(self._show_choice)
        self.selection.hover_changed.connect(self._show_hover)

    def _show_frozen(self, names: Iterable[str]) -> None:
        self._frozen = {name: self._frozen.get(name) for name in names}
        self.tree.show_frozen(self._frozen)

    def _freeze(self, module: str, freeze: bool) -> None:
        for name in self._modules[module].parameters if module in self._modules else (module,):
            if name in self._parameters and (name in self._frozen) != freeze:
                self.link.send(Freeze(name, freeze))

    def _choose(self, name: str) -> None:
        """Choose a module, or a tensor with the module that it is in."""
        module = self._modules.get(name)
        if module is not None:
            self.selection.choose(name, self._tensors_in(name))
        elif self._has(name):
            inside = name.rpartition(".")[0]
            self.selection.choose(inside, self._tensors_in(inside) or (name,), name)

    def _has(self, name: str) -> bool:
        """Whether the network has a tensor of that name."""
        return name in self._parameters or name in self._buffers

    def _tensors_in(self, module: str) -> tuple[str, ...]:
        """The parameters in a module and below it, then its buffers."""
        if module not in self._modules:
            return ()
        inside = f"{module}." if module else ""
        buffers = (name for name in self._buffers if name.startswith(inside))
        return (*self._modules[module].parameters, *buffers)

    def _point_at(self, name: str | None) -> None:
        module = self._modules.get(name or "")
        layer = module.parameters[0] if module is not None and _is_layer(module) else ""
        self.selection.hover(name if name and self._has(name) else layer)

    def _show_choice(self) -> None:
        self.tree.choose(self.selection.module, self.selection.parameter)

    def _show_hover(self) -> None:
        parameter = self.selection.hovered_parameter
        self.tree.mark(parameter.rpartition(".")[0] if parameter else None)

    def _measure(self, measured: bool) -> None:
        if measured:
            self.watch(Watch(_SURVEY, Topic.SURVEY, ""))
        else:
            self.unwatch(_SURVEY)

    def _offer_filter(self, rows: int) -> None:
        self.filter.clear()
        self.filter.stay(rows > _MANY_ROWS)

    def _ask_filter(self) -> None:
        self.selection.point_at(self.name())
        self.filter.ask()

    def _filter(self, words: str) -> None:
        mark(self.filter, self.tree.show_only(words) > 0)

    def _go_to_tree(self) -> None:
        self.tree.setFocus()
        if self.filter.text():
            self.tree.choose_first()

    def _choose_columns(self) -> None:
        columns = frozenset(column for column, action in self.column_actions.items() if action.isChecked())
        stored().setValue(_COLUMNS, " ".join(map(str, sorted(columns))))
        self.tree.choose_columns(columns, self.tree.titles)

    def _choose_titles(self, titles: bool) -> None:
        stored().setValue(_TITLES, titles)
        self.tree.choose_columns(self.tree.columns, titles)

    def _offer_menu(self, position: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self.copy_action, self.filter_action, self.measure_action])
        self._saving.choose(self.selection.parameter)
        menu.addMenu(self._saving)
        menu.addSeparator()
        for column, action in self.column_actions.items():
            action.setChecked(column in self.tree.columns)
        self.titles_action.setChecked(not self.tree.isHeaderHidden())
        menu.addActions([*self.column_actions.values(), self.titles_action])
        menu.popup(position)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._source_text)


def _is_layer(module: ModuleDescription) -> bool:
    """Whether parameters lie in the module itself."""
    return any(parameter.rpartition(".")[0] == module.name for parameter in module.parameters)


def _kept_columns() -> tuple[frozenset[int], bool | None]:
    """The columns that the person chose, and whether they have titles."""
    kept, titles = stored().value(_COLUMNS), stored().value(_TITLES)
    numbers = {int(word) for word in str(kept).split() if word.isdecimal()}
    columns = frozenset(COLUMNS) if kept is None else frozenset(numbers & {*COLUMNS})
    return columns, None if titles is None else str(titles).lower() == "true"
