"""What the window asks about runs in folders: frozen messages, named in the imperative. Light: imports no torch."""

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path

from engine.thread.commands import Command, FileCommand


@dataclass(frozen=True, slots=True)
class ListRuns(FileCommand):
    """Look at the runs in `shelf` and in the folders `others`; answered by `RunsListed`."""

    shelf: Path
    others: tuple[Path, ...] = ()

    @property
    def slot(self) -> Hashable:
        """Only the last look counts."""
        return "runs"


@dataclass(frozen=True, slots=True)
class ReadRun(FileCommand):
    """Read the figures of a run, not its weights; answered by `RunRead`."""

    folder: Path

    @property
    def slot(self) -> Hashable:
        """Once a run."""
        return ("run", self.folder)


@dataclass(frozen=True, slots=True)
class RenameRun(FileCommand):
    """Call a run something else: its folder stays where it is."""

    folder: Path
    name: str


@dataclass(frozen=True, slots=True)
class DeleteRun(FileCommand):
    """Take a run away from `shelf`, whence it can be brought back; answered by `RunDeleted`."""

    folder: Path
    shelf: Path


@dataclass(frozen=True, slots=True)
class BringBackRun(FileCommand):
    """Put a deleted run back into `shelf`."""

    folder: Path
    shelf: Path


@dataclass(frozen=True, slots=True)
class CopyRun(FileCommand):
    """Copy a run to `target`, for another machine; answered by `FileWritten`."""

    folder: Path
    target: Path


@dataclass(frozen=True, slots=True)
class OpenRun(Command):
    """Show the run in a folder, its last weights first; a run under way is left, and can be gone on with.

    Answered by `TrainingChanged`, `HistoryChanged` and its figures; while another program writes the folder, those
    follow. With `goes_on`, a run that was left before its end is then gone on with.
    """

    folder: Path
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class LeaveRun(Command):
    """Let go of the run; the network stays in use."""


@dataclass(frozen=True, slots=True)
class NameRun(Command):
    """The run in use is called something else from now on."""

    name: str


@dataclass(frozen=True, slots=True)
class LimitHistory(Command):
    """Keep the steps of each run within `budget` bytes on disk, thinning what is kept of the present one."""

    budget: int
