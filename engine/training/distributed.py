"""Several processes that train one network, as `torchrun` starts them.

Each holds the whole network, draws the same random numbers, and computes the gradients of its part of every batch.
Their sum is what one process would have computed, but for the order in which numbers were added.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

import torch
import torch.distributed as dist

from engine.training.backpropagation import Sums
from engine.training.team import Alone, Team

T = TypeVar("T")


class Together:
    """A team of the processes of torch's default group, which must be open."""

    def __init__(self) -> None:
        self._rank, self._size = dist.get_rank(), dist.get_world_size()

    @property
    def leads(self) -> bool:
        """Whether this is the process of rank 0."""
        return self._rank == 0

    def part(self, count: int) -> slice:
        """As many images for each, to one; perhaps none."""
        return slice(self._rank * count // self._size, (self._rank + 1) * count // self._size)

    def add_up(self, sums: Sums) -> None:
        """Put in place of this process's sums those of all; everything travels in one message."""
        parts = [
            (torch.zeros_like(gradient) if sums.empty else gradient).flatten()
            for gradient in sums.gradients.values()
        ]
        message = torch.cat([*parts, torch.stack([sums.loss, sums.correct.float()])])
        dist.all_reduce(message)
        *gradients, figures = message.split([*map(len, parts), 2])
        for parameter, gradient in zip(sums.gradients, gradients, strict=True):
            sums.gradients[parameter] = gradient.view_as(parameter)
        sums.loss, sums.correct = figures.unbind()

    def share(self, value: T) -> T:
        """What the leading process passed."""
        values = [value]
        dist.broadcast_object_list(values)
        return values[0]


@contextmanager
def team_of_processes(device: torch.device) -> Iterator[Team]:
    """The processes that were started together with this one, by `torchrun` for one; usually this one alone."""
    if int(os.environ.get("WORLD_SIZE", "1")) < 2:
        yield Alone()
        return
    dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
    try:
        yield Together()
    finally:
        dist.destroy_process_group()
