"""The MNIST family of data sets, read from a folder through torchvision.

The one module that imports torchvision, late, when images are asked for. Nothing is downloaded here.
"""

import importlib
import math
import struct
from io import SEEK_END
from pathlib import Path
from types import ModuleType

import torch

from engine.data.digits import Digits, anonymous
from engine.data.family import EMNIST, QMNIST, DataSet, raw_folder
from engine.data.reading import opened
from engine.errors import Kind, NetglassError

_IMAGES_MAGIC, _LABELS_MAGIC = 0x803, 0x801  # of unsigned bytes in three dimensions, and in one
_LONG_LABELS_MAGIC, _LONG_LABELS = (
    0xC02,
    8,
)  # QMNIST's: four bytes each, so many words an image, the class first
_SCHEMA = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
_DECLARED: list[torch.library.Library] = []  # a declaration lasts as long as its library


def read_images(data_set: DataSet, folder: Path, train: bool) -> Digits:
    """The training or test images of one of the family, whose idx files lie below `folder` (see `raw_folder`).

    Checksums are not looked at: in some copies a pixel value of 1 reads 0 in MNIST's training images. Raises
    DATA_MISSING where a file is not there, DATA_DAMAGED where one is not whole.
    """
    raw = raw_folder(data_set, folder, train)
    images, labels = data_set.files(train)
    count = _checked_count(raw / images, _IMAGES_MAGIC, (28, 28))
    if _label_count(data_set, raw / labels) != count:
        raise NetglassError(Kind.DATA_DAMAGED, file=labels, reason=f"it has not {count} labels")
    digits = _as_torchvision_reads(data_set, raw, train)
    if digits.labels.max() > 9 or digits.labels.min() < 0:
        raise NetglassError(Kind.DATA_DAMAGED, file=labels, reason="it has labels beyond 9")
    return digits


def archives(data_set: DataSet) -> list[tuple[list[str], str]]:
    """What torchvision would fetch: for each archive the addresses that may have it, and its MD5."""
    family = getattr(_torchvision_datasets(), data_set.folder)
    if data_set is EMNIST:
        return [([family.url], family.md5)]
    if data_set is QMNIST:
        return [([url], md5) for part in ("train", "test") for url, md5 in family.resources[part]]
    return [([mirror + name for mirror in family.mirrors], md5) for name, md5 in family.resources]


def _label_count(data_set: DataSet, file: Path) -> int:
    if data_set is QMNIST:
        return _checked_count(file, _LONG_LABELS_MAGIC, (_LONG_LABELS,), word=4)
    return _checked_count(file, _LABELS_MAGIC, ())


def _checked_count(file: Path, magic: int, shape: tuple[int, ...], word: int = 1) -> int:
    """How many items of `shape` an idx file holds, at least one, once its header and its size agree; `word`: bytes."""
    if not file.is_file():
        raise NetglassError(Kind.DATA_MISSING, folder=str(file.parent), wanted=file.name, place=file.name)
    with opened(file) as stream:
        header = stream.read(8 + 4 * len(shape))
        size = stream.seek(0, SEEK_END)
    words = tuple(word for (word,) in struct.iter_unpack(">I", header[: len(header) // 4 * 4]))
    if len(words) != 2 + len(shape) or words[0] != magic or words[2:] != shape or not words[1]:
        raise NetglassError(Kind.DATA_DAMAGED, file=file.name, reason="its header is another")
    expected = len(header) + words[1] * math.prod(shape) * word
    if size != expected:
        raise NetglassError(Kind.DATA_DAMAGED, file=file.name, reason=f"it has {size} bytes, not {expected}")
    return words[1]


def _as_torchvision_reads(data_set: DataSet, raw: Path, train: bool) -> Digits:
    """What torchvision makes of idx files that were checked."""

    class Idx(getattr(_torchvision_datasets(), data_set.folder)):
        """The data set whose files lie in `root` itself; only the half that is asked for has to be there."""

        @property
        def raw_folder(self) -> str:
            return str(self.root)

        def _check_legacy_exist(self) -> bool:
            return False

        def _check_exists(self) -> bool:
            return True

    read = Idx(raw, train=train, **({"split": "digits"} if data_set is EMNIST else {}))
    images = (
        read.data.transpose(1, 2).contiguous() if data_set is EMNIST else read.data
    )  # stored column by column
    return anonymous(images, read.targets[:, 0] if data_set is QMNIST else read.targets)


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
