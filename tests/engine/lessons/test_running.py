"""Lessons as they run: every output that a lesson states is what torch gives."""

import pytest
import torch

from engine.lessons.lesson import LANGUAGES, lesson_names, parse_lesson, read_lesson
from engine.lessons.running import LessonRun
from engine.network.mlp import NeuralNetwork


def run_of(text: str) -> LessonRun:
    return LessonRun(parse_lesson(text, "01-a", "en"), NeuralNetwork(), torch.zeros(1, 28, 28))


@pytest.mark.parametrize("name", lesson_names())
def test_every_stated_output_is_true(name: str):
    torch.manual_seed(7)
    run = LessonRun(read_lesson(name), NeuralNetwork(), torch.rand(1, 28, 28))
    for step in run.lesson.steps:
        (outcome,) = run.run(step.number)
        assert bool(outcome.lab) == (bool(step.graph) and not outcome.error)
        if step.output is not None:
            assert (outcome.printed + outcome.error).strip() == step.output.strip(), f"step {step.number}"
        else:
            assert not outcome.error


def test_steps_that_were_left_out_run_first():
    run = run_of("# A\n\n```python\nx = 1\n```\n\n```python\nx + 1\n```\n")
    assert [(each.step, each.printed) for each in run.run(1)] == [(0, ""), (1, "2\n")]
    assert [(each.step, each.printed) for each in run.run(1)] == [(1, "2\n")]


def test_what_pytorch_refuses_is_told_in_its_words():
    run = run_of("# A\n\n```python\ntorch.ones(2) @ torch.ones(3)\n```\n")
    (outcome,) = run.run(0)
    assert outcome.error.startswith("RuntimeError: inconsistent tensor size")


def test_tensors_are_handed_out_as_pictures():
    run = run_of("# A\n\n```python pictures=x,y\nx = torch.ones(2)\ny = x + 1\n```\n")
    (outcome,) = run.run(0)
    assert [(name, tensor.tolist()) for name, tensor in outcome.pictures] == [("x", [1, 1]), ("y", [2, 2])]


def test_the_code_finds_the_drawing_of_the_moment():
    run = run_of("# A\n\n```python\ndrawing.sum().item()\n```\n")
    assert run.run(0)[0].printed == "0.0\n"
    run.look_at(torch.ones(1, 28, 28))
    assert run.run(0)[0].printed == "784.0\n"


def test_a_graph_can_be_walked_afterwards():
    run = run_of("# A\n\n```python graph=y\nx = torch.ones(2, requires_grad=True)\ny = x.sum()\n```\n")
    (outcome,) = run.run(0)
    assert outcome.lab is not None
    outcome.lab.backward(retain_graph=False, accumulate=True)
    assert len(outcome.lab.steps) == 2


def test_languages_are_those_of_the_window():
    assert LANGUAGES == ("en", "zh_CN")
