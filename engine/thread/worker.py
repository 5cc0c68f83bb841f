"""The engine thread: take, run, publish, stop. Light: torch is imported by the thread itself, when it starts."""

import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from engine.errors import NetglassError
from engine.thread.commands import Command
from engine.thread.events import EngineCrashed, EngineFailed, Event
from engine.thread.mailbox import Mailbox
from engine.thread.preloading import gentle_import

if TYPE_CHECKING:
    from engine.thread.session import Session


class EngineThread:
    """The thread on which the network lives.

    Commands are left in `inbox` by any thread, before or after the start; `publish` is called with events, on
    the engine's thread. A turn takes the waiting commands (of ink only the newest is among them), reads the ink once
    if they changed anything, and does one slice of long work; then, where there is nothing to do, it sleeps until
    the bell rings. It is a daemon, so that a computation that hangs
    never keeps the process alive.
    """

    def __init__(self, publish: Callable[[Event], None]) -> None:
        self._publish = publish
        self._bell: SimpleQueue[None] = SimpleQueue()
        self.inbox: Mailbox[Command] = Mailbox(self._ring)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)

    def start(self) -> None:
        """Begin to load torch, then to work; once."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the thread to end after its turn; what waits is left undone."""
        self._stopping.set()
        self._ring()

    def join_started(self, timeout_s: float) -> bool:
        """Wait for the thread to end. True: it does not run (any more); False: it did not end in time."""
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _ring(self) -> None:
        self._bell.put(None)

    def _run(self) -> None:
        session = self._open_session()
        while session is not None and not self._stopping.is_set():
            self._take_turn(session)
            with suppress(Empty):
                self._bell.get(block=not session.has_work)

    def _open_session(self) -> "Session | None":
        if self._stopping.is_set():
            return None
        try:
            with gentle_import():
                from engine.thread.session import Session
            return Session(self._publish)
        except Exception:  # noqa: BLE001  # the boundary of the thread: whatever torch raises is told
            self._publish(EngineCrashed(traceback.format_exc(), fatal=True))
            return None

    def _take_turn(self, session: "Session") -> None:
        self.inbox.answer()
        for command in self.inbox.take_all():
            self._guard(partial(session.obey, command))
        self._guard(session.follow)
        self._guard(session.work)

    def _guard(self, step: Callable[[], None]) -> None:
        """Take one step; whatever it raises becomes an event, and the thread lives on."""
        try:
            step()
        except NetglassError as failure:
            self._publish(EngineFailed(failure.kind, failure.fields))
        except Exception:  # noqa: BLE001  # the boundary of the thread
            self._publish(EngineCrashed(traceback.format_exc(), fatal=False))
