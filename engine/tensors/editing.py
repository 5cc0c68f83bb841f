"""Edits of tensors, and how they are taken back to the bit."""

import math
from collections.abc import Callable, Mapping

import torch
from torch import Tensor

from engine.errors import Kind, NetglassError
from engine.tensors.levels import as_matrix, clip
from engine.tensors.region import Region
from engine.thread.editing_commands import EditWeights, Operation

Tensors = Mapping[str, Tensor]

_CALCULATES = (
    torch.float64,
    torch.float32,
    torch.float16,
    torch.bfloat16,
)  # torch has no arithmetic of 8 bits


def edit(tensor: Tensor, command: EditWeights) -> None:
    """Change `tensor` where it is; raises EDIT_VALUE for a value that its type cannot hold.

    Integers are scaled, and noise is added to them, to the nearest that there is.
    """
    cells = cells_of(tensor, command.region)
    if not _takes(cells.dtype, command):
        raise NetglassError(Kind.EDIT_VALUE, value=str(command.value), parameter=command.parameter)
    if command.operation is Operation.SET:
        cells.fill_(command.value)
    elif cells.dtype in _CALCULATES:
        _change(cells, command)
    else:
        wide = cells.to(torch.float64)
        _change(wide, command)
        cells.copy_(wide if cells.dtype.is_floating_point else _rounded(wide, cells.dtype))


def _takes(dtype: torch.dtype, command: EditWeights) -> bool:
    value = command.value
    if not math.isfinite(value) or dtype.is_floating_point:
        return math.isfinite(value) and abs(value) <= torch.finfo(dtype).max
    lowest, highest = _integers(dtype)
    return command.operation is not Operation.SET or (
        float(value).is_integer() and lowest <= value <= highest
    )


def _change(cells: Tensor, command: EditWeights) -> None:
    if command.operation is Operation.SCALE:
        cells.mul_(command.value)
    else:
        random = torch.Generator().manual_seed(command.seed)
        cells.add_(torch.randn(cells.shape, generator=random).to(cells), alpha=command.value)


def _rounded(wide: Tensor, dtype: torch.dtype) -> Tensor:
    lowest, highest = map(float, _integers(dtype))
    if highest > _integers(dtype)[1]:  # float64 has no such number
        highest = math.nextafter(highest, 0.0)
    return wide.round_().clamp_(lowest, highest)


def _integers(dtype: torch.dtype) -> tuple[int, int]:
    """The smallest and the largest that a type holds."""
    if dtype is torch.bool:
        return 0, 1
    return torch.iinfo(dtype).min, torch.iinfo(dtype).max


def cells_of(tensor: Tensor, region: Region) -> Tensor:
    """What of `region` lies inside `tensor`, seen as a matrix that shares its numbers."""
    matrix = as_matrix(tensor)
    top, left, bottom, right = clip(region, *matrix.shape)
    return matrix[top:bottom, left:right]


class EditHistory:
    """The edits of a network's parameters; each is taken back by the numbers that it wrote over.

    They may take `budget` bytes: beyond it the oldest can no longer be taken back, but the last one always can.
    """

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._saved: object = self  # the last edit when it was saved; no edit is this
        self._forgotten = False  # whether there are edits that can no longer be taken back

    @property
    def undo_command(self) -> EditWeights | None:
        """The edit that `undo` takes back."""
        return self._done[-1].command if self._done else None

    @property
    def redo_command(self) -> EditWeights | None:
        """The edit that `redo` makes again."""
        return self._undone[-1].command if self._undone else None

    @property
    def is_edited(self) -> bool:
        """Whether the numbers are others than at first."""
        return bool(self._done) or self._forgotten

    @property
    def is_unsaved(self) -> bool:
        """Whether the numbers are others than at first, and than those marked as saved."""
        return self.is_edited and self._last is not self._saved

    @property
    def kept_bytes(self) -> int:
        """What the numbers take that edits wrote over."""
        return sum(each.before.nbytes for each in self._done)

    @property
    def _last(self) -> "_Step | None":
        return self._done[-1] if self._done else None

    def do(self, tensor: Tensor, command: EditWeights) -> None:
        """Edit `tensor`; nothing that was taken back can be made again after it. Raises EDIT_VALUE."""
        step = _Step(command, cells_of(tensor, command.region).clone())
        edit(tensor, command)
        self._undone.clear()
        self._done.append(step)
        while len(self._done) > 1 and self.kept_bytes > self._budget:
            self._done.pop(0)
            self._forgotten = True

    def undo(self, tensors: Tensors) -> None:
        """Take the last edit back, if there is one."""
        self._move(tensors, self._done, self._undone)

    def redo(self, tensors: Tensors) -> None:
        """Make the edit again that was taken back last, if there is one."""
        self._move(tensors, self._undone, self._done)

    def saved_mark(self) -> Callable[[], None]:
        """What is to be called once the numbers as they are now lie in a file."""
        last = self._last

        def mark() -> None:
            self._saved = last

        return mark

    def _move(self, tensors: Tensors, source: "list[_Step]", target: "list[_Step]") -> None:
        if source:
            step = source.pop()
            step.swap(tensors[step.command.parameter])
            target.append(step)


class _Step:
    """An edit, and what else its cells hold: the numbers from before it, or once it was taken back from after it."""

    def __init__(self, command: EditWeights, before: Tensor) -> None:
        self.command, self.before = command, before

    def swap(self, tensor: Tensor) -> None:
        cells = cells_of(tensor, self.command.region)
        now = cells.clone()
        cells.copy_(self.before)
        self.before = now
