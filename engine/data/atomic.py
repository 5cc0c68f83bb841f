"""Writing files whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from engine.errors import Kind, NetglassError


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` at `path`: a temporary file beside it, flushed to the disk, then renamed over it.

    Raises FILE_IS_FOLDER and FILE_UNWRITABLE; what lay at `path` is then as it was.
    """
    if path.is_dir():
        raise NetglassError(Kind.FILE_IS_FOLDER, file=path.name)
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as stream:
            temporary = Path(stream.name)
            try:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            except OSError:
                temporary.unlink(missing_ok=True)
                raise
        _replace(temporary, path)
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise NetglassError(Kind.FILE_UNWRITABLE, file=path.name, reason=reason) from fault


def _replace(temporary: Path, path: Path) -> None:
    try:
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise
