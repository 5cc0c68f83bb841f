"""What the window asks about edits of weights: frozen messages, named in the imperative. Light: imports no torch."""

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from engine.network.formats import WRITTEN_ENDINGS
from engine.tensors.region import Region
from engine.thread.commands import Command

__all__ = [
    "WRITTEN_ENDINGS", "EditCommand", "EditWeights", "Operation", "RedoEdit", "ReturnToEdits", "SaveWeights",
    "UndoEdit",
]  # fmt: skip


class Operation(Enum):
    """What an edit does to each of its cells."""

    SET = auto()  # to the value
    SCALE = auto()  # by the value
    NOISE = auto()  # a normal number of that standard deviation is added


class EditCommand(Command):
    """A message about edits; each one is answered by `EditsChanged`, or by `EngineFailed` and no change."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class EditWeights(EditCommand):
    """Change the cells `region` of `parameter`, seen as a matrix; `seed` is that of NOISE."""

    parameter: str
    region: Region
    operation: Operation
    value: float
    seed: int = 0


@dataclass(frozen=True, slots=True)
class UndoEdit(EditCommand):
    """Take the last edit back, if there is one."""


@dataclass(frozen=True, slots=True)
class RedoEdit(EditCommand):
    """Make the edit again that was taken back last, if there is one."""


@dataclass(frozen=True, slots=True)
class ReturnToEdits(EditCommand):
    """Use the edited weights again that were set aside last; also answered by `NetworkChanged`."""


@dataclass(frozen=True, slots=True)
class SaveWeights(EditCommand):
    """Write the weights in use, in the format that the ending names; also answered by `FileWritten`."""

    path: Path
