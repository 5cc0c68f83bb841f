"""Where the window finds the files that travel with the program."""

from contextlib import AbstractContextManager
from importlib.resources import as_file, files
from pathlib import Path


def example_drawings() -> AbstractContextManager[Path]:
    """The file of ten example digits, for as long as it is needed."""
    return as_file(files("resources") / "examples" / "digits.jsonl")
