"""The check of the normalisation on MNIST's own images."""

import json

import numpy as np

from engine.data.drawing_file import iterate_drawings
from engine.data.ink import render_input
from gui.resources import example_drawings
from tests.engine.data.test_datasets import write_mnist
from tests.normalisation import changes, main


def inputs() -> np.ndarray:
    with example_drawings() as path:
        return np.stack([np.rint(255 * render_input(each)) for each in iterate_drawings(path)]).astype(
            np.uint8
        )


def test_normalised_digits_hardly_change():
    assert changes(inputs())["moved_ink"] < 0.005


def test_others_are_told_from_them():
    halves = inputs()
    halves[: len(halves) // 2] = np.roll(halves[: len(halves) // 2], 3, axis=2)
    figures = changes(halves)
    assert figures["unchanged"] <= 0.5
    assert figures["moved_ink"] > 0.1


def test_it_reads_a_folder(tmp_path, capsys):
    write_mnist(tmp_path / "raw", "train", inputs()[:3])
    main([str(tmp_path), "--json"])
    assert json.loads(capsys.readouterr().out)["images"] == 3
