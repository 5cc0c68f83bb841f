"""Drawings as lines of JSON."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from engine.data.drawing import Drawing, Stroke
from engine.data.drawing_file import (
    iterate_drawings,
    parse,
    read_drawings,
    read_line,
    to_line,
    write_drawing,
)
from engine.errors import Kind, NetglassError

GOOD = {"label": 3, "canvas": [100, 50], "strokes": [[[1, 2], [3, 4, 0.25]]]}

coordinate = st.floats(-1e6, 1e6, width=32)
points = st.lists(st.tuples(coordinate, coordinate, st.floats(0, 1, width=32)), min_size=1, max_size=6)
stroke = st.builds(
    lambda rows, width, erase: Stroke(np.array(rows, np.float32), width, erase),
    points,
    st.none() | st.floats(1e-6, 1e6),
    st.booleans(),
)
side = st.floats(1e-3, 1e5)
drawing = st.builds(
    Drawing,
    canvas=st.tuples(side, side),
    strokes=st.lists(stroke, max_size=4).map(tuple),
    picture=st.none() | npst.arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9))),
    label=st.none() | st.integers(0, 9),
    writer=st.none() | st.integers(0, 10**9),
    raw=st.booleans(),
)


def picture_or_nothing(drawn: Drawing) -> np.ndarray:
    return np.empty((0, 0)) if drawn.picture is None else drawn.picture


def same(one: Drawing, other: Drawing) -> bool:
    return (
        (one.canvas, one.label, one.writer, one.raw) == (other.canvas, other.label, other.writer, other.raw)
        and len(one.strokes) == len(other.strokes)
        and all(
            (a.width, a.erase, a.points.tobytes()) == (b.width, b.erase, b.points.tobytes())
            for a, b in zip(one.strokes, other.strokes, strict=True)
        )
        and np.array_equal(picture_or_nothing(one), picture_or_nothing(other))
    )


@given(drawing)
def test_a_drawing_comes_back_to_the_last_bit(drawn: Drawing):
    line = to_line(drawn)
    assert "\n" not in line
    assert same(parse(json.loads(line)), drawn)


def test_a_file_comes_back_whole(tmp_path: Path):
    drawn = Drawing((10.0, 20.0), (Stroke(np.array([[1, 2, 0.5]], np.float32), 3.5, True),), label=7)
    write_drawing(tmp_path / "one.jsonl", drawn)
    assert [same(drawn, read) for read in read_drawings(tmp_path / "one.jsonl")] == [True]


def test_points_without_pressure_are_written_without():
    assert to_line(parse({**GOOD, "strokes": [[[1, 2], [3.5, 4]]]})).endswith('"strokes":[[[1,2],[3.5,4]]]}')


def test_points_are_float32_with_nominal_pressure_and_read_only():
    read = parse(GOOD).strokes[0].points
    assert read.tolist() == [[1, 2, 0.5], [3, 4, 0.25]]
    assert read.dtype == np.float32
    assert not read.flags.writeable


def test_a_stroke_can_have_a_width_and_erase():
    read = parse({**GOOD, "strokes": [{"points": [[1, 2]], "width": 8, "erase": True}, {"points": [[1, 2]]}]})
    assert [(s.width, s.erase) for s in read.strokes] == [(8.0, True), (None, False)]


def test_unknown_keys_are_ignored():
    assert parse({**GOOD, "weather": "fine"}).label == 3


def test_a_canvas_without_strokes_is_a_drawing():
    assert parse({**GOOD, "strokes": [], "label": None}).is_blank


def without(key: str) -> dict[str, object]:
    return {name: value for name, value in GOOD.items() if name != key}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ([], "object"),
        (3, "object"),
        (without("label"), "no label"),
        (without("canvas"), "no canvas"),
        (without("strokes"), "no strokes"),
        ({**GOOD, "label": 10}, "label"),
        ({**GOOD, "label": -1}, "label"),
        ({**GOOD, "label": True}, "label"),
        ({**GOOD, "label": "3"}, "label"),
        ({**GOOD, "label": 3.0}, "label"),
        ({**GOOD, "writer": "me"}, "writer"),
        ({**GOOD, "raw": 1}, "raw"),
        ({**GOOD, "picture": 5}, "picture"),
        ({**GOOD, "picture": "no base64!"}, "picture"),
        ({**GOOD, "picture": "aGVsbG8="}, "picture"),
        ({**GOOD, "canvas": [0, 5]}, "canvas"),
        ({**GOOD, "canvas": [5, -5]}, "canvas"),
        ({**GOOD, "canvas": [5, 1e6]}, "canvas"),
        ({**GOOD, "canvas": [5]}, "canvas"),
        ({**GOOD, "canvas": 5}, "canvas"),
        ({**GOOD, "canvas": ["5", 5]}, "canvas"),
        ({**GOOD, "strokes": {}}, "strokes"),
        ({**GOOD, "strokes": [[]]}, "no points"),
        ({**GOOD, "strokes": [7]}, "no points"),
        ({**GOOD, "strokes": [{}]}, "no points"),
        ({**GOOD, "strokes": [[7]]}, "point"),
        ({**GOOD, "strokes": [[[1]]]}, "point"),
        ({**GOOD, "strokes": [[[1, 2, 0.5, 4]]]}, "point"),
        ({**GOOD, "strokes": [[[1, True]]]}, "point"),
        ({**GOOD, "strokes": [[[1, None]]]}, "point"),
        ({**GOOD, "strokes": [[[1, 1.1e6]]]}, "coordinate"),
        ({**GOOD, "strokes": [[[1, -(10**400)]]]}, "coordinate"),
        ({**GOOD, "strokes": [[[1, 2, 1.5]]]}, "pressure"),
        ({**GOOD, "strokes": [[[1, 2, -0.1]]]}, "pressure"),
        ({**GOOD, "strokes": [{"points": [[1, 2]], "width": 0}]}, "width"),
        ({**GOOD, "strokes": [{"points": [[1, 2]], "width": True}]}, "width"),
        ({**GOOD, "strokes": [{"points": [[1, 2]], "width": 2e6}]}, "width"),
        ({**GOOD, "strokes": [{"points": [[1, 2]], "erase": "yes"}]}, "erase"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(line: object, reason: str):
    with pytest.raises(ValueError, match=reason):
        parse(line)


def refused(path: Path, content: bytes) -> NetglassError:
    path.write_bytes(content)
    with pytest.raises(NetglassError) as caught:
        read_drawings(path)
    return caught.value


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "not JSON"),
        (b"\xff\xfe{}", "UTF-8"),
        (b"\x89PNG\r\n\x1a\n", "UTF-8"),
        (b"[" * 300_000, "too deeply"),
        (b'{"label":1,"canvas":[1,1],"strokes":[[[NaN,1]]]}', "NaN"),
        (b'{"label":1,"canvas":[1,1],"strokes":[[[1,-Infinity]]]}', "infinite"),
        (b'{"label":1,"canvas":[1,1],"strokes":[[[1,1e999]]]}', "coordinate"),
        (b'{"label":1,"canvas":[1,1],"strokes":[[[1,%s]]]}' % (b"9" * 5000), "too long"),
    ],
)
def test_a_damaged_line_is_named_by_file_number_and_reason(tmp_path: Path, content: bytes, reason: str):
    good = json.dumps(GOOD).encode()
    error = refused(tmp_path / "mine.jsonl", good + b"\n\n" + content)
    assert error.kind is Kind.DRAWINGS_INVALID
    assert (error.fields["file"], error.fields["line"]) == ("mine.jsonl", 3)
    assert reason in str(error.fields["reason"])


def test_a_line_of_text_is_read_like_a_file_of_one_line():
    assert same(read_line(json.dumps(GOOD), "the clipboard"), parse(GOOD))
    for wrong in ("hello", "\udc80", ""):
        with pytest.raises(NetglassError, match=r"the clipboard, line 1"):
            read_line(wrong, "the clipboard")


def test_a_line_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("engine.data.drawing_file.LONGEST_LINE", 50)
    assert "longer" in str(refused(tmp_path / "long.jsonl", b" " * 10 + b"[" + b"1," * 60))


def test_a_file_of_empty_lines_has_no_drawing(tmp_path: Path):
    assert refused(tmp_path / "none.jsonl", b"\n \n").kind is Kind.DRAWINGS_NONE


def test_a_byte_order_mark_does_not_matter(tmp_path: Path):
    (tmp_path / "bom.jsonl").write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD).encode())
    assert len(read_drawings(tmp_path / "bom.jsonl")) == 1


def test_drawings_are_read_one_at_a_time(tmp_path: Path):
    (tmp_path / "two.jsonl").write_text(json.dumps(GOOD) + "\nbroken\n")
    drawings = iterate_drawings(tmp_path / "two.jsonl")
    assert next(drawings).label == 3
    with pytest.raises(NetglassError):
        next(drawings)


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(NetglassError) as caught:
        read_drawings(tmp_path / "gone.jsonl")
    assert caught.value.kind is Kind.FILE_MISSING


@settings(max_examples=60)
@given(
    content=st.binary(max_size=60)
    | st.text(alphabet='{}[]":,0123456789.-eE lcstrokabnvu', max_size=80).map(str.encode)
)
def test_any_bytes_are_read_or_refused_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
):
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    path.write_bytes(content)
    with pytest.raises(NetglassError):
        read_drawings(path)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=4),
    lambda children: (
        st.lists(children, max_size=4) | st.dictionaries(st.sampled_from(list(GOOD)), children, max_size=3)
    ),
    max_leaves=12,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys([*GOOD, "writer", "picture", "raw"], json_values)))
def test_any_object_is_read_or_refused_with_a_reason(line: dict[str, object]):
    try:
        read = parse({**GOOD, **line})
    except ValueError as error:
        assert str(error)
    else:
        assert all(np.isfinite(stroke.points).all() for stroke in read.strokes)
