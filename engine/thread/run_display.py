"""The run that is shown from its folder, and the one that is about to be, on the engine's thread."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from engine.thread.desk import Desk
from engine.thread.events import Event
from engine.thread.kept_run import KeptRun, plan_of
from engine.thread.run_follower import RunFollower
from engine.thread.training_events import HistoryChanged


class RunDisplay:
    """`run`: the one that is shown, if there is one.

    `leave` is called before another is shown; where it returns False, that one is not wanted any more.
    """

    def __init__(
        self,
        publish: Callable[[Event], None],
        desk: Desk,
        wake: Callable[[], None],
        leave: Callable[[Path], bool],
    ) -> None:
        self.run: KeptRun | None = None
        self._publish, self._desk, self._wake, self._leave = publish, desk, wake, leave
        self._follower: RunFollower | None = None  # of what is shown
        self._opening: tuple[Path, RunFollower] | None = None  # its first news are to come

    @property
    def has_news(self) -> bool:
        """Whether `work` has something to do."""
        opened = self._opening is not None and self._opening[1].has_news
        shown = self._follower is not None and self._follower.has_news
        return opened or shown or (self.run is not None and self.run.has_news)

    def open(self, path: Path) -> None:
        """Begin to read the run in the folder `path`; what is shown stays until that can be."""
        self._stop_opening()
        self._opening = path, RunFollower(path, self._wake)

    def work(self) -> None:
        """Take what was read; raises RUN_NEWER, RUN_DAMAGED or RUN_STEP_MISSING, and all is as it was."""
        if self._opening is not None and self._opening[1].has_news:
            opening, self._opening = self._opening, None
            self._show(*opening)
        elif self._follower is not None and self._follower.has_news and self.run is not None:
            news = self._follower.take()
            if news is not None:
                self.run.take(news)
        elif self.run is not None:
            self.run.work()

    def close(self) -> None:
        """Show no run any more, and open none."""
        self._stop_opening()
        run, self.run = self.run, None
        if self._follower is not None:
            self._follower.close()
            self._follower = None
        if run is not None:
            run.close()
            self._publish(HistoryChanged(np.zeros(0, np.int64), 0, 0))

    def _show(self, path: Path, follower: RunFollower) -> None:
        news = follower.take()
        if news is None:
            return
        plan = plan_of(path, news)
        if self._leave(path):
            self._follower = follower
            self.run = KeptRun(path, plan, news, self._publish, self._desk, self._wake)
        else:
            follower.close()

    def _stop_opening(self) -> None:
        opening, self._opening = self._opening, None
        if opening is not None:
            opening[1].close()
