"""Commands that take longer than a slice, and drawings that are read meanwhile."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from engine.errors import Kind, NetglassError
from engine.network.architecture import Architecture
from engine.network.checkpoints import load_checkpoint
from engine.network.exporting import save_checkpoint
from engine.network.mlp import NeuralNetwork
from engine.tensors import editing as editing_module
from engine.tensors import pieces as pieces_module
from engine.tensors.levels import Walk
from engine.tensors.region import Region
from engine.thread.commands import (
    Classify,
    Command,
    OpenWeights,
    SaveTensor,
    Topic,
    Unwatch,
    UseDevice,
    Watch,
)
from engine.thread.comparison_commands import CompareWith, Rival
from engine.thread.comparison_events import ComparisonChanged
from engine.thread.editing_commands import EditWeights, Operation, RedoEdit, SaveWeights, UndoEdit
from engine.thread.editing_events import EditsChanged
from engine.thread.errands import Errands
from engine.thread.events import Event, FileWritten
from engine.thread.network_events import NetworkChanged
from engine.thread.reading_events import Classified
from engine.thread.tensor_events import ValuesRead
from tests.engine.thread.turns import WEIGHT, Turns, drawing

ALL = Region(0, 0, 24, 784)
NOISE = EditWeights(WEIGHT, ALL, Operation.NOISE, 0.5, seed=4)
FIRST, SECOND = OpenWeights(Path("a.pt")), UseDevice("cpu")


def slices(count: int, done: list[object], fails: bool = False) -> Walk[None]:
    for number in range(count):
        done.append(number)
        yield
    if fails:
        raise NetglassError(Kind.FILE_MISSING, file="a.pt")
    done.append("done")


@pytest.fixture
def done() -> list[object]:
    return []


@pytest.fixture
def errands(done: list[object]) -> Errands:
    return Errands(done.append)


def test_what_is_short_is_done_at_once(errands: Errands, done: list[object]):
    errands.begin(slices(0, done))
    assert done == ["done"] and not errands.has_work


def test_what_waits_is_done_after_it_in_its_order(errands: Errands, done: list[object]):
    errands.begin(slices(2, done))
    errands.keep(FIRST)
    errands.keep(SECOND)
    while errands.has_work:
        errands.go_on()
    assert done == [0, 1, "done", FIRST, SECOND]


def test_of_commands_of_one_slot_the_newest_is_kept(errands: Errands, done: list[object]):
    errands.begin(slices(1, done))
    kept: list[Command] = [Watch("a", Topic.LEVELS, "w"), FIRST, Unwatch("a"), Watch("b", Topic.LEVELS, "w")]
    for command in kept:
        errands.keep(command)
    errands.finish()
    assert done[2:] == kept[1:]


def test_what_fails_is_over_and_what_waits_goes_on(errands: Errands, done: list[object]):
    errands.begin(slices(1, done, fails=True))
    errands.keep(FIRST)
    with pytest.raises(NetglassError):
        errands.go_on()
    errands.go_on()
    assert done == [0, FIRST] and not errands.has_work


def test_what_fails_at_first_is_told_at_once(errands: Errands, done: list[object]):
    with pytest.raises(NetglassError):
        errands.begin(slices(0, done, fails=True))
    assert not errands.has_work


def test_at_the_end_nothing_is_left(errands: Errands, done: list[object]):
    errands.begin(slices(3, done, fails=True))
    errands.keep(FIRST)
    errands.finish()
    assert done == [0, 1, 2, FIRST]


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Turns:
    """Of a network that is large, as pieces are small."""
    for module in (pieces_module, editing_module):
        monkeypatch.setattr(module, "PIECE", 1000)
    return Turns()


def weights(turns: Turns) -> torch.Tensor:
    return turns.session.network.get_parameter(WEIGHT).detach().clone()


def to_another_file(folder: Path) -> Command:
    save_checkpoint(folder / "other.npz", NeuralNetwork(Architecture((784, 24, 10), seed=8)))
    return OpenWeights(folder / "other.npz")


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        (lambda _: NOISE, EditsChanged),
        (to_another_file, NetworkChanged),
        (lambda folder: SaveWeights(folder / "mine.npz"), FileWritten),
        (lambda folder: SaveTensor(WEIGHT, folder / "mine.npy"), FileWritten),
        (lambda _: CompareWith(Rival.PRESENT), ComparisonChanged),
        (lambda _: UseDevice("cpu"), NetworkChanged),
    ],
)
def test_a_drawing_is_read_meanwhile(
    turns: Turns, begin: Callable[[Path], Command], end: type[Event], tmp_path: Path
):
    turns.send(begin(tmp_path))
    for request in (1, 2, 3):
        turns.send(Classify(request, 1, drawing(shift=10 * request)))
        turns.turn()
        assert turns.of(Classified)[-1].request == request and not turns.of(end)
    turns.until(end)


def test_undo_and_redo_of_a_large_edit_let_drawings_be_read(turns: Turns):
    before = weights(turns)
    turns.send(NOISE)
    turns.rest()
    edited = weights(turns)
    assert not torch.equal(edited, before)
    for command, wanted in ((UndoEdit(), before), (RedoEdit(), edited)):
        told = len(turns.of(EditsChanged))
        turns.send(command, Classify(told, 1, drawing()))
        assert turns.of(Classified)[-1].request == told and len(turns.of(EditsChanged)) == told
        turns.rest()
        assert torch.equal(weights(turns), wanted)


def test_after_an_edit_the_drawing_is_read_again(turns: Turns):
    turns.send(NOISE, Classify(1, 1, drawing()))
    half = turns.of(Classified)[-1]
    turns.rest()
    whole = turns.of(Classified)[-1]
    assert whole.request == 1 and (whole.logits != half.logits).any()


def test_what_is_asked_for_meanwhile_comes_after_it_in_its_order(turns: Turns, tmp_path: Path):
    before = weights(turns)
    later = EditWeights(WEIGHT, ALL, Operation.SET, 2.0)
    turns.send(
        NOISE, SaveWeights(tmp_path / "mine.npz"), later, Watch("v", Topic.VALUES, WEIGHT, Region(0, 0, 1, 1))
    )
    turns.until(FileWritten)
    turns.rest()
    saved = load_checkpoint(tmp_path / "mine.npz").tensors[WEIGHT]
    assert (
        not torch.equal(saved, before) and saved.unique().numel() > 1000
    )  # with the noise, without what came later
    assert turns.of(ValuesRead)[-1].values.tolist() == [[2]]
    assert turns.of(EditsChanged)[-1].undo == later


def test_what_was_begun_is_done_before_the_end(turns: Turns, tmp_path: Path):
    turns.send(NOISE, SaveWeights(tmp_path / "mine.npz"))
    turns.session.close()
    assert torch.equal(load_checkpoint(tmp_path / "mine.npz").tensors[WEIGHT], weights(turns))
