"""Another thread than the one that trains."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Elsewhere(Protocol):
    """It does one thing after the other, with as many of torch's threads as the one that trains: else to other bits."""

    @property
    def is_free(self) -> bool:
        """Whether it may be given more to do."""
        ...

    def submit(self, work: Callable[P, T], /, *arguments: P.args, **named: P.kwargs) -> Future[T]:
        """Do `work` after all that was submitted before."""
        ...
