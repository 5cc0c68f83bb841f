"""What can be said on the command line. Light: a command's own modules are imported when it runs."""

import argparse
import importlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from gui.version import installed_version

Options = argparse.Namespace
LARGEST_SEED = 2**63 - 1
EPILOG = "Without a command netglass opens the window, and in it any FILE: weights, a picture, or drawings."


class Parser(argparse.ArgumentParser):
    """Says in one sentence what it does not understand."""

    def error(self, message: str) -> NoReturn:
        """End the process with code 2."""
        words = message.removeprefix("argument ").rstrip(".")
        self.exit(2, f"netglass: {words}; {self.prog} --help lists what can be said.\n")


def parse(arguments: Sequence[str]) -> Options:
    """The options of one call; `run` in them takes them and returns the exit code.

    What cannot be understood ends the process with code 2.
    """
    parser = _parser()
    if not arguments or arguments[0] not in (*COMMANDS, "-h", "--help", "--version"):
        return _window_parser().parse_args(arguments)
    return parser.parse_args(arguments)


def size(text: str) -> tuple[int, int]:
    """A window's size, as 1440x900."""
    width, separator, height = text.partition("x")
    if not separator or not (width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text} is no size: write it like 1440x900")
    if not (200 <= int(width) <= 8192 and 200 <= int(height) <= 8192):
        raise argparse.ArgumentTypeError(f"{text} is not between 200x200 and 8192x8192")
    return int(width), int(height)


def positive_int(text: str) -> int:
    """A whole number above zero."""
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text} is no whole number above zero")
    return int(text)


def positive_float(text: str) -> float:
    """A finite number above zero."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is no number above zero")
    return value


def seed(text: str) -> int:
    """What random numbers begin with."""
    if not text.isdecimal() or int(text) > LARGEST_SEED:
        raise argparse.ArgumentTypeError(f"{text} is no whole number from 0 to {LARGEST_SEED}")
    return int(text)


def picture_file(text: str) -> Path:
    """The name of a PNG file."""
    path = Path(text)
    if path.suffix.lower() != ".png":
        raise argparse.ArgumentTypeError(f"{text} would be no PNG: give it a name that ends in .png")
    return path


def whole_numbers(text: str) -> tuple[int, ...]:
    """Whole numbers above zero between commas."""
    return tuple(positive_int(part.strip()) for part in text.split(","))


def _parser() -> argparse.ArgumentParser:
    parser = Parser("netglass", description="Draw a digit and watch a network read it.", epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"netglass {installed_version()}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, (words, add_arguments) in COMMANDS.items():
        command = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
        add_arguments(command)
    return parser


def _window_parser() -> argparse.ArgumentParser:
    parser = Parser("netglass", description=EPILOG)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="weights, a picture, or drawings")
    parser.set_defaults(run=_late("gui.command_line.window"))
    return parser


def _late(module: str) -> Callable[[Options], int]:
    """The function `run` of a module that is imported when it is called."""
    return lambda options: importlib.import_module(module).run(options)


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")


def _add_weights(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--weights", type=Path, metavar="W", help="a checkpoint (default: the program's own weights)"
    )


def _classify(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "images", nargs="+", type=Path, metavar="IMAGE", help="a picture of a digit, of any size"
    )
    parser.add_argument("--raw", action="store_true", help="neither centre nor scale the ink")
    _add_weights(parser)
    _add_output(parser)
    parser.set_defaults(run=_late("gui.command_line.classify"))


def _replay(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("drawings", type=Path, metavar="DRAWINGS.jsonl")
    parser.add_argument("--limit", type=positive_int, metavar="N", help="draw only the first N")
    parser.add_argument(
        "--brush", type=positive_float, metavar="B", help="the brush, in units of the drawing's canvas"
    )
    parser.add_argument(
        "--accuracy", action="store_true", help="add a line with the share that was read as labelled"
    )
    _add_weights(parser)
    _add_output(parser)
    parser.set_defaults(run=_late("gui.command_line.replay"))


def _train(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", action="append", metavar="DIR|synthetic|FILE.jsonl",
        help="a folder with MNIST or a relative (DIR:kmnist, if several), digits drawn by rule, or drawings; "
        "can be given again to mix (default: synthetic)",
    )  # fmt: skip
    parser.add_argument(
        "--download",
        action="store_true",
        help="fetch what --data names as DIR:NAME and is not there",
    )
    parser.add_argument(
        "--hidden", type=whole_numbers, default=(512, 512), metavar="512,512", help="the hidden layers"
    )
    parser.add_argument(
        "--epochs",
        type=positive_int,
        metavar="N",
        help="how often everything is seen (default: the recipe's)",
    )
    parser.add_argument("--recipe", default="default", metavar="NAME", help="default or quick")
    parser.add_argument(
        "--seed", type=seed, default=0, metavar="S", help="the same one gives the same weights"
    )
    parser.add_argument(
        "--holdout-writers",
        type=whole_numbers,
        default=(),
        metavar="N,N",
        help="keep these out, to evaluate on them",
    )
    parser.add_argument(
        "--history", type=Path, metavar="FOLDER",
        help="keep the run's steps here; a run that was interrupted goes on from them to the same weights",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, required=True, metavar="W", help="where the weights go")
    _add_output(parser)
    parser.set_defaults(run=_late("gui.command_line.train"))


def _evaluate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", required=True, metavar="DIR|FILE.jsonl", help="a folder with MNIST, or drawings"
    )
    parser.add_argument(
        "--writers", type=whole_numbers, default=(), metavar="N,N", help="only drawings of these writers"
    )
    parser.add_argument(
        "--kept-out", action="store_true",
        help="not MNIST's test images, but those of its training images that no run learns from",
    )  # fmt: skip
    parser.add_argument(
        "--robustness", action="store_true",
        help="a row for each of many alterations: how many of the digits are read when all of them are altered",
    )  # fmt: skip
    parser.add_argument("--limit", type=positive_int, metavar="N", help="only N, evenly spread over the data")
    _add_weights(parser)
    _add_output(parser)
    parser.set_defaults(run=_late("gui.command_line.evaluate"))


def _inspect(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("checkpoint", type=Path, metavar="CHECKPOINT")
    parser.add_argument(
        "--activation", default=None, metavar="NAME", help="what the file cannot say, as ReLU"
    )
    _add_output(parser)
    parser.set_defaults(run=_late("gui.command_line.inspect"))


def _export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("checkpoint", type=Path, metavar="CHECKPOINT")
    parser.add_argument(
        "out",
        type=Path,
        metavar="OUT",
        help="what is written: .safetensors, .pt, .npz, .onnx or .py (PyTorch source)",
    )
    parser.add_argument(
        "--activation", default=None, metavar="NAME", help="what the file cannot say, as ReLU"
    )
    parser.set_defaults(run=_late("gui.command_line.export"))


def _screenshot(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", type=picture_file, metavar="OUT.png")
    parser.add_argument(
        "--drawing", type=Path, metavar="FILE.jsonl", help="what is drawn (default: an example)"
    )
    parser.add_argument("--workspace", default="draw", choices=("draw", "inspect", "train", "learn"))
    parser.add_argument("--theme", default="dark", choices=("dark", "light"))
    parser.add_argument("--language", default="en", choices=("en", "zh_CN"))
    parser.add_argument("--size", type=size, default=(1440, 900), metavar="1440x900")
    parser.set_defaults(run=_late("gui.command_line.screenshot"))


def _selftest(parser: argparse.ArgumentParser) -> None:
    _add_output(parser)
    parser.set_defaults(run=_late("gui.command_line.selftest"))


COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "classify": ("read pictures of digits", _classify),
    "replay": ("draw each drawing on the window's canvas and say what the window then shows", _replay),
    "train": ("train a network without a window", _train),
    "evaluate": ("measure weights on a test set", _evaluate),
    "inspect": ("list the modules of a checkpoint and the figures of its parameters", _inspect),
    "export": ("write a checkpoint in another format", _export),
    "screenshot": ("save a picture of the real window, drawn on", _screenshot),
    "selftest": ("open the real window, draw, read, close", _selftest),
}
