"""Files opened for reading."""

import os
from pathlib import Path

import pytest

from engine.data.reading import file_name, opened
from engine.errors import Kind, NetglassError


def failure(path: Path) -> Kind:
    with pytest.raises(NetglassError) as caught, opened(path) as file:
        file.read()
    assert file_name(path) in str(caught.value)
    return caught.value.kind


def test_a_file_is_read_from_its_beginning(tmp_path: Path):
    (tmp_path / "a").write_bytes(b"abc")
    with opened(tmp_path / "a") as file:
        assert file.read() == b"abc"


def test_what_cannot_be_read_is_named_by_its_kind(tmp_path: Path):
    (tmp_path / "empty").touch()
    assert failure(tmp_path / "gone") is Kind.FILE_MISSING
    assert failure(tmp_path) is Kind.FILE_IS_FOLDER
    assert failure(tmp_path / "empty") is Kind.FILE_EMPTY
    assert failure(tmp_path / "empty" / "inside") is Kind.FILE_UNREADABLE


@pytest.mark.skipif(os.name == "nt", reason="no named pipes")
def test_a_pipe_that_nobody_writes_to_is_refused_at_once(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    assert failure(tmp_path / "pipe") is Kind.FILE_IS_DEVICE


def test_an_impossible_name_is_an_error_of_the_file():
    assert failure(Path("a\0b")) is Kind.FILE_UNREADABLE
    assert failure(Path("a" * 5000)) is Kind.FILE_UNREADABLE


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_unreadable(tmp_path: Path):
    (tmp_path / "locked").write_bytes(b"x")
    (tmp_path / "locked").chmod(0)
    assert failure(tmp_path / "locked") is Kind.FILE_UNREADABLE


def test_a_disk_that_fails_while_reading_is_an_error_of_the_file(tmp_path: Path):
    (tmp_path / "a").write_bytes(b"abc")
    with pytest.raises(NetglassError) as caught, opened(tmp_path / "a"):
        raise OSError(5, "Input/output error")
    assert caught.value.kind is Kind.FILE_UNREADABLE
