"""Work on whole tensors in pieces of some milliseconds: a walk over 100 million numbers holds nobody up."""

import math
from collections.abc import Iterator, Mapping, Sequence

import torch
from torch import Tensor

from engine.tensors.levels import Walk

PIECE = 1 << 19  # numbers: so many are copied in 3 ms, and random ones drawn in 10

Place = tuple[int | slice, ...]


def pieces(shape: Sequence[int]) -> Iterator[Place]:
    """Where the parts of a tensor of that `shape` lie, in order: each a view, none of more than PIECE numbers."""
    if not shape:
        yield ()
        return
    inner = math.prod(shape[1:])
    if inner > PIECE:
        yield from ((first, *rest) for first in range(shape[0]) for rest in pieces(shape[1:]))
        return
    step = PIECE // max(inner, 1)
    yield from ((slice(start, start + step),) for start in range(0, shape[0], step))


def walk_copies(
    tensors: Mapping[str, Tensor], dtypes: Mapping[str, torch.dtype] | None = None
) -> Walk[dict[str, Tensor]]:
    """Copies of dense `tensors` on their devices, whose numbers lie as in new ones; in other `dtypes`, where given."""
    copies: dict[str, Tensor] = {}
    done = 0
    for name, tensor in tensors.items():
        source = tensor.detach()
        dtype = source.dtype if dtypes is None else dtypes[name]
        copies[name] = torch.empty(source.shape, dtype=dtype, device=source.device)
        for place in pieces(source.shape):
            copies[name][place].copy_(source[place])
            done += source[place].numel()
            if done >= PIECE:
                done = 0
                yield
    return copies


def walk_copy(tensor: Tensor) -> Walk[Tensor]:
    """A copy of one dense tensor, as of `walk_copies`."""
    return (yield from walk_copies({"": tensor}))[""]
