"""Files opened for reading, with the engine's own errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from engine.errors import Kind, NetglassError


@contextmanager
def opened(path: Path) -> Iterator[BufferedReader]:
    """The file at `path`, an ordinary one and not empty. What fails while it is read is an error, too.

    A pipe is refused: opening it waits for a writer that may never come, and weights are read more than once.
    Raises FILE_MISSING, FILE_IS_FOLDER, FILE_IS_DEVICE, FILE_EMPTY or FILE_UNREADABLE.
    """
    name = file_name(path)
    try:
        if path.is_dir():
            raise NetglassError(Kind.FILE_IS_FOLDER, file=name)
        if path.exists() and not path.is_file():
            raise NetglassError(Kind.FILE_IS_DEVICE, file=name)
        with _open(path) as file:
            if not file.peek(1):
                raise NetglassError(Kind.FILE_EMPTY, file=name)
            yield file
    except FileNotFoundError as error:
        raise NetglassError(Kind.FILE_MISSING, file=name) from error
    except OSError as error:
        raise NetglassError(Kind.FILE_UNREADABLE, file=name, reason=error.strerror or str(error)) from error


def _open(path: Path) -> BufferedReader:
    try:
        return path.open("rb")
    except ValueError as error:  # a name with a null character
        raise OSError(str(error)) from error


def file_name(path: Path) -> str:
    """What messages call the file."""
    return path.name or str(path)
