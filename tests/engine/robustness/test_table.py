import numpy as np
import torch
from torch import nn

from engine.data.drawing import Drawing
from engine.robustness import table
from engine.robustness.alterations import OF_PAGES, UNTOUCHED, Alteration
from engine.robustness.table import robustness


class ReadsTheCorner(nn.Module):
    """Reads 1 where the upper left pixel holds ink, else 0."""

    def __init__(self):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(()))

    def forward(self, x):
        said = (x[:, 0, 0, 0] > 0.5).long()
        return nn.functional.one_hot(said, 10).float() * self.gain


def stored(corner: bool, label: int) -> Drawing:
    picture = np.full((28, 28), 9, np.uint8)
    picture[0, 0] = 255 * corner
    return Drawing((28.0, 28.0), picture=picture, label=label, raw=True)


def with_corner(drawing: Drawing, value: int, _: np.random.Generator) -> Drawing:
    picture = np.full((28, 28), 9 if value else 0, np.uint8)
    picture[0, 0] = value
    return Drawing((28.0, 28.0), picture=picture, raw=True)


ROWS = (
    UNTOUCHED,
    Alteration("corner", "full", with_corner, 255),
    Alteration("corner", "blank", with_corner, 0),
)
DIGITS = [stored(False, 0), stored(False, 0), stored(True, 1), stored(False, 1)]


def test_each_row_is_compared_with_the_untouched(monkeypatch):
    monkeypatch.setattr(table, "alterations_of", lambda _: ROWS)
    first, full, blank = robustness(ReadsTheCorner(), DIGITS)
    assert (first.accuracy.correct, first.difference, first.difference_interval) == (3, 0, (0, 0))
    assert (full.name, full.words) == ("corner", "full")
    assert (full.accuracy.correct, full.difference) == (2, -25)
    low, high = full.difference_interval
    assert -100 <= low < -25 < high <= 100
    assert blank.accuracy.correct == 0  # though the network would say 0


def test_a_table_made_by_processes_is_the_same(monkeypatch):
    monkeypatch.setattr(table, "alterations_of", lambda _: (UNTOUCHED, OF_PAGES[0]))
    monkeypatch.setattr(table.os, "cpu_count", lambda: 2)
    alone = [row.figures() for row in robustness(ReadsTheCorner(), DIGITS)]
    monkeypatch.setattr(table, "_WORTH_PROCESSES", 1)
    monkeypatch.setattr(table, "_CHUNK", 3)
    assert [row.figures() for row in robustness(ReadsTheCorner(), DIGITS)] == alone
