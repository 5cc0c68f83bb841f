"""Finds the numbers of the chain rule in a recorded operation. Imports torch."""

import torch
from torch import Tensor
from torch.autograd.graph import Node

from engine.autograd.rules import ChainRule, Index, Term

_TERMS = 4


def chain_rules(function: Node, arriving: Tensor) -> tuple[ChainRule, ...]:
    """The chain rule of `function`, which has one output, for each input that wants a gradient.

    `arriving`: ∂L/∂output.

    An operation's gradient is linear in what arrives, and its slopes are the derivative of that: this works for every
    operation that can be differentiated twice, and leaves out the others.
    """
    arriving = arriving.detach().clone().requires_grad_()
    with torch.enable_grad():  # off within a backward pass
        leaving = function(arriving)  # pyright: ignore[reportCallIssue]  # every grad_fn is
        gradients = leaving if isinstance(leaving, tuple) else (leaving,)
        rules = [_rule(slot, each, arriving) for slot, each in enumerate(gradients) if each is not None]
    return tuple(rule for rule in rules if rule is not None)


def _rule(slot: int, gradient: Tensor, arriving: Tensor) -> ChainRule | None:
    if not gradient.requires_grad or gradient.numel() == 0:
        return None
    flat = gradient.reshape(-1)
    place = int(flat.detach().abs().argmax())
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
