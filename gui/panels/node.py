"""The panel Node: one node of the graph in full, with its value, its gradient and the chain rule in numbers."""

from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QSize, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from engine.thread.lab_commands import InspectNode
from engine.thread.lab_events import GradientsZeroed, GraphTraced, NodeKind, NodeRead, TensorSeen
from gui import graph_words, theme
from gui.engine_link import EngineLink
from gui.panel import RIGHT, Panel, Place, listens
from gui.parameter_name import shape_text
from gui.selection import Selection
from gui.widgets.muted_words import MutedWords
from gui.widgets.tensor_glimpse import TensorGlimpse


class NodePanel(Panel):
    """What left the node, what came back to it, what it keeps, and how the one becomes the other."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "Node"))
    icon: ClassVar[str] = "info"
    places: ClassVar[dict[str, Place]] = {"learn": Place(RIGHT, 0, share=60)}

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self.choice = selection.graph
        self.heading = QLabel()
        self.facts = QLabel()
        self.explanation = QLabel()
        self.glimpses: dict[str, TensorGlimpse] = {}
        self.rules = QLabel()
        self.empty = MutedWords(wrapped=True)
        self.empty.setText(self.tr("Choose a node of the graph."))
        self._body = QWidget()
        self._tensors = QVBoxLayout()
        self._lay_out()
        self.choice.moved.connect(self._inspect)

    def minimumSizeHint(self) -> QSize:
        """Narrow; what is longer is scrolled."""
        return QSize(220, 120)

    @listens(NodeRead)
    def show_node(self, event: NodeRead) -> None:
        """Show the node, if it is the chosen one of the graph that is shown."""
        traced = self.choice.traced
        if traced is None or event.graph_number != traced.graph_number or event.node != self.choice.node:
            return
        node = traced.graph.nodes[event.node]
        self.heading.setText(node.function or node.name or "·")
        self.facts.setText(self._fact_line(traced, event.node))
        self.explanation.setText(graph_words.explanation(node))
        symbol = graph_words.symbol(node)
        tensors: dict[str, TensorSeen | None] = {
            symbol: event.value,
            f"∂L/∂{symbol}": event.gradient,
        }
        if node.kind is NodeKind.LEAF:
            tensors[f"{symbol}.grad"] = event.grad
        tensors |= {self.tr("saved {name}").format(name=name): seen for name, seen in event.saved}
        self._show_tensors(tensors)
        lines = [graph_words.rule_lines(traced, event.node, rule) for rule in event.rules]
        self.rules.setText("\n\n".join("\n".join(pair) for pair in lines))
        self._show_body(True)

    @listens(GradientsZeroed)
    def read_again(self, event: GradientsZeroed) -> None:
        """What is in .grad is gone: the engine reads the node anew."""
        self._inspect()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the node: someone looks."""
        super().showEvent(event)
        self._inspect()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self.link.send(InspectNode(None))

    def _lay_out(self) -> None:
        self.heading.setWordWrap(True)
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        self.facts.setObjectName("muted")
        for label in (self.facts, self.explanation, self.rules):
            label.setWordWrap(True)
        self.rules.setFont(theme.mono_font(8.5))
        self.rules.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._tensors.setSpacing(theme.SPACE // 2)
        inner = QVBoxLayout(self._body)
        inner.setContentsMargins(0, 0, theme.SPACE, 0)
        inner.setSpacing(theme.SPACE)
        inner.addWidget(self.heading)
        inner.addWidget(self.facts)
        inner.addLayout(self._tensors)
        inner.addWidget(self.explanation)
        inner.addWidget(self.rules)
        inner.addStretch(1)
        scrolled = QScrollArea()
        scrolled.setWidget(self._body)
        scrolled.setWidgetResizable(True)
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 4, theme.SPACE)
        layout.addWidget(self.empty, 1)
        layout.addWidget(scrolled, 1)
        self._scrolled = scrolled
        self._show_body(False)

    def _show_body(self, shown: bool) -> None:
        self.empty.setVisible(not shown)
        self._scrolled.setVisible(shown)

    def _show_tensors(self, tensors: dict[str, TensorSeen | None]) -> None:
        shown = {name: seen for name, seen in tensors.items() if seen is not None}
        if list(shown) != list(self.glimpses):
            self._make_glimpses(list(shown))
        for name, seen in shown.items():
            self.glimpses[name].show_tensor(seen.levels, seen.limit, _words(seen))

    def _make_glimpses(self, names: list[str]) -> None:
        for glimpse in self.glimpses.values():
            self._tensors.removeWidget(glimpse)
            glimpse.hide()
            glimpse.deleteLater()
        self.glimpses = {name: TensorGlimpse(name, self._body) for name in names}
        for glimpse in self.glimpses.values():
            self._tensors.addWidget(glimpse)
            glimpse.show()

    def _fact_line(self, traced: GraphTraced, number: int) -> str:
        node = traced.graph.nodes[number]
        facts = [
            shape_text(node.shape),
            f"requires_grad={node.requires_grad}",
            f"is_leaf={node.is_leaf}",
        ]
        if number == traced.graph.root:
            facts.append(self.tr("the root"))
        if node.freed:
            facts.append(self.tr("what it saved was freed"))
        return " · ".join(facts)

    def _inspect(self) -> None:
        if self.choice.node >= 0 and self.isVisible():
            step = self.choice.position if self.choice.steps else None
            self.link.send(InspectNode(self.choice.node, step))


def _words(seen: TensorSeen) -> str:
    shape = shape_text(seen.shape)
    return f"{shape}  ‖·‖ {theme.number(seen.norm, 3)}"
