"""What the window says of two models that are compared."""

import math
from dataclasses import replace

from engine.network.architecture import Architecture
from engine.thread.comparison_events import ComparisonChanged, Difference, Rival, WeightsSource
from gui.comparison_words import difference_rows, other_title, summary

CHANGED = ComparisonChanged(
    network=1,
    rival=Rival.FILE,
    title="other.pt",
    pairs=(("a", "a"), ("b", "net.b"), ("c", "c")),
    only_here=("mine",),
    only_there=("theirs",),
    reshaped=(("bias", "bias"),),
    shapes=((12,),),
)
SHAPES = {"a": (2, 3), "b": (4,), "c": (5,), "mine": (7,), "bias": (10,)}
SAME = Difference("a", "a", (2, 3), count=6)
APART = Difference("b", "net.b", (4,), 4, changed=2, largest=0.5, norm=0.6, relative=0.25, cosine=0.9)
FOUND = {"a": SAME, "b": APART}


def test_the_largest_change_stands_first_and_what_has_no_partner_last():
    rows = difference_rows(CHANGED, FOUND, SHAPES)
    assert [row.key for row in rows] == ["b", "a", "c", "bias", "mine", "theirs"]
    assert rows[0].figures == (0.25, 0.9, 0.5)
    assert [row.is_pair for row in rows] == [True] * 3 + [False] * 3


def test_what_cannot_be_compared_says_why():
    notes = {row.key: row.note for row in difference_rows(CHANGED, FOUND, SHAPES) if not row.figures}
    assert notes == {
        "c": "…", "bias": "[12] there", "mine": "only in the open model", "theirs": "only in other.pt",
    }  # fmt: skip
    obstructed = Difference("c", "c", (5,), 0, relative=-1, obstacle="c is too large.")
    row = next(row for row in difference_rows(CHANGED, {"c": obstructed}, SHAPES) if row.key == "c")
    assert (row.figures, row.note, row.tip) == ((), "not compared", "c is too large.")


def test_numbers_that_are_left_out_are_told():
    found = replace(APART, odd=3)
    row = difference_rows(CHANGED, {"b": found}, SHAPES)[0]
    assert row.badge == "3 NaN or ∞" and "3 numbers that are NaN or infinite" in row.tip
    assert "there: net.b" in row.tip and "2 of 4 numbers differ" in row.tip


def test_one_line_sums_all_up():
    assert summary(CHANGED, FOUND, 1) == "comparing, 2 of 3"
    whole = {**FOUND, "c": replace(SAME, parameter="c", relative=math.inf, changed=5)}
    assert summary(CHANGED, whole, 0) == "2 of 3 tensors differ, 3 without a partner"
    alike = ComparisonChanged(1, Rival.FILE, title="x", pairs=(("a", "a"),))
    assert summary(alike, FOUND, 0) == "no difference: all 6 numbers are equal"
    assert summary(ComparisonChanged(1, Rival.FILE, only_there=("x",)), {}, 0) == "no tensor in common"


def test_each_kind_of_model_has_its_title():
    architecture = Architecture((784, 24, 10), seed=5)

    def title(rival: Rival, source: WeightsSource, words: str, step: int | None = None) -> str:
        return other_title(ComparisonChanged(1, rival, source, words, step, architecture=architecture))

    assert title(Rival.FILE, WeightsSource.FILE, "other.pt") == "other.pt"
    assert title(Rival.INITIAL, WeightsSource.RANDOM, "random weights, seed 7") == "random weights, seed 7"
    assert title(Rival.PRESENT, WeightsSource.BUILT, "") == "784-24-10, built with seed 5, as it was"
    assert title(Rival.STEP, WeightsSource.RUN, "adam", 1200) == "adam, step 1,200"
    assert title(Rival.PRESENT, WeightsSource.RUN, "adam", 0) == "adam, step 0, as it was"
    assert title(Rival.PRESENT, WeightsSource.TRAINED, "trained weights") == "trained weights, as it was"
