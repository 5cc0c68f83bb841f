"""Fetching a data set of the MNIST family, when a person asks for it; runs on whatever thread may wait.

Each archive is checked against torchvision's own checksum before anything of it is unpacked, and each file is written
whole or not at all: what was fetched before an interruption counts the next time.
"""

import gzip
import hashlib
import shutil
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from engine.data.datasets import archives
from engine.data.family import DataSet
from engine.errors import Kind, NetglassError

_BLOCK = 1 << 16
_PATIENCE_S = 20.0  # without a single byte

Report = Callable[[int], object]


def download(data_set: DataSet, folder: Path, report: Report = lambda _: None) -> None:
    """Put the files of training and test below `folder`, as torchvision lays them; those that are there stay.

    `report` is told how many bytes more have arrived; what it raises ends the fetching. Raises DOWNLOAD_FAILED,
    DOWNLOAD_DAMAGED and FILE_UNWRITABLE.
    """
    raw = folder / data_set.folder / "raw"
    wanted = [name for train in (True, False) for name in data_set.files(train)]
    with _writing(raw):
        raw.mkdir(parents=True, exist_ok=True)
    for addresses, md5 in archives(data_set):
        missing = [name for name in wanted if not (raw / name).is_file()]
        held = [name for name in missing if addresses[0].endswith((f"/{name}.gz", ".zip"))]
        if held:
            with _writing(raw), NamedTemporaryFile(dir=raw, prefix=".fetched-") as archive:
                _fetch(data_set, addresses, md5, archive, report, raw)
                _unpack(archive, held, raw)


def _fetch(
    data_set: DataSet, addresses: list[str], md5: str, archive: IO[bytes], report: Report, raw: Path
) -> None:
    """Fill `archive` from the first of `addresses` that has it."""
    failures = []
    for address in addresses:
        archive.seek(0)
        archive.truncate()
        try:
            found = _copied(address, archive, report)
        except (OSError, HTTPException) as error:
            failures.append(str(getattr(error, "reason", "") or error or type(error).__name__))
            continue
        if found == md5:
            return
        file = address.rpartition("/")[2]
        raise NetglassError(Kind.DOWNLOAD_DAMAGED, data_set=data_set.title, file=file)
    raise NetglassError(Kind.DOWNLOAD_FAILED, data_set=data_set.title, reason=failures[-1], folder=str(raw))


def _copied(address: str, archive: IO[bytes], report: Report) -> str:
    """Copy what is at the address; its MD5."""
    digest = hashlib.md5(usedforsecurity=False)
    with urllib.request.urlopen(address, timeout=_PATIENCE_S) as source:
        while block := source.read(_BLOCK):
            digest.update(block)
            archive.write(block)
            report(len(block))
    return digest.hexdigest()


def _unpack(archive: IO[bytes], names: list[str], raw: Path) -> None:
    """Unpack the files `names`: the archive is one of them, compressed, or a .zip of all of them, compressed."""
    archive.seek(0)
    if not zipfile.is_zipfile(archive):
        archive.seek(0)
        _unpack_one(archive, raw / names[0])
        return
    with zipfile.ZipFile(archive) as members:
        for name in names:
            with members.open(f"gzip/{name}.gz") as member:
                _unpack_one(member, raw / name)


def _unpack_one(compressed: IO[bytes], target: Path) -> None:
    with gzip.open(compressed) as content, NamedTemporaryFile(dir=target.parent, delete=False) as file:
        try:
            shutil.copyfileobj(content, file)
            file.close()
            Path(file.name).chmod(0o644)
            Path(file.name).replace(target)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise NetglassError(Kind.FILE_UNWRITABLE, file=folder.name, reason=reason) from error
