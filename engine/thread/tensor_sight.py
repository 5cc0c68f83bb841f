"""A tensor as far as the window shows it. Imports torch."""

from torch import Tensor

from engine.tensors.levels import levels, robust_limit
from engine.thread.lab_events import TensorSeen

MOST_SHOWN = 64  # rows, and columns


def seen(tensor: Tensor, rows: int = MOST_SHOWN, columns: int = MOST_SHOWN) -> TensorSeen:
    """What is shown of `tensor` in a room of so many cells, pooled by magnitude where it is larger.

    Images (count, rows, columns) stand beside each other.
    """
    plane = tensor.transpose(0, 1).reshape(tensor.shape[1], -1) if tensor.dim() == 3 else tensor
    shown = levels(plane, None, rows, columns)
    return TensorSeen(
        shape=tuple(tensor.shape),
        dtype=str(tensor.dtype).removeprefix("torch."),
        levels=shown,
        limit=robust_limit(shown),
        norm=tensor.detach().float().norm().item(),
    )
