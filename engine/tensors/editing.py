"""Edits of tensors, and how they are taken back to the bit."""

import math
from collections.abc import Callable, Mapping

import torch
from torch import Tensor

from engine.errors import Kind, NetglassError
from engine.tensors.free_memory import free_bytes
from engine.tensors.levels import Walk, as_matrix, clip
from engine.tensors.pieces import PIECE, pieces, walk_copy
from engine.tensors.region import Region
from engine.thread.editing_commands import EditWeights, Operation

Tensors = Mapping[str, Tensor]

_CALCULATES = (
    torch.float64,
    torch.float32,
    torch.float16,
    torch.bfloat16,
)  # torch has no arithmetic of 8 bits


def walk_edit(tensor: Tensor, command: EditWeights) -> Walk[None]:
    """Change `tensor` where it is, piece by piece; raises EDIT_VALUE at first for a value that its type cannot hold.

    Integers are scaled, and noise is added to them, to the nearest that there is.
    """
    require_value(tensor, command)
    cells, random = cells_of(tensor, command.region), torch.Generator().manual_seed(command.seed)
    for place in pieces(cells.shape):
        _edit(cells[place], command, random)
        if cells.numel() > PIECE:
            yield


def require_value(tensor: Tensor, command: EditWeights) -> None:
    """Raise EDIT_VALUE unless the type of `tensor` can hold the value."""
    if not _takes(tensor.dtype, command):
        raise NetglassError(Kind.EDIT_VALUE, value=str(command.value), parameter=command.parameter)


def _edit(cells: Tensor, command: EditWeights, random: torch.Generator) -> None:
    if command.operation is Operation.SET:
        cells.fill_(command.value)
    elif cells.dtype in _CALCULATES:
        _change(cells, command, random)
    else:
        wide = cells.to(torch.float64)
        _change(wide, command, random)
        cells.copy_(wide if cells.dtype.is_floating_point else _rounded(wide, cells.dtype))


def _takes(dtype: torch.dtype, command: EditWeights) -> bool:
    value = command.value
    if not math.isfinite(value) or dtype.is_floating_point:
        return math.isfinite(value) and abs(value) <= torch.finfo(dtype).max
    lowest, highest = _integers(dtype)
    return command.operation is not Operation.SET or (
        float(value).is_integer() and lowest <= value <= highest
    )


def _change(cells: Tensor, command: EditWeights, random: torch.Generator) -> None:
    if command.operation is Operation.SCALE:
        cells.mul_(command.value)
    else:
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


def walk_editable(name: str, tensor: Tensor) -> Walk[Tensor]:
    """A copy that may be written to, whose numbers lie as in a new one.

    Raises EDIT_LAYOUT for a sparse or quantised one, EDIT_MEMORY where there is no room.
    """
    if tensor.layout is not torch.strided or tensor.is_quantized:
        raise NetglassError(Kind.EDIT_LAYOUT, parameter=name)
    free = free_bytes()
    if free is not None and tensor.nbytes > free:
        raise NetglassError(Kind.EDIT_MEMORY, parameter=name, bytes=tensor.nbytes)
    try:
        return (yield from walk_copy(tensor.detach().resolve_conj().resolve_neg()))
    except (MemoryError, RuntimeError) as fault:  # torch's allocator raises the latter
        raise NetglassError(Kind.EDIT_MEMORY, parameter=name, bytes=tensor.nbytes) from fault


class EditHistory:
    """The edits of a network's parameters; each is taken back by the numbers that it wrote over.

    They may take `budget` bytes: beyond it the oldest can no longer be taken back, but the last one always can. All are
    walks, of one slice where a region is small; nothing else may be done to a tensor before they end.
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

    def walk_do(self, tensor: Tensor, command: EditWeights) -> Walk[None]:
        """Edit `tensor`; nothing that was taken back can be made again after it. Raises EDIT_VALUE at once."""
        require_value(tensor, command)
        step = _Step(command, (yield from walk_copy(cells_of(tensor, command.region))))
        yield from walk_edit(tensor, command)
        self._undone.clear()
        self._done.append(step)
        while len(self._done) > 1 and self.kept_bytes > self._budget:
            self._done.pop(0)
            self._forgotten = True

    def walk_undo(self, tensors: Tensors) -> Walk[None]:
        """Take the last edit back, if there is one."""
        yield from self._walk_move(tensors, self._done, self._undone)

    def walk_redo(self, tensors: Tensors) -> Walk[None]:
        """Make the edit again that was taken back last, if there is one."""
        yield from self._walk_move(tensors, self._undone, self._done)

    def saved_mark(self) -> Callable[[], None]:
        """What is to be called once the numbers as they are now lie in a file."""
        last = self._last

        def mark() -> None:
            self._saved = last

        return mark

    def _walk_move(self, tensors: Tensors, source: "list[_Step]", target: "list[_Step]") -> Walk[None]:
        if source:
            yield from source[-1].walk_swap(tensors[source[-1].command.parameter])
            target.append(source.pop())


class _Step:
    """An edit, and what else its cells hold: the numbers from before it, or once it was taken back from after it."""

    def __init__(self, command: EditWeights, before: Tensor) -> None:
        self.command, self.before = command, before

    def walk_swap(self, tensor: Tensor) -> Walk[None]:
        cells = cells_of(tensor, self.command.region)
        for place in pieces(cells.shape):
            now = cells[place].clone()
            cells[place].copy_(self.before[place])
            self.before[place].copy_(now)
            if cells.numel() > PIECE:
                yield
