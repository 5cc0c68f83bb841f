from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.training.figure_file import FigureFile


@pytest.fixture
def figures(tmp_path: Path) -> FigureFile:
    return FigureFile(tmp_path / "figures.csv", ("step", "loss"))


def test_a_file_that_is_missing_has_no_lines(figures):
    assert {name: column.shape for name, column in figures.read().items()} == {"step": (0,), "loss": (0,)}


def test_lines_join_those_before_under_one_head(figures):
    figures.add([(1, 0.5), (2, 0.25)])
    figures.add([(3, 0.125)])
    assert figures.path.read_text() == "step,loss\n1,0.5\n2,0.25\n3,0.125\n"
    assert figures.read()["loss"].tolist() == [0.5, 0.25, 0.125]


def test_numbers_come_back_to_the_bit(figures):
    values = np.random.default_rng(0).standard_normal(100).tolist()
    figures.add(enumerate(values))
    assert figures.read()["loss"].tolist() == values


def test_a_line_that_is_still_being_written_is_left_out(figures):
    figures.add([(1, 0.5)])
    with figures.path.open("a") as file:
        file.write("2,0.2")
    assert figures.read()["step"].tolist() == [1]


def test_cutting_forgets_the_lines_after_a_step(figures):
    figures.add([(1, 0.5), (2, 0.25), (3, 0.125)])
    figures.cut(2)
    figures.add([(3, 9.0)])
    assert figures.read()["loss"].tolist() == [0.5, 0.25, 9.0]


@given(st.text())
def test_whatever_is_in_the_file_can_be_read(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("figures") / "figures.csv"
    path.write_text(text, "utf-8")
    for column in FigureFile(path, ("step", "loss")).read().values():
        assert column.dtype == np.float64


def test_a_reader_goes_on_where_it_was_and_leaves_half_a_line_for_later(figures):
    figures.add([(1, 0.5)])
    _, end = figures.read_from(0)
    figures.add([(2, 0.25)])
    with figures.path.open("a") as file:
        file.write("3,0.1")
    read, end = figures.read_from(end)
    assert read["step"].tolist() == [2]
    with figures.path.open("a") as file:
        file.write("25\n")
    assert figures.read_from(end)[0]["loss"].tolist() == [0.125]


def test_the_last_line_is_found_without_the_others(figures):
    assert figures.last_step() is None
    figures.add((step, 0.5) for step in range(5000))
    assert figures.last_step() == 4999
