"""What the person explores of autograd's graph: subject, node, and how far the walk back is; shared by its panels."""

from PySide6.QtCore import QObject, Signal

from engine.thread.lab_commands import Scratch, Subject, Tracking
from engine.thread.lab_events import GraphTraced, WalkStep


class GraphChoice(QObject):
    """The choice, and what is known of the graph that it led to.

    `traced`: None before the engine answered. `steps`: of the last walk back, () before one. `position`: how many of
    them are shown. `node`: the chosen one, −1: none. A setter that changes nothing emits nothing.
    """

    subject_changed = Signal()
    graph_changed = Signal()
    moved = Signal()  # position, steps or node

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.subject: Subject = Scratch()
        self.tracking = Tracking()
        self.traced: GraphTraced | None = None
        self.steps: tuple[WalkStep, ...] = ()
        self.position = 0
        self.node = -1

    def explore(self, subject: Subject) -> None:
        """Choose what is computed."""
        if subject != self.subject:
            self.subject = subject
            self.subject_changed.emit()

    def adopt(self, subject: Subject) -> None:
        """What a lesson computed is shown: there is nothing to ask for."""
        self.subject, self.tracking = subject, Tracking()

    def track(self, tracking: Tracking) -> None:
        """Choose what autograd is kept from."""
        if tracking != self.tracking:
            self.tracking = tracking
            self.subject_changed.emit()

    def take_graph(self, traced: GraphTraced) -> None:
        """Another graph is there; a walk along the one before it is over."""
        before = self.traced
        self.traced = traced
        if not traced.walked:
            self.steps, self.position = (), 0
        if before is None or before.graph.edges != traced.graph.edges:
            self.node = traced.graph.root
        self.graph_changed.emit()
        self.moved.emit()

    def take_walk(self, steps: tuple[WalkStep, ...], position: int) -> None:
        """A walk back went through; `position` of its steps are shown."""
        self.steps = steps
        self._move(position)

    def end_walk(self) -> None:
        """What a walk back left in .grad is gone."""
        self.steps = ()
        self._move(0)

    def move(self, position: int) -> None:
        """Show so many steps of the walk, within what there is; the node of the last one is chosen."""
        position = min(max(position, 0), len(self.steps))
        if position != self.position:
            self._move(position)

    def choose(self, node: int) -> None:
        """Choose a node."""
        if node != self.node:
            self.node = node
            self.moved.emit()

    def _move(self, position: int) -> None:
        self.position = position
        if position:
            self.node = self.steps[position - 1].node
        self.moved.emit()
