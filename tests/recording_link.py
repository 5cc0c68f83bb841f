"""A link with no engine behind it: it keeps what is sent and delivers what a test makes up."""

from collections.abc import Callable

from engine.thread.commands import Command, FileCommand
from engine.thread.events import Event
from gui.engine_link import E, EngineLink


class RecordingLink(EngineLink):
    """`sent` holds every command in order; no thread is ever started."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Command | FileCommand] = []

    def send(self, command: Command | FileCommand) -> None:
        """Keep the command."""
        self.sent.append(command)

    def subscribe(self, kind: type[E], receiver: Callable[[E], None], patient: bool = False) -> None:
        """Let everyone be in a hurry, so that a test sees at once what it delivers."""
        del patient
        super().subscribe(kind, receiver)

    def deliver(self, event: Event) -> None:
        """Hand the event to all who subscribed, as if the engine had published it."""
        for receiver in self._subscribers[type(event)]:
            receiver(event)
