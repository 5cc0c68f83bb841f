"""A directed graph that can be looked through: moved, enlarged, walked by keys; a node can be chosen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsPathItem,
    QGraphicsScene,
    QGraphicsSimpleTextItem,
    QGraphicsView,
    QWidget,
)

from gui import theme
from gui.widgets.graph_layout import Box, GraphLayout, lay_out
from gui.widgets.graph_node import GraphNode, NodeLook, Passage

_MARGIN = 24.0
_LARGEST, _SMALLEST = 2.5, 0.02
_READABLE = 0.55  # a graph that would be smaller is not fitted whole: its root is shown
_STEP = 1.25  # of a key's zoom
_WHEEL = 240.0  # eighths of a degree that double a zoom by half


@dataclass(frozen=True, slots=True)
class EdgeLook:
    """An edge from node `start` to node `end` (start < end); no gradient comes back along one that is not `tracked`."""

    start: int
    end: int
    tracked: bool
    tooltip: str = ""


class GraphView(QGraphicsView):
    """Nodes in layers from left to right.

    `chosen` carries a node that the person chose by mouse or key. Arrows walk along the edges; + and − enlarge, 0 fits.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = QGraphicsScene(self)
        self._nodes: list[GraphNode] = []
        self._edges: list[QGraphicsPathItem] = []
        self._looks: tuple[EdgeLook, ...] = ()
        self._labels: list[QGraphicsSimpleTextItem] = []
        self._layout = GraphLayout((), (), 0, 0)
        self._passed: frozenset[int] = frozenset()  # edges
        self._chosen = -1
        self._is_fitted = True
        self.setScene(self._scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Graph"))
        self._dress()

    @property
    def chosen_node(self) -> int:
        """The node that is chosen, −1: none."""
        return self._chosen

    @property
    def graph_layout(self) -> GraphLayout:
        """Where nodes and edges are, in the scene."""
        return self._layout

    def node_rect(self, node: int) -> QRectF:
        """Where a node is now, in the viewport."""
        return self.mapFromScene(self._nodes[node].sceneBoundingRect()).boundingRect().toRectF()

    def show_graph(self, nodes: Sequence[NodeLook], edges: Sequence[EdgeLook]) -> None:
        """Show a graph; one of the same nodes and edges as before changes its numbers in its place."""
        if self._is_same(nodes, edges):
            for item, look in zip(self._nodes, nodes, strict=True):
                item.show_look(look)
            return
        self._looks = tuple(edges)
        self._chosen = -1
        self._nodes = [GraphNode(index, look) for index, look in enumerate(nodes)]
        self._layout = lay_out(
            [item.size for item in self._nodes], [(edge.start, edge.end) for edge in edges]
        )
        self._fill()
        self.fit()

    def show_walk(
        self,
        here: int | None,
        passed: Collection[int],
        gradients: Mapping[int, str],
        came_by: Collection[int],
    ) -> None:
        """Show a walk back: the node where it is, those it `passed`, and of the edges those it `came_by`.

        `gradients`: what stands at the edges that the last step went along.
        """
        for item in self._nodes:
            passage = Passage.PASSED if item.index in passed else Passage.AHEAD
            item.mark(Passage.HERE if item.index == here else passage, item.index == self._chosen)
        self._passed = frozenset(came_by)
        self._paint_edges()
        self._show_labels(gradients)
        if here is not None:
            self.ensureVisible(self._nodes[here], 40, 40)

    def choose(self, node: int) -> None:
        """Choose a node without telling anyone; −1: none."""
        self._chosen = node if node < len(self._nodes) else -1
        for item in self._nodes:
            item.mark(item.passage, item.index == self._chosen)

    def fit(self) -> None:
        """Show the whole graph, as large as it is readable; of a larger one the root, at the right."""
        self._is_fitted = True
        whole = self._scene.sceneRect()
        if whole.isEmpty() or not self.isVisible():
            return
        room = self.viewport().rect()
        scale = min(room.width() / whole.width(), room.height() / whole.height(), 1.0)
        self.resetTransform()
        self.scale(max(scale, _READABLE), max(scale, _READABLE))
        self.centerOn(whole.center())
        if scale < _READABLE and self._nodes:
            self.ensureVisible(self._nodes[-1], 60, 60)

    def _is_same(self, nodes: Sequence[NodeLook], edges: Sequence[EdgeLook]) -> bool:
        before = [(item.look.title, item.look.words, item.look.shape) for item in self._nodes]
        return self._looks == tuple(edges) and before == [
            (each.title, each.words, each.shape) for each in nodes
        ]

    def _fill(self) -> None:
        self._scene.clear()
        self._labels = []
        self._passed = frozenset()
        self._edges = [self._new_edge(number) for number in range(len(self._looks))]
        for item, box in zip(self._nodes, self._layout.boxes, strict=True):
            item.setPos(box.x, box.y)
            item.setZValue(1)
            self._scene.addItem(item)
        whole = QRectF(0, 0, self._layout.width, self._layout.height)
        self._scene.setSceneRect(whole.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN))
        self._paint_edges()

    def _new_edge(self, number: int) -> QGraphicsPathItem:
        item = QGraphicsPathItem(_path(self._layout.ways[number]))
        item.setToolTip(self._looks[number].tooltip)
        self._scene.addItem(item)
        return item

    def _paint_edges(self) -> None:
        colours = theme.current()
        plain = theme.mixed(colours.line, colours.muted, 0.5)
        for number, (item, look) in enumerate(zip(self._edges, self._looks, strict=True)):
            passed = number in self._passed
            pen = QPen(colours.accent if passed else plain, 2 if passed else 1)
            if not look.tracked:
                pen.setStyle(Qt.PenStyle.DashLine)
            item.setPen(pen)

    def _show_labels(self, words: Mapping[int, str]) -> None:
        for label in self._labels:
            self._scene.removeItem(label)
        self._labels = [self._new_label(edge, text) for edge, text in words.items()]

    def _new_label(self, edge: int, words: str) -> QGraphicsSimpleTextItem:
        label = QGraphicsSimpleTextItem(words)
        label.setFont(theme.mono_font(8))
        label.setBrush(QBrush(theme.current().accent))
        label.setZValue(2)
        box = self._layout.boxes[self._looks[edge].start]  # above the node that the gradient comes to
        label.setPos(box.x + 2, box.y - label.boundingRect().height() - 4)
        self._scene.addItem(label)
        return label

    def _dress(self) -> None:
        self.setBackgroundBrush(QBrush(theme.current().panel))

    def _zoom(self, factor: float) -> None:
        scale = self.transform().m11()
        factor = min(max(factor * scale, _SMALLEST), _LARGEST) / scale
        self.scale(factor, factor)
        self._is_fitted = False

    def _pick(self, node: int) -> None:
        self.choose(node)
        self.ensureVisible(self._nodes[node], 40, 40)
        self.chosen.emit(node)

    def _towards(self, key: Qt.Key) -> int:
        """The node next to the chosen one in a direction, −1: none."""
        if self._chosen < 0:
            return len(self._nodes) - 1
        inputs = [edge.start for edge in self._looks if edge.end == self._chosen]
        outputs = [edge.end for edge in self._looks if edge.start == self._chosen]
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            return next(iter(inputs if key == Qt.Key.Key_Left else outputs), -1)
        return self._beside(self._layout.boxes[self._chosen], down=key == Qt.Key.Key_Down)

    def _beside(self, box: Box, down: bool) -> int:
        """The nearest node of the same layer above or below."""
        middle = box.x + box.width / 2
        found = [
            (abs(other.y - box.y), node)
            for node, other in enumerate(self._layout.boxes)
            if abs(other.x + other.width / 2 - middle) < 1 and (other.y > box.y if down else other.y < box.y)
        ]
        return min(found)[1] if found else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the node under the pointer, or take hold of the paper."""
        item = self.itemAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and isinstance(item, GraphNode):
            self._pick(item.index)
            event.accept()
            return
        super().mousePressEvent(event)
        self._is_fitted = False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the paper."""
        super().mouseReleaseEvent(event)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fit the graph again."""
        if not isinstance(self.itemAt(event.position().toPoint()), GraphNode):
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Enlarge what is under the pointer."""
        self._zoom(1.5 ** (event.angleDelta().y() / _WHEEL))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk from node to node, enlarge, fit."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            node = self._towards(key)
            if node >= 0:
                self._pick(node)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._zoom(_STEP)
        elif key == Qt.Key.Key_Minus:
            self._zoom(1 / _STEP)
        elif key == Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again what was fitted."""
        super().resizeEvent(event)
        if self._is_fitted:
            self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Fit what came while nobody looked."""
        super().showEvent(event)
        if self._is_fitted:
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Paint in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
            self._paint_edges()
            self._scene.update()


def _path(way: tuple[tuple[float, float], ...]) -> QPainterPath:
    """Straight within layers, bent between them, where no node is."""
    points = [QPointF(x, y) for x, y in way]
    path = QPainterPath(points[0])
    for place in range(1, len(points)):
        before, after = points[place - 1], points[place]
        if place % 2:
            path.lineTo(after)
        else:
            middle = (before.x() + after.x()) / 2
            path.cubicTo(QPointF(middle, before.y()), QPointF(middle, after.y()), after)
    return path
