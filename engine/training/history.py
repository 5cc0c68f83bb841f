"""The run in a folder as the one who trains it keeps it: see `engine.training.run_folder` for what lies there.

What is written is handed to a plain thread of the history's own; whoever trains never waits for the disk. What is read
is read by the thread that asks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from engine.data.atomic import write_whole
from engine.errors import Kind, NetglassError
from engine.training.figure_file import Figures
from engine.training.reports import StepReport
from engine.training.run_folder import RunCard, RunFolder, RunState, now
from engine.training.step_files import read_state, read_weights
from engine.training.thinning import superfluous
from engine.training.trainer_state import TrainerState
from engine.training.writer import Writer

_WAITING = 4  # states that may wait for a slow disk, 11 MB each for the default network

T = TypeVar("T")


class History:
    """The run in the folder `path`, which is made if it is missing, and its steps within `budget` bytes.

    Beyond the budget, steps go that are missed least; the first and the last always stay. Once writing failed, as on a
    full disk, whatever is asked to be written next raises what happened, and nothing is written any more.
    Opening raises RUN_NEWER, RUN_DAMAGED or FILE_UNWRITABLE.
    """

    def __init__(self, path: Path, budget: int) -> None:
        self.folder = RunFolder(path)
        self.budget = budget
        self._waiting: dict[int, TrainerState] = {}
        self._writer = Writer("history")
        self._make()
        self._card = self._first_card()
        self._sizes = self.folder.sizes()

    @property
    def about(self) -> Mapping[str, Any]:
        """What the run is."""
        return self._card.about

    @property
    def has_failed(self) -> bool:
        """Whether nothing is written any more."""
        return self._writer.has_failed

    def describe(self, about: Mapping[str, Any]) -> None:
        """Say what the run is, in plain values that JSON knows."""
        self._change_card(replace(self._card, about=dict(about)))

    def mark(self, state: RunState) -> None:
        """Say whether the run goes on."""
        if state is not self._card.state:
            self._change_card(replace(self._card, state=state))

    def keep(self, step: int, state: TrainerState) -> None:
        """Write the run as it was after `step`; the state is the history's from now on."""
        self._raise_failure()
        if self._writer.has_failed:
            return
        self._waiting[step] = state
        while len(self._waiting) > _WAITING:
            steps = sorted(self._waiting)
            self._waiting.pop(steps[superfluous(steps) or 0], None)
        self._writer.put(partial(self._write_step, step, state))

    def record(self, reports: Iterable[StepReport]) -> None:
        """Add the figures of steps."""
        self._raise_failure()
        rows = [(r.step, r.epoch, r.loss, r.accuracy, r.learning_rate, r.images) for r in reports]
        self._writer.put(partial(self.folder.figures.add, rows))

    def record_validation(self, step: int, epoch: int, loss: float, accuracy: float) -> None:
        """Add the figures of a validation after `step`."""
        self._raise_failure()
        self._writer.put(partial(self.folder.validations.add, [(step, epoch, loss, accuracy)]))

    def steps(self) -> NDArray[np.int64]:
        """The kept steps, rising; read-only."""
        steps = np.array(sorted({*dict(self._sizes), *dict(self._waiting)}), np.int64)
        steps.flags.writeable = False
        return steps

    @property
    def size(self) -> int:
        """The bytes that the kept steps take on disk."""
        return sum(dict(self._sizes).values())

    def set_budget(self, budget: int) -> None:
        """Keep within so many bytes from now on."""
        self.budget = budget
        self._writer.put(self._thin)

    def weights(self, step: int) -> dict[str, Tensor]:
        """The weights after a kept step, for reading only; raises RUN_STEP_MISSING or RUN_DAMAGED."""
        waiting = self._waiting.get(step)
        return read_weights(self.folder, step) if waiting is None else waiting.weights

    def state(self, step: int) -> TrainerState:
        """The run after a kept step, for reading only; raises RUN_STEP_MISSING or RUN_DAMAGED."""
        return self._waiting.get(step) or read_state(self.folder, step)

    def figures(self) -> Figures:
        """The figures of all steps, a column each: step, epoch, loss, accuracy, rate, images."""
        return self.folder.figures.read()

    def validations(self) -> Figures:
        """The figures of all validations: step, epoch, loss, accuracy."""
        return self.folder.validations.read()

    def cut(self, step: int) -> None:
        """Forget all that came after `step`, before the run goes on from there."""
        self._raise_failure()
        _drop_after(self._waiting, step)
        _drop_after(self._sizes, step)
        self._writer.put(partial(self._cut, step))

    def flush(self) -> None:
        """Wait until all is written; raises what prevented it."""
        self._writer.flush()
        self._raise_failure()

    def close(self) -> None:
        """Write what waits, and end the thread."""
        self._writer.close()

    def _make(self) -> None:
        path = self.folder.path
        try:
            if path.is_dir() and any(path.iterdir()) and not self.folder.card_path.exists():
                self.folder.card()  # says what is missing
            self.folder.steps_path.mkdir(parents=True, exist_ok=True)
        except (OSError, ValueError) as error:  # ValueError: a name with a null character
            raise self._unwritable(error) from error

    def _first_card(self) -> RunCard:
        if not self.folder.card_path.exists():
            write_whole(self.folder.card_path, RunCard(begun=now()).encoded())
        return self.folder.card()

    def _change_card(self, card: RunCard) -> None:
        self._raise_failure()
        self._card = card
        self._writer.put(lambda: write_whole(self.folder.card_path, card.encoded()))

    def _write_step(self, step: int, state: TrainerState) -> None:
        if self._waiting.get(step) is state:
            content = state.encoded()
            write_whole(self.folder.step_path(step), content)
            self._sizes[step] = len(content)
            self._waiting.pop(step, None)
            self._thin()

    def _thin(self) -> None:
        sizes = dict(sorted(self._sizes.items()))
        while sum(sizes.values()) > self.budget and (place := superfluous(list(sizes))) is not None:
            step = list(sizes)[place]
            self.folder.step_path(step).unlink(missing_ok=True)
            del sizes[step]
            self._sizes.pop(step, None)

    def _cut(self, step: int) -> None:
        _drop_after(self._sizes, step)  # what was still being written when this was asked for
        self.folder.figures.cut(step)
        self.folder.validations.cut(step)
        for later in [kept for kept in self.folder.sizes() if kept > step]:
            self.folder.step_path(later).unlink(missing_ok=True)
        for unfinished in self.folder.steps_path.glob(".*"):  # of a process that was killed
            unfinished.unlink(missing_ok=True)

    def _raise_failure(self) -> None:
        """Raise, once, what ended the writing; from then on nothing waits for it."""
        if self._writer.has_failed:
            self._waiting.clear()
        failure = self._writer.take_failure()
        if failure is not None:
            raise failure if isinstance(failure, NetglassError) else self._unwritable(failure)

    def _unwritable(self, error: Exception) -> NetglassError:
        reason = getattr(error, "strerror", None) or str(error)
        return NetglassError(Kind.FILE_UNWRITABLE, file=self.folder.name, reason=reason)


def _drop_after(kept: dict[int, T], step: int) -> None:
    for later in [each for each in list(kept) if each > step]:
        kept.pop(later, None)
