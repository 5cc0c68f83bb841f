"""The tensors of a file: what each is, is known at once; its numbers are read when somebody looks at them."""

import math
import pickle
import struct
import tokenize
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from zipfile import BadZipFile

import torch
from safetensors import SafetensorError
from torch import Tensor

from engine.errors import Kind, NetglassError
from engine.tensors.editing import walk_editable
from engine.tensors.levels import Walk
from engine.tensors.pieces import walk_copies

MAPPED_FROM = (
    64 << 20
)  # bytes of a file that is mapped; a smaller one is read whole, and may change afterwards

# Whatever the readers raise for files that are damaged or lie; torch.load alone raises most of these.
FAULTS = (
    ArithmeticError, AssertionError, AttributeError, BadZipFile, EOFError, ImportError, LookupError, MemoryError,
    NotImplementedError, OSError, RecursionError, RuntimeError, SafetensorError, SyntaxError, TypeError, ValueError,
    pickle.UnpicklingError, struct.error, tokenize.TokenError, zlib.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StoredTensor:
    """A tensor in a file: its `shape`, its `dtype` as "bfloat16" or "float32, sparse", and how to `read` it."""

    shape: tuple[int, ...]
    dtype: str
    read: Callable[[], Tensor]

    @property
    def count(self) -> int:
        """How many numbers it has."""
        return math.prod(self.shape)

    @property
    def size(self) -> int:
        """The bytes of its numbers, as they lie in memory; 0 where that hangs on what they are."""
        dtype = getattr(torch, self.dtype, None)
        return self.count * dtype.itemsize if isinstance(dtype, torch.dtype) else 0


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells whether a file is still the one that was mapped: to read on from one that was cut ends a program."""

    path: Path
    size: int
    changed_ns: int

    @classmethod
    def of(cls, path: Path) -> "Stamp":
        """The file as it is now."""
        state = path.stat()
        return cls(path, state.st_size, state.st_mtime_ns)

    @property
    def is_mapped(self) -> bool:
        """Whether a file of its size is mapped."""
        return self.size >= MAPPED_FROM

    def require(self) -> None:
        """Raise WEIGHTS_CHANGED unless the file is as it was."""
        try:
            unchanged = Stamp.of(self.path) == self
        except OSError:  # taken away: what is mapped is still there
            return
        if not unchanged:
            raise NetglassError(Kind.WEIGHTS_CHANGED, file=self.path.name)


@dataclass(frozen=True)
class StoredTensors(Mapping[str, Tensor]):
    """Tensors by name, in the file's order; taking one reads it, or maps it, unless it was copied to be edited.

    `name`: the file's, for messages. `stamps`: the files that are mapped. `edited`: the copies, which take the place of
    what is in the file. To take one raises WEIGHTS_UNREADABLE or WEIGHTS_CHANGED.
    """

    name: str
    stored: Mapping[str, StoredTensor]
    stamps: tuple[Stamp, ...] = ()
    edited: dict[str, Tensor] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Tensor:
        if name in self.edited:
            return self.edited[name]
        stored = self.stored[name]
        self.require_unchanged()
        with reading(self.name):
            return stored.read()

    def __contains__(self, name: object) -> bool:
        return name in self.stored

    def __iter__(self) -> Iterator[str]:
        return iter(self.stored)

    def __len__(self) -> int:
        return len(self.stored)

    def walk_preparing(self, name: str) -> Walk[None]:
        """Let a tensor be written to from now on, in a copy; the file stays as it is. Raises as `walk_editable`."""
        if name not in self.edited:
            self.edited[name] = yield from walk_editable(name, self[name])

    def walk_as_now(self) -> "Walk[StoredTensors]":
        """The tensors as they are now, whatever is edited later; nothing may be while they are copied."""
        return replace(self, edited=(yield from walk_copies(self.edited)))

    def require_unchanged(self) -> None:
        """Raise WEIGHTS_CHANGED if a file that is mapped is not as it was."""
        for stamp in self.stamps:
            stamp.require()


def in_memory(name: str, tensors: Mapping[str, Tensor]) -> StoredTensors:
    """Tensors that are there already."""
    return StoredTensors(name, {key: stored_of(tensor) for key, tensor in tensors.items()})


def stored_of(tensor: Tensor) -> StoredTensor:
    """A tensor that is there already, or mapped."""
    return StoredTensor(tuple(tensor.shape), kind_of(tensor), lambda: tensor)


def kind_of(tensor: Tensor) -> str:
    """What its numbers are, in a word or two: "float32", "float32, sparse"."""
    layout = str(tensor.layout).removeprefix("torch.").removesuffix("_coo").replace("_", " ")
    return str(tensor.dtype).removeprefix("torch.") + ("" if layout == "strided" else f", {layout}")


@contextmanager
def reading(name: str) -> Iterator[None]:
    """What goes wrong here with the file `name` is WEIGHTS_UNREADABLE."""
    try:
        yield
    except FAULTS as fault:
        raise NetglassError(Kind.WEIGHTS_UNREADABLE, file=name, reason=reason_of(fault)) from fault


def reason_of(fault: BaseException) -> str:
    """One line of a library's message, short enough for a notice."""
    if isinstance(fault, pickle.UnpicklingError):
        return "its pickle is damaged"
    if "allow_pickle" in str(fault):  # NumPy's advice is to load it unsafely
        return "an array in it is damaged, or holds no numbers"
    text = (fault.strerror or "") if isinstance(fault, OSError) else str(fault)
    lines = text.strip().splitlines() or [type(fault).__name__]
    return lines[0].rstrip(".:")[:120]
