"""Why PyTorch does not walk back. Imports no torch."""

from enum import Enum, auto


class Refusal(Enum):
    """Why `backward()` raises."""

    FREED = auto()  # what the operations kept was thrown away by an earlier walk
    UNTRACKED = auto()  # the root has no grad_fn
    OTHER = auto()


def refusal_of(message: str) -> Refusal:
    """What PyTorch's own `message` is about."""
    if "a second time" in message:
        return Refusal.FREED
    if "does not require grad" in message:
        return Refusal.UNTRACKED
    return Refusal.OTHER
