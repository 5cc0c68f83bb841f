"""What the window calls the weights in use."""

from PySide6.QtCore import QCoreApplication

from engine.thread.commands import WeightsSource
from engine.thread.comparison_events import ComparisonChanged
from engine.thread.network_events import NetworkChanged


def weights_title(event: NetworkChanged | ComparisonChanged) -> str:
    """The title of the weights in the language of the window; files and runs have names of their own."""
    if event.source is WeightsSource.TRAINED:
        return QCoreApplication.translate("Weights", "trained weights")
    if event.source is WeightsSource.RANDOM:
        seed = event.title.rpartition(" ")[2]
        return QCoreApplication.translate("Weights", "random weights, seed {seed}").format(seed=seed)
    if event.source is WeightsSource.BUILT and event.architecture is not None:
        words = QCoreApplication.translate("Weights", "{layers}, built with seed {seed}")
        return words.format(layers=str(event.architecture), seed=event.architecture.seed)
    if event.step is not None:
        words = QCoreApplication.translate("Weights", "{run}, step {step}")
        return words.format(run=event.title, step=f"{event.step:,}")
    return event.title
