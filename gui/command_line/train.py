"""`netglass train`: trains a network without a window."""

import sys
from argparse import Namespace
from collections.abc import Sequence

from tqdm import tqdm

from engine.data.download import download
from engine.data.family import named_data_set
from engine.training.evaluation import Evaluation
from engine.training.reports import EpochReport, StepReport
from engine.training.runs import train_to_file
from engine.training.sources import SYNTHETIC
from gui.command_line.output import percent, print_message, print_result


def run(options: Namespace) -> int:
    """Train, with a progress bar on stderr and a line an epoch on stdout."""
    if options.download:
        fetch(options.data or [])
    with Progress(options.json) as progress:
        outcome = train_to_file(
            options.data or [SYNTHETIC],
            options.out,
            hidden=options.hidden,
            recipe=options.recipe,
            epochs=options.epochs,
            seed=options.seed,
            holdout_writers=options.holdout_writers,
            folder=options.history,
            report=progress.take,
            warn=lambda failure: print_message(f"the run's history ends here: {failure}"),
        )
    if outcome is None:  # another process of the team speaks
        return 0
    print_message(f"{options.out} written after {outcome.seconds:.0f} s")
    if outcome.validation is not None:
        print_message(_judged("validation", outcome.validation))
    if outcome.held_out is not None:
        print_message(_judged("held-out writers", outcome.held_out))
    return 0


def fetch(sources: Sequence[str]) -> None:
    """Fetch what `sources` name as FOLDER:NAME, but for the files that are there, with a bar of bytes on stderr."""
    for data_set, folder in filter(None, map(named_data_set, sources)):
        with tqdm(
            total=data_set.size, unit="B", unit_scale=True, desc=data_set.title, file=sys.stderr
        ) as bar:
            download(data_set, folder, lambda size, bar=bar: bar.update(size))


def _judged(part: str, evaluation: Evaluation) -> str:
    return f"{part}: {evaluation.correct} of {evaluation.images}, {percent(evaluation.accuracy, 2)}"


class Progress:
    """Shows the reports of a run: each step moves the bar, each epoch is a result."""

    def __init__(self, as_json: bool) -> None:
        self._as_json = as_json
        self._bar: tqdm | None = None

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def take(self, report: StepReport | EpochReport) -> None:
        """Show one report."""
        if isinstance(report, EpochReport):
            self._print_epoch(report)
            return
        if self._bar is None:
            self._bar = tqdm(
                total=report.steps,
                initial=report.step - 1,  # of a run that goes on
                unit="step",
                file=sys.stderr,
                dynamic_ncols=True,
                mininterval=0.5,
            )
        self._bar.update()

    def _print_epoch(self, report: EpochReport) -> None:
        result = {
            "epoch": report.epoch,
            "loss": report.loss,
            "accuracy": report.accuracy,
            "seconds": round(report.seconds, 3),
        }
        accuracy = "" if report.accuracy is None else f"  accuracy {percent(report.accuracy, 2)}"
        words = f"epoch {report.epoch:4} of {report.epochs}  loss {report.loss:.4f}{accuracy}  {report.seconds:.0f} s"
        if self._bar is not None and not self._as_json:
            self._bar.clear()
        print_result(result, words, self._as_json)
