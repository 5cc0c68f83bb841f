"""Drawings as lines of JSON (.jsonl).

A line is `{"label": 3 or null, "canvas": [w, h], "strokes": [...]}`; a stroke is a list of points [x, y] or
[x, y, pressure], or `{"points": [...], "width": w, "erase": true}`. Optional: `writer` (a whole number),
`picture` (a greyscale PNG in base64, 255 full ink), `raw` (the canvas is an input already). Unknown keys are
ignored; whatever else does not fit is refused.
"""

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NoReturn, TypeGuard

import numpy as np
from numpy.typing import NDArray

from engine.data.atomic import write_whole
from engine.data.drawing import NOMINAL_PRESSURE, Drawing, Stroke
from engine.data.picture_text import from_text, to_text
from engine.data.reading import file_name, opened
from engine.errors import Kind, NetglassError

FARTHEST = 1e6  # a coordinate or a width, from 0
SMALLEST_CANVAS, LARGEST_CANVAS = 1e-3, 1e5  # a side
LONGEST_LINE = 64 << 20  # bytes
NUMBERS = frozenset((int, float))  # exactly: true and false are neither


def read_drawings(path: Path) -> list[Drawing]:
    """All drawings of the file; raises as `iterate_drawings`."""
    return list(iterate_drawings(path))


def iterate_drawings(path: Path) -> Iterator[Drawing]:
    """One drawing after the other, each read when asked for; empty lines are skipped.

    Raises DRAWINGS_INVALID with the number of the line, DRAWINGS_NONE, and what `reading.opened` raises.
    """
    found = False
    with opened(path) as file:
        for number, line in _lines(file):
            found = True
            yield _drawing(line, file_name(path), number)
    if not found:
        raise NetglassError(Kind.DRAWINGS_NONE, file=file_name(path))


def read_line(line: str, name: str) -> Drawing:
    """The drawing of one line of text, called `name` in messages; raises DRAWINGS_INVALID."""
    return _drawing(line.encode("utf-8", "surrogatepass"), name, 1)


def write_drawing(path: Path, drawing: Drawing) -> None:
    """Save the drawing as the one line of a file; raises as `atomic.write_whole`."""
    write_whole(path, (to_line(drawing) + "\n").encode())


def to_line(drawing: Drawing) -> str:
    """The drawing as JSON without a line break; `parse` gives it back to the last bit."""
    line: dict[str, object] = {
        "label": drawing.label,
        "canvas": [_short(float(side)) for side in drawing.canvas],
    }
    line["strokes"] = [_stroke_value(stroke) for stroke in drawing.strokes]
    if drawing.writer is not None:
        line["writer"] = drawing.writer
    if drawing.picture is not None:
        line["picture"] = to_text(drawing.picture)
    if drawing.raw:
        line["raw"] = True
    return json.dumps(line, separators=(",", ":"))


def parse(value: object) -> Drawing:
    """The drawing that a decoded line describes; ValueError says what does not fit."""
    if not isinstance(value, dict):
        raise ValueError("it is not an object in braces")
    for key in ("label", "canvas", "strokes"):
        if key not in value:
            raise ValueError(f"it has no {key}")
    strokes, picture = value["strokes"], value.get("picture")
    if not isinstance(strokes, list):
        raise ValueError("strokes is not a list")
    return Drawing(
        canvas=_canvas(value["canvas"]),
        strokes=tuple(map(_stroke, strokes)),
        picture=None if picture is None else from_text(picture),
        label=_whole(value["label"], "label", 9),
        writer=_whole(value.get("writer"), "writer", 1 << 53),
        raw=_flag(value.get("raw", False), "raw"),
    )


def _drawing(line: bytes, name: str, number: int) -> Drawing:
    try:
        return parse(_decoded(line))
    except ValueError as error:
        fields = {"file": name, "line": number, "reason": str(error)}
        raise NetglassError(Kind.DRAWINGS_INVALID, **fields) from error


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines that are not empty, with their numbers; one that is too long comes cut, and is no JSON then."""
    number = 0
    while line := file.readline(LONGEST_LINE):
        number += 1
        if line.strip():
            yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line


def _decoded(line: bytes) -> object:
    if len(line) >= LONGEST_LINE:
        raise ValueError(f"it is longer than {LONGEST_LINE} bytes")
    try:
        return json.loads(line.decode(), parse_constant=_refuse)
    except UnicodeDecodeError as error:
        raise ValueError("it is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON: {error.msg}, column {error.colno}") from error
    except ValueError as error:  # of `_refuse`, or a whole number longer than Python converts
        raise ValueError("a number in it is NaN, infinite or too long") from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _canvas(value: object) -> tuple[float, float]:
    if not _numbers(value, 2) or not all(SMALLEST_CANVAS <= side <= LARGEST_CANVAS for side in value):
        raise ValueError(
            f"canvas is not [width, height], each from {SMALLEST_CANVAS} to {LARGEST_CANVAS:.0f}"
        )
    return float(value[0]), float(value[1])


def _stroke(value: object) -> Stroke:
    if not isinstance(value, dict):
        return Stroke(_points(value))
    width = _width(value.get("width"))
    return Stroke(_points(value.get("points")), width, _flag(value.get("erase", False), "erase"))


def _width(value: object) -> float | None:
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value <= FARTHEST:
        raise ValueError(f"the width of a stroke is not between 0 and {FARTHEST:.0f}")
    return float(value)


def _points(value: object) -> NDArray[np.float32]:
    if not isinstance(value, list) or not value:
        raise ValueError("a stroke has no points")
    if not all(_numbers(point, 2) or _numbers(point, 3) for point in value):
        raise ValueError("a point is not [x, y] or [x, y, pressure]")
    if not all(-FARTHEST <= number <= FARTHEST for number in chain.from_iterable(value)):
        raise ValueError(f"a coordinate is farther than {FARTHEST:.0f} from 0")
    rows = [point if len(point) == 3 else [*point, NOMINAL_PRESSURE] for point in value]
    points = np.array(rows, np.float32)
    if points[:, 2].min() < 0 or points[:, 2].max() > 1:
        raise ValueError("a pressure is not between 0 and 1")
    points.setflags(write=False)
    return points


def _numbers(value: object, count: int) -> TypeGuard[list[float]]:
    """Whether it is a list of so many numbers."""
    return isinstance(value, list) and len(value) == count and all(type(n) in NUMBERS for n in value)


def _whole(value: object, key: str, most: int) -> int | None:
    if value is not None and not (type(value) is int and 0 <= value <= most):
        raise ValueError(f"{key} is neither null nor a whole number from 0 to {most}")
    return value


def _flag(value: object, key: str) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{key} is neither true nor false")
    return value


def _stroke_value(stroke: Stroke) -> object:
    pressed = bool((stroke.points[:, 2] != NOMINAL_PRESSURE).any())
    seen = stroke.points if pressed else stroke.points[:, :2]
    points = [[_short(float(str(number))) for number in point] for point in seen]  # str: short, yet exact
    if stroke.width is None and not stroke.erase:
        return points
    value: dict[str, object] = {"points": points}
    if stroke.width is not None:
        value["width"] = _short(float(stroke.width))
    if stroke.erase:
        value["erase"] = True
    return value


def _short(number: float) -> float | int:
    """Without the point where it is whole; -0.0 keeps its sign."""
    return int(number) if number.is_integer() and str(number) != "-0.0" else number
