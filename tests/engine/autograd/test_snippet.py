"""Snippets: code that ships with the program, run as it is shown."""

import threading

import pytest
import torch

from engine.autograd.snippet import new_namespace, run_snippet, tensors_of


def test_what_is_printed_and_the_last_value_come_back():
    outcome = run_snippet("x = torch.ones(2)\nprint('sum', x.sum())\nx + 1", new_namespace())
    assert outcome.printed == "sum tensor(2.)\ntensor([2., 2.])\n"


def test_names_stay_for_the_next_snippet():
    namespace = new_namespace()
    run_snippet("w = torch.ones(2, requires_grad=True)", namespace)
    assert run_snippet("w.requires_grad", namespace).printed == "True\n"


def test_the_seed_counts_for_the_snippet_alone():
    before = torch.random.get_rng_state()
    first = run_snippet("torch.manual_seed(0)\ntorch.rand(1)", new_namespace()).printed
    assert torch.equal(torch.random.get_rng_state(), before)
    assert run_snippet("torch.manual_seed(0)\ntorch.rand(1)", new_namespace()).printed == first


def test_printing_touches_no_other_output(capsys: pytest.CaptureFixture[str]):
    run_snippet("print('here')", new_namespace())
    assert capsys.readouterr().out == ""


def test_its_exceptions_come_through():
    with pytest.raises(ZeroDivisionError):
        run_snippet("1 / 0", new_namespace())


def test_grad_mode_is_on_whatever_the_caller_has():
    with torch.no_grad():
        outcome = run_snippet("torch.ones(1, requires_grad=True) + 1", new_namespace())
    assert "AddBackward0" in outcome.printed


def test_calls_are_recorded_and_only_of_this_thread():
    def elsewhere() -> None:
        torch.ones(3).mul(2)

    namespace = new_namespace(elsewhere=elsewhere, threading=threading)
    code = "t = threading.Thread(target=elsewhere)\nt.start()\nt.join()\ny = torch.ones(1) + 1"
    calls = run_snippet(code, namespace).recording.calls
    assert [call.function for call in calls] == ["ones", "add"]


def test_parameters_of_modules_have_names():
    namespace = new_namespace()
    run_snippet("model = nn.Linear(2, 1)", namespace)
    assert sorted(tensors_of(namespace)) == ["model.bias", "model.weight"]
