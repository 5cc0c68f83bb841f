"""The mailbox: the newest of a slot, all of the queue, and one bell at a time."""

import threading
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from engine.thread.mailbox import Mailbox

MANY = 20_000


@dataclass(frozen=True)
class Letter:
    number: int
    slot: str | None = None


def mailbox() -> tuple[Mailbox[Letter], list[int]]:
    rings: list[int] = []
    return Mailbox(lambda: rings.append(1)), rings


def test_the_bell_rings_once_until_it_is_answered():
    box, rings = mailbox()
    box.put(Letter(1))
    box.put(Letter(2, "ink"))
    assert len(rings) == 1
    box.answer()
    box.put(Letter(3))
    assert len(rings) == 2


def test_answering_a_silent_bell_does_nothing():
    box, rings = mailbox()
    box.answer()
    box.answer()
    box.put(Letter(1))
    assert len(rings) == 1


def test_the_newest_of_a_slot_wins_and_the_queue_keeps_its_order():
    box, _ = mailbox()
    for letter in (Letter(1), Letter(2, "ink"), Letter(3), Letter(4, "ink"), Letter(5, "watch")):
        box.put(letter)
    assert [letter.number for letter in box.take_all()] == [1, 3, 4, 5]
    assert box.take_all() == []


def test_one_slot_can_be_taken_alone():
    box, _ = mailbox()
    box.put(Letter(1, "ink"))
    box.put(Letter(2, "watch"))
    assert box.take_slot("ink") == Letter(1, "ink")
    assert box.take_slot("ink") is None
    assert box.take_all() == [Letter(2, "watch")]


@given(st.lists(st.tuples(st.sampled_from([None, "a", "b"]), st.booleans())))
def test_nothing_is_lost_whatever_the_order_of_putting_and_taking(steps: list[tuple[str | None, bool]]):
    box, _ = mailbox()
    newest: dict[str, int] = {}
    queued: list[int] = []
    taken: list[Letter] = []
    for number, (slot, takes) in enumerate(steps):
        box.put(Letter(number, slot))
        if slot is None:
            queued.append(number)
        else:
            newest[slot] = number
        if takes:
            taken += box.take_all()
    taken += box.take_all()
    assert [letter.number for letter in taken if letter.slot is None] == queued
    for slot, number in newest.items():
        assert [letter.number for letter in taken if letter.slot == slot][-1] == number


def test_two_hammering_threads_lose_nothing_and_never_ring_twice():
    bell = threading.Semaphore(0)
    unanswered: list[int] = [0]
    most: list[int] = [0]

    def ring() -> None:
        unanswered[0] += 1
        most[0] = max(most[0], unanswered[0])
        bell.release()

    box: Mailbox[Letter] = Mailbox(ring)
    threads = [threading.Thread(target=_hammer, args=(box, slot)) for slot in ("left", "right")]
    for thread in threads:
        thread.start()
    queued: dict[str, list[int]] = {"left": [], "right": []}
    last: dict[str, int] = {}
    while (
        any(len(numbers) < MANY for numbers in queued.values())
        or len(last) < 2
        or min(last.values()) < MANY - 1
    ):
        assert bell.acquire(timeout=10), "a message lies there and nobody rang"
        unanswered[0] -= 1
        box.answer()
        for letter in box.take_all():
            if isinstance(letter, Sided):
                queued[letter.side].append(letter.number)
            elif letter.slot is not None:
                assert letter.number >= last.get(letter.slot, -1)
                last[letter.slot] = letter.number
    for thread in threads:
        thread.join()
    assert most[0] == 1
    assert queued == {"left": list(range(MANY)), "right": list(range(MANY))}


@dataclass(frozen=True)
class Sided(Letter):
    side: str = ""


def _hammer(box: Mailbox[Letter], side: str) -> None:
    for number in range(MANY):
        box.put(Sided(number, None, side))
        box.put(Letter(number, side))
