"""What the engine answers to a `Watch`: an event, computed in slices."""

from collections.abc import Callable, Iterable, Mapping

import numpy as np
from torch import Tensor

from engine.autograd.gradients import Gradients
from engine.tensors.fields import fields
from engine.tensors.levels import Walk, as_matrix, clip, robust_limit, values, walk_extremes, walk_levels
from engine.tensors.statistics import walk_figures
from engine.thread.commands import Topic, Watch
from engine.thread.events import Event, FieldsRead, FiguresRead, GradientTile, LevelsRead, ValuesRead


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
