"""Matrix products in pieces of a few milliseconds: nobody waits longer than for one, and two threads can share them.

How a product is cut depends on its size and torch's number of threads alone. Each of its numbers is the same sum,
whatever piece it lies in.
"""

from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

import torch
from torch import Tensor

from engine.training.elsewhere import Elsewhere

# Multiplications, of which a core with AVX2 does about 35 million a millisecond.
_LARGEST = 110_000_000  # in one piece, where torch has one thread ...
_LARGEST_SHARED = 210_000_000  # ... and for each of several, which smaller pieces keep less busy
_WHOLE = 80_000_000  # what takes one thread more, and can be shared with another, is cut in two at least
_MULTIPLE = 16  # rows: other numbers of them take longer
_AT_ONCE = 30_000_000  # after more than so many there is a pause ...
_AT_ONCE_UNDISTURBED = 100_000_000  # ... and, while nobody draws, after so many: each costs 0.1 ms
_WORTH_SHARING = 12_000_000  # what takes less is done before another thread has begun with it


@dataclass(slots=True, eq=False)
class Piece:
    """Writes a b to `room` (n, m), with `a` (n, k) and `b` (k, m), or adds it to what is there (`adds`).

    `cost`: the multiplications.
    """

    a: Tensor
    b: Tensor
    room: Tensor
    cost: int
    adds: bool

    def do(self) -> None:
        """Multiply; where `room` is of another kind, what is rounded to that of `a` and `b`."""
        if self.a.dtype is not self.room.dtype:
            product = self.a @ self.b
            self.room.add_(product) if self.adds else self.room.copy_(product)
        elif self.adds:
            self.room.addmm_(self.a, self.b)
        else:
            torch.mm(self.a, self.b, out=self.room)


def pieces_of(a: Tensor, b: Tensor, room: Tensor, adds: bool) -> list[Piece]:
    """A product that can be shared, see `Piece`."""
    cost = b.shape[0] * b.shape[1]
    fewest = 2 if a.shape[0] * cost > _WHOLE and torch.get_num_threads() == 1 else 1
    parts = zip(_cut(a, cost, fewest), _cut(room, cost, fewest), strict=True)
    return [Piece(rows, b, place, rows.shape[0] * cost, adds) for rows, place in parts]


def _cut(rows: Tensor, cost: int, fewest: int = 1) -> Sequence[Tensor]:
    """`rows` in so many pieces or more; `cost`: the multiplications for each row."""
    count, pieces = rows.shape[0], fewest
    if count * cost > _LARGEST:
        threads = torch.get_num_threads()
        largest = _LARGEST if threads == 1 else _LARGEST_SHARED * threads
        pieces = max(fewest, -(-count * cost // largest))
    return (rows,) if pieces == 1 else rows.split(-(-count // (pieces * _MULTIPLE)) * _MULTIPLE)


class Effort:
    """Makes products with pauses between, fewer if `undisturbed`, and counts what was done since the last one."""

    def __init__(self, undisturbed: bool = False) -> None:
        self._cost = 0
        self._at_once = _AT_ONCE_UNDISTURBED if undisturbed else _AT_ONCE

    def multiply(self, a: Tensor, b: Tensor, bias: Tensor | None = None) -> Generator[None, None, Tensor]:
        """The product of `a` (n, k) and `b` (k, m), plus `bias` (m)."""
        cost = b.shape[0] * b.shape[1]
        parts = _cut(a, cost)
        if len(parts) == 1:
            product = a @ b if bias is None else torch.addmm(bias, a, b)
            if self._needs_pause(a.shape[0] * cost):
                yield
            return product
        product = a.new_empty(a.shape[0], b.shape[1])
        for rows, place in zip(parts, _cut(product, cost), strict=True):
            torch.mm(rows, b, out=place) if bias is None else torch.addmm(bias, rows, b, out=place)
            if self._needs_pause(rows.shape[0] * cost):
                yield
        return product

    def spend(self, pieces: Iterable[Piece]) -> Iterator[None]:
        """Do them one after the other."""
        for piece in pieces:
            piece.do()
            if self._needs_pause(piece.cost):
                yield

    def _needs_pause(self, cost: int) -> bool:
        """Whether it is time, now that so many more multiplications were done; they are then forgotten."""
        self._cost += cost
        if self._cost <= self._at_once:
            return False
        self._cost = 0
        return True


class SharedPieces:
    """Pieces that are due at the end of a batch, done `elsewhere` as far as that gets with them meanwhile."""

    def __init__(self, elsewhere: Elsewhere | None) -> None:
        self._elsewhere = elsewhere
        self._offered: list[tuple[Piece, Future[None]]] = []

    @property
    def can_offer(self) -> bool:
        """Whether there is a thread that is free."""
        return self._elsewhere is not None and self._elsewhere.is_free

    def offer(self, pieces: list[Piece]) -> list[Piece]:
        """Have them done elsewhere; returns those that are not worth it, or that nobody takes."""
        if self._elsewhere is None or not self.can_offer:
            return pieces
        taken = [piece for piece in pieces if piece.cost >= _WORTH_SHARING]
        self._offered += [(piece, self._elsewhere.submit(piece.do)) for piece in taken]
        return [piece for piece in pieces if piece.cost < _WORTH_SHARING]

    def rest(self) -> Iterator[Piece]:
        """Those that nobody has begun with, the last first, to be done here; at the end all others are done."""
        begun: list[Future[None]] = []
        while self._offered:
            piece, future = self._offered.pop()
            if future.cancel():
                yield piece
            else:
                begun.append(future)
        for future in begun:
            future.result()

    def give_up(self) -> None:
        """They are not wanted any more; afterwards nobody works on one."""
        offered, self._offered = self._offered, []
        for _, future in offered:
            if not future.cancel():
                future.exception()
