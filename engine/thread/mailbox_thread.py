"""What the engine's threads have in common: a mailbox, a bell, and that nothing they meet ends them."""

import threading
import traceback
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Generic

from engine.errors import NetglassError
from engine.thread.events import EngineCrashed, EngineFailed, Event
from engine.thread.mailbox import M, Mailbox


class MailboxThread(ABC, Generic[M]):
    """A thread that carries out messages.

    They are left in `inbox` by any thread, before or after the start; `publish` is called with events, on this
    thread. It is a daemon, so that a computation or a disk that hangs never keeps the process alive.
    """

    def __init__(self, name: str, publish: Callable[[Event], None]) -> None:
        self._publish = publish
        self._bell: SimpleQueue[None] = SimpleQueue()
        self.inbox: Mailbox[M] = Mailbox(self._ring)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin to work; once."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the thread to end; returns at once."""
        self._stopping.set()
        self._ring()

    def join_started(self, timeout_s: float) -> bool:
        """Wait for the thread to end. True: it does not run (any more); False: it did not end in time."""
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @abstractmethod
    def _run(self) -> None:
        """Work until asked to stop."""

    def _ring(self) -> None:
        self._bell.put(None)

    def _is_called(self) -> bool:
        """Whether the bell rang since the thread last listened."""
        return not self._bell.empty()

    def _await_bell(self, rest_s: float | None = None) -> None:
        """Sleep until the bell rings, or for `rest_s` at most; with 0, only take note of it."""
        with suppress(Empty):
            self._bell.get(block=rest_s != 0, timeout=rest_s)
        self.inbox.answer()

    def _guard(self, step: Callable[[], None]) -> None:
        """Take one step; whatever it raises becomes an event, and the thread lives on."""
        try:
            step()
        except NetglassError as failure:
            self._publish(EngineFailed(failure.kind, failure.fields))
        except Exception:  # noqa: BLE001  # the boundary of the thread
            self._publish(EngineCrashed(traceback.format_exc(), fatal=False))
