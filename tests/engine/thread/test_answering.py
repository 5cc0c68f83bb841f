"""The wishes of the window about tensors, and what keeps them supplied."""

import torch

from engine.thread.answering import Answering
from engine.thread.commands import Topic, Watch
from engine.thread.events import Event
from engine.thread.tensor_events import FiguresRead, SpectrumOutdated, SpectrumRead

FIGURES = Watch("figures", Topic.FIGURES, "weight", columns=8)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def answering_of(tensor: torch.Tensor, told: list[Event], clock: Clock) -> Answering:
    answering = Answering(told.append, {}, lambda: None, clock)
    answering.show({"weight": tensor}, 1)
    answering.watch(FIGURES)
    return answering


def test_figures_follow_weights_that_change_all_the_time():
    weight, told, clock = torch.zeros(1500, 1500), [], Clock()
    answering = answering_of(weight, told, clock)
    turns = 0
    while len(told) < 3 and turns < 2000:  # 20 s of a run
        turns += 1
        clock.now += 0.01
        weight.fill_(clock.now)
        answering.renew_values()
        answering.follow()
        if answering.has_work:
            answering.work()
    means = [event.figures.mean for event in told if isinstance(event, FiguresRead)]
    assert len(means) == 3
    assert means == sorted(means) and means[0] < means[-1]


def test_figures_are_told_once_more_when_the_weights_rest():
    weight, told, clock = torch.zeros(4, 4), [], Clock()
    answering = answering_of(weight, told, clock)
    while answering.has_work:
        answering.work()
    weight.fill_(7.0)
    answering.renew_values()
    assert not answering.has_work
    clock.now += answering.rest_s or 0.0
    answering.follow()
    while answering.has_work:
        answering.work()
    assert isinstance(told[-1], FiguresRead) and told[-1].figures.mean == 7.0


SPECTRUM = Watch("spectrum", Topic.SPECTRUM, "weight")


def outdated(told: list[Event]) -> int:
    return sum(isinstance(event, SpectrumOutdated) for event in told)


def spectrum_of(weight: torch.Tensor, told: list[Event]) -> Answering:
    answering = answering_of(weight, told, Clock())
    answering.watch(SPECTRUM)
    while answering.has_work:
        answering.work()
    assert isinstance(told[-1], SpectrumRead | FiguresRead)
    answering.unwatch("spectrum")
    return answering


def test_a_spectrum_is_outdated_once_by_a_change_of_its_tensor():
    weight, told = torch.rand(4, 4), []
    answering = spectrum_of(weight, told)
    answering.renew(answering.parameters)  # another tensor was edited
    answering.renew_values()
    assert outdated(told) == 0
    weight[1:2, :].mul_(2)
    answering.renew(answering.parameters)
    answering.renew(answering.parameters)
    assert outdated(told) == 1
    answering.watch(SPECTRUM)
    while answering.has_work:
        answering.work()
    weight.add_(1)
    answering.renew_values()
    assert outdated(told) == 2


def test_a_change_while_a_spectrum_is_computed_outdates_it():
    weight, told = torch.rand(4, 4), []
    answering = answering_of(weight, told, Clock())
    answering.watch(SPECTRUM)
    weight.add_(1)
    while answering.has_work:
        answering.work()
    assert outdated(told) == 1 and any(isinstance(event, SpectrumRead) for event in told)


def test_another_model_has_no_spectrum_that_could_be_outdated():
    weight, told = torch.rand(4, 4), []
    answering = spectrum_of(weight, told)
    answering.show({"weight": torch.ones(4, 4)}, 2)
    answering.renew(answering.parameters)
    assert outdated(told) == 0
