"""Two processes against one; they meet on this machine only."""

import os
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from importlib import resources
from typing import TypeVar

import pytest
import torch
import torch.distributed as dist

from engine.data.distortion import Distortion
from engine.network.checkpoints import load_checkpoint
from engine.network.mlp import NeuralNetwork
from engine.training.backpropagation import Backpropagation, Sums
from engine.training.distributed import Together
from engine.training.recipes import Optimiser, Recipe
from engine.training.reports import EpochReport
from engine.training.runs import train_to_file
from engine.training.trainer import Trainer
from tests.engine.training.rows import bars, flat, small_network

BENT = Recipe(
    epochs=3, distortion=Distortion(rotation=10, elastic=0.8, thickness=0.3), batch=31, learning_rate=0.01
)
T = TypeVar("T")


class Meeting:
    """Where two threads put their sums together."""

    def __init__(self) -> None:
        self.barrier = threading.Barrier(2, timeout=60)
        self.sums: list[Sums | None] = [None, None]


class Half:
    """One of two threads that train together."""

    def __init__(self, rank: int, meeting: Meeting) -> None:
        self.rank, self.meeting = rank, meeting
        self.leads = rank == 0

    def part(self, count: int) -> slice:
        return slice(0, count // 3) if self.leads else slice(count // 3, count)

    def add_up(self, sums: Sums) -> None:
        self.meeting.sums[self.rank] = replace(sums, gradients=dict(sums.gradients))
        self.meeting.barrier.wait()
        other = self.meeting.sums[1 - self.rank]
        assert other is not None
        for place, (parameter, gradient) in enumerate(sums.gradients.items()):
            theirs = list(other.gradients.values())[place]
            assert gradient is not None
            assert theirs is not None
            sums.gradients[parameter] = gradient + theirs
        sums.loss, sums.correct = sums.loss + other.loss, sums.correct + other.correct
        self.meeting.barrier.wait()

    def share(self, value: T) -> T:
        return value


def together(recipe: Recipe) -> list[tuple[NeuralNetwork, list]]:
    """The networks and the reports of two halves."""
    meeting, found = Meeting(), []
    networks = [small_network(), small_network()]

    def work(rank: int) -> None:
        run = Trainer(networks[rank], bars(100, 0), bars(20, 1), recipe, 5, Half(rank, meeting))
        found.append((rank, list(run.reports())))

    threads = [threading.Thread(target=work, args=(rank,)) for rank in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [(networks[rank], reports) for rank, reports in sorted(found, key=lambda pair: pair[0])]


@pytest.mark.parametrize("optimiser", [Optimiser.ADAMW, Optimiser.MOMENTUM])
def test_two_halves_of_each_batch_give_what_the_whole_gives(optimiser):
    recipe = replace(BENT, optimiser=optimiser)
    alone = small_network()
    reports = list(Trainer(alone, bars(100, 0), bars(20, 1), recipe, 5).reports())
    (first, first_reports), (second, _) = together(recipe)
    assert torch.equal(flat(first), flat(second))
    torch.testing.assert_close(flat(first), flat(alone), atol=1e-5, rtol=1e-4)
    for ours, theirs in zip(first_reports, reports, strict=True):
        assert ours.loss == pytest.approx(theirs.loss, rel=1e-4)


def test_only_the_leader_judges():
    (_, first), (_, second) = together(BENT)
    assert all(report.validation for report in first if isinstance(report, EpochReport))
    assert not any(report.validation for report in second if isinstance(report, EpochReport))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_two_processes_give_what_one_gives_and_one_of_them_speaks(tmp_path):
    """As torchrun starts them: by the variables of the environment that it sets."""
    data = str(resources.files("resources") / "examples" / "digits.jsonl")
    train_to_file([data], tmp_path / "one.npz", hidden=(16,), recipe="quick", epochs=6)
    command = [sys.executable, "-m", "gui", "train", "--data", data, "--recipe", "quick", "--epochs", "6"]
    command += [
        "--hidden",
        "16",
        "--json",
        "--out",
        str(tmp_path / "two.npz"),
        "--history",
        str(tmp_path / "run"),
    ]
    shared = os.environ | {"WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(free_port())}
    processes = [
        subprocess.Popen(
            command, env=shared | {"RANK": rank}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for rank in ("0", "1")
    ]
    (leader, _), (follower, words) = (process.communicate() for process in processes)
    assert [process.returncode for process in processes] == [0, 0]
    assert len(leader.splitlines()) == 6
    assert follower == ""
    assert "step" not in words
    ours, theirs = (load_checkpoint(tmp_path / f"{name}.npz").tensors for name in ("two", "one"))
    for name in theirs:
        torch.testing.assert_close(ours[name], theirs[name], atol=1e-6, rtol=1e-5)


def test_a_process_that_has_no_image_of_a_batch_adds_nothing(tmp_path):
    way = Backpropagation(small_network())
    for gradient in way.empty_sums().gradients.values():
        gradient.fill_(7)  # of the batch before
    dist.init_process_group("gloo", init_method=(tmp_path / "meeting").as_uri(), rank=0, world_size=1)
    try:
        sums = way.empty_sums()
        Together().add_up(sums)
    finally:
        dist.destroy_process_group()
    assert not any(gradient.any() for gradient in sums.gradients.values())
