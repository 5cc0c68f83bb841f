"""Wishes to follow a reading through the network: frozen messages, named in the imperative. Imports no torch."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.thread.commands import Wish

__all__ = ["RecordPass", "TraceUnit"]


@dataclass(frozen=True, slots=True)
class TraceUnit(Wish):
    """Say what the drawing does to a unit, and through which weights; answered by `UnitTraced`.

    `stage` counts the Linear layers from 0, `unit` their outputs. Without a stage, or where there is no such unit, it
    is the class that is read. `count`: the most contributions of a layer.
    """

    stage: int | None = None
    unit: int = 0
    count: int = 48


@dataclass(frozen=True, slots=True, eq=False)
class RecordPass(Wish):
    """Send the drawing, and behind it the `kept` inputs, through the network as one minibatch; `PassRecorded`.

    `kept`: each as `Classified.image`, frozen. `columns`: the most numbers of a row that can be seen.
    """

    kept: tuple[NDArray[np.float32], ...] = ()
    columns: int = 1024

    def __eq__(self, other: object) -> bool:
        """Arrays have no truth to compare by: one wish is like no other."""
        return self is other

    __hash__ = object.__hash__
