"""The engine thread: take, run, publish, stop. Light: torch is imported by the thread itself, when it starts."""

import traceback
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from engine.thread.commands import Command
from engine.thread.events import EngineCrashed, Event
from engine.thread.freed_memory import keep_freed_memory
from engine.thread.mailbox_thread import MailboxThread
from engine.thread.preloading import gentle_import

if TYPE_CHECKING:
    from engine.thread.session import Session


class EngineThread(MailboxThread[Command]):
    """The thread on which the network lives: it loads torch, then works by the turn.

    A turn takes the waiting commands (of ink only the newest is among them), reads the ink once if they changed
    anything, and does one slice of long work. What waits when `stop` is called is left undone.
    """

    def __init__(self, publish: Callable[[Event], None]) -> None:
        super().__init__("engine", publish)

    def _run(self) -> None:
        session = None if self._stopping.is_set() else self._open_session()
        while session is not None and not self._stopping.is_set():
            for command in self.inbox.take_all():
                self._guard(partial(session.obey, command))
            self._guard(session.follow)
            self._guard(session.work)
            self._await_bell(session.rest_s)
        if session is not None:
            self._guard(session.close)

    def _open_session(self) -> "Session | None":
        try:
            keep_freed_memory()
            with gentle_import():
                from engine.thread.session import Session
            return Session(self._publish, self._ring, self._is_called)
        except Exception:  # noqa: BLE001  # the boundary of the thread: whatever torch raises is told
            self._publish(EngineCrashed(traceback.format_exc(), fatal=True))
            return None
