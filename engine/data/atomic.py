"""Files that are written whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from engine.errors import Kind, NetglassError


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` at `path`, as `whole_file` does."""
    with whole_file(path) as file:
        file.write(content)


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write into: whoever looks at `path` finds what was there before, or once it is left all of it.

    It is a temporary file beside the target, goes on to the disk, then takes the target's name. Raises
    FILE_IS_FOLDER or FILE_UNWRITABLE, and leaves nothing behind; nor does it where the writer gives up.
    """
    if path.is_dir():
        raise NetglassError(Kind.FILE_IS_FOLDER, file=path.name or str(path))
    try:
        with _replacing(path) as file:
            yield file
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        reason = getattr(error, "strerror", None) or str(error)
        raise NetglassError(Kind.FILE_UNWRITABLE, file=path.name, reason=reason) from error


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_permissions(path))
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _permissions(path: Path) -> int:
    """Those of the file that is replaced; of a new one, what any program's new file is given."""
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        return 0o644
