"""What the thread of files does with runs in their folders. Light: imports no torch."""

from collections.abc import Callable
from pathlib import Path
from threading import Thread

from engine.errors import NetglassError
from engine.thread.events import EngineFailed, Event, FileWritten
from engine.thread.run_commands import BringBackRun, CopyRun, DeleteRun, ListRuns, ReadRun, RenameRun
from engine.thread.run_events import RunDeleted, RunRead, RunsListed
from engine.training import run_shelf
from engine.training.run_folder import RunFolder
from engine.training.run_shelf import RunShelf
from engine.training.run_summary import summary_of

ShelfCommand = ListRuns | ReadRun | RenameRun | DeleteRun | BringBackRun | CopyRun


class Shelving:
    """Carries out commands about runs, and publishes what came of them."""

    def __init__(self, publish: Callable[[Event], None]) -> None:
        self._publish = publish
        self._shelf = RunShelf()

    def obey(self, command: ShelfCommand) -> None:
        """Carry out a command; raises NetglassError."""
        match command:
            case ListRuns(shelf, others):
                self._publish(RunsListed(self._shelf.list(shelf, others), run_shelf.deleted(shelf)))
            case ReadRun(folder):
                self._publish(figures_of(folder))
            case RenameRun(folder, name):
                run_shelf.rename(folder, name)
            case DeleteRun(folder, shelf):
                name = summary_of(folder).name
                self._publish(RunDeleted(name, run_shelf.delete(folder, shelf)))
            case BringBackRun(folder, shelf):
                run_shelf.bring_back(folder, shelf)
            case CopyRun():  # a gigabyte takes a while: drawings are not to wait for it
                Thread(target=self._copy, args=(command,), name="copy of a run", daemon=True).start()

    def _copy(self, command: CopyRun) -> None:
        try:
            run_shelf.copy(command.folder, command.target)
            self._publish(FileWritten(command.target))
        except NetglassError as failure:
            self._publish(EngineFailed(failure.kind, failure.fields))


def figures_of(path: Path) -> RunRead:
    """The figures in the folder `path`; raises RUN_NEWER or RUN_DAMAGED."""
    folder = RunFolder(path)
    folder.card()
    try:
        steps, judged = folder.figures.read(), folder.validations.read()
    except OSError as error:
        raise folder.damaged(error.strerror or str(error)) from error
    for column in (*steps.values(), *judged.values()):
        column.flags.writeable = False
    return RunRead(
        folder=path,
        steps=steps["step"].astype("int64"),
        losses=steps["loss"],
        accuracies=steps["accuracy"],
        rates=steps["rate"],
        validation_steps=judged["step"].astype("int64"),
        validation_losses=judged["loss"],
        validation_accuracies=judged["accuracy"],
    )
