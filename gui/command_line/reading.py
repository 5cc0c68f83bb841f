"""What the window shows, taken from its panels, and the weights it is told to show it with."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import NetglassError
from engine.thread.commands import OpenWeights
from engine.thread.events import EngineCrashed, EngineFailed
from engine.thread.network_events import NetworkChanged

if TYPE_CHECKING:
    from gui.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class WindowReading:
    """What the panel Prediction shows; all None, and no probabilities, for a blank canvas."""

    predicted: int | None
    confidence: float | None
    probabilities: list[float]


def reading_of(window: "MainWindow") -> WindowReading:
    """What the window shows now."""
    from gui.panels.prediction import PredictionPanel

    panel = window.panels["prediction"]
    assert isinstance(panel, PredictionPanel)
    shown = panel.shown
    if shown is None or shown.predicted is None:
        return WindowReading(None, None, [])
    probabilities = [float(probability) for probability in shown.probabilities]
    return WindowReading(shown.predicted, probabilities[shown.predicted], probabilities)


def load_weights(window: "MainWindow", weights: Path | None) -> NetworkChanged:
    """Wait until the engine has its network, from `weights` if a file is named; raises what it refused."""
    from gui.command_line.hand import wait_until

    networks: list[NetworkChanged] = []
    failures: list[EngineFailed | EngineCrashed] = []
    window.link.subscribe(NetworkChanged, networks.append)
    window.link.subscribe(EngineFailed, failures.append)
    window.link.subscribe(EngineCrashed, failures.append)
    if weights is not None:
        window.link.send(OpenWeights(weights))
    wait_until(
        lambda: bool(failures) or any(weights is None or network.path == weights for network in networks),
        window.link.delivered,
    )
    for failure in failures:
        if isinstance(failure, EngineFailed):
            raise NetglassError(failure.kind, **failure.fields)
        raise RuntimeError(failure.report)
    return networks[-1]
