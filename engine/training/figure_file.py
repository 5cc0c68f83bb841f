"""Figures of a run by step, as lines that any program reads: CSV with a head, grown at its end."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.data.atomic import write_whole

_END = 4096  # bytes: some dozens of lines

Figures = dict[str, NDArray[np.float64]]


class FigureFile:
    """Numbers in `columns`, of which the first is the step; the file may be missing, and may still be growing."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.path, self._columns = path, tuple(columns)

    def add(self, rows: Iterable[Sequence[float]]) -> None:
        """Write lines behind the others; raises OSError."""
        is_new = not self.path.exists() or not self.path.stat().st_size
        with self.path.open("a", newline="", encoding="ascii") as file:
            file.write(_lines([self._columns, *rows] if is_new else rows))

    def read(self) -> Figures:
        """All whole lines, a column each, float64 (n,); raises OSError. Lines that hold anything else are left out."""
        return self.read_from(0)[0]

    def read_from(self, start: int) -> tuple[Figures, int]:
        """As `read`, the lines from byte `start` on, and the byte up to which they reach; raises OSError."""
        content = b""
        if self.path.exists():
            with self.path.open("rb") as file:
                file.seek(start)
                content = file.read()
        whole = content[: content.rfind(b"\n") + 1]
        return self._table(whole.decode("ascii", "replace")), start + len(whole)

    def last_step(self) -> int | None:
        """The step of the last whole line, None before the first; raises OSError. The end of the file is enough."""
        start = max(0, self.path.stat().st_size - _END) if self.path.exists() else 0
        steps = self.read_from(start)[0][self._columns[0]]
        return int(steps[-1]) if len(steps) else None

    def _table(self, text: str) -> Figures:
        rows = [row for line in text.splitlines() if (row := self._row(line))]
        table = np.array(rows, np.float64).reshape(-1, len(self._columns))
        return {name: table[:, place] for place, name in enumerate(self._columns)}

    def cut(self, step: int) -> None:
        """Forget the lines after `step`; raises OSError and FILE_UNWRITABLE."""
        table = self.read()
        kept = table[self._columns[0]] <= step
        rows = zip(*(table[name][kept].tolist() for name in self._columns), strict=True)
        if not kept.all():
            write_whole(self.path, _lines([self._columns, *rows]).encode("ascii"))

    def _row(self, line: str) -> list[float] | None:
        cells = line.split(",")
        if len(cells) != len(self._columns):
            return None
        try:
            return [float(cell) for cell in cells]
        except ValueError:
            return None


def _lines(rows: Iterable[Sequence[object]]) -> str:
    text = StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
