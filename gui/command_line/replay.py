"""`netglass replay`: drawings drawn on the window's canvas with real pointer events, and what it then shows."""

from argparse import Namespace
from itertools import islice

from engine.data.drawing import Drawing
from engine.data.drawing_file import iterate_drawings
from gui.command_line.output import percent, print_result
from gui.command_line.qt import scratch_window
from gui.command_line.reading import WindowReading, load_weights, reading_of

WINDOW_SIZE = (1440, 900)


def run(options: Namespace) -> int:
    """Draw and print, one line a drawing."""
    drawings = list(islice(iterate_drawings(options.drawings), options.limit))
    judged: list[bool] = []
    with scratch_window(WINDOW_SIZE) as (_, window):
        from gui.command_line.hand import Hand

        load_weights(window, options.weights)
        hand = Hand(window)
        for index, drawing in enumerate(drawings):
            hand.draw(drawing, options.brush)
            hand.wait_for_reading()
            reading = reading_of(window)
            _print(index, drawing, reading, options.json)
            if drawing.label is not None:
                judged.append(reading.predicted == drawing.label)
    if options.accuracy:
        _print_accuracy(judged, options.json)
    return 0


def _print(index: int, drawing: Drawing, reading: WindowReading, as_json: bool) -> None:
    result = {
        "index": index,
        "label": drawing.label,
        "predicted": reading.predicted,
        "confidence": reading.confidence,
        "probabilities": reading.probabilities,
    }
    label = "?" if drawing.label is None else drawing.label
    seen = (
        "nothing" if reading.predicted is None else f"{reading.predicted}  {percent(reading.confidence or 0)}"
    )
    print_result(result, f"{index:6}  label {label}  read {seen}", as_json)


def _print_accuracy(judged: list[bool], as_json: bool) -> None:
    accuracy = sum(judged) / len(judged) if judged else None
    result = {"drawings": len(judged), "correct": sum(judged), "accuracy": accuracy}
    share = "no labels" if accuracy is None else percent(accuracy, 2)
    print_result(
        result, f"{sum(judged)} of {len(judged)} labelled drawings read as labelled: {share}", as_json
    )
