"""What the window sees of a run as it goes: curves, gradients, figures of layers, and what reads from its weights."""

from collections.abc import Callable
from functools import partial
from time import perf_counter

from torch import Tensor

from engine.network.mlp import NeuralNetwork
from engine.thread.cadence import Cadence
from engine.thread.commands import Watch
from engine.thread.desk import Desk
from engine.thread.events import Event
from engine.thread.gradient_pictures import GradientPictures
from engine.thread.reading_events import GradientsComputed
from engine.thread.spare_time import SpareTime
from engine.thread.step_log import StepLog
from engine.thread.training_events import LayersMeasured
from engine.thread.training_run import TrainingRun
from engine.training.reports import StepReport

_FRAMES_PER_SECOND = 30
_LAYERS_PER_SECOND = 3  # 3 ms each, as much as the gradients of all parameters
_READINGS_PER_SECOND = 10
_WALKS_PER_SECOND = 8
_SLOWER = 8  # while someone draws, to whom the window's time belongs then
_FRAMES_SHARE = 0.1  # of the time, for gradients and layers
_WISHES_SHARE = 0.02  # for all else that is watched


class TrainingView:
    """Publishes what is watched, at its pace and within its share of the time; of the steps, each one.

    `shows_batch`: whether the gradients that the window has are those of a batch, not of the drawing. `wishes_time`:
    the account of what else is watched. `wake` is called on another thread when gradients can be told. While someone
    draws all of it comes less often; `is_calm` says whether nobody does.
    """

    def __init__(
        self,
        publish: Callable[[Event], None],
        desk: Desk,
        wake: Callable[[], None],
        is_calm: Callable[[], bool] = lambda: True,
    ) -> None:
        self.shows_batch = False
        self.wishes_time = SpareTime(_WISHES_SHARE)
        self._publish = publish
        self._desk, self._is_calm = desk, is_calm
        self._log = StepLog()
        self._time = SpareTime(_FRAMES_SHARE)
        self._frames = Cadence(_FRAMES_PER_SECOND)
        self._layers = Cadence(_LAYERS_PER_SECOND)
        self._readings = Cadence(_READINGS_PER_SECOND)
        self._walks = Cadence(_WALKS_PER_SECOND)
        self._pictures = GradientPictures(wake)
        self._due: Callable[[], None] | None = None  # has gradients pictured
        self._about = (0.0, 0)  # loss and images of those that are pictured
        self._unmeasured: TrainingRun | None = None  # whose layers are due
        self._steps_are_due = False

    @property
    def has_work(self) -> bool:
        """Whether gradients or layers are to be shown; weights and gradients must stay as they are meanwhile."""
        return self._picture_due is not None or self._unmeasured is not None

    @property
    def has_news(self) -> bool:
        """Whether `tell_news` would show gradients."""
        return self._pictures.has_news

    @property
    def _picture_due(self) -> Callable[[], None] | None:
        """What is due, once the pictures before are made."""
        return None if self._pictures.is_busy else self._due

    def resume(self) -> None:
        """The run goes on."""
        self._log.resume()
        self._due = None

    def close(self) -> None:
        """Nothing is shown any more."""
        self._pictures.close()

    def earn(self, seconds: float) -> None:
        """Training itself took so long."""
        self._time.earn(seconds)
        self.wishes_time.earn(seconds)

    def add(self, report: StepReport) -> None:
        """A step was taken."""
        self._log.add(report)

    def follow(self, run: TrainingRun) -> None:
        """Show what is due, while the run goes on; it is between two steps."""
        intervals = 1 if self._is_calm() else _SLOWER
        if self._time.has_some and self._layers.is_due(intervals):
            self._unmeasured = run
        if self._frames.is_due(intervals):
            if self._time.has_some and not self._pictures.is_busy:
                self.show_gradients(run)
            self._steps_are_due = True
        if self._readings.is_due(intervals):
            self._desk.renew_reading()
        if self._walks.is_due(intervals):
            self._desk.renew_walks()

    def settle(self, run: TrainingRun) -> None:
        """Show all as it is now, since it will stay so."""
        self.tell_layers(run)
        self.show_gradients(run)
        self._desk.renew_reading()
        self._desk.renew_walks()

    def tell_news(self) -> None:
        """Publish what is due, while training has long operations before it.

        The window that hears of it holds up each operation that begins meanwhile: before the many small ones that bend
        images it cost 1 ms a step.
        """
        if self._pictures.has_news:
            self._tell_gradients()
        if self._steps_are_due and not self._pictures.is_busy:  # else both are told together
            self.tell_steps()

    def tell_steps(self) -> None:
        """Publish the steps that were not told yet."""
        self._steps_are_due = False
        finished = self._log.take()
        if finished is not None:
            self._publish(finished)

    def tell_layers(self, run: TrainingRun) -> None:
        """Publish how each parameter learned in the last step."""
        if run.last_report is None or run.last_gradients() is None:
            return
        started = perf_counter()
        self._publish(LayersMeasured(run.last_report.step, run.trainer.layer_figures()))
        self._time.spend(perf_counter() - started)

    def show_gradients(self, run: TrainingRun, shown: NeuralNetwork | None = None) -> None:
        """Have the gradients that are watched pictured: of the last step, or of an earlier one that is `shown`."""
        wishes = self._desk.gradient_wishes()
        self.shows_batch = shown is not None or run.last_gradients() is not None
        self._due = partial(self._picture, run, shown, wishes) if self.shows_batch and wishes else None

    def drop_batch(self) -> None:
        """The last step says nothing of the weights in use."""
        self.shows_batch = False
        self._due = self._unmeasured = None
        self._pictures.forget()

    def work(self) -> None:
        """Have the gradients pictured that are due, else measure the layers."""
        picture = self._picture_due
        if picture is not None:
            started = perf_counter()
            self._due = None
            picture()
            self._time.spend(perf_counter() - started)
        elif self._unmeasured is not None:
            run, self._unmeasured = self._unmeasured, None
            self.tell_layers(run)

    def _picture(self, run: TrainingRun, shown: NeuralNetwork | None, wishes: list[Watch]) -> None:
        """Have what is wished for pictured; it stays as it is until more is pictured."""
        gradients = run.keep_gradients() if shown is None else run.gradients_of(shown)
        assert gradients is not None
        parameters = dict(run.network.named_parameters())
        wanted = {
            name: gradients.by_name[name] if name in gradients.by_name else _nothing_like(parameters[name])
            for name in (wish.parameter for wish in wishes)
        }
        self._about = gradients.loss, gradients.images
        self._pictures.begin(wishes, wanted)

    def _tell_gradients(self) -> None:
        loss, images = self._about
        self._publish(
            GradientsComputed(
                *self._desk.about_ink,
                label=None,
                target=None,
                value=loss,
                tiles=self._pictures.take(),
                batch=images,
            )
        )


def _nothing_like(parameter: Tensor) -> Tensor:
    """The gradient of one that is frozen."""
    return parameter.new_zeros(()).expand(parameter.shape)
