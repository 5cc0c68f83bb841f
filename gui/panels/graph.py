"""The panel Graph: what autograd recorded of a computation, from the leaves to the root."""

from collections.abc import Sequence
from math import prod
from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QHideEvent, QShowEvent, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout

from engine.thread.lab_commands import (
    EXPRESSIONS,
    ExploreGraph,
    LeaveGraph,
    LessonGraph,
    NetworkOnDrawing,
    Scratch,
    Subject,
)
from engine.thread.lab_events import (
    FEW_NUMBERS,
    GradientSeen,
    GraphNode,
    GraphTraced,
    NodeKind,
    WalkStep,
)
from engine.thread.network_events import NetworkChanged
from gui import graph_words, theme
from gui.engine_link import EngineLink
from gui.panel import TOP, Panel, Place, listens
from gui.parameter_name import shape_text
from gui.selection import Selection
from gui.widgets.graph_node import NodeLook, Passage, Passing, Shape
from gui.widgets.graph_view import EdgeLook, GraphView

_SHAPES = {
    NodeKind.LEAF: Shape.LEAF,
    NodeKind.CONSTANT: Shape.CONSTANT,
    NodeKind.OPERATION: Shape.OPERATION,
    NodeKind.UNTRACKED: Shape.UNTRACKED,
}
_NETWORK, _LESSON = "network", "lesson"
_NUMBERS_LETTERS, _NORM_LETTERS = 22, 14


class GraphPanel(Panel):
    """A choice of what is computed, and its graph; a walk back lights it up."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "Graph"))
    icon: ClassVar[str] = "network"
    places: ClassVar[dict[str, Place]] = {"learn": Place(TOP, 0)}

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self.choice = selection.graph
        self._lesson: LessonGraph | None = None  # the last one that a lesson computed
        self.subject = self._new_subject()
        self.objective = self._new_objective()
        self.view = GraphView()
        header = QHBoxLayout()
        header.setSpacing(theme.SPACE)
        header.addWidget(self.subject)
        header.addWidget(self.objective)
        header.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, theme.SPACE)
        layout.setSpacing(theme.SPACE)
        layout.addLayout(header)
        layout.addWidget(self.view, 1)
        self.view.chosen.connect(self.choice.choose)
        self.choice.subject_changed.connect(self._explore)
        self.choice.moved.connect(self._show_walk)
        self._offer_choice()

    @listens(GraphTraced)
    def show_graph(self, event: GraphTraced) -> None:
        """Show the graph, if it is of what is chosen now."""
        if isinstance(event.subject, LessonGraph):
            self._lesson = event.subject
            self.choice.adopt(event.subject)
            self._offer_choice()
        if event.subject != self.choice.subject or event.tracking != self.choice.tracking:
            return
        nodes = [_look(event, number) for number in range(len(event.graph.nodes))]
        edges = [
            EdgeLook(edge.start, edge.end, edge.tracked, shape_text(edge.shape)) for edge in event.graph.edges
        ]
        self.view.show_graph(nodes, edges)
        self.choice.take_graph(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the graph: someone looks."""
        super().showEvent(event)
        self.link.send(ExploreGraph(self.choice.subject, self.choice.tracking))

    def hideEvent(self, event: QHideEvent) -> None:
        """Let go of it: nobody looks."""
        super().hideEvent(event)
        self.link.send(LeaveGraph())

    def _new_subject(self) -> QComboBox:
        box = _choice_box(self, self.tr("What is computed"))
        box.addItem(self.tr("network on the drawing"), _NETWORK)
        box.addItem(self.tr("this lesson"), _LESSON)
        for key, name in expression_names().items():
            box.addItem(name, key)
        box.activated.connect(self._choose_subject)
        return box

    def _new_objective(self) -> QComboBox:
        box = _choice_box(self, self.tr("What is differentiated"))
        box.addItem(self.tr("predicted logit"), None)
        for label in range(10):
            box.addItem(self.tr("loss, target {label}").format(label=label), label)
        box.activated.connect(self._choose_subject)
        return box

    @listens(NetworkChanged)
    def _offer_labels(self, event: NetworkChanged) -> None:
        """Offer a loss for each class that there is."""
        box, chosen = self.objective, self.objective.currentIndex()
        if box.count() - 1 != event.classes:
            while box.count() > 1:
                box.removeItem(box.count() - 1)
            for label in range(event.classes):
                box.addItem(self.tr("loss, target {label}").format(label=label), label)
            box.setCurrentIndex(chosen if chosen <= event.classes else 0)

    def _choose_subject(self) -> None:
        key = self.subject.currentData()
        if key == _NETWORK:
            self.choice.explore(NetworkOnDrawing(self.objective.currentData()))
        elif key != _LESSON:
            self.choice.explore(Scratch(key))
        elif self._lesson is not None:
            self.choice.explore(self._lesson)

    def _explore(self) -> None:
        self._offer_choice()
        if self.isVisible():
            self.link.send(ExploreGraph(self.choice.subject, self.choice.tracking))

    def _offer_choice(self) -> None:
        subject = self.choice.subject
        model = self.subject.model()
        assert isinstance(model, QStandardItemModel)
        model.item(self.subject.findData(_LESSON)).setEnabled(
            self._lesson is not None
        )  # it has computed something
        self.subject.setCurrentIndex(self.subject.findData(_key(subject)))
        self.objective.setVisible(isinstance(subject, NetworkOnDrawing))
        if isinstance(subject, NetworkOnDrawing):
            self.objective.setCurrentIndex(self.objective.findData(subject.label))

    def _show_walk(self) -> None:
        choice = self.choice
        if choice.traced is None:
            return
        passed = choice.steps[: choice.position]
        came_by = [gradient.edge for step in passed for gradient in step.gradients]
        self.view.choose(choice.node)
        self.view.show_walk(self._passings(choice.traced, passed), came_by)
        self._tell_walk(choice.traced, len(passed))

    def _passings(self, traced: GraphTraced, passed: Sequence[WalkStep]) -> dict[int, Passing]:
        """What the walk did to each node so far; what is freed behind it is marked as it comes by."""
        arrived = {
            traced.graph.edges[each.edge].start: each.so_far for step in passed for each in step.gradients
        }
        arrived |= {step.node: step.arriving for step in passed}
        passages = {step.node: Passage.PASSED for step in passed}
        passages |= {step.node: Passage.HERE for step in passed[-1:]}
        freed = self.tr("freed")
        return {
            number: Passing(
                passages.get(number, Passage.AHEAD),
                _gradient_words(arrived[number]) if number in arrived else "",
                freed if node.freed and (number in passages or not self.choice.steps) else "",
            )
            for number, node in enumerate(traced.graph.nodes)
        }

    def _tell_walk(self, traced: GraphTraced, passed: int) -> None:
        if self.choice.steps:
            words = self.tr("{passed} of {all} nodes walked, from the root to the leaves")
            self.caption_changed.emit(words.format(passed=passed, all=len(self.choice.steps)))
            return
        tracked = sum(node.reached and node.requires_grad for node in traced.graph.nodes)
        words = self.tr("{nodes} nodes, {tracked} on a way back")
        self.caption_changed.emit(words.format(nodes=len(traced.graph.nodes), tracked=tracked))


def _key(subject: Subject) -> str:
    """What a subject is called in the list of them."""
    if isinstance(subject, Scratch):
        return subject.expression
    return _NETWORK if isinstance(subject, NetworkOnDrawing) else _LESSON


def expression_names() -> dict[str, str]:
    """What each expression is called in lists: its code."""
    return {
        key: each.code.splitlines()[0] if key != "two_layers" else "h = relu(x @ w1 + b1), z = h @ w2 + b2"
        for key, each in EXPRESSIONS.items()
    }


def _choice_box(parent: GraphPanel, name: str) -> QComboBox:
    box = QComboBox(parent)
    box.setAccessibleName(name)
    box.setToolTip(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    box.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return box


def _look(event: GraphTraced, number: int) -> NodeLook:
    node, picture = event.graph.nodes[number], event.pictures[number]
    is_tensor = node.kind in (NodeKind.LEAF, NodeKind.CONSTANT)
    shown = picture if is_tensor and picture is not None and picture.levels.size else None
    return NodeLook(
        title=graph_words.title(node),
        words=graph_words.words(node, picture),
        shape=_SHAPES[node.kind],
        tooltip=_tooltip(node),
        picture=None if shown is None else shown.levels,
        limit=0.0 if shown is None else shown.limit,
        letters=_gradient_letters(node),
        dimmed=node.requires_grad and not node.reached,
        is_root=number == event.graph.root,
    )


def _gradient_letters(node: GraphNode) -> int:
    """How long what is written of the node's gradient can be."""
    if not (node.requires_grad and node.reached):
        return 0
    return _NUMBERS_LETTERS if prod(node.shape) <= FEW_NUMBERS else _NORM_LETTERS


def _gradient_words(gradient: GradientSeen) -> str:
    """∂L/∂(the node), shorter where its numbers are long."""
    if not gradient.numbers:
        return f"‖∂L‖ {theme.number(gradient.norm, 3)}"
    lines = ["∂L " + " ".join(theme.number(each, digits) for each in gradient.numbers) for digits in (3, 2)]
    return lines[0] if len(lines[0]) <= _NUMBERS_LETTERS else lines[1]


def _tooltip(node: GraphNode) -> str:
    tracked = "requires_grad=True" if node.requires_grad else "requires_grad=False"
    lines = [graph_words.title(node), shape_text(node.shape), tracked]
    if node.saved:
        saved = QCoreApplication.translate("GraphPanel", "saved: {names}")
        lines.append(saved.format(names=", ".join(node.saved)))
    return "\n".join(lines)
