"""Runs the benchmarks that are named, or all of them: a line each."""

import argparse
import importlib
import json
import sys

NAMES = ("start_up", "pen_to_light", "gradients", "training", "pen_while_training", "graph", "inspect")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}; all of them without"
    )
    parser.add_argument("--json", action="store_true", help="a line of JSON each")
    arguments = parser.parse_args()
    if unknown := set(arguments.names) - set(NAMES):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}: choose from {', '.join(NAMES)}")
    for name in arguments.names or NAMES:
        for comparison in importlib.import_module(f"tests.benchmarks.{name}").measure():
            words = json.dumps(comparison.fields()) if arguments.json else comparison.line()
            sys.stdout.write(words + "\n")
            sys.stdout.flush()


main()
