"""`netglass export`: a checkpoint in another format."""

from argparse import Namespace

from engine.network.checkpoints import load_checkpoint
from engine.network.exporting import export_checkpoint


def run(options: Namespace) -> int:
    """Write what the ending of `out` asks for."""
    export_checkpoint(options.out, load_checkpoint(options.checkpoint), options.activation)
    return 0
