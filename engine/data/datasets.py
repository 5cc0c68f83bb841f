"""The MNIST family of data sets, read from a folder through torchvision.

The one module that imports torchvision, late, when images are asked for. Nothing is ever downloaded.
"""

import importlib
import math
import struct
from io import SEEK_END
from pathlib import Path
from types import ModuleType

import torch

from engine.data.digits import Digits, anonymous
from engine.data.reading import opened
from engine.errors import Kind, NetglassError

_IMAGES, _LABELS = "{part}-images-idx3-ubyte", "{part}-labels-idx1-ubyte"
_IMAGES_MAGIC, _LABELS_MAGIC = 0x803, 0x801  # of unsigned bytes in three dimensions, and in one
_SCHEMA = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
_DECLARED: list[torch.library.Library] = []  # a declaration lasts as long as its library


def mnist(folder: Path, train: bool) -> Digits:
    """MNIST's training or test images, whose idx files lie in `folder`/MNIST/raw, `folder`/raw or `folder`.

    Checksums are not looked at: in some copies a pixel value of 1 reads 0 in the training images. Raises
    DATA_MISSING where a file is not there, DATA_DAMAGED where one is not whole.
    """
    part = "train" if train else "t10k"
    raw = _raw_folder(folder, _IMAGES.format(part=part))
    count = _checked_count(raw / _IMAGES.format(part=part), _IMAGES_MAGIC, (28, 28))
    labels = raw / _LABELS.format(part=part)
    if _checked_count(labels, _LABELS_MAGIC, ()) != count:
        raise NetglassError(Kind.DATA_DAMAGED, file=labels.name, reason=f"it has not {count} labels")
    digits = _torchvision_mnist(raw, train)
    if digits.labels.max() > 9:
        raise NetglassError(Kind.DATA_DAMAGED, file=labels.name, reason="it has labels beyond 9")
    return digits


def _raw_folder(folder: Path, wanted: str) -> Path:
    for candidate in (folder / "MNIST" / "raw", folder / "raw", folder):
        if (candidate / wanted).is_file():
            return candidate
    raise NetglassError(Kind.DATA_MISSING, folder=str(folder), wanted=wanted)


def _checked_count(file: Path, magic: int, shape: tuple[int, ...]) -> int:
    """How many items of `shape` an idx file holds, at least one, once its header and its size agree."""
    if not file.is_file():
        raise NetglassError(Kind.DATA_MISSING, folder=str(file.parent), wanted=file.name)
    with opened(file) as stream:
        header = stream.read(8 + 4 * len(shape))
        size = stream.seek(0, SEEK_END)
    words = tuple(word for (word,) in struct.iter_unpack(">I", header[: len(header) // 4 * 4]))
    if len(words) != 2 + len(shape) or words[0] != magic or words[2:] != shape or not words[1]:
        raise NetglassError(Kind.DATA_DAMAGED, file=file.name, reason="its header is not MNIST's")
    expected = len(header) + words[1] * math.prod(shape)
    if size != expected:
        raise NetglassError(Kind.DATA_DAMAGED, file=file.name, reason=f"it has {size} bytes, not {expected}")
    return words[1]


def _torchvision_mnist(raw: Path, train: bool) -> Digits:
    """What torchvision reads from idx files that were checked."""

    class Idx(_torchvision_datasets().MNIST):
        """MNIST whose files lie in `root` itself; only the half that is asked for has to be there."""

        @property
        def raw_folder(self) -> str:
            return str(self.root)

        def _check_legacy_exist(self) -> bool:
            return False

        def _check_exists(self) -> bool:
            return True

    digits = Idx(raw, train=train, download=False)
    return anonymous(digits.data, digits.targets)


def _torchvision_datasets() -> ModuleType:
    """`torchvision.datasets`, also where torchvision's compiled operators do not load.

    torchvision 0.28 from the general index beside a CPU build of torch fails on import with "operator
    torchvision::nms does not exist". Its data sets need none of them: declaring the schemas is enough. To be
    deleted once that pair imports as it is.
    """
    try:
        return importlib.import_module("torchvision.datasets")
    except RuntimeError:
        if _DECLARED:
            raise
    library = torch.library.Library("torchvision", "FRAGMENT")
    for name in ("nms", "qnms"):
        library.define(name + _SCHEMA)
    _DECLARED.append(library)
    return importlib.import_module("torchvision.datasets")
