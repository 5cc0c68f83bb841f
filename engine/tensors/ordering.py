"""The order in which the units of a layer hang: as they are, the strongest first, or so that neighbours are alike."""

import torch
from torch import Tensor

from engine.tensors.levels import Walk
from engine.thread.commands import Order

MOST_ALIKE = 1 << 14  # units whose neighbours are looked for; more hang by their norms
_SKETCH = 1 << 20  # numbers that stand for all units while they are compared
_AT_ONCE = 1 << 21  # products a slice: a millisecond or two


def walk_order(units: Tensor, order: Order) -> Walk[list[int]]:
    """The places of `units` (n, height, width) in their `order`."""
    if order is Order.INDEX or not units.numel():
        return list(range(len(units)))
    vectors = units.flatten(1)
    if order is Order.SIMILARITY and len(units) <= MOST_ALIKE:
        return (yield from _walk_alike(vectors))
    return _by_norm(vectors).tolist()


def _by_norm(vectors: Tensor) -> Tensor:
    return torch.argsort(-vectors.norm(dim=1).nan_to_num(nan=-1), stable=True)


def _walk_alike(vectors: Tensor) -> Walk[list[int]]:
    """From the strongest on always to the one that points most in the same direction, of those that are left."""
    here = int(_by_norm(vectors)[0])
    directions = yield from _walk_directions(vectors)
    left = torch.ones(len(vectors), dtype=torch.bool)
    way = [here]
    seen = 0
    for _ in range(len(vectors) - 1):
        left[here] = False
        likeness = torch.mv(directions, directions[here]).masked_fill_(~left, -2.0)
        here = int(likeness.argmax())
        way.append(here)
        seen += directions.numel()
        if seen > _AT_ONCE:
            seen = 0
            yield
    return way


def _walk_directions(vectors: Tensor) -> Walk[Tensor]:
    """Each vector at length 1, float32; of large ones projections on as many random directions as there is room for.

    Those keep angles (Johnson, Lindenstrauss, "Extensions of Lipschitz mappings into a Hilbert space", 1984).
    """
    count, length = vectors.shape
    kept = max(16, _SKETCH // count)
    if kept >= length:
        found = vectors.to("cpu", torch.float32).nan_to_num(0, 0, 0)
    else:
        random = torch.randn(length, kept, generator=torch.Generator().manual_seed(0))
        found = torch.empty(count, kept)
        step = max(1, (_AT_ONCE << 2) // (length * kept))
        for top in range(0, count, step):
            rows = vectors[top : top + step].to("cpu", torch.float32).nan_to_num(0, 0, 0)
            found[top : top + step] = rows @ random
            yield
    return found / found.norm(dim=1, keepdim=True).clamp(min=1e-30)
