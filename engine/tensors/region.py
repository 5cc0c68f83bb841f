"""A rectangle of a tensor seen as a matrix."""

from typing import NamedTuple


class Region(NamedTuple):
    """Rows `top` to `bottom` and columns `left` to `right`, the ends not included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def rows(self) -> int:
        """How many rows it spans."""
        return self.bottom - self.top

    @property
    def columns(self) -> int:
        """How many columns it spans."""
        return self.right - self.left
