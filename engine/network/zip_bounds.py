"""The bound on what a compressed file may unfold to."""

from pathlib import Path
from typing import IO
from zipfile import ZipFile

_LARGEST_CONTENT = 1 << 33  # bytes


def require_bounded(file: Path | IO[bytes]) -> None:
    """Raise ValueError for a zip that would unfold to more than 8 GiB beyond its own size."""
    with ZipFile(file) as archive:
        surplus = sum(entry.file_size - entry.compress_size for entry in archive.infolist())
    if surplus > _LARGEST_CONTENT:
        raise ValueError(f"it unfolds to more than {_LARGEST_CONTENT} bytes")
