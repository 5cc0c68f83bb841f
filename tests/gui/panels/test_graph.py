"""The panels of the graph together: Graph, Node, Backward, Scratch; real clicks and keys on torch's own numbers."""

import re
from dataclasses import dataclass

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from torch.nn import functional

from engine.autograd.snippet import Namespace, new_namespace
from engine.tensors.levels import levels
from engine.thread.lab_commands import (
    EXPRESSIONS,
    ExploreGraph,
    InspectNode,
    LeaveGraph,
    LessonGraph,
    NetworkOnDrawing,
    RunBackward,
    Scratch,
    Tracking,
)
from engine.thread.lab_events import GraphTraced, NodeKind
from gui import graph_words
from gui.panels.backward import BackwardPanel
from gui.panels.graph import GraphPanel
from gui.panels.node import NodePanel
from gui.panels.scratch import ScratchPanel
from gui.selection import Selection
from gui.widgets.graph_node import Passage
from gui.widgets.tensor_glimpse import TensorGlimpse
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

    @property
    def traced(self) -> GraphTraced:
        assert self.choice.traced is not None
        return self.choice.traced

    @property
    def heading(self) -> str:
        return self.node.heading.text().replace("\u200b", "")

    @property
    def glimpses(self) -> dict[str, TensorGlimpse]:
        """All that the panel Node shows of tensors."""
        return self.node.tensors.glimpses | self.node.gathered.glimpses

    def numbers(self, name: str) -> NDArray[np.float32]:
        found = self.glimpses[name].levels
        assert found is not None
        return found

    def node_named(self, name: str) -> int:
        return next(
            number
            for number, node in enumerate(self.traced.graph.nodes)
            if name in (node.name, node.function)
        )

    def press(self, words: str) -> None:
        """Click on the button that says so."""
        button = next(each for each in self.backward.findChildren(QPushButton) if each.text() == words)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def switch(self, words: str) -> None:
        """Click on a switch of the panel Backward."""
        box = next(each for each in self.backward.switches if each.text() == words)
        QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(12, box.height() // 2))

    def look_at(self, name: str) -> None:
        """Click on a node."""
        view = self.graph.view
        view.fit()
        view.ensureVisible(view.item(self.node_named(name)))
        place = view.node_rect(self.node_named(name)).center().toPoint()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def choose(self, box: QComboBox, key: object) -> None:
        """Choose an entry by keys alone."""
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Home)
        for _ in range(box.count()):
            if box.currentData() != key:
                QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.currentData() == key

    def key(self, key: Qt.Key) -> None:
        """Press a key with Alt, wherever the focus is."""
        QTest.keyClick(self.room, key, Qt.KeyboardModifier.AltModifier)


@pytest.fixture
def bench(qtbot: QtBot, qapp: QApplication) -> Bench:
    link, selection = LabLink(), Selection()
    panels = [kind(link, selection) for kind in (GraphPanel, NodePanel, BackwardPanel, ScratchPanel)]
    room = QWidget()
    qtbot.addWidget(room)
    layout = QHBoxLayout(room)
    for panel in panels:
        layout.addWidget(panel)
    room.resize(2000, 560)
    room.show()
    room.activateWindow()
    qtbot.waitExposed(room)
    graph, node, backward, scratch = panels
    assert isinstance(graph, GraphPanel) and isinstance(node, NodePanel)
    assert isinstance(backward, BackwardPanel) and isinstance(scratch, ScratchPanel)
    return Bench(link, graph, node, backward, scratch, room)


def test_the_course_expression_is_there_at_first(bench: Bench):
    assert {node.name for node in bench.traced.graph.nodes if node.name} == {"x", "w", "b", "z", "y", "loss"}
    assert bench.heading == "BinaryCrossEntropyWithLogitsBackward0"
    assert "is_leaf=False · the root" in bench.node.facts.text()


def test_the_caption_counts_nodes_and_steps(bench: Bench, qtbot: QtBot):
    with qtbot.waitSignal(bench.graph.caption_changed) as caption:
        bench.press("forward()")
    assert caption.args == ["8 nodes, 6 on a way back"]
    with qtbot.waitSignal(bench.graph.caption_changed) as caption:
        bench.press("step ▸")
    assert caption.args == ["1 of 6 nodes walked, from the root to the leaves"]


def test_a_click_on_a_node_shows_it_in_full(bench: Bench, qtbot: QtBot):
    with qtbot.waitSignal(bench.node.caption_changed) as caption:
        bench.look_at("w")
    assert bench.heading == "AccumulateGrad"
    assert list(bench.glimpses) == ["w"]
    assert bench.node.facts.text() == "[5, 3] · requires_grad=True · is_leaf=True"
    assert caption.args == ["w = torch.randn(5, 3, requires_grad=True)"]


def test_a_click_on_an_operation_shows_what_it_saved(bench: Bench):
    bench.look_at("loss")
    assert list(bench.glimpses) == ["loss", "saved self", "saved target"]
    assert bench.numbers("saved self").shape == (1, 3)
    bench.look_at("MmBackward0")
    assert "saved self" in bench.glimpses
    assert "requires_grad=True" in bench.node.facts.text()


def test_edges_tell_their_shapes(bench: Bench):
    edges = bench.traced.graph.edges
    shapes = {(bench.traced.graph.nodes[edge.start].name, edge.shape) for edge in edges}
    assert {("x", (5,)), ("w", (5, 3)), ("b", (3,)), ("z", (3,)), ("y", (3,))} <= shapes
    assert {item.toolTip() for item in bench.graph.view.edge_items} >= {"[5]", "[5, 3]", "[3]"}


def test_step_by_step_the_walk_comes_to_the_leaves(bench: Bench):
    seen = []
    for _ in range(6):
        bench.press("step ▸")
        seen.append(bench.heading)
    assert seen[:2] == ["BinaryCrossEntropyWithLogitsBackward0", "AddBackward0"]
    assert seen[-1] == "AccumulateGrad"
    assert "w.grad" in bench.glimpses
    assert not bench.backward.step.isEnabled()


def test_gradients_arrive_on_nodes_and_in_grad(bench: Bench):
    for _ in range(2):
        bench.press("step ▸")
    items = {name: bench.graph.view.item(bench.node_named(name)).passing for name in ("z", "b", "w", "loss")}
    assert items["z"].passage is Passage.HERE
    assert items["loss"].passage is Passage.PASSED
    assert items["b"].passage is Passage.AHEAD
    slopes = torch.sigmoid(_ran(bench)["z"].detach()) / 3
    words = "∂L " + " ".join(graph_words.theme.number(slope, 3) for slope in slopes.tolist())
    assert items["z"].gradient == items["b"].gradient == words
    assert items["loss"].gradient == "∂L 1"
    assert items["w"].gradient == ""
    assert bench.glimpses["b.grad"].levels is None
    while "b.grad" not in bench.glimpses or bench.glimpses["b.grad"].levels is None:
        bench.press("step ▸")
    np.testing.assert_allclose(bench.numbers("b.grad")[0], slopes.numpy(), rtol=1e-6)


def test_the_chain_rule_is_written_out_with_its_numbers(bench: Bench):
    bench.press("step ▸")
    bench.press("step ▸")
    lines = bench.node.rules.text().splitlines()
    slopes = [
        graph_words.theme.number(each) for each in (torch.sigmoid(_ran(bench)["z"].detach()) / 3).tolist()
    ]
    products = [f"= {slope} · 1 = {slope}" for slope in slopes]
    squeezed = "∂L/∂Squeeze[0] = ∂L/∂z[0] · ∂z[0]/∂Squeeze[0]"
    assert lines == [squeezed, *products, "", "∂L/∂b[0] = ∂L/∂z[0] · ∂z[0]/∂b[0]", *products]
    assert bench.node.explanation.text() == "Adding passes the slope on unchanged to both inputs."


def test_back_takes_a_step_back(bench: Bench):
    for _ in range(4):
        bench.press("step ▸")
    came = bench.graph.view.item(bench.node_named("b")).passing
    bench.press("◂ back")
    bench.press("◂ back")
    assert bench.choice.position == 2
    bench.look_at("b")
    assert "b.grad" not in bench.glimpses
    assert came.passage is not Passage.AHEAD
    assert bench.graph.view.item(bench.node_named("b")).passing.passage is Passage.AHEAD


def test_a_second_step_before_the_answer_is_no_second_walk(bench: Bench):
    bench.link.is_busy = True
    bench.press("step ▸")
    bench.press("step ▸")
    bench.link.answer()
    assert bench.choice.position == 1
    assert not bench.node.refusal.isVisible()
    bench.link.is_busy = False
    bench.press("step ▸")
    assert bench.choice.position == 2


def test_keys_walk_back_and_forth(bench: Bench, qtbot: QtBot):
    bench.key(Qt.Key.Key_Right)
    bench.key(Qt.Key.Key_Right)
    assert bench.choice.position == 2
    bench.key(Qt.Key.Key_Left)
    assert bench.choice.position == 1
    bench.backward.pace_ms = 1
    bench.key(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bench.choice.position == 6)


def test_backward_goes_all_the_way_and_a_second_one_is_refused_and_explained(bench: Bench):
    bench.press("backward()")
    assert bench.choice.position == len(bench.choice.steps) == 6
    before = bench.numbers("w.grad").copy()
    bench.press("backward()")
    torchs_own = "RuntimeError: Trying to backward through the graph a second time"
    assert bench.node.refusal.isVisible()
    assert bench.node.refusal.text().startswith(torchs_own)
    assert "Specify retain_graph=True" in bench.node.refusal.text()
    assert "retain_graph" in bench.node.reason.text()
    assert np.array_equal(bench.numbers("w.grad"), before)
    bench.press("forward()")
    assert not bench.node.refusal.isVisible()
    bench.press("backward()")
    assert not bench.node.refusal.isVisible()


def test_freed_buffers_are_marked_as_the_walk_comes_by(bench: Bench):
    tags = lambda: [item.passing.tag for item in map(bench.graph.view.item, range(8))]  # noqa: E731  # asked thrice
    assert set(tags()) == {""}
    bench.press("step ▸")
    assert tags().count("freed") == 1
    bench.press("backward()")
    for _ in range(5):
        bench.press("step ▸")
    assert tags().count("freed") == 2
    bench.look_at("loss")
    assert "what it saved was freed" in bench.node.facts.text()
    assert "saved self" not in bench.glimpses


def test_retaining_allows_a_second_walk_and_gradients_add_up(bench: Bench):
    bench.switch("retain_graph")
    grads = []
    for _ in range(2):
        bench.press("backward()")
        bench.look_at("b")
        grads.append(bench.numbers("b.grad").copy())
    np.testing.assert_allclose(grads[1], 2 * grads[0])
    np.testing.assert_allclose(bench.numbers("b.grad before"), grads[0])
    once, twice = (graph_words.theme.number(float(each[0, 0])) for each in grads)
    assert bench.node.sums.text() == f"b.grad[0] = {once} + {once} = {twice}"
    assert not any(item.passing.tag for item in map(bench.graph.view.item, range(8)))
    assert RunBackward(True, True) in bench.link.sent


def test_replacing_forgets_what_was_there(bench: Bench):
    bench.switch("retain_graph")
    bench.switch("accumulate in .grad")
    grads = []
    for _ in range(2):
        bench.press("backward()")
        bench.look_at("b")
        grads.append(bench.numbers("b.grad").copy())
    np.testing.assert_array_equal(grads[1], grads[0])
    assert "b.grad before" not in bench.glimpses


def test_zeroing_empties_grad_and_puts_the_lights_out(bench: Bench):
    bench.press("backward()")
    bench.look_at("w")
    assert "w.grad" in bench.glimpses
    bench.press("zero_grad()")
    assert list(bench.glimpses) == ["w"]
    assert bench.choice.steps == ()
    passages = {item.passing.passage for item in map(bench.graph.view.item, range(8))}
    assert passages == {Passage.AHEAD}


def test_a_tensor_that_is_used_twice_shows_the_sum(bench: Bench):
    bench.choose(bench.graph.subject, "used_twice")
    while bench.heading != "AccumulateGrad" or "∂L/∂a" not in bench.glimpses:
        bench.press("step ▸")
    parts = bench.numbers("from p"), bench.numbers("from Add")
    np.testing.assert_allclose(parts[0] + parts[1], bench.numbers("∂L/∂a"), rtol=1e-6)
    assert bench.node.sums.text().splitlines()[0].startswith("∂L/∂a[")


def test_switches_change_the_graph_at_once(bench: Bench):
    bench.switch("no_grad()")
    assert bench.choice.tracking == Tracking(no_grad=True)
    root = bench.traced.graph.nodes[bench.traced.graph.root]
    assert (root.kind, root.requires_grad) == (NodeKind.UNTRACKED, False)
    assert "requires_grad=False" in bench.node.facts.text()
    bench.press("step ▸")
    assert "does not require grad" in bench.node.refusal.text()
    assert "no_grad()" in bench.node.reason.text()
    bench.switch("no_grad()")
    assert not bench.node.refusal.isVisible()
    assert bench.traced.graph.nodes[bench.traced.graph.root].requires_grad


def test_detaching_leaves_what_came_before_off_the_way_back(bench: Bench):
    bench.choose(bench.graph.subject, "two_layers")
    bench.switch("detach()")
    nodes = {node.name: node for node in bench.traced.graph.nodes if node.name}
    assert [nodes[name].reached for name in ("w1", "b1", "h", "w2", "b2")] == [
        False,
        False,
        False,
        True,
        True,
    ]
    assert (nodes["h"].kind, nodes["h"].requires_grad) == (NodeKind.UNTRACKED, False)
    bench.press("backward()")
    bench.look_at("w1")
    assert "w1.grad" not in bench.node.tensors.glimpses
    assert "w2.grad" in bench.glimpses


def test_a_frozen_tensor_leaves_the_way_back(bench: Bench):
    QTest.mouseClick(bench.scratch.tracked, Qt.MouseButton.LeftButton, pos=QPoint(12, 8))
    assert bench.traced.graph.nodes[bench.node_named("w")].kind is NodeKind.CONSTANT
    bench.scratch.tracked.setFocus()
    QTest.keyClick(bench.scratch.tracked, Qt.Key.Key_Space)
    assert bench.traced.graph.nodes[bench.node_named("w")].kind is NodeKind.LEAF


def test_the_cost_of_the_record_is_told(bench: Bench, qtbot: QtBot):
    with qtbot.waitSignal(bench.backward.caption_changed) as caption:
        bench.link.measure()
    assert caption.args is not None
    assert re.fullmatch(r"forward [\d.]+ (µ|m)s, 44 B kept · [\d.]+ (µ|m)s under no_grad", caption.args[0])


def test_the_cost_of_a_lessons_step_is_not(bench: Bench):
    traced = bench.traced
    told = [command for command in bench.link.sent if not isinstance(command, InspectNode)]
    bench.link.deliver(
        GraphTraced(
            traced.graph_number + 1,
            LessonGraph("05-autograd", 0),
            Tracking(),
            "",
            "print(1)",
            traced.graph,
            traced.pictures,
            False,
        )
    )
    assert [command for command in bench.link.sent if not isinstance(command, InspectNode)] == told


def test_playing_goes_on_by_itself_pauses_and_stops_at_the_leaves(bench: Bench, qtbot: QtBot):
    bench.backward.pace_ms = 60_000
    bench.press("▶ play")
    assert bench.choice.position == 1
    bench.press("❚❚ pause")
    assert bench.backward.play.text() == "▶ play"
    bench.backward.pace_ms = 1
    bench.press("▶ play")
    qtbot.waitUntil(lambda: bench.choice.position == 6)
    qtbot.waitUntil(lambda: bench.backward.play.text() == "▶ play")


def test_the_network_on_the_drawing_can_be_chosen(bench: Bench):
    bench.choose(bench.graph.subject, "network")
    assert bench.choice.subject == NetworkOnDrawing(None)
    assert bench.graph.objective.isVisible()
    assert bench.node_named("model.linear_relu_stack.0.weight") >= 0
    assert bench.scratch.words.isVisible()
    bench.press("backward()")
    assert bench.choice.steps


def test_scratch_offers_an_expression_where_it_has_none(bench: Bench):
    bench.choose(bench.graph.subject, "network")
    QTest.mouseClick(bench.scratch.offer, Qt.MouseButton.LeftButton)
    assert bench.choice.subject == Scratch()
    assert bench.graph.subject.currentData() == "linear"


def test_sizes_loss_and_values_of_scratch_lead_to_another_graph(bench: Bench, qtbot: QtBot):
    field = bench.scratch.sizes["n"]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "2")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert bench.traced.graph.nodes[bench.node_named("w")].shape == (2, 3)
    bench.scratch.loss.setFocus()
    QTest.keyClick(bench.scratch.loss, Qt.Key.Key_Down)
    assert "mse_loss" in bench.traced.forward
    numbers = bench.scratch.numbers
    numbers.setCurrentCell(1, 2)
    numbers.setFocus()
    QTest.keyClick(numbers, Qt.Key.Key_Return)
    editor = numbers.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "6.5")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ", 6.5]]" in bench.traced.setup)
    assert _ran(bench)["w"][1, 2] == 6.5


def test_new_random_values_are_drawn(bench: Bench):
    before = bench.scratch.numbers.matrix().copy()
    QTest.mouseClick(bench.scratch.again, Qt.MouseButton.LeftButton)
    assert not np.array_equal(bench.scratch.numbers.matrix(), before)


def test_hidden_panels_let_go(bench: Bench):
    bench.room.hide()
    assert LeaveGraph() in bench.link.sent
    assert bench.link.sent.count(InspectNode(None)) >= 1
    assert isinstance(bench.link.sent[0], ExploreGraph)


@pytest.mark.parametrize("key", EXPRESSIONS)
def test_each_operation_has_a_sentence(bench: Bench, key: str):
    bench.choose(bench.graph.subject, key)
    for node in bench.traced.graph.nodes:
        if node.kind is NodeKind.OPERATION:
            assert graph_words.explanation(node), node.function


def _ran(bench: Bench, *forwards: str) -> Namespace:
    """The names of the code that is shown, run by Python alone."""
    names = new_namespace()
    exec(bench.traced.setup, names)
    exec(bench.traced.forward, names)
    return names


def _root(bench: Bench, names: Namespace) -> torch.Tensor:
    return names[bench.traced.graph.nodes[bench.traced.graph.root].name]


@pytest.mark.parametrize("key", EXPRESSIONS)
def test_gradients_in_the_panel_are_torchs_own_and_those_of_finite_differences(bench: Bench, key: str):
    bench.choose(bench.graph.subject, key)
    bench.press("backward()")
    names = _ran(bench)
    leaves = {
        name: value
        for name, value in names.items()
        if isinstance(value, torch.Tensor) and value.requires_grad and value.is_leaf
    }
    expected = torch.autograd.grad(_root(bench, names).sum(), list(leaves.values()))
    assert leaves
    for (name, leaf), gradient in zip(leaves.items(), expected, strict=True):
        bench.look_at(name)
        shown = bench.numbers(f"{name}.grad")
        np.testing.assert_array_equal(shown, gradient.numpy().reshape(shown.shape))
        np.testing.assert_allclose(
            shown, _differences(bench, name).reshape(shown.shape), rtol=1e-4, atol=1e-6
        )
        del leaf


def _differences(bench: Bench, name: str, step: float = 1e-5) -> NDArray[np.float64]:
    """∂root/∂(each number of a leaf) in float64."""
    names = new_namespace()
    exec(bench.traced.setup, names)
    exact = {key: each.detach().double() for key, each in names.items() if isinstance(each, torch.Tensor)}
    slopes = []
    for place in range(exact[name].numel()):
        ends = []
        for sign in (1, -1):
            moved = exact[name].clone()
            moved.view(-1)[place] += sign * step
            run: Namespace = {**names, **exact, name: moved}
            exec(bench.traced.forward, run)
            ends.append(_root(bench, run).sum().item())
        slopes.append((ends[0] - ends[1]) / (2 * step))
    return np.array(slopes)


@pytest.mark.parametrize("label", [None, 4])
def test_gradients_of_the_network_in_the_panel_are_torchs_own(bench: Bench, label: int | None):
    bench.choose(bench.graph.subject, "network")
    bench.choose(bench.graph.objective, label)
    bench.press("backward()")
    network, image = bench.link.network, bench.link.image
    logits = network(image)
    loss = logits.max() if label is None else functional.cross_entropy(logits, torch.tensor([label]))
    gradients = torch.autograd.grad(loss, list(network.parameters()))
    for (name, _), gradient in zip(network.named_parameters(), gradients, strict=True):
        bench.look_at(f"model.{name}")
        shown = bench.numbers(f"{graph_words.short_name(name)}.grad")
        np.testing.assert_array_equal(shown, levels(gradient, None, 64, 64))
