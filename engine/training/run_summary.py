"""A run in a few words, as a list of runs shows it; read without its weights. Light: imports no torch."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import Kind, NetglassError
from engine.network.architecture import Architecture
from engine.training.recipes import Recipe, recipe_of
from engine.training.run_folder import RunCard, RunFolder, RunState

_POINTS = 60  # of the small curve


@dataclass(frozen=True, slots=True)
class RunSummary:
    """The run in `folder`.

    `begun`: in seconds since the epoch. `step`: the last one. `best`: the highest accuracy on validation images, 0..1.
    `curve`: losses on them, as many as a small picture has room for. `size`: bytes of the kept steps. `recipe`: None
    where this version cannot read it. `failure`: why the folder cannot be opened, the rest then says nothing.
    """

    folder: Path
    name: str
    begun: float = 0.0
    state: RunState = RunState.LEFT
    is_under_way: bool = False
    sources: tuple[str, ...] = ()
    recipe: Recipe | None = None
    seed: int = 0
    step: int = 0
    best: float | None = None
    curve: tuple[float, ...] = ()
    size: int = 0
    failure: tuple[Kind, Mapping[str, str | int]] | None = None


def summary_of(path: Path) -> RunSummary:
    """What the folder `path` tells of its run; raises nothing."""
    folder = RunFolder(path)
    try:
        return _summary(folder, folder.card())
    except NetglassError as failure:
        return RunSummary(path, path.name, folder.changed_at(), failure=(failure.kind, failure.fields))
    except OSError as error:
        failure = folder.damaged(error.strerror or str(error))
        return RunSummary(path, path.name, failure=(failure.kind, failure.fields))


def recipe_in(about: Mapping[str, Any]) -> Recipe | None:
    """The recipe that a card tells of; None where this version cannot read it."""
    try:
        return recipe_of(about["recipe"])
    except (LookupError, TypeError, ValueError):
        return None


def architecture_in(about: Mapping[str, Any], sizes: tuple[int, ...]) -> Architecture:
    """That of a run's network, whose weights have these sizes; raises ARCHITECTURE_INVALID.

    Earlier versions told no more than the activation, and of ReLU not even that.
    """
    if "architecture" in about:
        return Architecture.from_json(str(about["architecture"]))
    return Architecture(sizes, str(about.get("activation", "ReLU")))


def _summary(folder: RunFolder, card: RunCard) -> RunSummary:
    about, sizes = card.about, folder.sizes()
    judged = folder.validations.read()
    last = folder.figures.last_step()
    return RunSummary(
        folder=folder.path,
        name=str(about.get("name") or folder.name),
        begun=_moment(card.begun) or folder.changed_at(),
        state=card.state,
        is_under_way=folder.is_under_way(card),
        sources=tuple(map(str, about.get("sources", ()))),
        recipe=recipe_in(about),
        seed=int(about.get("seed", 0)),
        step=max(last or 0, max(sizes, default=0)),
        best=float(judged["accuracy"].max()) if len(judged["accuracy"]) else None,
        curve=tuple(_thinned(judged["loss"]).tolist()),
        size=sum(sizes.values()),
    )


def _moment(words: str) -> float:
    try:
        return datetime.fromisoformat(words).timestamp()
    except ValueError:
        return 0.0


def _thinned(values: NDArray[np.float64]) -> NDArray[np.float64]:
    if len(values) <= _POINTS:
        return values
    return values[np.linspace(0, len(values) - 1, _POINTS).round().astype(int)]
