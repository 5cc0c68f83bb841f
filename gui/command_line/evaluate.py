"""`netglass evaluate`: the figures of weights on a test set, as it is or altered in many ways."""

from argparse import Namespace
from collections.abc import Iterator, Mapping

from engine.robustness.table import Row, robustness
from engine.training.accuracy import Accuracy, Interval
from engine.training.evaluation import Evaluation, evaluate
from engine.training.sources import evaluation_data, evaluation_drawings
from gui.command_line.output import percent, print_result
from gui.command_line.weights import network_for

GROUP_HEAD = f"{'images':>8}{'wrong':>7}{'accuracy':>11}   95 % interval"
ROW_HEAD = f"{'alteration':12}{'amount':22}{'accuracy':>8}   95 % interval        points   95 % interval"


def run(options: Namespace) -> int:
    """Read the whole test set and print what came of it."""
    network = network_for(options.weights)
    chosen = (options.data, options.writers, options.kept_out, options.limit)
    if options.robustness:
        _print_table(robustness(network, evaluation_drawings(*chosen)), options.json)
    else:
        evaluation = evaluate(network, evaluation_data(*chosen))
        print_result(evaluation.figures() | evaluation.group_figures(), _words(evaluation), options.json)
    return 0


def _print_table(rows: Iterator[Row], as_json: bool) -> None:
    """Print each row as soon as it is known: all of them take a minute for a thousand digits."""
    for number, row in enumerate(rows):
        head = "" if number else f"digits: {row.accuracy.images}\n\n{ROW_HEAD}\n"
        print_result(row.figures(), head + _row(row), as_json)


def _row(row: Row) -> str:
    figures = f"{row.name:12}{row.words:22}{_accuracy(row.accuracy)}"
    low, high = row.difference_interval
    return f"{figures}{row.difference:+10.2f}   {low:+.2f} to {high:+.2f}" if low < high else figures.rstrip()


def _words(evaluation: Evaluation) -> str:
    head = (
        f"{evaluation.correct} of {evaluation.images} correct: accuracy {percent(evaluation.accuracy, 2)} "
        f"({_interval(evaluation.overall.interval)}), "
        f"loss {evaluation.loss:.4f}, calibration error {percent(evaluation.calibration_error, 2)}"
    )
    columns = "label \\ read" + "".join(f"{digit:6}" for digit in range(10))
    rows = [f"{label:12}" + "".join(f"{n:6}" for n in row) for label, row in enumerate(evaluation.confusion)]
    groups = [_groups("label", evaluation.by_class), _groups("writer", evaluation.by_writer)]
    return "\n\n".join([head, "\n".join([columns, *rows]), *filter(None, groups)])


def _groups(name: str, accuracies: Mapping[int, Accuracy]) -> str:
    """A table of one line a group; nothing without any."""
    lines = [
        f"{group:<8}{part.images:8}{part.images - part.correct:7}   {_accuracy(part)}"
        for group, part in accuracies.items()
    ]
    return "\n".join([f"{name:8}{GROUP_HEAD}", *lines]) if lines else ""


def _accuracy(accuracy: Accuracy) -> str:
    return f"{percent(accuracy.share, 2):>8}   {_interval(accuracy.interval):17}"


def _interval(interval: Interval) -> str:
    low, high = interval
    return f"{100 * low:.2f} to {percent(high, 2)}"
