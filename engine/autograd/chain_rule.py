"""Finds the numbers of the chain rule in a recorded operation. Imports torch."""

import torch
from torch import Tensor
from torch.autograd.graph import Node

from engine.autograd.rules import ChainRule, Index, Term

_TERMS = 3
_FEW = 3  # numbers of a gradient, each of which is told


def chain_rules(function: Node, arriving: Tensor) -> tuple[ChainRule, ...]:
    """The chain rule of `function`, which has one output, for each input that wants a gradient.

    `arriving`: ∂L/∂output. Of a gradient of few numbers each one is told, of a larger one the largest.

    An operation's gradient is linear in what arrives, and its slopes are the derivative of that: this works for every
    operation that can be differentiated twice, and leaves out the others.
    """
    arriving = arriving.detach().clone().requires_grad_()
    with torch.enable_grad():  # off within a backward pass
        leaving = function(arriving)  # pyright: ignore[reportCallIssue]  # every grad_fn is
        gradients = leaving if isinstance(leaving, tuple) else (leaving,)
        return tuple(
            _rule(slot, each, place, arriving)
            for slot, each in enumerate(gradients)
            if each is not None and each.requires_grad
            for place in _places(each)
        )


def _places(gradient: Tensor) -> list[int]:
    """Which of its numbers are told."""
    if gradient.numel() <= _FEW:
        return list(range(gradient.numel()))
    return [int(gradient.detach().reshape(-1).abs().argmax())]


def _rule(slot: int, gradient: Tensor, place: int, arriving: Tensor) -> ChainRule:
    flat = gradient.reshape(-1)
    (slopes,) = torch.autograd.grad(flat[place], arriving, retain_graph=True)
    summands = (slopes * arriving).detach().reshape(-1)
    largest = summands.abs().topk(min(_TERMS, summands.numel())).indices.tolist()
    shown = [each for each in largest if summands[each] != 0] or largest[:1]
    return ChainRule(
        slot=slot,
        index=_index(place, gradient),
        result=flat[place].item(),
        terms=tuple(_term(each, arriving, slopes) for each in shown),
        others=int((summands != 0).sum()) - sum(1 for each in shown if summands[each] != 0),
        rest=(summands.sum() - summands[shown].sum()).item(),
    )


def _term(place: int, arriving: Tensor, slopes: Tensor) -> Term:
    flat = arriving.detach().reshape(-1)
    return Term(_index(place, arriving), flat[place].item(), slopes.reshape(-1)[place].item())


def _index(place: int, tensor: Tensor) -> Index:
    return tuple(int(each) for each in torch.unravel_index(torch.tensor(place), tensor.shape))
