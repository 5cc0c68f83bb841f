"""Looking into a checkpoint of 100 million parameters, against reading it with three lines of Python."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, thread_time

import torch
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from safetensors import safe_open
from safetensors.torch import save_file

from engine.thread.commands import OpenWeights, Topic, Unwatch, UseWeights, Watch, WeightsSource
from engine.thread.network_events import NetworkChanged
from engine.thread.tensor_events import LevelsRead, TensorsSurveyed
from gui.command_line.hand import wait_ms, wait_until
from gui.main_window import MainWindow
from gui.panels.parameters import ParametersPanel
from gui.widgets.tensor_tabs import Side
from gui.widgets.tensor_view import TensorView
from tests.benchmarks.comparison import Comparison, of_pairs
from tests.benchmarks.real_window import real_window

LARGE, SMALL = "layers.0.weight", "layers.9.weight"
SHAPES = {
    LARGE: (16384, 4096),
    **{f"layers.{n}.weight": (1024, 4096) for n in range(1, 9)},
    SMALL: (512, 784),
}
PAIRS = 5
STEPS = 4
SETTLE_MS = 350  # the scale eases for less: a step costs what is painted until it rests
_PAINTED = QEvent.Type(QEvent.registerEventType())


def measure() -> Iterator[Comparison]:
    """All four comparisons, on a file that is made for them."""
    with tempfile.TemporaryDirectory() as folder, real_window() as window:
        path = Path(folder, "large.safetensors")
        save_file({name: 0.02 * torch.randn(shape) for name, shape in SHAPES.items()}, path)
        window.show_workspace("inspect")
        parameters_panel(window).tensor.tabs.setCurrentIndex(Side.HEATMAP)
        eye = Eye(parameters_panel(window).tensor.view)
        window.link.subscribe(LevelsRead, eye.told)
        yield memory(window, eye, path)
        yield first_heatmap(window, eye, path)
        yield steps(window, eye)
        yield survey(window, path)


class Eye(QObject):
    """Notices when what the heatmap was told is painted."""

    painted = Signal()

    def __init__(self, view: TensorView) -> None:
        super().__init__(view)
        self.view = view
        self.parameter = ""  # what is on the screen
        self.paints = 0  # of something new
        self._told = ""
        view.installEventFilter(self)

    def told(self, event: LevelsRead) -> None:
        """The panel was told of levels."""
        self._told = event.parameter

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the paints of the heatmap: an event posted at the start of one is delivered after it."""
        if event.type() is QEvent.Type.Paint and self._told:
            QCoreApplication.postEvent(self, QEvent(_PAINTED))
        return False

    def customEvent(self, event: QEvent) -> None:
        """The paint has ended."""
        if self._told:
            self.parameter, self._told = self._told, ""
            self.paints += 1
            self.painted.emit()

    def await_paint(self, parameter: str, act: Callable[[], None]) -> None:
        """Do something, and wait until the heatmap shows new levels of `parameter`."""
        before = self.paints
        act()
        wait_until(lambda: self.paints > before and self.parameter == parameter, self.painted)


def parameters_panel(window: MainWindow) -> ParametersPanel:
    """The panel with the heatmap."""
    panel = window.panels["parameters"]
    assert isinstance(panel, ParametersPanel)
    return panel


def close(window: MainWindow) -> None:
    """Go back to the program's own weights."""
    changed: list[NetworkChanged] = []
    window.link.subscribe(NetworkChanged, changed.append)
    window.link.send(UseWeights(WeightsSource.TRAINED))
    wait_until(lambda: bool(changed), window.link.delivered)


def first_heatmap(window: MainWindow, eye: Eye, path: Path) -> Comparison:
    """From the Open message to the first painted heatmap, beside the largest magnitude of the same tensor."""
    pairs: list[tuple[float, float]] = []
    for _ in range(PAIRS):
        close(window)
        start = perf_counter()
        eye.await_paint(LARGE, lambda: window.link.send(OpenWeights(path)))
        ours = perf_counter() - start
        pairs.append((1000 * ours, 1000 * plain_pass(path, [LARGE])))
    return of_pairs(
        "open to first heatmap", "ms", pairs, "safe_open and abs().max() of the same tensor; <= 2"
    )


def plain_pass(path: Path, names: list[str]) -> float:
    """The seconds that the shortest program takes."""
    start = perf_counter()
    with safe_open(path, "pt") as file:
        for name in names:
            file.get_tensor(name).abs().max().item()
    return perf_counter() - start


def memory(window: MainWindow, eye: Eye, path: Path) -> Comparison:
    """The most anonymous memory above the idle window while the file is opened and looked at."""
    idle = anonymous_megabytes()
    with peak() as seen:
        eye.await_paint(LARGE, lambda: window.link.send(OpenWeights(path)))
        for _ in range(STEPS):
            eye.await_paint(LARGE, lambda: eye.view.zoom(1.25, eye.view.contents().center()))
        await_survey(window)
    file = path.stat().st_size / 1e6
    ours = max(seen) - idle
    return Comparison("memory of a large file", ours, "MB", file, ours / file, "the file's size; <= 0.2")


@contextmanager
def peak() -> Iterator[list[float]]:
    """Anonymous memory, looked at every few milliseconds."""
    seen = [anonymous_megabytes()]
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: seen.append(anonymous_megabytes()))
    timer.start()
    yield seen
    timer.stop()


def anonymous_megabytes() -> float:
    """What of the process's memory is no file's."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("RssAnon")).split()[1]) / 1e3


def steps(window: MainWindow, eye: Eye) -> Comparison:
    """What zooming and moving cost the GUI thread, on a large tensor beside a small one."""
    pairs = [(step_ms(window, eye, LARGE), step_ms(window, eye, SMALL)) for _ in range(PAIRS - 2)]
    return of_pairs("zoom or pan step, GUI thread", "ms", pairs, "the same step on 512 × 784; <= 1.5")


def step_ms(window: MainWindow, eye: Eye, parameter: str) -> float:
    """The GUI thread's own time for a step, from the wheel until the picture rests."""
    if window.selection.parameter != parameter:
        eye.await_paint(parameter, lambda: window.selection.choose_parameter(parameter))
    eye.await_paint(
        parameter, lambda: eye.view.zoom(1.25, eye.view.contents().center())
    )  # else there is nowhere to go
    wait_ms(SETTLE_MS)
    start = thread_time()
    for step in range(STEPS):
        there, back = (1.25, 3) if step % 2 == 0 else (0.8, -3)
        eye.await_paint(parameter, lambda f=there: eye.view.zoom(f, eye.view.contents().center()))
        wait_ms(SETTLE_MS)
        eye.await_paint(parameter, lambda d=back: eye.view.move_by(d, d))
        wait_ms(SETTLE_MS)
    return 1000 * (thread_time() - start) / (2 * STEPS)


def survey(window: MainWindow, path: Path) -> Comparison:
    """Moments, extremes and counts of all tensors in the background, beside one plain pass over them."""
    pairs = [(1000 * await_survey(window), 1000 * plain_pass(path, [*SHAPES])) for _ in range(PAIRS)]
    return of_pairs("survey of all tensors", "ms", pairs, "abs().max() of all; <= 2, half its speed")


def await_survey(window: MainWindow) -> float:
    """The seconds from asking for a survey to its end."""
    done: list[TensorsSurveyed] = []
    window.link.subscribe(
        TensorsSurveyed, lambda event: done.append(event) if event.subscription == "benchmark" else None
    )
    start = perf_counter()
    window.link.send(Watch("benchmark", Topic.SURVEY, ""))
    wait_until(lambda: any(event.remaining == 0 for event in done), window.link.delivered)
    window.link.send(Unwatch("benchmark"))
    return perf_counter() - start
