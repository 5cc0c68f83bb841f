"""What is said of a tensor."""

import math

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from engine.thread.network_events import ParameterDescription
from engine.thread.tensor_events import Figures, Obstacle, SpectrumRead
from gui.tensor_words import brief_figures, figure_columns, index_words, spectrum_obstacle

SCALAR = ParameterDescription("step", (), "float32", False, 1)


def figures(nan: int = 0) -> Figures:
    return Figures(
        count=1, minimum=2.0, maximum=2.0, mean=2.0, std=math.nan, norm=2.0, zeros=0, nan=nan, inf=0,
        quantiles=(2.0, 2.0, 2.0, 2.0, 2.0),
    )  # fmt: skip


def test_before_anything_is_measured_it_is_said_what_it_is(qapp: QApplication):
    about, measured = figure_columns(SCALAR, None)
    assert about == (("shape", "[]"), ("type", "float32"), ("values", "1"))
    assert measured == () and brief_figures(None) == ()


def test_what_no_number_tells_is_a_dash(qapp: QApplication):
    about, measured = figure_columns(SCALAR, figures())
    assert ("zeros", "0") in about and dict(measured)["std"] == "–" and dict(measured)["median"] == "2"


def test_what_is_odd_comes_first_in_a_line(qapp: QApplication):
    assert brief_figures(figures())[0][0] == "mean"
    assert brief_figures(figures(nan=3))[0] == ("NaN", "3")


@pytest.mark.parametrize(
    ("shape", "cell", "words"),
    [
        ((4, 5), (1, 2), ""),
        ((7,), (0, 3), ""),
        ((4, 3, 5), (2, 13), "[2, 2, 3]"),
        ((2, 3, 2, 2), (1, 7), "[1, 1, 1, 1]"),
    ],
)
def test_a_cell_has_the_index_of_its_tensor(shape: tuple[int, ...], cell: tuple[int, int], words: str):
    assert index_words(shape, *cell) == words


def test_why_there_is_no_spectrum_is_said(qapp: QApplication):
    event = SpectrumRead("s", 1, "w", np.zeros(0), 0.0, 1024, Obstacle.TOO_LARGE)
    assert "1,024" in spectrum_obstacle(event)
