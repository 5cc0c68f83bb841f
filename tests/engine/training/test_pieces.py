"""Products in pieces: the same numbers, whoever does which of them."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from dataclasses import replace
from threading import Event, current_thread

import pytest
import torch

from engine.training import pieces
from engine.training.backpropagation import Aim, Backpropagation
from engine.training.pieces import Effort, Piece, SharedPieces, pieces_of
from engine.training.recipes import Recipe
from engine.training.trainer import Trainer
from tests.engine.training.rows import BENT, Elsewhere, advance, bars, finish, flat, small_network

RANDOM = torch.Generator().manual_seed(0)
A, B, BIAS = (torch.rand(*shape, generator=RANDOM) for shape in ((100, 30), (30, 20), (20,)))


@pytest.fixture
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def in_pieces(monkeypatch: pytest.MonkeyPatch, one_thread: None) -> None:
    """Of 32 rows of `A`."""
    monkeypatch.setattr(pieces, "_LARGEST", 32 * B.numel())
    monkeypatch.setattr(pieces, "_WORTH_SHARING", 0)


@pytest.fixture
def finely(monkeypatch: pytest.MonkeyPatch, one_thread: None) -> None:
    """Even what small networks multiply is cut, and shared."""
    for name in ("_WHOLE", "_WORTH_SHARING", "_AT_ONCE", "_AT_ONCE_UNDISTURBED"):
        monkeypatch.setattr(pieces, name, 0)
    monkeypatch.setattr(pieces, "_LARGEST", 16 * 784 * 16)


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the threads that do pieces."""
    names: list[str] = []
    do = Piece.do

    def noted(piece: Piece) -> None:
        names.append(current_thread().name)
        do(piece)

    monkeypatch.setattr(Piece, "do", noted)
    return names


def product(bias: torch.Tensor | None = None) -> tuple[torch.Tensor, int]:
    """A b, and how many pauses there were."""
    work, pauses = Effort().multiply(A, B, bias), 0
    while True:
        try:
            next(work)
            pauses += 1
        except StopIteration as end:
            return end.value, pauses


@pytest.mark.parametrize("bias", [None, BIAS])
def test_a_product_in_pieces_is_the_product(
    in_pieces: None, monkeypatch: pytest.MonkeyPatch, bias: torch.Tensor | None
):
    expected = A @ B if bias is None else A @ B + bias
    found, pauses = product(bias)
    torch.testing.assert_close(found, expected)
    assert pauses == 0
    monkeypatch.setattr(pieces, "_AT_ONCE", 40 * B.numel())
    again, pauses = product(bias)
    assert torch.equal(again, found)
    assert pauses == 1  # after 64 rows; 36 more are not enough


def test_pieces_are_written_or_added_where_they_belong(in_pieces: None):
    room = torch.full((100, 20), 7.0)
    for adds, factor in ((False, 1), (True, 2)):
        parts = pieces_of(A, B, room, adds)
        assert [len(piece.a) for piece in parts] == [32, 32, 32, 4]
        assert sum(piece.cost for piece in parts) == A.numel() * 20
        for piece in parts:
            piece.do()
        torch.testing.assert_close(room, factor * (A @ B))


def test_a_product_of_another_kind_is_rounded_to_it_first(in_pieces: None):
    a, b, room = A.bfloat16(), B.bfloat16(), torch.zeros(100, 20)
    for adds, factor in ((False, 1), (True, 2)):
        for piece in pieces_of(a, b, room, adds):
            piece.do()
        torch.testing.assert_close(room, factor * (a @ b).float())


@pytest.mark.parametrize(("is_free", "pauses"), [(False, 5), (True, 2)])
def test_while_nobody_draws_there_are_fewer_pauses(
    finely: None, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch, is_free: bool, pauses: int
):
    monkeypatch.setattr(pieces, "_WORTH_SHARING", 1 << 40)
    monkeypatch.setattr(pieces, "_LARGEST", 1 << 40)
    monkeypatch.setattr(pieces, "_WHOLE", 1 << 40)
    monkeypatch.setattr(pieces, "_AT_ONCE_UNDISTURBED", 20 * 784 * 32)
    elsewhere.is_free = is_free
    way = Backpropagation(small_network(), elsewhere)
    images, labels = torch.rand(20, 1, 28, 28), torch.arange(20) % 10
    assert len(list(way.add(way.empty_sums(), images, labels, Aim()))) == pauses


@pytest.mark.parametrize(("threads", "rows"), [(1, [256, 256]), (2, [512])])
def test_one_thread_alone_has_its_gradients_cut_so_that_another_can_share_them(
    one_thread: None, threads: int, rows: list[int]
):
    torch.set_num_threads(threads)
    delta, images, room = torch.empty(512, 256), torch.empty(256, 784), torch.empty(512, 784)
    assert [len(piece.a) for piece in pieces_of(delta, images, room, adds=False)] == rows


class Idle(Elsewhere):
    """Never begins with a piece."""

    def submit(self, fn, /, *args, **kwargs):
        return Future() if getattr(fn, "__func__", None) is Piece.do else super().submit(fn, *args, **kwargs)


class Prompt(Elsewhere):
    """Has done every other piece before anybody can take it back."""

    def __init__(self) -> None:
        super().__init__("elsewhere")
        self._waits = False

    def submit(self, fn, /, *args, **kwargs):
        if getattr(fn, "__func__", None) is not Piece.do:
            return super().submit(fn, *args, **kwargs)
        future, self._waits = super().submit(fn, *args, **kwargs), not self._waits
        if self._waits:
            wait([future])
        return future


class Busy(Elsewhere):
    """Has begun with everything, and is asked for it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[object] = []

    def submit(self, fn, /, *args, **kwargs):
        future = Future()
        future.set_running_or_notify_cancel()
        setattr(future, "result", lambda: self.asked.append(fn))  # noqa: B010  # a method put in place of another
        return future


def test_what_another_thread_has_not_begun_is_done_here_the_last_first(in_pieces: None):
    parts = pieces_of(A, B, torch.zeros(100, 20), adds=False)
    with Idle() as idle:
        shared = SharedPieces(idle)
        assert not shared.offer(parts)
        assert list(shared.rest()) == parts[::-1]
        assert not list(shared.rest())


def test_what_another_thread_has_begun_is_awaited(in_pieces: None):
    parts, busy = pieces_of(A, B, torch.zeros(100, 20), adds=False), Busy()
    shared = SharedPieces(busy)
    assert not shared.offer(parts)
    assert not list(shared.rest())
    assert busy.asked == [piece.do for piece in parts[::-1]]


def test_another_thread_does_what_it_is_offered(in_pieces: None, elsewhere: Elsewhere, workers: list[str]):
    room = torch.zeros(100, 20)
    shared = SharedPieces(elsewhere)
    shared.offer(pieces_of(A, B, room, adds=False))
    elsewhere.submit(lambda: None).result()
    assert not list(shared.rest())
    assert workers == ["elsewhere_0"] * 4
    torch.testing.assert_close(room, A @ B)


def test_what_nobody_takes_or_is_not_worth_it_is_left(
    in_pieces: None, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
):
    parts = pieces_of(A, B, torch.zeros(100, 20), adds=False)
    assert SharedPieces(None).offer(parts) == parts
    elsewhere.is_free = False
    assert SharedPieces(elsewhere).offer(parts) == parts
    elsewhere.is_free = True
    monkeypatch.setattr(pieces, "_WORTH_SHARING", 32 * B.numel())
    shared = SharedPieces(elsewhere)
    assert shared.offer(parts) == parts[3:]
    shared.give_up()


def test_pieces_that_are_given_up_are_not_done_later(in_pieces: None, elsewhere: Elsewhere):
    holds, room = Event(), torch.zeros(100, 20)
    shared = SharedPieces(elsewhere)
    elsewhere.submit(holds.wait)
    shared.offer(pieces_of(A, B, room, adds=False))
    shared.give_up()
    holds.set()
    elsewhere.submit(lambda: None).result()
    assert not room.any()
    assert not list(shared.rest())


def test_what_a_piece_raises_elsewhere_reaches_whoever_trains(
    finely: None, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
):
    run = Trainer(small_network(), bars(100, 0), None, BENT, 5, elsewhere=elsewhere)

    def fail(_: Piece) -> None:
        raise MemoryError

    monkeypatch.setattr(Piece, "do", fail)
    with pytest.raises(MemoryError):
        finish(run)


def go_back_within_a_step(run: Trainer) -> None:
    advance(run, 2)
    slices = run.slices()
    for _ in range(9):
        next(slices)
    run.rewind()
    finish(run)


@pytest.mark.parametrize("story", [finish, go_back_within_a_step])
@pytest.mark.parametrize("recipe", [BENT, replace(BENT, bfloat16=True), replace(BENT, batch=70)])
def test_a_run_that_is_helped_has_the_same_weights_to_the_bit(
    story: Callable[[Trainer], None], recipe: Recipe, finely: None, workers: list[str]
):
    with Prompt() as prompt:
        alone, helped = (
            Trainer(small_network(48, 32), bars(100, 0), None, recipe, 5, elsewhere=pool)
            for pool in (None, prompt)
        )
        story(alone)
        assert set(workers) == {"MainThread"}
        story(helped)
    assert torch.equal(flat(alone.network), flat(helped.network))
    assert "elsewhere_0" in workers


def test_pieces_of_a_step_that_is_given_up_are_not_done_in_the_next_one(finely: None):
    with Idle() as idle:
        alone, helped = (
            Trainer(small_network(48, 32), bars(100, 0), None, BENT, 5, elsewhere=pool)
            for pool in (None, idle)
        )
        finish(alone)
        go_back_within_a_step(helped)
    assert torch.equal(flat(alone.network), flat(helped.network))
