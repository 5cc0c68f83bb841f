"""A plain thread that writes what others hand to it, so that they need not wait for the disk."""

import threading
from collections.abc import Callable
from queue import Queue

from engine.errors import NetglassError

Job = Callable[[], None]


class Writer:
    """Does jobs one after the other, on a thread that begins with the first and ends with `close`.

    After a job that raised NetglassError or OSError none is done any more. It is a daemon, so that a disk that hangs
    never keeps the process alive.
    """

    def __init__(self, name: str) -> None:
        self._jobs: Queue[Job | None] = Queue()
        self._failure: NetglassError | OSError | None = None
        self._is_told = False
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)

    @property
    def has_failed(self) -> bool:
        """Whether a job raised."""
        return self._failure is not None

    def put(self, job: Job) -> None:
        """Have `job` done, after all others."""
        if not self._thread.ident:
            self._thread.start()
        self._jobs.put(job)

    def take_failure(self) -> NetglassError | OSError | None:
        """What a job raised; once."""
        if self._failure is None or self._is_told:
            return None
        self._is_told = True
        return self._failure

    def flush(self) -> None:
        """Wait until all jobs so far are done."""
        self._jobs.join()

    def close(self) -> None:
        """Do what waits, and end."""
        if self._thread.is_alive():
            self._jobs.put(None)
            self._thread.join()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                if self._failure is None:
                    job()
            except (NetglassError, OSError) as failure:
                self._failure = failure
            finally:
                self._jobs.task_done()
        self._jobs.task_done()
