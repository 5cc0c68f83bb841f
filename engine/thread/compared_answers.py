"""What the engine answers to a wish about a tensor of two models: an event, computed in slices. Imports torch."""

import numpy as np
from torch import Tensor

from engine.tensors.copies import frozen, frozen_array
from engine.tensors.difference import DifferenceMatrix, walk_change_order, walk_difference_levels
from engine.tensors.fields import sampled, units_of
from engine.tensors.levels import Pooled, Walk, robust_limit, walk_pooled
from engine.thread.answers import levels_read
from engine.thread.comparison_commands import Aspect, WatchDifference, WatchFields
from engine.thread.comparison_events import FieldsCompared
from engine.thread.events import Event

Orders = dict[tuple[str, tuple[int, int]], list[int]]


def walk_compared(
    wish: WatchDifference | WatchFields, network: int, here: Tensor, there: Tensor, orders: Orders
) -> Walk[Event]:
    """The answer to `wish`, for a tensor of the generation `network` and the one that it is compared with.

    `orders`: the orders of units that were found before, and are kept for as long as they may hold.
    """
    if isinstance(wish, WatchFields):
        return _fields(wish, network, here, there, orders)
    return _levels(wish, network, here, there)


def _levels(wish: WatchDifference, network: int, here: Tensor, there: Tensor) -> Walk[Event]:
    pooled = yield from _pooled(wish, here, there)
    return levels_read(wish, network, here, pooled)


def _pooled(wish: WatchDifference, here: Tensor, there: Tensor) -> Walk[Pooled]:
    seen = wish.region, wish.rows, wish.columns
    if wish.aspect is Aspect.THERE:
        return (yield from walk_pooled(there, *seen))
    return (yield from walk_difference_levels(here, there, *seen))


def _fields(wish: WatchFields, network: int, here: Tensor, there: Tensor, orders: Orders) -> Walk[Event]:
    mine, others = units_of(here, wish.image), units_of(there, wish.image)
    key = wish.parameter, wish.image
    if key not in orders:
        orders[key] = yield from walk_change_order(mine, others)
    rows = orders[key][max(wish.first, 0) : max(wish.first, 0) + max(wish.count, 0)]
    apart = DifferenceMatrix(mine, others)[rows]
    return FieldsCompared(
        subscription=wish.subscription,
        network=network,
        parameter=wish.parameter,
        rows=tuple(rows),
        total=len(mine),
        fields=frozen_array(np.stack([frozen(others[rows]), frozen(mine[rows]), frozen(apart)], axis=1)),
        limit=_common_limit(here, there),
    )


def _common_limit(here: Tensor, there: Tensor) -> float:
    mine, others = sampled(here), sampled(there)
    with np.errstate(over="ignore", invalid="ignore"):  # what is not finite counts for nothing
        return max(map(robust_limit, (mine, others, mine - others)))
