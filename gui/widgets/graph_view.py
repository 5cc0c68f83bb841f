"""A directed graph that can be looked through: moved, enlarged, walked by keys; a node can be chosen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QKeyEvent,
    QLinearGradient,
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
    QGraphicsView,
    QWidget,
)

from gui import theme
from gui.widgets.graph_layout import Box, GraphLayout, extent, lay_out
from gui.widgets.graph_node import GraphNode, NodeLook, Passage, Passing

_MARGIN = 14.0
_LARGEST, _SMALLEST = 2.5, 0.02
_READABLE = (
    0.92  # letters 11 pixels high; a graph that would be smaller is not fitted whole: its root is shown
)
_AMPLE = 1.3  # a small graph is fitted no larger
_FADE = 28.0  # pixels at a side behind which there is more
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
    """Nodes in layers from left to right, or from the top where that shows them larger.

    `chosen` carries a node that the person chose by mouse or key. Arrows walk along the edges; + and − enlarge, 0 fits.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = QGraphicsScene(self)
        self._nodes: list[GraphNode] = []
        self._edges: list[QGraphicsPathItem] = []
        self._looks: tuple[EdgeLook, ...] = ()
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
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)  # the sides fade
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

    @property
    def edge_items(self) -> Sequence[QGraphicsPathItem]:
        """The edges as they are drawn."""
        return self._edges

    def item(self, node: int) -> GraphNode:
        """A node as it is drawn."""
        return self._nodes[node]

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
        self._fill(nodes)
        self._arrange(self._suits_downwards())
        self.fit()

    def show_walk(self, passings: Mapping[int, Passing], came_by: Collection[int]) -> None:
        """Show a walk back: what it did to nodes, and of the edges those that it `came_by`."""
        for item in self._nodes:
            item.mark(passings.get(item.index, Passing()))
        self._passed = frozenset(came_by)
        self._paint_edges()
        here = next((item for item in self._nodes if item.passing.passage is Passage.HERE), None)
        if here is not None:
            self.ensureVisible(here, 40, 40)

    def choose(self, node: int) -> None:
        """Choose a node without telling anyone; −1: none."""
        self._chosen = node if node < len(self._nodes) else -1
        for item in self._nodes:
            item.choose(item.index == self._chosen)

    def fit(self) -> None:
        """Show the whole graph, if it is then readable; of a larger one the root, at its end."""
        self._is_fitted = True
        if not self._nodes or not self.isVisible():
            return
        downwards = self._suits_downwards()
        if downwards != self._layout.downwards:
            self._arrange(downwards)
        whole = self._scene.sceneRect()
        scale = min(self._scale_of(whole.width(), whole.height()), _AMPLE)
        self.resetTransform()
        self.scale(max(scale, _READABLE), max(scale, _READABLE))
        self.centerOn(whole.center())
        if scale < _READABLE and self._nodes:
            self.ensureVisible(self._nodes[-1], 60, 60)

    def _is_same(self, nodes: Sequence[NodeLook], edges: Sequence[EdgeLook]) -> bool:
        before = [(item.look.title, item.look.shape, item.size) for item in self._nodes]
        return self._looks == tuple(edges) and before == [
            (each.title, each.shape, each.size) for each in nodes
        ]

    def _fill(self, nodes: Sequence[NodeLook]) -> None:
        self._scene.clear()
        self._passed = frozenset()
        self._edges = [self._new_edge(look) for look in self._looks]
        self._nodes = [GraphNode(index, look) for index, look in enumerate(nodes)]
        for item in self._nodes:
            item.setZValue(1)
            self._scene.addItem(item)

    def _new_edge(self, look: EdgeLook) -> QGraphicsPathItem:
        item = QGraphicsPathItem()
        item.setToolTip(look.tooltip)
        self._scene.addItem(item)
        return item

    def _arrange(self, downwards: bool) -> None:
        """Put nodes and edges in their places."""
        self._layout = lay_out([item.size for item in self._nodes], self._ends(), downwards)
        for item, box in zip(self._nodes, self._layout.boxes, strict=True):
            item.setPos(box.x, box.y)
        for item, way in zip(self._edges, self._layout.ways, strict=True):
            item.setPath(_path(way, downwards))
        whole = QRectF(0, 0, self._layout.width, self._layout.height)
        self._scene.setSceneRect(whole.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN))
        self._paint_edges()

    def _suits_downwards(self) -> bool:
        """Whether the graph does not fit from left to right, and would be larger from the top."""
        if not self._nodes:
            return False
        sizes, ends = [item.size for item in self._nodes], self._ends()
        across, down = (self._scale_of(*extent(sizes, ends, downwards)) for downwards in (False, True))
        return across < min(1.0, down)

    def _scale_of(self, width: float, height: float) -> float:
        """By how much that has to be enlarged to fill the room."""
        room = self.viewport().rect()
        return min(room.width() / max(width, 1.0), room.height() / max(height, 1.0))

    def _ends(self) -> list[tuple[int, int]]:
        return [(look.start, look.end) for look in self._looks]

    def _paint_edges(self) -> None:
        colours = theme.current()
        plain = theme.mixed(colours.line, colours.muted, 0.5)
        for number, (item, look) in enumerate(zip(self._edges, self._looks, strict=True)):
            passed = number in self._passed
            pen = QPen(colours.accent if passed else plain, 2 if passed else 1)
            if not look.tracked:
                pen.setStyle(Qt.PenStyle.DashLine)
            item.setPen(pen)

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
        back, on = (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if self._layout.downwards:
            back, on = (Qt.Key.Key_Up, Qt.Key.Key_Down)
        if key in (back, on):
            return next(iter(inputs if key == back else outputs), -1)
        return self._beside(further=key in (Qt.Key.Key_Down, Qt.Key.Key_Right))

    def _beside(self, further: bool) -> int:
        """The nearest node of the same layer before or behind the chosen one."""
        middles = [_middle(box, self._layout.downwards) for box in self._layout.boxes]
        along, across = middles[self._chosen]
        found = [
            (abs(other - across), node)
            for node, (layer, other) in enumerate(middles)
            if abs(layer - along) < 1 and (other > across if further else other < across)
        ]
        return min(found)[1] if found else -1

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Let the graph fade at each side behind which there is more of it."""
        seen = self.mapToScene(self.viewport().rect()).boundingRect()
        whole = self._scene.sceneRect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        room = self.viewport().rect().toRectF()
        painter.resetTransform()
        if seen.left() > whole.left():
            _fade(painter, room, room.topLeft(), QPointF(_FADE, 0))
        if seen.right() < whole.right():
            _fade(painter, room, room.topRight(), QPointF(-_FADE, 0))
        if seen.top() > whole.top():
            _fade(painter, room, room.topLeft(), QPointF(0, _FADE))
        if seen.bottom() < whole.bottom():
            _fade(painter, room, room.bottomLeft(), QPointF(0, -_FADE))

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


def _middle(box: Box, downwards: bool) -> tuple[float, float]:
    """Of a node, along the layers and within its own."""
    x, y = box.x + box.width / 2, box.y + box.height / 2
    return (y, x) if downwards else (x, y)


def _fade(painter: QPainter, room: QRectF, side: QPointF, inwards: QPointF) -> None:
    """Lay the colour of the paper over a side of `room`, less and less `inwards`."""
    paper = theme.current().panel
    gradient = QLinearGradient(side, side + inwards)
    gradient.setColorAt(0, paper)
    gradient.setColorAt(1, QColor(paper.red(), paper.green(), paper.blue(), 0))
    painter.fillRect(room, gradient)


def _path(way: tuple[tuple[float, float], ...], downwards: bool) -> QPainterPath:
    """Straight within layers, bent between them, where no node is."""
    points = [QPointF(x, y) for x, y in way]
    path = QPainterPath(points[0])
    for place in range(1, len(points)):
        before, after = points[place - 1], points[place]
        middle = (before + after) / 2
        if place % 2:
            path.lineTo(after)
        elif downwards:
            path.cubicTo(QPointF(before.x(), middle.y()), QPointF(after.x(), middle.y()), after)
        else:
            path.cubicTo(QPointF(middle.x(), before.y()), QPointF(middle.x(), after.y()), after)
    return path
