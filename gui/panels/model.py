"""The panel Model: the modules of the network, as print(model) shows them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QVBoxLayout

from engine.thread.events import ModuleDescription, NetworkChanged
from engine.thread.training_commands import Freeze
from engine.thread.training_events import FreezeChanged, LayersMeasured
from gui import icons, theme
from gui.engine_link import EngineLink
from gui.panel import RIGHT, Panel, Place, listens
from gui.parameter_name import shape_text
from gui.selection import Selection
from gui.widgets.module_rows import TreeRow
from gui.widgets.module_tree import ModuleTree


class ModelPanel(Panel):
    """Choosing a module here chooses its parameters in all panels; its tick freezes them."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "Model"))
    icon: ClassVar[str] = "network"
    places: ClassVar[dict[str, Place]] = {
        "draw": Place(RIGHT, 0, share=46, from_width=1200),
        "inspect": Place(RIGHT, 0),
    }

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self._modules: dict[str, ModuleDescription] = {}
        self._parameters: frozenset[str] = frozenset()
        self._frozen: dict[str, float | None] = {}  # the largest change of each frozen parameter, where known
        self._source_text = ""
        self.tree = ModuleTree(self)
        self.tree.chosen.connect(self._choose)
        self.tree.hovered.connect(self._point_at)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._offer_menu)
        self.tree.copy_wanted.connect(self._copy)
        self.tree.freeze_wanted.connect(self._freeze)
        self.copy_action = QAction(icons.icon("copy"), self.tr("Copy as print(model)"), self)
        self.copy_action.triggered.connect(self._copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, theme.SPACE)
        layout.addWidget(self.tree)
        selection.changed.connect(self._show_choice)
        selection.hover_changed.connect(self._show_hover)

    @listens(NetworkChanged)
    def show_network(self, event: NetworkChanged) -> None:
        """Show the modules; where nothing of this network is chosen, choose its first layer."""
        modules = {module.name: replace(module, trainable=True) for module in event.modules}
        if modules != self._modules:  # another network: freezing alone makes none
            self._modules = modules
            self._parameters = frozenset(parameter.name for parameter in event.parameters)
            self.tree.set_root(_tree(event.modules))
        self._show_frozen(parameter.name for parameter in event.parameters if not parameter.trainable)
        self._source_text = event.source_text
        total = sum(parameter.count for parameter in event.parameters)
        words = (
            self.tr("inspection only · {count} numbers") if event.obstacle else self.tr("{count} parameters")
        )
        self.caption_changed.emit(words.format(count=f"{total:,}"))
        if self.selection.parameter not in {parameter.name for parameter in event.parameters}:
            self._choose(next((module.name for module in event.modules if _is_layer(module)), ""))
        self._show_choice()

    @listens(FreezeChanged)
    def follow_freeze(self, event: FreezeChanged) -> None:
        """Show which parameters are frozen."""
        self._show_frozen(event.frozen)

    @listens(LayersMeasured)
    def show_changes(self, event: LayersMeasured) -> None:
        """Show that frozen parameters did not change."""
        figures = {layer.parameter: layer.frozen_change for layer in event.layers}
        changes = {name: figures.get(name, known) for name, known in self._frozen.items()}
        if changes != self._frozen:
            self._frozen = changes
            self.tree.show_frozen(changes)

    def _show_frozen(self, names: Iterable[str]) -> None:
        self._frozen = {name: self._frozen.get(name) for name in names}
        self.tree.show_frozen(self._frozen)

    def _freeze(self, module: str, freeze: bool) -> None:
        for name in self._modules[module].parameters:
            if name in self._parameters and (name in self._frozen) != freeze:
                self.link.send(Freeze(name, freeze))

    def _choose(self, name: str) -> None:
        module = self._modules.get(name)
        if module is not None:
            self.selection.choose(name, module.parameters)

    def _point_at(self, name: str | None) -> None:
        module = self._modules.get(name or "")
        self.selection.hover(module.parameters[0] if module is not None and _is_layer(module) else "")

    def _show_choice(self) -> None:
        self.tree.choose(self.selection.module)

    def _show_hover(self) -> None:
        parameter = self.selection.hovered_parameter
        self.tree.mark(parameter.rpartition(".")[0] if parameter else None)

    def _offer_menu(self, position: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.copy_action)
        menu.popup(self.tree.viewport().mapToGlobal(position))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._source_text)


def _is_layer(module: ModuleDescription) -> bool:
    """Whether parameters lie in the module itself."""
    return any(parameter.rpartition(".")[0] == module.name for parameter in module.parameters)


def _tree(modules: tuple[ModuleDescription, ...]) -> TreeRow | None:
    """Rows with their children, from modules in the order of `named_modules()`, each with its depth."""
    path: list[TreeRow] = []
    for module in modules:
        del path[module.depth :]
        row = _row(module, path[-1] if path else None)
        if row.parent is not None:
            row.parent.children.append(row)
        path.append(row)
    return path[0] if path else None


def _row(module: ModuleDescription, parent: TreeRow | None) -> TreeRow:
    return TreeRow(
        path=module.name,
        name=module.name.rpartition(".")[2],
        kind=module.kind,
        detail=module.detail,
        shape=shape_text(module.output_shape) if module.output_shape else "",
        count=module.count,
        parameters=module.parameters,
        parent=parent,
    )
