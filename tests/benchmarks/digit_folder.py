"""The digits that all benchmarks of training learn from, as MNIST's files in a folder of their own."""

import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.data.datasets import read_images
from engine.data.digits import Digits
from engine.data.family import MNIST
from engine.data.synthetic import synthetic_images

_PER_CLASS = 2000
_SEED = (0, 0)


@contextmanager
def digit_folder() -> Iterator[Path]:
    """A folder of 20,000 digits, drawn by rule in some seconds; it is gone afterwards.

    Digits and not noise: of noise a network soon learns nothing any more, and Adam's moments fade to numbers that are
    too small for the processor's fast ways.
    """
    images, labels = synthetic_images(_PER_CLASS, _SEED)
    order = np.random.default_rng(0).permutation(len(labels))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        images_file, labels_file = MNIST.files(train=True)
        (folder / images_file).write_bytes(_idx(images[order]))
        (folder / labels_file).write_bytes(_idx(labels[order].astype(np.uint8)))
        yield folder


def digits_in(folder: Path) -> Digits:
    """All of them."""
    return read_images(MNIST, folder, train=True)


def _idx(numbers: NDArray[np.uint8]) -> bytes:
    """The format of MNIST's files: the kind and number of dimensions, each of them, then the numbers."""
    return struct.pack(f">{1 + numbers.ndim}I", 0x800 + numbers.ndim, *numbers.shape) + numbers.tobytes()
