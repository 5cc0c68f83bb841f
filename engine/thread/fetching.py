"""Fetching data sets on threads of their own: the thread of files goes on keeping what is drawn meanwhile."""

import threading
import traceback
from collections.abc import Callable
from pathlib import Path

from engine.data.family import DATA_SETS, DataSet
from engine.errors import NetglassError
from engine.thread.events import EngineCrashed, EngineFailed, Event
from engine.thread.training_events import FetchEnded, FetchProgressed

_EVERY = 1 << 18  # bytes between two words about it
_PATIENCE_S = 1.0  # for a thread that waits for the network; it is a daemon


class Fetching:
    """The data sets that are being fetched, by name. Belongs to the thread of files."""

    def __init__(self, publish: Callable[[Event], None]) -> None:
        self._publish = publish
        self._fetches: dict[str, _Fetch] = {}

    def begin(self, name: str, folder: Path) -> None:
        """Fetch a data set, unless that goes on already."""
        if name not in self._fetches or not self._fetches[name].is_alive():
            self._fetches[name] = _Fetch(DATA_SETS[name], folder, self._publish)
            self._fetches[name].start()

    def cancel(self, name: str) -> None:
        """Give a data set up; the files of it that are whole stay."""
        if name in self._fetches:
            self._fetches[name].given_up.set()

    def close(self) -> None:
        """Give all up."""
        for name in self._fetches:
            self.cancel(name)
        for fetch in self._fetches.values():
            fetch.join(_PATIENCE_S)


class _Fetch(threading.Thread):
    def __init__(self, data_set: DataSet, folder: Path, publish: Callable[[Event], None]) -> None:
        super().__init__(name=f"fetch {data_set.name}", daemon=True)
        self.given_up = threading.Event()
        self._data_set, self._folder, self._publish = data_set, folder, publish
        self._done = self._told = 0

    def run(self) -> None:
        fetched = False
        try:
            from engine.data.download import download  # with torch, whose tables say where to look

            self._tell()
            download(self._data_set, self._folder, self._count)
            fetched = True
        except _GivenUpError:
            pass
        except NetglassError as failure:
            self._publish(EngineFailed(failure.kind, failure.fields))
        except Exception:  # noqa: BLE001  # the boundary of the thread
            self._publish(EngineCrashed(traceback.format_exc(), fatal=False))
        self._publish(FetchEnded(self._data_set.name, self._folder, fetched))

    def _count(self, size: int) -> None:
        if self.given_up.is_set():
            raise _GivenUpError
        self._done += size
        if self._done - self._told >= _EVERY:
            self._tell()

    def _tell(self) -> None:
        self._told = self._done
        self._publish(FetchProgressed(self._data_set.name, self._done, self._data_set.size))


class _GivenUpError(Exception):
    """Nobody wants it any more."""
