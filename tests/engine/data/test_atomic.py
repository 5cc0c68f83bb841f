"""Files that are written whole or not at all."""

import os
from pathlib import Path

import pytest

from engine.data.atomic import write_whole
from engine.errors import Kind, NetglassError


def test_the_content_lies_at_the_path_and_nothing_beside_it(tmp_path: Path):
    path = tmp_path / "a.txt"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_the_old_file_and_no_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "a.txt"
    write_whole(path, b"old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NetglassError) as caught:
        write_whole(path, b"new")
    assert caught.value.kind is Kind.FILE_UNWRITABLE
    assert "No space left" in str(caught.value)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("name", "kind"), [("gone/a.txt", Kind.FILE_UNWRITABLE), ("a\0b", Kind.FILE_UNWRITABLE)]
)
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, name: str, kind: Kind):
    with pytest.raises(NetglassError) as caught:
        write_whole(tmp_path / name, b"")
    assert caught.value.kind is kind


def test_a_folder_is_not_replaced(tmp_path: Path):
    with pytest.raises(NetglassError) as caught:
        write_whole(tmp_path, b"")
    assert caught.value.kind is Kind.FILE_IS_FOLDER


@pytest.mark.skipif(os.name == "nt", reason="permissions are of POSIX")
def test_the_permissions_of_a_replaced_file_stay(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.touch(mode=0o640)
    write_whole(path, b"x")
    assert path.stat().st_mode & 0o777 == 0o640
