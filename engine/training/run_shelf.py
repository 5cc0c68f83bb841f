"""The folder that holds the folders of runs: listed, named, thrown away, copied. Light: imports no torch.

For a thread that may wait for the disk.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from time import time

from engine.data.atomic import write_whole
from engine.errors import Kind, NetglassError
from engine.training.run_folder import RunCard, RunFolder
from engine.training.run_summary import RunSummary, summary_of

DELETED = ".deleted"  # below the shelf: what was thrown away can be brought back
_DAYS_KEPT = 30
_SOURCES = "data"  # below a copied run: the drawings that it learned from
_LONGEST_NAME = 80

Stamp = tuple[float, ...]


class RunShelf:
    """Lists runs; one that did not change since is not read again."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[Stamp, RunSummary]] = {}

    def list(self, shelf: Path, others: Iterable[Path] = ()) -> tuple[RunSummary, ...]:
        """The runs in `shelf` and in the folders `others`, the newest first."""
        folders = [path for path in _folders(shelf) if RunFolder(path).card_path.exists()]
        folders += [path for path in others if path not in folders]
        self._known = {path: self._look(path) for path in folders}
        return tuple(
            sorted((run for _, run in self._known.values()), key=lambda run: run.begun, reverse=True)
        )

    def _look(self, path: Path) -> tuple[Stamp, RunSummary]:
        stamp = _stamp(path)
        known = self._known.get(path)
        if known is None or known[0] != stamp or known[1].is_under_way:
            return stamp, summary_of(path)
        return known


def rename(path: Path, name: str) -> None:
    """Call the run in the folder `path` something else; raises RUN_NAME, FILE_UNWRITABLE and what opening raises."""
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME:
        reason = f"it has no letter, or more than {_LONGEST_NAME}"
        raise NetglassError(Kind.RUN_NAME, name=name or "nothing", reason=reason)
    folder = RunFolder(path)
    card = folder.card()
    write_whole(folder.card_path, replace(card, about={**card.about, "name": name}).encoded())


def deleted(shelf: Path) -> tuple[Path, ...]:
    """The runs that can be brought back, the newest last; those that were thrown away long ago are gone now."""
    found = sorted((_time(path), path) for path in _folders(shelf / DELETED))
    old = [path for moment, path in found if time() - moment > _DAYS_KEPT * 86_400]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    return tuple(path for _, path in found if path not in old)


def delete(path: Path, shelf: Path) -> Path:
    """Take the run in the folder `path` away; returns where it can be brought back from.

    Raises RUN_BUSY while another program trains it, and FILE_UNWRITABLE.
    """
    if summary_of(path).is_under_way:
        raise NetglassError(Kind.RUN_BUSY, folder=path.name)
    return _move(path, free_path(shelf / DELETED / path.name))


def bring_back(path: Path, shelf: Path) -> Path:
    """Put a run back that was deleted; returns where it is. Raises FILE_UNWRITABLE."""
    return _move(path, free_path(shelf / path.name))


def free_path(path: Path) -> Path:
    """`path`, or the first of its name and a number that is not there yet."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name} {number}")
    return free


def copy(path: Path, target: Path) -> None:
    """Copy the run in the folder `path` to `target`, which must not exist: whole or not at all.

    The drawings that it learned from go with it, and no path of this machine. Raises FILE_UNWRITABLE and what opening
    raises.
    """
    card = RunFolder(path).card()
    scratch = None
    try:
        if target.exists():
            raise FileExistsError(0, "it is there already")
        scratch = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}-", dir=target.parent))
        _fill(scratch, RunFolder(path), card)
        scratch.chmod(0o755)
        scratch.rename(target)
    except OSError as error:
        if scratch is not None:
            shutil.rmtree(scratch, ignore_errors=True)
        reason = error.strerror or str(error)
        raise NetglassError(Kind.FILE_UNWRITABLE, file=target.name, reason=reason) from error


def _fill(scratch: Path, source: RunFolder, card: RunCard) -> None:
    copied = RunFolder(scratch)
    copied.steps_path.mkdir()
    for file in (source.figures, source.validations):
        if file.path.exists():
            shutil.copyfile(file.path, scratch / file.path.name)
    for step in source.sizes():
        with suppress(FileNotFoundError):  # a run under way may have thinned it meanwhile
            shutil.copyfile(source.step_path(step), copied.step_path(step))
    sources = [_copied_source(source, str(value), scratch) for value in card.about.get("sources", ())]
    write_whole(copied.card_path, replace(card, about={**card.about, "sources": sources}).encoded())


def _copied_source(folder: RunFolder, value: str, scratch: Path) -> str:
    """What the copy calls a source: drawings go with it; of a data set only the name does."""
    path = folder.path / value
    if path.is_file():
        (scratch / _SOURCES).mkdir(exist_ok=True)
        target = free_path(scratch / _SOURCES / path.name)
        shutil.copyfile(path, target)
        return f"{_SOURCES}/{target.name}"
    return Path(value).name


def sources_of(folder: RunFolder, card: RunCard) -> tuple[str, ...]:
    """The sources of a run as this machine finds them: those that came with its folder are in it."""
    values = map(str, card.about.get("sources", ()))
    return tuple(str(folder.path / value) if (folder.path / value).is_file() else value for value in values)


def _move(source: Path, target: Path) -> Path:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)
        os.utime(target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise NetglassError(Kind.FILE_UNWRITABLE, file=source.name, reason=reason) from error
    return target


def _folders(parent: Path) -> list[Path]:
    try:
        return [path for path in parent.iterdir() if path.is_dir() and not path.name.startswith(".")]
    except OSError:
        return []


def _stamp(path: Path) -> Stamp:
    folder = RunFolder(path)
    paths = folder.card_path, folder.figures.path, folder.validations.path, folder.steps_path
    return tuple(_time(each) for each in paths)


def _time(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
