"""Edits of the weights in use, and their way into a file. Imports torch.

Runs on the engine's thread alone.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from engine.errors import Kind, NetglassError
from engine.network.copying import walk_copied
from engine.network.exporting import export_checkpoint, save_checkpoint
from engine.tensors.levels import Walk
from engine.thread.editing_commands import (
    EditCommand,
    EditWeights,
    RedoEdit,
    ReturnToEdits,
    SaveWeights,
    UndoEdit,
)
from engine.thread.events import Event, FileWritten
from engine.thread.model_in_use import ModelInUse
from engine.thread.saving import Saving


class Editing:
    """Changes the numbers of the model in use; whoever shows them hears of it from elsewhere."""

    def __init__(self, publish: Callable[[Event], None], model: ModelInUse, saving: Saving) -> None:
        self._publish, self._model, self._saving = publish, model, saving

    def walk(self, command: EditCommand) -> Walk[None]:
        """Carry out a command about edits; raises NetglassError, and is then as before.

        The model in use must stay as it is until the end.
        """
        edits, tensors = self._model.loaded.edits, self._model.tensors
        match command:
            case SaveWeights(path):
                yield from self._walk_save(path)
            case ReturnToEdits():
                self._model.return_to_edits()
            case EditWeights():
                yield from self._walk_edit(command)
            case UndoEdit():
                yield from edits.walk_undo(tensors)
            case RedoEdit():
                yield from edits.walk_redo(tensors)

    def _walk_edit(self, command: EditWeights) -> Walk[None]:
        model = self._model
        if command.parameter not in model.tensors:
            raise NetglassError(Kind.PARAMETER_UNKNOWN, parameter=command.parameter)
        if model.is_run and not model.loaded.edits.is_edited:
            yield from model.walk_detaching()
        yield from model.loaded.walk_preparing(command.parameter)
        yield from model.loaded.edits.walk_do(model.tensors[command.parameter], command)

    def _walk_save(self, path: Path) -> Walk[None]:
        """Copy the model as it is now, and write it, whatever becomes of it meanwhile."""
        loaded = self._model.loaded
        bare, mark = loaded.bare, loaded.edits.saved_mark()
        if bare is None:
            write = partial(save_checkpoint, path, (yield from walk_copied(loaded.network)))
        else:
            tensors = yield from bare.tensors.walk_as_now()
            write = partial(export_checkpoint, path, replace(bare, tensors=tensors))
        self._saving.begin(write, partial(self._tell_saved, path, mark))

    def _tell_saved(self, path: Path, mark: Callable[[], None]) -> None:
        mark()
        self._publish(FileWritten(path))
        self._model.tell_edits()
