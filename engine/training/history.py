"""The steps of a run that are kept on disk: a folder a run, which another machine or a running window can open.

    run.json                   the format's version, and what the run is
    figures.csv                a line a step
    validation.csv             a line a validation
    steps/000001234.safetensors   all that the run needs to go on from that step

What is written is handed to a plain thread of the history's own; whoever trains never waits for the disk. What is read
is read by the thread that asks, and always from the folder, so that a reader can follow a writer.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from torch import Tensor

from engine.data.atomic import write_whole
from engine.data.reading import file_name, opened
from engine.errors import Kind, NetglassError
from engine.training.figure_file import FigureFile, Figures
from engine.training.reports import StepReport
from engine.training.thinning import superfluous
from engine.training.trainer_state import TrainerState, decoded_state, weight_names
from engine.training.writer import Writer

FORMAT = 1
_RUN, _STEPS, _ENDING = "run.json", "steps", ".safetensors"
_WAITING = 4  # states that may wait for a slow disk, 11 MB each for the default network

T = TypeVar("T")


class History:
    """The kept steps of the run in `folder`, which is made if it is missing, within `budget` bytes.

    Beyond the budget, steps go that are missed least; the first and the last always stay. Once writing failed, as on a
    full disk, the next `keep`, `record` or `record_validation` raises what happened, and nothing is written any more.
    Opening raises RUN_NEWER, RUN_DAMAGED or FILE_UNWRITABLE.
    """

    def __init__(self, folder: Path, budget: int) -> None:
        self.folder, self.budget = folder, budget
        self._waiting: dict[int, TrainerState] = {}
        self._writer = Writer("history")
        self._figures = FigureFile(
            folder / "figures.csv", ("step", "epoch", "loss", "accuracy", "rate", "images")
        )
        self._validations = FigureFile(folder / "validation.csv", ("step", "epoch", "loss", "accuracy"))
        self._make()
        self.about = self._about()

    def describe(self, about: Mapping[str, Any]) -> None:
        """Say what the run is, in plain values that JSON knows; raises FILE_UNWRITABLE."""
        self.about = dict(about)
        values = {"format": FORMAT, "run": self.about}
        write_whole(self.folder / _RUN, json.dumps(values, indent=1).encode())

    def keep(self, step: int, state: TrainerState) -> None:
        """Write the run as it was after `step`; the state is the history's from now on."""
        self._raise_failure()
        if self._writer.has_failed:
            return
        self._waiting[step] = state
        while len(self._waiting) > _WAITING:
            steps = sorted(self._waiting)
            self._waiting.pop(steps[superfluous(steps) or 0], None)
        self._writer.put(partial(self._write_step, step))

    def record(self, reports: Iterable[StepReport]) -> None:
        """Add the figures of steps."""
        self._raise_failure()
        rows = [(r.step, r.epoch, r.loss, r.accuracy, r.learning_rate, r.images) for r in reports]
        self._writer.put(partial(self._figures.add, rows))

    def record_validation(self, step: int, epoch: int, loss: float, accuracy: float) -> None:
        """Add the figures of a validation after `step`."""
        self._raise_failure()
        self._writer.put(partial(self._validations.add, [(step, epoch, loss, accuracy)]))

    def steps(self) -> NDArray[np.int64]:
        """The kept steps, rising; read-only."""
        steps = np.array(sorted({*self._sizes(), *self._waiting}), np.int64)
        steps.flags.writeable = False
        return steps

    @property
    def size(self) -> int:
        """The bytes that the kept steps take on disk."""
        return sum(self._sizes().values())

    def weights(self, step: int) -> dict[str, Tensor]:
        """The weights after a kept step, for reading only; raises RUN_STEP_MISSING or RUN_DAMAGED."""
        waiting = self._waiting.get(step)
        return self._read(step, _read_weights) if waiting is None else waiting.weights

    def state(self, step: int) -> TrainerState:
        """The run after a kept step, for reading only; raises RUN_STEP_MISSING or RUN_DAMAGED."""
        return self._waiting.get(step) or self._read(step, _read_state)

    def figures(self) -> Figures:
        """The figures of all steps, a column each: step, epoch, loss, accuracy, rate, images."""
        return self._figures.read()

    def validations(self) -> Figures:
        """The figures of all validations: step, epoch, loss, accuracy."""
        return self._validations.read()

    def cut(self, step: int) -> None:
        """Forget all that came after `step`, before the run goes on from there; raises FILE_UNWRITABLE."""
        self.flush()
        try:
            self._figures.cut(step)
            self._validations.cut(step)
            for later in [kept for kept in self._sizes() if kept > step]:
                self._path(later).unlink(missing_ok=True)
            for unfinished in (self.folder / _STEPS).glob(".*"):  # of a process that was killed
                unfinished.unlink(missing_ok=True)
        except OSError as error:
            raise self._unwritable(error) from error

    def flush(self) -> None:
        """Wait until all is written; raises what prevented it."""
        self._writer.flush()
        self._raise_failure()

    def close(self) -> None:
        """Write what waits, and end the thread."""
        self._writer.close()

    def _make(self) -> None:
        folder = self.folder
        try:
            if folder.is_dir() and any(folder.iterdir()) and not (folder / _RUN).exists():
                raise NetglassError(Kind.RUN_DAMAGED, folder=file_name(folder), reason=f"it has no {_RUN}")
            (folder / _STEPS).mkdir(parents=True, exist_ok=True)
        except (OSError, ValueError) as error:  # ValueError: a name with a null character
            raise self._unwritable(error) from error

    def _about(self) -> dict[str, Any]:
        if not (self.folder / _RUN).exists():
            self.describe({})
        name = file_name(self.folder)
        try:
            with opened(self.folder / _RUN) as file:
                values = json.load(file)
            version, about = int(values["format"]), dict(values["run"])
        except (NetglassError, LookupError, TypeError, ValueError, RecursionError) as error:
            raise NetglassError(Kind.RUN_DAMAGED, folder=name, reason=f"its {_RUN} cannot be read") from error
        if version > FORMAT:
            raise NetglassError(Kind.RUN_NEWER, folder=name, format=version)
        return about

    def _path(self, step: int) -> Path:
        return self.folder / _STEPS / f"{step:09}{_ENDING}"

    def _sizes(self) -> dict[int, int]:
        """The bytes of each step on disk."""
        sizes = {}
        for path in (self.folder / _STEPS).glob(f"*{_ENDING}"):
            try:
                sizes[int(path.stem)] = path.stat().st_size
            except (OSError, ValueError):  # taken away meanwhile, or no file of ours
                continue
        return dict(sorted(sizes.items()))

    def _write_step(self, step: int) -> None:
        state = self._waiting.get(step)
        if state is not None:
            write_whole(self._path(step), state.encoded())
            self._waiting.pop(step, None)
            self._thin()

    def _thin(self) -> None:
        sizes = self._sizes()
        while sum(sizes.values()) > self.budget and (place := superfluous(list(sizes))) is not None:
            step = list(sizes)[place]
            self._path(step).unlink(missing_ok=True)
            del sizes[step]

    def _read(self, step: int, read: Callable[[Path], T]) -> T:
        name = file_name(self.folder)
        try:
            return read(self._path(step))
        except FileNotFoundError as error:
            raise NetglassError(Kind.RUN_STEP_MISSING, folder=name, step=step) from error
        except (SafetensorError, OSError, LookupError, TypeError, ValueError) as error:
            reason = f"step {step} cannot be read"
            raise NetglassError(Kind.RUN_DAMAGED, folder=name, reason=reason) from error

    def _raise_failure(self) -> None:
        """Raise, once, what ended the writing; from then on nothing waits for it."""
        if self._writer.has_failed:
            self._waiting.clear()
        failure = self._writer.take_failure()
        if failure is not None:
            raise failure if isinstance(failure, NetglassError) else self._unwritable(failure)

    def _unwritable(self, error: Exception) -> NetglassError:
        reason = getattr(error, "strerror", None) or str(error)
        return NetglassError(Kind.FILE_UNWRITABLE, file=file_name(self.folder), reason=reason)


def _read_weights(path: Path) -> dict[str, Tensor]:
    with safe_open(path, "pt") as file:
        names = weight_names(list(file.keys()))
        if not names:
            raise LookupError("there are no weights in it")
        return {name: file.get_tensor(key).clone() for name, key in names.items()}


def _read_state(path: Path) -> TrainerState:
    with safe_open(path, "pt") as file:
        tensors = {name: file.get_tensor(name).clone() for name in file.keys()}  # noqa: SIM118  # it is no dictionary
        return decoded_state(tensors, file.metadata() or {})
