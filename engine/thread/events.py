"""What the engine tells the window of itself, and of what it read and wrote: frozen messages, named in the past tense.

Networks, readings, tensors, training and other subjects have modules of their own beside this one. Arrays are copies,
float32 unless said otherwise, C-contiguous and read-only: the receiver may keep them. Slots work as for commands.
Light: importing this module imports no torch.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.data.drawing import Drawing, Stroke
from engine.errors import Kind

__all__ = [
    "Drawing", "DrawingRead", "EngineCrashed", "EngineFailed", "EngineStarted", "Event", "FileWritten", "FloatArray",
    "InputMade", "Kind", "Stroke",
]  # fmt: skip

FloatArray = NDArray[np.float32]


class Event:
    """A message from the engine."""

    __slots__ = ()

    @property
    def slot(self) -> Hashable | None:
        """What a newer event of this kind overwrites; None: each one arrives, in order."""
        return None


@dataclass(frozen=True, slots=True)
class EngineStarted(Event):
    """Torch is loaded; the network follows in `NetworkChanged`. `devices`: those that can be chosen."""

    torch_version: str
    devices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InputMade(Event):
    """A random input: `image` uint8 (28, 28), or what shape the network's input has; 255 stands for 1."""

    image: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class DrawingRead(Event):
    """A file, the clipboard, or (`kept`) the last session's canvas was read.

    `count`: how many drawings the file holds; the first is here.
    """

    name: str
    drawing: Drawing
    count: int
    kept: bool


@dataclass(frozen=True, slots=True)
class FileWritten(Event):
    """What was to be saved lies whole at `path`."""

    path: Path


@dataclass(frozen=True, slots=True)
class EngineFailed(Event):
    """What was asked cannot be done; all is as it was. `kind` and `fields` make the sentence."""

    kind: Kind
    fields: dict[str, str | int]

    def __str__(self) -> str:
        """The English sentence."""
        return self.kind.value.format(**self.fields)


@dataclass(frozen=True, slots=True)
class EngineCrashed(Event):
    """A fault of the program: `report` is the traceback, for the dialog and the log. `fatal`: the thread is gone."""

    report: str
    fatal: bool
