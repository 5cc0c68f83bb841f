"""A whole training run without a window: from the names of data sets to a file of weights."""

import json
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from engine.errors import Kind, NetglassError
from engine.network.architecture import Architecture
from engine.network.exporting import save_checkpoint
from engine.network.formats import CHECKPOINT_ENDINGS
from engine.network.mlp import NeuralNetwork
from engine.training.distributed import team_of_processes
from engine.training.evaluation import Evaluation, evaluate
from engine.training.recipes import Recipe, recipe_named, recipe_values
from engine.training.recorder import recorded
from engine.training.reports import EpochReport, StepReport
from engine.training.sources import TrainingData, training_data
from engine.training.trainer import Trainer


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a run: figures of the saved weights.

    `validation`: None where the data were too few to keep any for it. `held_out`: on the writers who were held
    out, with their own brush; None where nobody was. `seconds`: of the training alone.
    """

    validation: Evaluation | None
    held_out: Evaluation | None
    seconds: float


def train_to_file(
    sources: Sequence[str],
    out: Path,
    *,
    hidden: Sequence[int] = (512, 512),
    recipe: str = "default",
    epochs: int | None = None,
    seed: int = 0,
    holdout_writers: Collection[int] = (),
    device: str = "cpu",
    folder: Path | None = None,
    report: Callable[[StepReport | EpochReport], None] = lambda _: None,
    warn: Callable[[NetglassError], None] = lambda _: None,
) -> Run | None:
    """Train on `sources` (see `engine.training.sources`) and write the weights to `out`, whole or not at all.

    `epochs`: None leaves the recipe's. `folder`: where the run's history is kept; a run that is already there goes on
    to the same weights. `warn` is told if the history can no longer be written. Where several processes train together
    (see `engine.training.distributed`), one of them reports and writes; for the others there is None.

    Raises RECIPE_UNKNOWN, ARCHITECTURE_INVALID, WEIGHTS_ENDING and FILE_UNWRITABLE before any work is done, then
    what reading the sources and the folder raises, and TRAINING_DIVERGED.
    """
    plan = _plan(recipe, epochs)
    network = NeuralNetwork(Architecture((784, *hidden, 10), seed=seed)).to(device)
    _require_writable(out)
    about = _about(out.stem, sources, plan, seed, hidden, holdout_writers)
    data = training_data(sources, plan, holdout_writers)
    started = time.perf_counter()
    with closing(data), team_of_processes(torch.device(device)) as team:
        trainer = Trainer(network, data.training, data.validation, plan, seed, team, data.renewal)
        with recorded(trainer, folder, about, team, warn) as record:
            for state in trainer.reports():
                record(state)
                if team.leads:
                    report(state)
        if not team.leads:
            return None
    run = _judged(network, data, time.perf_counter() - started)
    names = [Path(source).name for source in sources]
    save_checkpoint(out, network, _metadata(names, recipe, plan, seed, run))
    return run


def _plan(recipe: str, epochs: int | None) -> Recipe:
    plan = recipe_named(recipe)
    return plan if epochs is None else replace(plan, epochs=epochs)


def _about(
    name: str,
    sources: Sequence[str],
    plan: Recipe,
    seed: int,
    hidden: Sequence[int],
    holdout_writers: Collection[int],
) -> dict[str, object]:
    """What makes a run the same as one that is in its folder already."""
    return {
        "name": name,
        "sources": list(sources),
        "recipe": recipe_values(plan),
        "seed": seed,
        "hidden": list(hidden),
        "holdout_writers": list(holdout_writers),
    }


def _require_writable(out: Path) -> None:
    """Refuse before the work what could not be saved after it."""
    if out.suffix.lower() not in CHECKPOINT_ENDINGS:
        raise NetglassError(Kind.WEIGHTS_ENDING, file=out.name, endings=", ".join(CHECKPOINT_ENDINGS))
    if out.is_dir():
        raise NetglassError(Kind.FILE_IS_FOLDER, file=out.name)
    if not out.absolute().parent.is_dir():
        raise NetglassError(Kind.FILE_UNWRITABLE, file=out.name, reason="its folder does not exist")


def _judged(network: NeuralNetwork, data: TrainingData, seconds: float) -> Run:
    return Run(
        evaluate(network, data.validation) if data.validation else None,
        evaluate(network, data.held_out) if data.held_out else None,
        seconds,
    )


def _metadata(names: list[str], recipe: str, plan: Recipe, seed: int, run: Run) -> dict[str, str]:
    """Words for the checkpoint: what would repeat the run, and what came of it."""
    return {
        "data": json.dumps(names),
        "recipe": recipe,
        "recipe_values": json.dumps(recipe_values(plan)),
        "seed": str(seed),
        "threads": str(torch.get_num_threads()),
        "torch": str(torch.__version__),  # its own kind is none that torch opens again with `weights_only`
        "seconds": f"{run.seconds:.0f}",
        "validation": json.dumps(run.validation and run.validation.figures()),
        "held_out": json.dumps(run.held_out and run.held_out.figures()),
    }
