"""Commands that take longer than a slice: opening, copying or editing a large model.

Everything here runs on the engine's thread alone.
"""

from collections import deque
from collections.abc import Callable
from contextlib import suppress

from engine.errors import NetglassError
from engine.tensors.levels import Walk
from engine.thread.commands import Command


class Errands:
    """One at a time, a slice a turn; other commands wait for its end, and are then handed to `obey` in their order.

    So each finds what the one before it left, and a copy is of one moment. What a walk publishes is its own matter.
    """

    def __init__(self, obey: Callable[[Command], None]) -> None:
        self._obey = obey
        self._walk: Walk[None] | None = None
        self._waiting: deque[Command] = deque()

    @property
    def has_work(self) -> bool:
        """Whether `go_on` has something to do, so that commands have to wait."""
        return self._walk is not None or bool(self._waiting)

    def begin(self, walk: Walk[None]) -> None:
        """Do the first slice; most errands end with it. Raises what it raises, and it is over then."""
        self._walk = walk
        self.go_on()

    def keep(self, command: Command) -> None:
        """Let a command wait; one with a slot takes the place of an older one."""
        if command.slot is not None:
            self._waiting = deque(each for each in self._waiting if each.slot != command.slot)
        self._waiting.append(command)

    def go_on(self) -> None:
        """Do a slice, or else obey the command that waited longest; raises what they raise."""
        walk, self._walk = self._walk, None
        if walk is None:
            self._obey(self._waiting.popleft())
            return
        with suppress(StopIteration):
            next(walk)
            self._walk = walk

    def finish(self) -> None:
        """Do all of it: nobody is there any more to hear what fails."""
        while self.has_work:
            with suppress(NetglassError):
                self.go_on()
