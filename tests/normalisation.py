"""Normalises MNIST's training images once more: `python -m tests.normalisation DATA [--json]`.

They were made by the normalisation that the program's own follows, so that hardly any of them may change.
"""

import argparse
import json
import sys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.data.datasets import read_images
from engine.data.family import data_set_at
from engine.data.ink import normalise

_SAMPLE = 5000  # images, evenly spread


def changes(images: NDArray[np.uint8]) -> dict[str, float]:
    """What normalising `images` (n, 28, 28) again does to them.

    `unchanged`: the share of those in which no pixel, rounded to 8 bits, differs. `moved_ink`: how much ink was moved
    or changed, as a share of all.
    """
    before = images.astype(np.float32) / 255
    after = np.stack([normalise(image) for image in before])
    unchanged = (np.rint(255 * after) == images).all(axis=(1, 2))
    return {
        "images": len(images),
        "unchanged": float(unchanged.mean()),
        "moved_ink": float(np.abs(after - before).sum() / before.sum()),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.normalisation", description=__doc__)
    parser.add_argument("data", metavar="DATA", help="the folder of MNIST")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    images = read_images(*data_set_at(options.data), train=True).images
    chosen = np.linspace(0, len(images) - 1, min(_SAMPLE, len(images))).astype(int)
    figures = changes(images.numpy()[chosen])
    words = f"{figures['images']} images: {figures['unchanged']:.2%} unchanged, {figures['moved_ink']:.2%} of ink moved"
    sys.stdout.write(f"{json.dumps(figures) if options.json else words}\n")


if __name__ == "__main__":
    main()
