"""The file of a kept step: a whole state of a run, or of it the weights alone."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from safetensors import SafetensorError, safe_open
from torch import Tensor

from engine.errors import Kind, NetglassError
from engine.training.run_folder import RunFolder
from engine.training.trainer_state import TrainerState, decoded_state, weight_names

T = TypeVar("T")


def read_weights(folder: RunFolder, step: int) -> dict[str, Tensor]:
    """The weights after a kept step; raises RUN_STEP_MISSING or RUN_DAMAGED."""
    return _read(folder, step, _weights)


def read_state(folder: RunFolder, step: int) -> TrainerState:
    """The run after a kept step; raises RUN_STEP_MISSING or RUN_DAMAGED."""
    return _read(folder, step, _state)


def _read(folder: RunFolder, step: int, read: Callable[[Path], T]) -> T:
    try:
        return read(folder.step_path(step))
    except FileNotFoundError as error:
        raise NetglassError(Kind.RUN_STEP_MISSING, folder=folder.name, step=step) from error
    except (SafetensorError, OSError, LookupError, TypeError, ValueError) as error:
        raise folder.damaged(f"step {step} cannot be read") from error


def _weights(path: Path) -> dict[str, Tensor]:
    with safe_open(path, "pt") as file:
        names = weight_names(list(file.keys()))
        if not names:
            raise LookupError("there are no weights in it")
        return {name: file.get_tensor(key).clone() for name, key in names.items()}


def _state(path: Path) -> TrainerState:
    with safe_open(path, "pt") as file:
        tensors = {name: file.get_tensor(name).clone() for name in file.keys()}  # noqa: SIM118  # it is no dictionary
        return decoded_state(tensors, file.metadata() or {})
