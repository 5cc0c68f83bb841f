"""The command line: `netglass` opens the window; its commands work without one, or drive it."""

import os
import sys
from collections.abc import Sequence

from engine.errors import NetglassError
from gui.command_line.arguments import parse

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that `arguments` (by default the process's own) name; return the exit code.

    0: done; 2: what was asked cannot be done, said in one sentence on stderr; a fault of the program raises.
    """
    options = parse(sys.argv[1:] if arguments is None else arguments)
    try:
        return options.run(options)
    except NetglassError as error:
        sys.stderr.write(f"netglass: {error}\n")
        return 2
    except KeyboardInterrupt:
        return 130  # as shells report an interrupted program
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read us has had enough
        return 0
