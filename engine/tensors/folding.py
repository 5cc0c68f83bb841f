"""A vector seen as rows of so many numbers each."""

import torch
from torch import Tensor

from engine.tensors.levels import clip
from engine.tensors.region import Region


class Folded:
    """`region` (None: all) of a vector that is folded into rows of `columns` numbers, as a `Matrix` that can be pooled.

    Nothing is copied but the end: behind the last number it is repeated, which changes no extreme.
    """

    def __init__(self, vector: Tensor, columns: int, region: Region | None = None) -> None:
        self._numbers = vector.detach().reshape(-1)
        self._columns = columns
        self.region = clip(region, -(-self._numbers.numel() // columns), columns)

    @property
    def shape(self) -> torch.Size:
        """Rows and columns of the region."""
        return torch.Size((self.region.rows, self.region.columns))

    def numel(self) -> int:
        """How many numbers the region has, with those behind the last."""
        return self.region.rows * self.region.columns

    def __getitem__(self, rows: slice, /) -> Tensor:
        first, end = ((self.region.top + int(each)) * self._columns for each in (rows.start, rows.stop))
        numbers = self._numbers[first:end]
        missing = end - first - numbers.numel()
        if missing:
            numbers = torch.cat([numbers, numbers[-1:].expand(missing)])
        return numbers.reshape(-1, self._columns)[:, self.region.left : self.region.right]
