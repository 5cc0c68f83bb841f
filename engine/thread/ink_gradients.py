"""The gradients for the last input: of which label, of what is watched, and when."""

from collections.abc import Callable

from engine.errors import Kind, NetglassError
from engine.thread.answering import Answering
from engine.thread.commands import Watch
from engine.thread.events import Event
from engine.thread.ink_reader import InkReader
from engine.thread.model_in_use import ModelInUse
from engine.thread.network_events import NetworkChanged
from engine.thread.pace import Pace

# They follow the pen 30 times a second, in the gaps between its positions (8 ms apart): computed at once for each of
# them, they held up the painting of the prediction, whose 99th percentile was twice as high.
_EVERY_S = 1 / 30
_AFTER_S = 0.003


class InkGradients:
    """Publishes gradients of the model in use for the last input, some time after they were asked for."""

    def __init__(
        self, publish: Callable[[Event], None], ink: InkReader, model: ModelInUse, answering: Answering
    ) -> None:
        self._publish, self._ink, self._model, self._answering = publish, ink, model, answering
        self._pace = Pace(_EVERY_S, _AFTER_S)
        self._label: int | None = None
        self._shapes: dict[str, tuple[int, ...]] = {}

    @property
    def rest_s(self) -> float | None:
        """How long until they are due, 0 if they are; None: nobody asked."""
        return self._pace.rest_s

    def ask(self) -> None:
        """Differentiate the last input again."""
        self._pace.ask()

    def take(self) -> bool:
        """Whether they are due; they then count as told."""
        return self._pace.take()

    def set_label(self, label: int | None) -> None:
        """Differentiate the loss for `label`; None: the logit of what is read. Raises LABEL_INVALID."""
        last = self._model.network.architecture.sizes[-1] - 1
        if label is not None and not 0 <= label <= last:
            raise NetglassError(Kind.LABEL_INVALID, label=label, last=last)
        self._label = label
        self.ask()

    def use(self, told: NetworkChanged) -> None:
        """Another model is in use, or is shaped anew: a label that it does not have is dropped."""
        self._shapes = {parameter.name: parameter.shape for parameter in told.parameters}
        if self._label is not None and self._label >= self._model.network.architecture.sizes[-1]:
            self._label = None

    def wishes(self) -> list[Watch]:
        """The wishes for gradients of parameters that there are."""
        return [] if self._model.loaded.bare else self._answering.gradient_wishes()

    def tell(self) -> None:
        """Publish those that are watched."""
        wishes = self.wishes()
        if wishes:
            about = (self._model.network, self._model.generation, self._label)
            self._publish(self._ink.differentiate(*about, wishes, self._shapes))
