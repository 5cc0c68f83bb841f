"""Walks back: PyTorch's own, step by step, with the real numbers of the chain rule."""

from itertools import groupby

import pytest
import torch

from engine.autograd.backward import BackwardRefusedError, walk_backward
from engine.autograd.expressions import EXPRESSIONS, Scratch, Tracking
from engine.autograd.graph import NodeKind
from engine.autograd.lab import Lab, scratch_experiment
from engine.autograd.recording import Recording
from engine.autograd.refusal import Refusal
from engine.autograd.tracing import trace


def lab_of(key: str, **tracking: bool) -> Lab:
    return Lab(scratch_experiment(Scratch(key), Tracking(**tracking)))


@pytest.fixture(params=EXPRESSIONS)
def lab(request: pytest.FixtureRequest) -> Lab:
    return lab_of(request.param)


def test_gradients_are_those_of_torch(lab: Lab):
    root = lab.trace.root
    leaves = lab.leaves()
    expected = torch.autograd.grad(root.sum(), list(leaves.values()), retain_graph=True)
    lab.backward(retain_graph=True, accumulate=True)
    for leaf, gradient in zip(leaves.values(), expected, strict=True):
        assert leaf.grad is not None
        assert torch.equal(leaf.grad, gradient)


def test_gradients_agree_with_finite_differences(lab: Lab):
    lab.backward(retain_graph=False, accumulate=True)
    for leaf in lab.leaves().values():
        assert leaf.grad is not None
        gradient, before = leaf.grad.clone(), leaf.detach().clone()
        place = int(gradient.abs().argmax())
        ends = []
        for sign in (1, -1):
            with torch.no_grad():
                leaf.reshape(-1)[place] = before.reshape(-1)[place] + sign * 1e-2
            lab.forward()
            ends.append(lab.trace.root.sum().item())
            with torch.no_grad():
                leaf.copy_(before)
        slope = (ends[0] - ends[1]) / 2e-2
        assert slope == pytest.approx(gradient.reshape(-1)[place].item(), rel=2e-2, abs=2e-3)


def test_the_chain_rule_adds_up_to_what_left_the_node(lab: Lab):
    lab.backward(retain_graph=False, accumulate=True)
    operations = [step for step in lab.steps if lab.trace.graph.nodes[step.node].kind is NodeKind.OPERATION]
    assert operations
    for step in operations:
        wanted = [
            (slot, gradient.numel() if gradient.numel() <= 3 else 1)
            for slot, gradient in enumerate(step.leaving)
            if gradient is not None
        ]
        assert [
            (slot, len(list(rules))) for slot, rules in groupby(step.rules, lambda rule: rule.slot)
        ] == wanted
        for rule in step.rules:
            gradient = step.leaving[rule.slot]
            assert gradient is not None
            assert rule.result == pytest.approx(gradient[rule.index].item(), rel=1e-6)
            total = sum(term.arriving * term.slope for term in rule.terms) + rule.rest
            assert total == pytest.approx(rule.result, rel=1e-4, abs=1e-6)


def test_the_root_comes_first_and_a_node_before_what_it_depends_on(lab: Lab):
    lab.backward(retain_graph=False, accumulate=True)
    order = [step.node for step in lab.steps]
    assert order[0] == lab.trace.graph.root
    passed = {node: place for place, node in enumerate(order)}
    assert all(passed[edge.end] < passed[edge.start] for edge in lab.trace.graph.edges if edge.tracked)


def test_what_arrives_is_the_sum_of_what_was_sent(lab: Lab):
    lab.backward(retain_graph=False, accumulate=True)
    steps = {step.node: step for step in lab.steps}
    for node, step in steps.items():
        if node == lab.trace.graph.root:
            continue
        sent = [
            steps[edge.end].leaving[edge.slot]
            for edge in lab.trace.graph.edges
            if edge.start == node and edge.tracked
        ]
        total = torch.stack([each for each in sent if each is not None]).sum(0)
        assert torch.allclose(total.reshape(step.arriving.shape), step.arriving)


def test_accumulate_grad_comes_last_for_each_leaf_and_shows_its_grad():
    lab = lab_of("linear")
    lab.backward(retain_graph=True, accumulate=True)
    leaf = next(node for node, each in lab.leaves().items() if each.shape == (3,))
    step = lab.step_at(leaf, None)
    assert step is not None and step.grad is not None
    first = step.grad
    lab.backward(retain_graph=False, accumulate=True)
    again = lab.grad_at(leaf, len(lab.steps))
    assert again is not None and torch.equal(again, 2 * first)
    before = lab.grad_at(leaf, 1)
    assert before is not None and torch.equal(before, first)


def test_the_jacobian_product_of_the_course_is_exact():
    lab = lab_of("square")
    (leaf,) = lab.leaves().values()
    once = 2 * torch.ones(5, 5) + 2 * torch.eye(5)
    lab.backward(retain_graph=True, accumulate=True)
    assert leaf.grad is not None and torch.equal(leaf.grad, once)
    lab.backward(retain_graph=True, accumulate=True)
    assert torch.equal(leaf.grad, 2 * once)
    lab.zero_grad()
    assert leaf.grad is None
    lab.backward(retain_graph=True, accumulate=True)
    assert leaf.grad is not None and torch.equal(leaf.grad, once)


def test_replacing_forgets_what_was_there():
    lab = lab_of("square")
    (leaf,) = lab.leaves().values()
    for _ in range(2):
        lab.backward(retain_graph=True, accumulate=False)
    assert leaf.grad is not None and leaf.grad.max() == 4


def test_a_second_walk_is_refused_in_pytorchs_own_words_and_frees_are_marked():
    lab = lab_of("linear")
    lab.backward(retain_graph=False, accumulate=True)
    assert any(node.freed for node in lab.trace.graph.nodes)
    with pytest.raises(
        BackwardRefusedError, match="Trying to backward through the graph a second time"
    ) as refused:
        lab.backward(retain_graph=False, accumulate=True)
    assert refused.value.refusal is Refusal.FREED


def test_with_retain_graph_nothing_is_freed():
    lab = lab_of("linear")
    lab.backward(retain_graph=True, accumulate=True)
    assert not any(node.freed for node in lab.trace.graph.nodes)


@pytest.mark.parametrize("tracking", ["no_grad", "detached"])
def test_without_a_record_there_is_no_way_back(tracking: str):
    lab = lab_of("linear", **{tracking: True})
    with pytest.raises(BackwardRefusedError, match="does not require grad") as refused:
        lab.backward(retain_graph=False, accumulate=True)
    assert refused.value.refusal is Refusal.UNTRACKED


def test_a_refused_walk_leaves_gradients_and_steps_as_they_were():
    lab = lab_of("linear")
    lab.backward(retain_graph=False, accumulate=True)
    steps, grads = lab.steps, [leaf.grad for leaf in lab.leaves().values()]
    for accumulate in (True, False):
        with pytest.raises(BackwardRefusedError):
            lab.backward(retain_graph=False, accumulate=accumulate)
        assert lab.steps is steps
        for leaf, before in zip(lab.leaves().values(), grads, strict=True):
            assert leaf.grad is not None and before is not None and torch.equal(leaf.grad, before)


def test_a_graph_that_was_freed_elsewhere_is_marked_when_a_walk_is_refused():
    lab = lab_of("linear")
    lab.trace.root.backward()
    assert not any(node.freed for node in lab.trace.graph.nodes)
    with pytest.raises(BackwardRefusedError):
        lab.backward(retain_graph=False, accumulate=True)
    assert any(node.freed for node in lab.trace.graph.nodes)


def test_what_comes_back_by_several_ways_is_told_way_by_way():
    lab = lab_of("used_twice")
    leaf = next(node for node, each in enumerate(lab.trace.graph.nodes) if each.name == "a")
    lab.backward(retain_graph=False, accumulate=True)
    came = lab.arrivals_at(leaf, None)
    assert {lab.trace.graph.nodes[start].function for start, _ in came} == {"MulBackward0", "AddBackward0"}
    passed = lab.step_at(leaf, None)
    assert passed is not None and torch.equal(came[0][1] + came[1][1], passed.arriving)
    first = next(place for place, step in enumerate(lab.steps, 1) if step.node == came[0][0])
    assert len(lab.arrivals_at(leaf, first)) == 1


def test_what_was_in_grad_before_a_walk_is_kept():
    lab = lab_of("square")
    (leaf,) = lab.leaves()
    lab.backward(retain_graph=True, accumulate=True)
    assert lab.grad_before(leaf) is None
    once = lab.grad_at(leaf, None)
    assert once is not None
    once = once.clone()
    lab.backward(retain_graph=True, accumulate=True)
    before = lab.grad_before(leaf)
    assert before is not None and torch.equal(before, once)
    lab.backward(retain_graph=True, accumulate=False)
    assert lab.grad_before(leaf) is None


def test_zeroing_ends_the_walk():
    lab = lab_of("linear")
    lab.backward(retain_graph=True, accumulate=True)
    lab.zero_grad()
    assert lab.steps == []
    assert all(lab.grad_at(leaf, 6) is None for leaf in lab.leaves())


def test_no_hook_stays_behind():
    lab = lab_of("linear")
    lab.backward(retain_graph=True, accumulate=True)
    steps = list(lab.steps)
    lab.trace.root.backward(retain_graph=True)
    assert lab.steps == steps


def test_a_long_chain_is_walked_without_its_chain_rules():
    value = torch.ones(1, requires_grad=True)
    with Recording() as recording:
        for _ in range(500):
            value = value + 1
    steps = walk_backward(trace(value, recording, {}))
    assert len(steps) == 501
    assert not any(step.rules for step in steps)
