"""The processes that train one network together; usually it is one."""

from typing import Protocol, TypeVar

from engine.training.backpropagation import Sums

T = TypeVar("T")


class Team(Protocol):
    """Processes that hold the same network, draw the same random numbers and share out each batch."""

    @property
    def leads(self) -> bool:
        """Whether this process judges, reports and writes for all."""
        ...

    def part(self, count: int) -> slice:
        """Which of the `count` images of a batch are this process's."""
        ...

    def add_up(self, sums: Sums) -> None:
        """Put in place of this process's sums those of all."""
        ...

    def share(self, value: T) -> T:
        """What the leading process passed."""
        ...


class Alone:
    """A team of one."""

    leads = True

    def part(self, count: int) -> slice:
        """All of them."""
        return slice(0, count)

    def add_up(self, sums: Sums) -> None:
        """They are complete."""

    def share(self, value: T) -> T:
        """It is the one that leads."""
        return value
