"""Edits of the weights in use, and their way into a file. Imports torch.

Runs on the engine's thread alone.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from functools import partial
from pathlib import Path

from engine.errors import Kind, NetglassError
from engine.network.exporting import export_checkpoint, save_checkpoint
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

    def obey(self, command: EditCommand) -> None:
        """Carry out a command about edits; raises NetglassError, and is then as before."""
        edits, tensors = self._model.loaded.edits, self._model.tensors
        match command:
            case SaveWeights(path):
                self._save(path)
            case ReturnToEdits():
                self._model.return_to_edits()
            case EditWeights():
                self._edit(command)
            case UndoEdit():
                edits.undo(tensors)
            case RedoEdit():
                edits.redo(tensors)

    def _edit(self, command: EditWeights) -> None:
        model = self._model
        if command.parameter not in model.tensors:
            raise NetglassError(Kind.PARAMETER_UNKNOWN, parameter=command.parameter)
        if model.is_run and not model.loaded.edits.is_edited:
            model.detach_from_run()
        model.loaded.prepare_edit(command.parameter)
        model.loaded.edits.do(model.tensors[command.parameter], command)

    def _save(self, path: Path) -> None:
        """Write the model as it is now, whatever becomes of it meanwhile."""
        loaded = self._model.loaded
        bare, mark = loaded.bare, loaded.edits.saved_mark()
        if bare is None:
            write = partial(save_checkpoint, path, deepcopy(loaded.network))
        else:
            write = partial(export_checkpoint, path, replace(bare, tensors=bare.tensors.as_now()))
        self._saving.begin(write, partial(self._tell_saved, path, mark))

    def _tell_saved(self, path: Path, mark: Callable[[], None]) -> None:
        mark()
        self._publish(FileWritten(path))
        self._model.tell_edits()
