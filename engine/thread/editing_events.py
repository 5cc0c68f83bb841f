"""What the engine tells the window about edits of weights: frozen messages. Light: imports no torch."""

from dataclasses import dataclass

from engine.thread.editing_commands import EditWeights
from engine.thread.events import Event


@dataclass(frozen=True, slots=True)
class EditsChanged(Event):
    """What became of the edits of the network in use, at first none.

    `undo`, `redo`: the edit that would be taken back, or made again. `edited`: whether the weights differ from
    those that were opened, `unsaved`: and from those saved last. `aside`: how many networks with unsaved edits were
    left for another one; they are kept.
    """

    undo: EditWeights | None = None
    redo: EditWeights | None = None
    edited: bool = False
    unsaved: bool = False
    aside: int = 0
