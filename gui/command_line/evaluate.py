"""`netglass evaluate`: the figures of weights on a test set."""

from argparse import Namespace

from engine.training.evaluation import Evaluation, evaluate
from engine.training.sources import evaluation_data
from gui.command_line.output import percent, print_result
from gui.command_line.weights import network_for


def run(options: Namespace) -> int:
    """Read the whole test set and print what came of it."""
    network = network_for(options.weights)
    evaluation = evaluate(network, evaluation_data(options.data, options.writers))
    print_result(evaluation.figures(), _words(evaluation), options.json)
    return 0


def _words(evaluation: Evaluation) -> str:
    head = (
        f"{evaluation.correct} of {evaluation.images} correct: accuracy {percent(evaluation.accuracy, 2)}, "
        f"loss {evaluation.loss:.4f}, calibration error {percent(evaluation.calibration_error, 2)}"
    )
    columns = "label \\ read" + "".join(f"{digit:6}" for digit in range(10))
    rows = [f"{label:12}" + "".join(f"{n:6}" for n in row) for label, row in enumerate(evaluation.confusion)]
    return "\n".join([head, "", columns, *rows])
