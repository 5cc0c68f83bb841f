"""The panels of the graph together: Graph, Node, Backward and Scratch, on torch's own numbers."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from engine.thread.lab_commands import (
    InspectNode,
    LeaveGraph,
    NetworkOnDrawing,
    RunBackward,
    Scratch,
    Tracking,
    ZeroGrad,
)
from engine.thread.lab_events import NodeKind
from gui import graph_words
from gui.panels.backward import BackwardPanel
from gui.panels.graph import GraphPanel
from gui.panels.node import NodePanel
from gui.panels.scratch import ScratchPanel
from gui.selection import Selection
from tests.gui.panels.lab_link import LabLink


@dataclass
class Bench:
    link: LabLink
    graph: GraphPanel
    node: NodePanel
    backward: BackwardPanel
    scratch: ScratchPanel
    room: QWidget

    @property
    def choice(self):
        return self.graph.choice

    def node_named(self, name: str) -> int:
        traced = self.choice.traced
        assert traced is not None
        return next(number for number, node in enumerate(traced.graph.nodes) if node.name == name)


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    link, selection = LabLink(), Selection()
    panels = [kind(link, selection) for kind in (GraphPanel, NodePanel, BackwardPanel, ScratchPanel)]
    room = QWidget()
    qtbot.addWidget(room)
    layout = QHBoxLayout(room)
    for panel in panels:
        layout.addWidget(panel)
    room.resize(1500, 500)
    room.show()
    graph, node, backward, scratch = panels
    assert isinstance(graph, GraphPanel) and isinstance(node, NodePanel)
    assert isinstance(backward, BackwardPanel) and isinstance(scratch, ScratchPanel)
    return Bench(link, graph, node, backward, scratch, room)


def test_the_course_expression_is_there_at_first(bench: Bench):
    assert bench.choice.traced is not None
    assert bench.graph.sentence.text() == "8 nodes, 6 on a way back"
    assert bench.node.heading.text() == "BinaryCrossEntropyWithLogitsBackward0"
    assert "is_leaf=False · the root" in bench.node.facts.text()


def test_a_click_on_a_node_shows_it_in_full(bench: Bench):
    view = bench.graph.view
    place = view.node_rect(bench.node_named("w")).center().toPoint()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert bench.node.heading.text() == "AccumulateGrad"
    assert list(bench.node.glimpses) == ["w"]
    assert bench.node.facts.text() == "[5, 3] · requires_grad=True · is_leaf=True"


def test_step_by_step_the_walk_comes_to_the_leaves(bench: Bench):
    seen = []
    for _ in range(6):
        bench.backward.step.trigger()
        seen.append(bench.node.heading.text())
    assert seen[:2] == ["BinaryCrossEntropyWithLogitsBackward0", "AddBackward0"]
    assert seen[-1] == "AccumulateGrad"
    assert "w.grad" in bench.node.glimpses
    assert not bench.backward.step.isEnabled()
    assert bench.graph.sentence.text().startswith("6 of 6 nodes")


def test_the_chain_rule_is_written_out_with_its_numbers(bench: Bench):
    bench.backward.step.trigger()
    bench.backward.step.trigger()
    formula, numbers, *_ = bench.node.rules.text().splitlines()
    assert formula == "∂L/∂Squeeze[0] = ∂L/∂z[0] · ∂z[0]/∂Squeeze[0]"
    assert numbers.endswith(numbers.split()[1].lstrip("="))
    assert "· 1 =" in numbers


def test_back_takes_a_step_back(bench: Bench):
    for _ in range(3):
        bench.backward.step.trigger()
    bench.backward.back.trigger()
    assert bench.choice.position == 2
    leaf = bench.node_named("b")
    bench.choice.choose(leaf)
    assert "b.grad" not in bench.node.glimpses


def test_backward_goes_all_the_way_and_a_second_one_is_refused(bench: Bench):
    bench.backward.backward.trigger()
    assert bench.choice.position == len(bench.choice.steps) == 6
    bench.backward.backward.trigger()
    words = bench.backward.message.text()
    assert words.startswith("RuntimeError: Trying to backward through the graph a second time")
    assert "retain_graph" in words.splitlines()[1]
    assert bench.choice.traced is not None
    assert any(node.freed for node in bench.choice.traced.graph.nodes)


def test_retaining_allows_a_second_walk_and_gradients_add_up(bench: Bench):
    bench.backward.retain.setChecked(True)
    bench.choice.choose(bench.node_named("b"))
    grads = []
    for _ in range(2):
        bench.backward.backward.trigger()
        bench.choice.choose(bench.node_named("b"))
        grads.append(float(bench.node.glimpses["b.grad"]._levels[0, 0]))  # pyright: ignore[reportOptionalSubscript]
    assert grads[1] == pytest.approx(2 * grads[0])
    assert RunBackward(True, True) in bench.link.sent


def test_zeroing_empties_grad(bench: Bench):
    bench.backward.backward.trigger()
    bench.choice.choose(bench.node_named("w"))
    bench.backward.zero.trigger()
    assert ZeroGrad() in bench.link.sent


def test_switches_change_the_graph_at_once(bench: Bench):
    bench.backward.no_grad.setChecked(True)
    assert bench.choice.tracking == Tracking(no_grad=True)
    traced = bench.choice.traced
    assert traced is not None
    assert traced.graph.nodes[traced.graph.root].kind is NodeKind.UNTRACKED
    bench.backward.step.trigger()
    assert "does not require grad" in bench.backward.message.text()
    bench.backward.no_grad.setChecked(False)
    assert bench.backward.message.text() == ""


def test_the_cost_of_the_record_is_told(bench: Bench):
    assert "under no_grad" in bench.backward.cost.text()


def test_playing_goes_on_by_itself_and_stops_at_the_leaves(bench: Bench, qtbot: QtBot):
    bench.backward._timer.setInterval(1)
    bench.backward.play.trigger()
    assert bench.backward.play.text() == "❚❚ pause"
    qtbot.waitUntil(lambda: bench.choice.position == 6)
    qtbot.waitUntil(lambda: bench.backward.play.text() == "▶ play")


def test_the_network_on_the_drawing_can_be_chosen(bench: Bench):
    bench.graph.subject.setCurrentIndex(0)
    bench.graph.subject.activated.emit(0)
    assert bench.choice.subject == NetworkOnDrawing(None)
    assert bench.graph.objective.isVisible()
    assert bench.node_named("model.linear_relu_stack.0.weight") >= 0
    assert bench.scratch.words.isVisible()
    bench.backward.backward.trigger()
    assert bench.choice.steps


def test_sizes_loss_and_values_of_scratch_lead_to_another_graph(bench: Bench):
    bench.scratch.sizes["n"].value_changed.emit(2.0)
    assert isinstance(bench.choice.subject, Scratch)
    assert bench.choice.traced is not None
    assert bench.choice.traced.graph.nodes[bench.node_named("w")].shape == (2, 3)
    bench.scratch.loss.activated.emit(1)
    assert "mse_loss" in bench.choice.traced.forward
    bench.scratch.numbers.edited.emit((1.0, 2.0, 3.0, 4.0, 5.0, 6.0))
    assert "[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]" in bench.choice.traced.setup


def test_a_leaf_that_asks_for_no_gradient_leaves_the_way_back(bench: Bench):
    bench.scratch.tracked.setFocus()
    QTest.keyClick(bench.scratch.tracked, Qt.Key.Key_Space)
    traced = bench.choice.traced
    assert traced is not None
    assert traced.graph.nodes[bench.node_named("w")].kind is NodeKind.CONSTANT


def test_hidden_panels_let_go(bench: Bench):
    bench.room.hide()
    assert LeaveGraph() in bench.link.sent
    assert bench.link.sent.count(InspectNode(None)) >= 1


def test_each_operation_of_the_expressions_has_a_sentence(bench: Bench):
    for key in ("linear", "two_layers", "square", "used_twice", "division", "softmax", "waves"):
        bench.choice.explore(Scratch(key))
        traced = bench.choice.traced
        assert traced is not None
        for node in traced.graph.nodes:
            if node.kind is NodeKind.OPERATION:
                assert graph_words.explanation(node), node.function
