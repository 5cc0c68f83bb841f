"""News of a run's folder, read by a plain thread: once, and again and again while somebody trains the run."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue

import numpy as np
from numpy.typing import NDArray

from engine.errors import NetglassError
from engine.training.figure_file import FigureFile, Figures
from engine.training.run_folder import RunCard, RunFolder

_EVERY_S = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class RunNews:
    """What the folder tells now; `figures` and `validations` only what is new, unless the run `went_back`."""

    card: RunCard
    is_under_way: bool
    steps: NDArray[np.int64]
    size: int
    figures: Figures
    validations: Figures
    went_back: bool


class RunFollower:
    """Reads the run in the folder `path`; `wake` is called on its thread when there is something to take."""

    def __init__(self, path: Path, wake: Callable[[], None], every_s: float = _EVERY_S) -> None:
        self._folder, self._wake, self._every_s = RunFolder(path), wake, every_s
        self._figures, self._validations = _Tail(self._folder.figures), _Tail(self._folder.validations)
        self._kept: NDArray[np.int64] = np.zeros(0, np.int64)
        self._found: SimpleQueue[RunNews | NetglassError] = SimpleQueue()
        self._closed = threading.Event()
        threading.Thread(target=self._work, name="run's folder", daemon=True).start()

    @property
    def has_news(self) -> bool:
        """Whether there is something to take."""
        return not self._found.empty()

    def take(self) -> RunNews | None:
        """The oldest news that were not taken; raises RUN_NEWER or RUN_DAMAGED."""
        try:
            found = self._found.get_nowait()
        except Empty:
            return None
        if isinstance(found, NetglassError):
            raise found
        return found

    def close(self) -> None:
        """Read no more, and wake nobody."""
        self._closed.set()

    def _work(self) -> None:
        under_way, is_first = True, True
        while under_way and not self._closed.is_set():
            try:
                news = self._look()
            except (NetglassError, OSError) as failure:
                self._tell(
                    failure if isinstance(failure, NetglassError) else self._folder.damaged(str(failure))
                )
                return
            if is_first or not news.is_under_way or self._is_news(news):
                self._kept = news.steps
                self._tell(news)
            under_way, is_first = news.is_under_way, False
            self._closed.wait(self._every_s if under_way else 0)

    def _look(self) -> RunNews:
        card = self._folder.card()
        under_way = self._folder.is_under_way(card)  # before the figures: the last ones are not missed
        sizes = self._folder.sizes()
        figures, went_back = self._figures.read()
        validations, _ = self._validations.read()
        steps = np.array(list(sizes), np.int64)
        steps.flags.writeable = False
        return RunNews(card, under_way, steps, sum(sizes.values()), figures, validations, went_back)

    def _is_news(self, news: RunNews) -> bool:
        grown = len(news.figures["step"]) or len(news.validations["step"])
        return bool(grown) or news.went_back or not np.array_equal(news.steps, self._kept)

    def _tell(self, news: RunNews | NetglassError) -> None:
        if not self._closed.is_set():
            self._found.put(news)
            self._wake()


class _Tail:
    """Reads a file of figures on from where it was."""

    def __init__(self, file: FigureFile) -> None:
        self._file, self._end = file, 0

    def read(self) -> tuple[Figures, bool]:
        """What is new, or all of it where the file was cut, which is said."""
        size = self._file.path.stat().st_size if self._file.path.exists() else 0
        was_cut = size < self._end
        figures, self._end = self._file.read_from(0 if was_cut else self._end)
        return figures, was_cut
