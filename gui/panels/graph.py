"""The panel Graph: what autograd recorded of a computation, from the leaves to the root."""

from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QHideEvent, QShowEvent
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
    EdgeGradient,
    GraphNode,
    GraphTraced,
    NodeKind,
    TensorSeen,
)
from gui import graph_words, theme
from gui.engine_link import EngineLink
from gui.panel import TOP, Panel, Place, listens
from gui.parameter_name import shape_text
from gui.selection import Selection
from gui.widgets.graph_node import NodeLook, Shape
from gui.widgets.graph_view import EdgeLook, GraphView
from gui.widgets.muted_words import MutedWords

_SHAPES = {
    NodeKind.LEAF: Shape.LEAF,
    NodeKind.CONSTANT: Shape.CONSTANT,
    NodeKind.OPERATION: Shape.OPERATION,
    NodeKind.UNTRACKED: Shape.UNTRACKED,
}
_NETWORK, _LESSON = "network", "lesson"


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
        self.sentence = MutedWords()
        self.view = GraphView()
        header = QHBoxLayout()
        header.setSpacing(theme.SPACE)
        header.addWidget(self.subject)
        header.addWidget(self.objective)
        header.addWidget(self.sentence, 1)
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
        nodes = [_look(node, picture, event) for node, picture in _pairs(event)]
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

    def _choose_subject(self) -> None:
        key = self.subject.currentData()
        if key == _NETWORK:
            self.choice.explore(NetworkOnDrawing(self.objective.currentData()))
        elif key != _LESSON:
            self.choice.explore(Scratch(key))
        elif self._lesson is not None:
            self.choice.explore(self._lesson)
        else:
            self._offer_choice()  # no lesson has computed anything yet

    def _explore(self) -> None:
        self._offer_choice()
        if self.isVisible():
            self.link.send(ExploreGraph(self.choice.subject, self.choice.tracking))

    def _offer_choice(self) -> None:
        subject = self.choice.subject
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
        latest = passed[-1].gradients if passed else ()
        here = passed[-1].node if passed else None
        self.view.choose(choice.node)
        self.view.show_walk(
            here,
            [step.node for step in passed],
            {each.edge: self._gradient_words(each) for each in latest},
            came_by,
        )
        self._tell_walk(len(passed))

    def _gradient_words(self, gradient: EdgeGradient) -> str:
        assert self.choice.traced is not None
        edge = self.choice.traced.graph.edges[gradient.edge]
        name = f"∂L/∂{graph_words.symbol(self.choice.traced.graph.nodes[edge.start])}"
        numbers = "  ".join(theme.number(number, 3) for number in gradient.numbers)
        return f"{name}  {numbers or '‖·‖ ' + theme.number(gradient.norm, 3)}"

    def _tell_walk(self, passed: int) -> None:
        if self.choice.steps:
            words = self.tr("{passed} of {all} nodes walked, from the root to the leaves")
            self.sentence.setText(words.format(passed=passed, all=len(self.choice.steps)))
            return
        traced = self.choice.traced
        assert traced is not None
        tracked = sum(node.reached and node.requires_grad for node in traced.graph.nodes)
        self.sentence.setText(
            self.tr("{nodes} nodes, {tracked} on a way back").format(
                nodes=len(traced.graph.nodes), tracked=tracked
            )
        )


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
    box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return box


def _pairs(event: GraphTraced) -> list[tuple[GraphNode, TensorSeen | None]]:
    return list(zip(event.graph.nodes, event.pictures, strict=True))


def _look(node: GraphNode, picture: TensorSeen | None, event: GraphTraced) -> NodeLook:
    is_root = event.graph.nodes.index(node) == event.graph.root
    is_tensor = node.kind in (NodeKind.LEAF, NodeKind.CONSTANT)
    shown = picture if is_tensor and picture is not None and picture.levels.size else None
    return NodeLook(
        title=graph_words.title(node),
        words=graph_words.words(node, picture),
        shape=_SHAPES[node.kind],
        tooltip=_tooltip(node),
        picture=None if shown is None else shown.levels,
        limit=0.0 if shown is None else shown.limit,
        dimmed=node.requires_grad and not node.reached,
        freed=node.freed,
        is_root=is_root,
    )


def _tooltip(node: GraphNode) -> str:
    tracked = "requires_grad=True" if node.requires_grad else "requires_grad=False"
    lines = [graph_words.title(node), shape_text(node.shape), tracked]
    if node.saved:
        saved = QCoreApplication.translate("GraphPanel", "saved: {names}")
        lines.append(saved.format(names=", ".join(node.saved)))
    return "\n".join(lines)
