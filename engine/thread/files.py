"""The thread that waits for disks. Light: what reads and writes is imported by the thread itself, when it starts."""

from collections.abc import Callable
from functools import partial

from engine.thread.commands import FileCommand
from engine.thread.events import Event
from engine.thread.mailbox_thread import MailboxThread


class FileThread(MailboxThread[FileCommand]):
    """The thread that reads and writes drawings and pictures.

    What waits when `stop` is called is still done: a drawing that was to be kept reaches the disk.
    """

    def __init__(self, publish: Callable[[Event], None]) -> None:
        super().__init__("files", publish)

    def _run(self) -> None:
        from engine.thread.filing import Filing

        filing = Filing(self._publish)
        asked_to_stop = False
        while not asked_to_stop:
            self._await_bell()
            asked_to_stop = self._stopping.is_set()  # before taking: what was put before `stop` is taken
            for command in self.inbox.take_all():
                self._guard(partial(filing.obey, command))
        filing.close()
