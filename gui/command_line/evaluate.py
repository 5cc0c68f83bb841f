"""`netglass evaluate`: the figures of weights on a test set, as it is or altered in many ways."""

from argparse import Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path

from engine.data.drawing import Drawing
from engine.network.input_shape import image_side
from engine.network.mlp import NeuralNetwork
from engine.network.rebuilding import DIGITS, digits_obstacle
from engine.robustness.figures import evaluate_drawings, fitted
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
    side = image_side(network.architecture.sizes[0])
    if options.robustness:
        _print_table(robustness(network, _drawings(network, side, options), side), options.json)
    else:
        evaluation = _evaluation(network, side, options)
        print_result(evaluation.figures() | evaluation.group_figures(), _words(evaluation), options.json)
    return 0


def _evaluation(network: NeuralNetwork, side: int, options: Namespace) -> Evaluation:
    if digits_obstacle(network):
        return evaluate_drawings(network, _drawings(network, side, options), side)
    return evaluate(network, evaluation_data(*_chosen(options)))


def _drawings(network: NeuralNetwork, side: int, options: Namespace) -> list[Drawing]:
    drawings = evaluation_drawings(*_chosen(options))
    return fitted(drawings, Path(options.data).name, network.architecture.sizes[-1], side)


def _chosen(options: Namespace) -> tuple[str, tuple[int, ...], bool, int | None]:
    return options.data, options.writers, options.kept_out, options.limit


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
    groups = [_groups("label", evaluation.by_class), _groups("writer", evaluation.by_writer)]
    return "\n\n".join([head, _table(evaluation.confusion), *filter(None, groups)])


def _table(confusion: tuple[tuple[int, ...], ...]) -> str:
    """A line a label, a column what it was read as; of more classes than digits have, those that occur."""
    classes = range(len(confusion))
    if len(confusion) > DIGITS:
        classes = [each for each in classes if any(confusion[each]) or any(row[each] for row in confusion)]
    columns = "label \\ read" + "".join(f"{read:6}" for read in classes)
    rows = [f"{label:12}" + "".join(f"{confusion[label][read]:6}" for read in classes) for label in classes]
    return "\n".join([columns, *rows])


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
