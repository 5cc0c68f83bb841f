"""The laboratory on the engine's thread: what is asked for, answered; what is drawn, followed."""

import numpy as np
import pytest

from engine.errors import NetglassError
from engine.thread.commands import Classify, Drawing, Stroke
from engine.thread.events import Event
from engine.thread.lab_commands import (
    ExploreGraph,
    InspectNode,
    LeaveGraph,
    MeasureTracking,
    NetworkOnDrawing,
    RunBackward,
    RunForward,
    Scratch,
    ZeroGrad,
)
from engine.thread.lab_events import (
    BackwardRefused,
    BackwardWalked,
    GradientsZeroed,
    GraphTraced,
    NodeKind,
    NodeRead,
    Refusal,
    TrackingMeasured,
)
from engine.thread.session import Session


@pytest.fixture
def events() -> list[Event]:
    return []


@pytest.fixture
def session(events: list[Event]) -> Session:
    session = Session(events.append)
    events.clear()
    return session


def last(events: list[Event], kind: type[Event]) -> Event:
    return next(event for event in reversed(events) if isinstance(event, kind))


def test_a_scratch_expression_is_traced(session: Session, events: list[Event]):
    session.obey(ExploreGraph(Scratch()))
    (traced,) = events
    assert isinstance(traced, GraphTraced)
    assert "z = x @ w + b" in traced.forward
    assert not traced.walked


def test_a_walk_tells_its_steps_and_what_it_freed(session: Session, events: list[Event]):
    session.obey(ExploreGraph(Scratch()))
    session.obey(RunBackward())
    _, walked, traced = events
    assert isinstance(walked, BackwardWalked) and isinstance(traced, GraphTraced)
    assert traced.walked and traced.graph_number == walked.graph_number
    assert any(node.freed for node in traced.graph.nodes)
    first = walked.steps[0]
    (gradient,) = first.gradients
    edge = traced.graph.edges[gradient.edge]
    assert (edge.end, len(gradient.so_far.numbers)) == (first.node, 3)
    assert first.arriving.numbers == (1.0,)


def test_what_comes_to_a_node_by_two_ways_adds_up(session: Session, events: list[Event]):
    session.obey(ExploreGraph(Scratch("used_twice")))
    session.obey(RunBackward())
    walked, traced = last(events, BackwardWalked), last(events, GraphTraced)
    assert isinstance(walked, BackwardWalked) and isinstance(traced, GraphTraced)
    leaf = next(node for node, each in enumerate(traced.graph.nodes) if each.name == "a")
    came = [
        each.so_far
        for step in walked.steps
        for each in step.gradients
        if traced.graph.edges[each.edge].start == leaf
    ]
    arrived = next(step.arriving for step in walked.steps if step.node == leaf)
    assert len(came) == 2
    assert came[0] != arrived
    assert came[1].numbers == pytest.approx(arrived.numbers)


def test_what_was_in_grad_before_stands_there_until_more_comes(session: Session, events: list[Event]):
    session.obey(ExploreGraph(Scratch()))
    for _ in range(2):
        session.obey(RunBackward(retain_graph=True))
    traced = last(events, GraphTraced)
    assert isinstance(traced, GraphTraced)
    seen = []
    for step in (1, None):
        session.obey(InspectNode(traced.graph.root, step))
        read = events[-1]
        assert isinstance(read, NodeRead)
        seen.append([leaf.norm for _, leaf in read.leaves if leaf is not None])
    assert len(seen[0]) == 2
    assert seen[1] == pytest.approx([2 * norm for norm in seen[0]])


def test_the_leaves_are_read_beside_any_node(session: Session, events: list[Event]):
    session.obey(ExploreGraph(Scratch()))
    session.obey(RunBackward())
    walked, traced = last(events, BackwardWalked), last(events, GraphTraced)
    assert isinstance(walked, BackwardWalked) and isinstance(traced, GraphTraced)
    names = [node.name for node in traced.graph.nodes]
    of_b = 1 + next(place for place, step in enumerate(walked.steps) if names[step.node] == "b")
    for step, has_come in ((of_b - 1, False), (of_b, True)):
        session.obey(InspectNode(traced.graph.root, step))
        read = events[-1]
        assert isinstance(read, NodeRead)
        grads = {names[leaf]: seen for leaf, seen in read.leaves}
        assert set(grads) == {"w", "b"}
        assert (grads["b"] is not None) == has_come


def test_a_refusal_is_told_in_pytorchs_words(session: Session, events: list[Event]):
    session.obey(ExploreGraph(Scratch()))
    session.obey(RunBackward())
    session.obey(RunBackward())
    refused = events[-1]
    assert isinstance(refused, BackwardRefused)
    assert refused.refusal is Refusal.FREED
    assert "second time" in refused.message
    traced = last(events, GraphTraced)
    assert isinstance(traced, GraphTraced)
    assert traced.walked and any(node.freed for node in traced.graph.nodes)


def test_a_node_is_read_as_it_was_after_a_step(session: Session, events: list[Event]):
    session.obey(ExploreGraph(Scratch()))
    session.obey(RunBackward(retain_graph=True))
    walked = last(events, BackwardWalked)
    assert isinstance(walked, BackwardWalked)
    leaf = walked.steps[-1].node
    session.obey(InspectNode(leaf, step=len(walked.steps) - 1))
    before = events[-1]
    session.obey(InspectNode(leaf, step=len(walked.steps)))
    after = events[-1]
    assert isinstance(before, NodeRead) and isinstance(after, NodeRead)
    assert before.gradient is None and before.grad is None
    assert after.gradient is not None and after.grad is not None
    assert after.value is not None and after.value.shape == (5, 3)


def test_an_operation_is_read_with_what_it_saved_and_its_chain_rule(session: Session, events: list[Event]):
    session.obey(ExploreGraph(Scratch()))
    session.obey(RunBackward(retain_graph=True))
    traced = last(events, GraphTraced)
    assert isinstance(traced, GraphTraced)
    session.obey(InspectNode(traced.graph.root))
    read = events[-1]
    assert isinstance(read, NodeRead)
    assert [name for name, _ in read.saved] == ["self", "target"]
    assert read.rules


def test_zeroing_is_told_and_shown(session: Session, events: list[Event]):
    session.obey(ExploreGraph(Scratch()))
    session.obey(RunBackward())
    session.obey(ZeroGrad())
    assert isinstance(events[-1], GradientsZeroed)


def test_forward_again_has_a_new_number(session: Session, events: list[Event]):
    session.obey(ExploreGraph(Scratch()))
    session.obey(RunForward())
    first, second = events
    assert isinstance(first, GraphTraced) and isinstance(second, GraphTraced)
    assert second.graph_number == first.graph_number + 1


def test_the_cost_of_tracking_is_measured(session: Session, events: list[Event]):
    session.obey(ExploreGraph(Scratch()))
    session.obey(MeasureTracking())
    turns = 0
    while session.rest_s == 0:
        session.follow()
        turns += 1
    assert isinstance(events[-1], TrackingMeasured)
    assert turns > 10  # ink is read in between


def test_nothing_is_measured_for_nobody(session: Session, events: list[Event]):
    session.obey(ExploreGraph(Scratch()))
    session.obey(MeasureTracking())
    session.obey(LeaveGraph())
    assert session.rest_s is None


def test_what_makes_no_sense_leaves_all_as_it_was(session: Session, events: list[Event]):
    session.obey(ExploreGraph(Scratch()))
    with pytest.raises(NetglassError):
        session.obey(ExploreGraph(Scratch(sizes={"n": 99})))
    session.obey(RunForward())
    assert isinstance(events[-1], GraphTraced)


def test_without_an_experiment_commands_do_nothing(session: Session, events: list[Event]):
    for command in (RunForward(), RunBackward(), ZeroGrad(), InspectNode(0), MeasureTracking(), LeaveGraph()):
        session.obey(command)
    assert events == []


def draw(session: Session, events: list[Event], request: int) -> None:
    session.obey(
        Classify(request, 1, Drawing((28, 28), (Stroke(np.array([[8, 8, 1], [20, 20, 1]], np.float32)),)))
    )
    session.follow()


def test_the_networks_graph_follows_the_drawing_until_it_is_walked(session: Session, events: list[Event]):
    session.obey(ExploreGraph(NetworkOnDrawing(3)))
    events.clear()
    draw(session, events, 1)
    assert session.rest_s is not None
    while not any(isinstance(event, GraphTraced) for event in events):
        session.follow()
    session.obey(RunBackward())
    events.clear()
    draw(session, events, 2)
    while session.rest_s is not None:
        session.follow()
    assert not any(isinstance(event, GraphTraced) for event in events)


def test_the_networks_own_gradients_are_left_alone(session: Session, events: list[Event]):
    session.obey(ExploreGraph(NetworkOnDrawing(3)))
    session.obey(RunBackward())
    assert all(parameter.grad is None for parameter in session.network.parameters())
    traced = last(events, GraphTraced)
    assert isinstance(traced, GraphTraced)
    names = {node.name for node in traced.graph.nodes if node.kind is NodeKind.LEAF}
    assert "model.linear_relu_stack.0.weight" in names


def test_graphs_and_walks_keep_their_order():
    assert ExploreGraph(Scratch()).slot is None
    assert LeaveGraph().slot is None
