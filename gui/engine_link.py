"""The one place where the two worlds meet: the engine's mailboxes, and calls on the GUI thread."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from engine.thread.commands import Classify, Command, FileCommand, ReadValues
from engine.thread.comparison_events import RivalRead
from engine.thread.events import Event
from engine.thread.files import FileThread
from engine.thread.mailbox import Mailbox
from engine.thread.network_events import NetworkChanged
from engine.thread.reading_events import Classified, GradientsComputed
from engine.thread.trace_events import PassRecorded, UnitTraced
from engine.thread.worker import EngineThread
from gui.patience import Patience

E = TypeVar("E", bound=Event)
AboutInk = Classified | GradientsComputed | UnitTraced | PassRecorded | RivalRead

JOIN_TIMEOUT_S = 5.0


class EngineLink(QObject):
    """Starts and stops the engine's threads, carries commands to them and their events to whoever subscribed.

    Replies to ink are dropped if a newer one was shown, or if their canvas or network is gone. Everything here
    runs on the GUI thread; nothing waits for the engine but `stop`.
    """

    answered = Signal(float)  # seconds from the sending of ink to the reply that panels have just shown
    delivered = Signal()  # all that the engine had published has reached the panels
    _rung = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._subscribers: dict[type[Event], list[Callable[[Any], None]]] = defaultdict(list)
        self._canvas = 0
        self._network = 0
        self._shown: dict[type[Event], int] = {}
        self._is_held = False
        self.shown_request = 0  # the ink whose reading the panels showed last
        self.latency_s = 0.0  # what `answered` told last
        self._sent_at: dict[int, float] = {}
        self._patience = Patience(self._is_gone, self)
        self._rung.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self.events: Mailbox[Event] = Mailbox(self._rung.emit)
        self._engine = EngineThread(self.events.put)
        self._files = FileThread(self.events.put)

    def start_files(self) -> None:
        """Start the thread that waits for disks: light, at once."""
        self._files.start()

    def hold(self) -> None:
        """Keep all events back, for whoever has not subscribed yet."""
        self._is_held = True

    def release(self) -> None:
        """Let them come, those that were kept back first."""
        self._is_held = False
        self._rung.emit()

    def start_engine(self) -> None:
        """Start the engine thread, which loads torch: after the first paint."""
        self._engine.start()

    def send(self, command: Command | FileCommand) -> None:
        """Leave a command with the thread that carries it out; never waits, also before that thread runs."""
        if isinstance(command, FileCommand):
            self._files.inbox.put(command)
            return
        if isinstance(command, Classify | ReadValues):
            self._canvas = command.canvas
            self._sent_at[command.request] = perf_counter()
            self._patience.await_reply(True)
        self._engine.inbox.put(command)

    def subscribe(self, kind: type[E], receiver: Callable[[E], None], patient: bool = False) -> None:
        """Call `receiver` on the GUI thread with each event of exactly this kind.

        A `patient` receiver of readings or gradients hears of the newest, when those in a hurry have painted theirs.
        """
        self._subscribers[kind].append(partial(self._patience.put, receiver) if patient else receiver)

    def stop(self) -> bool:
        """Ask both threads to end and wait; what was to be written is written first. False: one did not in time."""
        self._engine.stop()
        self._files.stop()
        stopped = self._engine.join_started(JOIN_TIMEOUT_S)
        return self._files.join_started(JOIN_TIMEOUT_S) and stopped

    @Slot()
    def _deliver(self) -> None:
        if self._is_held:
            return
        self.events.answer()
        for event in self.events.take_all():
            if self._is_current(event):
                for receiver in self._subscribers[type(event)]:
                    receiver(event)
                if isinstance(event, Classified):
                    self._time_reply(event.request)
        self.delivered.emit()

    def _time_reply(self, request: int) -> None:
        self.shown_request = request
        sent_at = self._sent_at.get(request)
        self._sent_at = {number: time for number, time in self._sent_at.items() if number > request}
        self._patience.await_reply(bool(self._sent_at))
        if sent_at is not None:
            self.latency_s = perf_counter() - sent_at
            self.answered.emit(self.latency_s)

    def _is_current(self, event: Event) -> bool:
        if isinstance(event, NetworkChanged):
            self._network = event.network
            self._shown.clear()
        if not isinstance(event, AboutInk):
            return getattr(event, "network", self._network) == self._network
        if self._is_gone(event) or event.request < self._shown.get(type(event), 0):
            return False
        self._shown[type(event)] = event.request
        return True

    def _is_gone(self, event: AboutInk) -> bool:
        return event.canvas != self._canvas or event.network != self._network
