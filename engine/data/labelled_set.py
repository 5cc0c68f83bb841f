"""The person's own labelled drawings: a file that grows by one drawing at a time, saved at once."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

from engine.data.atomic import write_whole
from engine.data.drawing import Drawing
from engine.data.drawing_file import to_line
from engine.data.reading import opened
from engine.errors import Kind, NetglassError


def add_labelled(path: Path, drawing: Drawing, label: int) -> None:
    """Add the drawing with its label to the file, which may be missing.

    The file is written anew, whole or not at all; the lines that are there are not looked at. Raises as
    `reading.opened`, but for a file that is missing or empty, and as `atomic.write_whole`.
    """
    present = _content(path)
    if present and not present.endswith(b"\n"):
        present += b"\n"
    write_whole(path, present + _line(drawing, label))


def take_back_labelled(path: Path, drawing: Drawing, label: int) -> None:
    """Take that drawing out of the file if it is the last there; a file without any is removed. Raises as above."""
    present, line = _content(path), _line(drawing, label)
    if not present.endswith(line):
        return
    if present == line:
        path.unlink()
    else:
        write_whole(path, present.removesuffix(line))


def count_labelled(path: Path) -> tuple[int, ...]:
    """How many drawings of each class, 0 to 9, the file holds; lines that are none count nothing. Raises as above."""
    counts = Counter(_label(line) for line in _content(path).splitlines())
    return tuple(counts[label] for label in range(10))


def _line(drawing: Drawing, label: int) -> bytes:
    return to_line(replace(drawing, label=label)).encode() + b"\n"


def _label(line: bytes) -> object:
    try:
        value = json.loads(line)
    except ValueError:
        return None
    label = value.get("label") if isinstance(value, dict) else None
    return label if type(label) is int else None


def _content(path: Path) -> bytes:
    try:
        with opened(path) as file:
            return file.read()
    except NetglassError as failure:
        if failure.kind in (Kind.FILE_MISSING, Kind.FILE_EMPTY):
            return b""
        raise
