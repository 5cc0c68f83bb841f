"""What the engine answers to a `Watch`: an event, computed in slices."""

from collections.abc import Callable, Iterable, Mapping

import numpy as np
from torch import Tensor
from torch.linalg import vector_norm

from engine.autograd.gradients import Gradients
from engine.tensors.fields import fields
from engine.tensors.levels import (
    Walk,
    as_matrix,
    clip,
    frozen_view,
    robust_limit,
    values,
    walk_extremes,
    walk_levels,
)
from engine.tensors.statistics import walk_figures
from engine.thread.commands import Topic, Watch
from engine.thread.events import Event, FieldsRead, FiguresRead, GradientTile, LevelsRead, ValuesRead

_GRADIENT_SAMPLE = 1 << 15  # numbers that the limit of a batch's gradient is estimated from: 0.06 ms


def walk_answer(wish: Watch, network: int, parameter: Tensor) -> Walk[Event]:
    """The answer to `wish`, of a topic of values, for `parameter` of the generation `network`; slices of it yield."""
    return _WALKS[wish.topic](wish, network, parameter)


def gradient_tiles(
    wishes: Iterable[Watch], gradients: Gradients, shapes: Mapping[str, tuple[int, ...]]
) -> tuple[GradientTile, ...]:
    """The tiles of `gradients` that answer `wishes`, for parameters of those `shapes`."""
    with np.errstate(
        over="ignore", invalid="ignore"
    ):  # gradients of a diverging network are shown as they are
        return tuple(_gradient_tile(wish, gradients, shapes[wish.parameter]) for wish in wishes)


def walk_batch_tiles(
    wishes: Iterable[Watch], gradients: Mapping[str, Tensor]
) -> Walk[tuple[GradientTile, ...]]:
    """The tiles of a batch's `gradients` that answer `wishes`; they must stay as they are meanwhile."""
    tiles: list[GradientTile] = []
    for wish in wishes:
        tile = yield from _walk_batch_tile(wish, gradients[wish.parameter])
        tiles.append(tile)
    return tuple(tiles)


def _walk_batch_tile(wish: Watch, gradient: Tensor) -> Walk[GradientTile]:
    levels = yield from walk_levels(gradient, wish.region, wish.rows, wish.columns)
    lowest, highest = yield from walk_extremes(gradient)
    sample = as_matrix(gradient).reshape(-1)[:: max(1, gradient.numel() // _GRADIENT_SAMPLE)]
    largest = max(-lowest, highest)
    return GradientTile(
        subscription=wish.subscription,
        parameter=wish.parameter,
        shape=tuple(gradient.shape),
        region=clip(wish.region, *as_matrix(gradient).shape),
        levels=levels,
        limit=robust_limit(frozen_view(sample)) or largest,
        largest=largest,
        norm=vector_norm(gradient).item(),
    )


def _gradient_tile(wish: Watch, gradients: Gradients, shape: tuple[int, ...]) -> GradientTile:
    product = gradients.products[wish.parameter]
    return GradientTile(
        subscription=wish.subscription,
        parameter=wish.parameter,
        shape=shape,
        region=product.region(wish.region),
        levels=product.levels(wish.region, wish.rows, wish.columns),
        limit=product.limit,
        largest=product.largest,
        norm=product.norm,
    )


def _levels(wish: Watch, network: int, parameter: Tensor) -> Walk[Event]:
    levels = yield from walk_levels(parameter, wish.region, wish.rows, wish.columns)
    minimum, maximum = yield from walk_extremes(parameter)
    return LevelsRead(
        subscription=wish.subscription,
        network=network,
        parameter=wish.parameter,
        shape=tuple(parameter.shape),
        region=clip(wish.region, *as_matrix(parameter).shape),
        levels=levels,
        limit=robust_limit(levels),
        minimum=minimum,
        maximum=maximum,
    )


def _values(wish: Watch, network: int, parameter: Tensor) -> Walk[Event]:
    yield
    region = clip(wish.region, *as_matrix(parameter).shape)
    return ValuesRead(wish.subscription, network, wish.parameter, region, values(parameter, region))


def _fields(wish: Watch, network: int, parameter: Tensor) -> Walk[Event]:
    yield
    first = 0 if wish.region is None else wish.region.top
    found = fields(parameter, first, wish.rows, wish.order)
    return FieldsRead(
        subscription=wish.subscription,
        network=network,
        parameter=wish.parameter,
        rows=found.rows,
        total=found.total,
        fields=found.images,
        limit=found.limit,
    )


def _figures(wish: Watch, network: int, parameter: Tensor) -> Walk[Event]:
    figures, counts, edges = yield from walk_figures(parameter, wish.columns)
    return FiguresRead(wish.subscription, network, wish.parameter, figures, counts, edges)


_WALKS: dict[Topic, Callable[[Watch, int, Tensor], Walk[Event]]] = {
    Topic.LEVELS: _levels,
    Topic.VALUES: _values,
    Topic.FIELDS: _fields,
    Topic.FIGURES: _figures,
}
