"""The MNIST family: its data sets, where their files lie below a folder, what their classes are called. Light."""

from dataclasses import dataclass
from pathlib import Path

from engine.errors import Kind, NetglassError

DIGITS = tuple("0123456789")


@dataclass(frozen=True, slots=True)
class DataSet:
    """One of the family. `name`: on the command line. `folder`: torchvision's, and the name of its class there.

    `prefixes`: what the names of the files of training and test begin with. `size`: about so many bytes are fetched.
    """

    name: str
    title: str
    folder: str
    size: int
    prefixes: tuple[str, str] = ("train", "t10k")
    labels: str = "labels-idx1-ubyte"
    classes: tuple[str, ...] = DIGITS

    def files(self, train: bool) -> tuple[str, str]:
        """The names of the files of images and labels."""
        prefix = self.prefixes[0 if train else 1]
        return f"{prefix}-images-idx3-ubyte", f"{prefix}-{self.labels}"


_GARMENTS = ("T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot")
_KANA = ("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo")
MNIST = DataSet("mnist", "MNIST", "MNIST", 11_594_722)
EMNIST = DataSet(
    "emnist-digits", "EMNIST digits", "EMNIST", 561_753_746, ("emnist-digits-train", "emnist-digits-test")
)
QMNIST = DataSet(
    "qmnist", "QMNIST", "QMNIST", 20_500_000, ("qmnist-train", "qmnist-test"), labels="labels-idx2-int"
)
DATA_SETS = {
    data_set.name: data_set
    for data_set in (
        MNIST,
        DataSet("fashion-mnist", "Fashion-MNIST", "FashionMNIST", 30_878_645, classes=_GARMENTS),
        DataSet("kmnist", "KMNIST", "KMNIST", 21_240_888, classes=_KANA),
        EMNIST,
        QMNIST,
    )
}


def present(folder: Path) -> list[DataSet]:
    """Those whose training or test images lie below `folder` as torchvision lays them."""
    return [each for each in DATA_SETS.values() if _holds(folder / each.folder / "raw", each)]


def names_data_set(value: str) -> bool:
    """Whether `value` is a folder, or a folder and the name of a data set with a colon between."""
    return Path(value).is_dir() or named_data_set(value) is not None


def named_data_set(value: str) -> tuple[DataSet, Path] | None:
    """What FOLDER:NAME names; None, if `value` is something else, or a folder that is called so."""
    folder, colon, name = value.rpartition(":")
    if not colon or name not in DATA_SETS or Path(value).is_dir():
        return None
    return DATA_SETS[name], Path(folder or ".")


def data_set_at(value: str) -> tuple[DataSet, Path]:
    """What FOLDER or FOLDER:NAME names; an inner folder of a data set names it, too.

    Raises DATA_SEVERAL where a folder holds more than one of the family and none is named.
    """
    named = named_data_set(value)
    if named is not None:
        return named
    folder = Path(value)
    found = present(folder)
    if len(found) > 1:
        names = ", ".join(each.name for each in found)
        raise NetglassError(
            Kind.DATA_SEVERAL, folder=str(folder), names=names, example=f"{folder}:{found[0].name}"
        )
    return (found[0] if found else _by_place(folder)), folder


def raw_folder(data_set: DataSet, folder: Path, train: bool) -> Path:
    """Where the files lie: in `folder`/NAME/raw, `folder`/raw or `folder`; raises DATA_MISSING."""
    images, _ = data_set.files(train)
    for candidate in (folder / data_set.folder / "raw", folder / "raw", folder):
        if (candidate / images).is_file():
            return candidate
    raise NetglassError(Kind.DATA_MISSING, folder=str(folder), wanted=images, place=f"{data_set.folder}/raw")


def _holds(raw: Path, data_set: DataSet) -> bool:
    return any((raw / data_set.files(train)[0]).is_file() for train in (True, False))


def _by_place(folder: Path) -> DataSet:
    """Of an inner folder: by its name, by that of the folder around it, or by its files; MNIST, if nothing tells."""
    place = folder.absolute()
    for each in DATA_SETS.values():
        if each.folder in (place.name, place.parent.name):
            return each
    held = [each for each in DATA_SETS.values() if _holds(folder, each) or _holds(folder / "raw", each)]
    return held[0] if held else MNIST
