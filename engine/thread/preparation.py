"""The data of a run, read and rendered on a thread of its own while the engine's thread reads ink."""

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from queue import Empty, SimpleQueue
from threading import Event, Thread

from engine.thread.training_commands import Plan
from engine.thread.training_events import TrainingChanged, TrainingState
from engine.training.sources import TrainingData, training_data


class Preparation:
    """Begins at once; `wake` is called on its thread when there is something new.

    `plan` may be replaced meanwhile by one of the same sources. `rendered`: how many drawings were rendered so far.
    """

    def __init__(self, plan: Plan, wake: Callable[[], None]) -> None:
        self.plan = plan
        self.rendered = self._told = 0
        self._wake = wake
        self._outcome: SimpleQueue[TrainingData | Exception] = SimpleQueue()
        self._cancelled = Event()
        self._thread = Thread(target=self._work, name="training data", daemon=True)
        self._thread.start()

    @property
    def has_news(self) -> bool:
        """Whether more drawings were rendered since the last taking, or there is something to take."""
        return self.rendered > self._told or not self._outcome.empty()

    def take(self) -> TrainingData | None:
        """The data; None as long as there is none. Raises what `training_data` raised."""
        self._told = self.rendered
        try:
            outcome = self._outcome.get_nowait()
        except Empty:
            return None
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def told(self, state: TrainingState) -> TrainingChanged:
        """What the window is told."""
        return TrainingChanged(
            state=state,
            plan=self.plan,
            step=0,
            steps=0,
            epoch=0,
            epochs=self.plan.recipe.epochs,
            images=self.rendered,
            validation_images=0,
        )

    def cancel(self) -> None:
        """Let it end after the drawings that are being rendered; nobody is woken any more."""
        self._cancelled.set()
        self._discard()

    def join(self, timeout_s: float) -> None:
        """Wait for its end."""
        self._thread.join(timeout_s)

    def _work(self) -> None:
        try:
            import_module(
                "torch._dynamo"
            )  # 1.1 s: the first optimiser of torch 2.13 would import it otherwise
            self._outcome.put(training_data(self.plan.sources, self.plan.recipe, report=self._count))
        except _CancelledError:
            return
        except Exception as fault:  # noqa: BLE001  # the boundary of the thread: it is raised where it is taken
            self._outcome.put(fault)
        if self._cancelled.is_set():
            self._discard()
        else:
            self._wake()

    def _discard(self) -> None:
        """End what goes on beside data that nobody will take."""
        with suppress(Empty):
            outcome = self._outcome.get_nowait()
            if isinstance(outcome, TrainingData):
                outcome.close()

    def _count(self, rendered: int) -> None:
        if self._cancelled.is_set():
            raise _CancelledError
        self.rendered += rendered
        self._wake()


class _CancelledError(Exception):
    """Nobody waits for the data any more."""
