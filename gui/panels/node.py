"""The panel Node: one node of the graph in full, with its value, its gradient and the chain rule in numbers."""

from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QSize, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from engine.thread.lab_commands import InspectNode
from engine.thread.lab_events import (
    BackwardRefused,
    BackwardWalked,
    GraphTraced,
    NodeKind,
    NodeRead,
    Refusal,
    TensorSeen,
)
from gui import graph_words, theme
from gui.engine_link import EngineLink
from gui.panel import RIGHT, Panel, Place, listens
from gui.parameter_name import shape_text
from gui.selection import Selection
from gui.widgets.muted_words import MutedWords
from gui.widgets.tensor_list import Glimpsed, TensorList, glimpsed


class NodePanel(Panel):
    """What left the node, what came back to it, what it keeps, and how the one becomes the other."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "Node"))
    icon: ClassVar[str] = "info"
    places: ClassVar[dict[str, Place]] = {"learn": Place(RIGHT, 0, share=57)}

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self.choice = selection.graph
        self.heading = QLabel()
        self.facts = QLabel()
        self.explanation = QLabel()
        self.tensors = TensorList()
        self.rules = QLabel()
        self.sums = QLabel()
        self.gathered = TensorList()
        self.refusal = QLabel()
        self.reason = QLabel()
        self.empty = MutedWords(wrapped=True)
        self.empty.setText(self.tr("Choose a node of the graph."))
        self._body = QWidget()
        self._scrolled = QScrollArea()
        self._lay_out()
        self.choice.moved.connect(self._inspect)
        self.choice.graph_changed.connect(lambda: self._refuse("", ""))

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
        self.heading.setText(_breakable(node.function or node.name or "·"))
        self.facts.setText(self._fact_line(traced, event.node))
        self.caption_changed.emit(graph_words.code_line(traced, event.node))
        self.explanation.setText(graph_words.explanation(node))
        self.tensors.show_tensors(self._tensors(traced, event))
        self.rules.setText(graph_words.rules_text(traced, event.node, event.rules))
        self.sums.setText(graph_words.sum_text(traced, event))
        self.gathered.show_tensors(self._gathered(traced, event))
        for label in (self.explanation, self.rules, self.sums):
            label.setVisible(bool(label.text()))
        self._show_body(True)

    @listens(BackwardRefused)
    def tell_refusal(self, event: BackwardRefused) -> None:
        """Say in PyTorch's words and in plain ones why there is no way back."""
        reasons = {
            Refusal.FREED: self.tr(
                "What the marked operations had saved was freed by the first walk: "
                "compute it again with forward(), or keep it with retain_graph."
            ),
            Refusal.UNTRACKED: self.tr(
                "Nothing was recorded on the way to the root: switch no_grad() or detach() off, "
                "or let a leaf ask for a gradient."
            ),
            Refusal.OTHER: "",
        }
        self._refuse(f"RuntimeError: {event.message}", reasons[event.refusal])

    @listens(BackwardWalked)
    def forget_refusal(self, event: BackwardWalked) -> None:
        """There is a way back."""
        self._refuse("", "")

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the node: someone looks."""
        super().showEvent(event)
        self._inspect()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self.link.send(InspectNode(None))

    def _lay_out(self) -> None:
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        self.facts.setObjectName("muted")
        self.refusal.setObjectName("problem")
        self.rules.setFont(theme.mono_font(9))
        self.sums.setFont(theme.mono_font(9))
        inner = QVBoxLayout(self._body)
        inner.setContentsMargins(0, 0, theme.SPACE, 0)
        inner.setSpacing(theme.SPACE)
        labels = (
            self.refusal,
            self.reason,
            self.heading,
            self.facts,
            self.explanation,
            self.rules,
            self.sums,
        )
        for label in labels:
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            inner.addWidget(label)
        inner.insertWidget(inner.indexOf(self.explanation), self.tensors)
        inner.addWidget(self.gathered)
        inner.addStretch(1)
        self._scrolled.setWidget(self._body)
        self._scrolled.setWidgetResizable(True)
        self._scrolled.setFrameShape(QFrame.Shape.NoFrame)
        self._scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 4, theme.SPACE)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self._scrolled, 1)
        self._refuse("", "")
        self._show_body(False)

    def _show_body(self, shown: bool) -> None:
        self.empty.setVisible(not shown)
        self._scrolled.setVisible(shown)

    def _refuse(self, message: str, reason: str) -> None:
        for label, words in ((self.refusal, message), (self.reason, reason)):
            label.setText(words)
            label.setVisible(bool(words))
        self._scrolled.verticalScrollBar().setValue(0)

    def _tensors(self, traced: GraphTraced, event: NodeRead) -> dict[str, Glimpsed | None]:
        """What left the node and what came back to it, by the names that they have."""
        nodes, symbol = traced.graph.nodes, graph_words.symbol(traced.graph.nodes[event.node])
        tensors: dict[str, TensorSeen | None] = {symbol: event.value}
        if len(event.arrivals) > 1 or event.gradient is None:
            come_from = self.tr("from {node}")
            tensors |= {
                come_from.format(node=graph_words.symbol(nodes[start])): seen
                for start, seen in event.arrivals
            }
        tensors[f"∂L/∂{symbol}"] = event.gradient
        if nodes[event.node].kind is NodeKind.LEAF:
            if event.gradient is not None:
                tensors[self.tr("{leaf}.grad before").format(leaf=symbol)] = event.grad_before
            tensors[f"{symbol}.grad"] = event.grad
        saved = {self.tr("saved {name}").format(name=name): seen for name, seen in event.saved}
        return {name: _glimpsed(seen) for name, seen in (tensors | saved).items() if seen is not None}

    def _gathered(self, traced: GraphTraced, event: NodeRead) -> dict[str, Glimpsed | None]:
        """What the walk has left in .grad so far, but not twice."""
        return {
            f"{graph_words.symbol(traced.graph.nodes[leaf])}.grad": None if seen is None else _glimpsed(seen)
            for leaf, seen in event.leaves
            if leaf != event.node
        }

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


def _glimpsed(seen: TensorSeen) -> Glimpsed:
    return glimpsed(seen.levels, seen.limit, seen.shape, seen.norm)


def _breakable(name: str) -> str:
    """A long name that may go on in the next line at each capital."""
    return "".join(f"\u200b{letter}" if letter.isupper() else letter for letter in name).lstrip("\u200b")
