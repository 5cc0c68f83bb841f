"""The person's own labelled drawings."""

from pathlib import Path

import numpy as np
import pytest

from engine.data.drawing import Drawing, Stroke
from engine.data.drawing_file import read_drawings, to_line
from engine.data.labelled_set import add_labelled, count_labelled, take_back_labelled


def drawing(end: float = 22) -> Drawing:
    return Drawing((28, 28), (Stroke(np.array([[4, 5, 0.5], [20, end, 0.5]], np.float32), 3),), label=3)


LINE = to_line(drawing()).encode()


@pytest.mark.parametrize("present", [None, b"", b"\n\n", LINE + b"\n", LINE])
def test_a_drawing_joins_whatever_lines_there_are(present: bytes | None, tmp_path: Path):
    path = tmp_path / "set.jsonl"
    if present is not None:
        path.write_bytes(present)
    before = (present or b"").count(b"label")
    add_labelled(path, drawing(), 8)
    assert [each.label for each in read_drawings(path)] == [3] * before + [8]
    assert count_labelled(path) == (0, 0, 0, before, 0, 0, 0, 0, 1, 0)


def test_the_last_drawing_can_be_taken_back_and_no_other(tmp_path: Path):
    path = tmp_path / "set.jsonl"
    for label, end in ((5, 22), (6, 23)):
        add_labelled(path, drawing(end), label)
    take_back_labelled(path, drawing(22), 5)
    take_back_labelled(path, drawing(23), 5)
    assert [each.label for each in read_drawings(path)] == [5, 6]
    take_back_labelled(path, drawing(23), 6)
    assert [each.label for each in read_drawings(path)] == [5]


def test_a_set_that_lost_its_only_drawing_is_no_file_any_more(tmp_path: Path):
    path = tmp_path / "set.jsonl"
    add_labelled(path, drawing(), 5)
    take_back_labelled(path, drawing(), 5)
    assert not path.exists()
    take_back_labelled(path, drawing(), 5)


def test_lines_that_are_no_labelled_drawings_count_nothing(tmp_path: Path):
    path = tmp_path / "set.jsonl"
    path.write_bytes(b'{"label": null}\n{"label": true}\n{"label": 12}\n[3]\nno JSON\n\xff\n{"label": 4}')
    assert count_labelled(path) == (0, 0, 0, 0, 1, 0, 0, 0, 0, 0)
