"""The names of runs."""

from itertools import count
from pathlib import Path


def free_name(stem: str, folder: Path) -> str:
    """`stem` with the first number, from 1, under which nothing lies in `folder`."""
    return next(name for number in count(1) if not (folder / (name := f"{stem}-{number}")).exists())


def branch_name(name: str, step: int, folder: Path) -> str:
    """A free name for a run that goes on from `step` of the run `name`."""
    branch = f"{name}-from-{step}"
    return free_name(branch, folder) if (folder / branch).exists() else branch
