"""What the window calls the weights in use."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from engine.network.architecture import Architecture
from engine.thread.network_events import NetworkChanged, WeightsSource
from gui.network_words import weights_title
from gui.translations import install

BUILT = Architecture((784, 24, 10), seed=8)


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    install(qapp, "zh_CN")
    yield
    install(qapp, "en")


def changed(source: WeightsSource, title: str, step: int | None = None) -> NetworkChanged:
    return NetworkChanged(1, source, title, None, "cpu", (), (), "", architecture=BUILT, step=step)


@pytest.mark.parametrize(
    ("event", "title"),
    [
        (changed(WeightsSource.TRAINED, "trained weights"), "trained weights"),
        (changed(WeightsSource.RANDOM, "random weights, seed 7"), "random weights, seed 7"),
        (changed(WeightsSource.FILE, "mine.pt"), "mine.pt"),
        (changed(WeightsSource.BUILT, "784-24-10"), "784-24-10, built with seed 8"),
        (changed(WeightsSource.RUN, "adam"), "adam"),
        (changed(WeightsSource.RUN, "adam", 0), "adam, step 0"),
        (changed(WeightsSource.RUN, "adam", 1200), "adam, step 1,200"),
    ],
)
def test_weights_are_called_by_where_they_come_from(event: NetworkChanged, title: str):
    assert weights_title(event) == title


@pytest.mark.usefixtures("chinese")
def test_a_step_is_told_in_the_language_of_the_window():
    assert weights_title(changed(WeightsSource.RUN, "adam", 20)) == "adam，第 20 步"
