"""`netglass classify`: reads pictures without a window."""

from argparse import Namespace
from pathlib import Path

from engine.data.images import picture_to_drawing, read_picture
from engine.data.ink import to_input
from engine.data.rasteriser import Rasteriser
from engine.errors import NetglassError
from engine.network.inference import read
from engine.network.input_shape import image_side
from engine.network.mlp import NeuralNetwork
from gui.command_line.output import percent, print_message, print_result
from gui.command_line.weights import network_for


def run(options: Namespace) -> int:
    """Read each picture; one that cannot be read is told on stderr and makes the exit code 2."""
    network = network_for(options.weights)
    code = 0
    for path in options.images:
        try:
            _classify(path, network, options.raw, options.json)
        except NetglassError as error:
            print_message(str(error))
            code = 2
    return code


def _classify(path: Path, network: NeuralNetwork, raw: bool, as_json: bool) -> None:
    ink = Rasteriser().ink(picture_to_drawing(read_picture(path)))
    side = image_side(network.architecture.sizes[0])
    seen = to_input(ink, centred=not raw, side=side)
    if seen.is_blank:
        blank = {"file": str(path), "predicted": None, "confidence": None, "probabilities": [], "logits": []}
        print_result(blank, f"{path}: blank, no digit", as_json)
        return
    reading = read(network, next(network.parameters()).new_tensor(seen.image))
    confidence = float(reading.probabilities[reading.predicted])
    result = {
        "file": str(path),
        "predicted": reading.predicted,
        "confidence": confidence,
        "probabilities": reading.probabilities.tolist(),
        "logits": reading.logits.tolist(),
    }
    print_result(result, f"{path}: {reading.predicted}  {percent(confidence)}", as_json)
