"""What the engine tells of the networks that were built: frozen messages, named in the past tense."""

from dataclasses import dataclass

from engine.thread.events import Event

__all__ = ["BuildsChanged"]


@dataclass(frozen=True, slots=True)
class BuildsChanged(Event):
    """What can be taken back: the layers, as "784-512-10", of the network that `UndoBuild` or `RedoBuild` brings."""

    undo: str = ""
    redo: str = ""
