"""A mailbox between two threads: latest-wins slots beside an ordered queue, and one bell.

Any thread may `put`; one thread takes. Neither ever waits for the other: the containers' own operations are
atomic, and the bell is rung by whoever finds it silent.
"""

import threading
from collections import deque
from collections.abc import Callable, Hashable
from typing import Generic, Protocol, TypeVar


class Message(Protocol):
    """What a mailbox carries."""

    @property
    def slot(self) -> Hashable | None:
        """What a newer message of the same slot overwrites; None: it is queued."""
        ...


M = TypeVar("M", bound=Message)


class Mailbox(Generic[M]):
    """Messages on their way to one reader.

    `ring` is called by the putting thread when something lies here that the reader was not told of; it is not
    called again before the reader answers the bell, so at most one wake-up is ever under way.
    """

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._rung = threading.Lock()  # held from ringing to answering: a test-and-set, never waited for
        self._slots: dict[Hashable, M] = {}
        self._queue: deque[M] = deque()

    def put(self, message: M) -> None:
        """Leave a message and, if the reader does not know yet, ring."""
        if message.slot is None:
            self._queue.append(message)
        else:
            self._slots[message.slot] = message
        if self._rung.acquire(blocking=False):
            self._ring()

    def answer(self) -> None:
        """Take note of the bell. The reader calls it before taking, so that nothing put meanwhile is missed."""
        if self._rung.locked():
            self._rung.release()

    def take_slot(self, slot: Hashable) -> M | None:
        """Take the newest message of one slot, if there is one."""
        return self._slots.pop(slot, None)

    def take_all(self) -> list[M]:
        """Take what waits: the queue in its order, then the slots in the order in which they were first filled."""
        taken = [self._queue.popleft() for _ in range(len(self._queue))]
        for slot in tuple(self._slots):
            message = self._slots.pop(slot, None)
            if message is not None:
                taken.append(message)
        return taken
