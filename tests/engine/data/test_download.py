"""Fetching a data set, from files of this machine."""

import gzip
import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from engine.data import download as download_module
from engine.data.download import download
from engine.data.family import DATA_SETS, EMNIST, MNIST, DataSet
from engine.errors import Kind, NetglassError

FILES = [name for train in (True, False) for name in MNIST.files(train)]


def served(folder: Path, name: str, content: bytes) -> tuple[list[str], str]:
    (folder / name).write_bytes(content)
    return [(folder / name).as_uri()], hashlib.md5(content, usedforsecurity=False).hexdigest()


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], str]]:
    """What is to be had of MNIST: a small compressed file in the place of each."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    found = [served(folder, f"{name}.gz", gzip.compress(name.encode() * 50)) for name in FILES]
    monkeypatch.setattr(download_module, "archives", lambda _: found)
    return found


def test_all_files_arrive_unpacked_where_torchvision_looks_for_them(tmp_path: Path, mirror: list):
    arrived: list[int] = []
    download(MNIST, tmp_path / "data", arrived.append)
    raw = tmp_path / "data" / "MNIST" / "raw"
    assert sorted(path.name for path in raw.iterdir()) == sorted(FILES)
    assert all((raw / name).read_bytes() == name.encode() * 50 for name in FILES)
    assert sum(arrived) == sum(path.stat().st_size for path in (tmp_path / "mirror").iterdir())


def test_what_is_there_is_not_fetched_again(tmp_path: Path, mirror: list):
    download(MNIST, tmp_path)
    arrived: list[int] = []
    (tmp_path / "MNIST" / "raw" / FILES[2]).unlink()
    download(MNIST, tmp_path, arrived.append)
    assert sum(arrived) == (tmp_path / "mirror" / f"{FILES[2]}.gz").stat().st_size


def test_another_checksum_is_refused_and_nothing_of_it_is_kept(tmp_path: Path, mirror: list):
    mirror[1] = (mirror[1][0], "0" * 32)
    with pytest.raises(NetglassError) as caught:
        download(MNIST, tmp_path)
    assert (caught.value.kind, caught.value.fields["file"]) == (Kind.DOWNLOAD_DAMAGED, f"{FILES[1]}.gz")
    assert [path.name for path in (tmp_path / "MNIST" / "raw").iterdir()] == [FILES[0]]


def test_another_address_is_tried_before_giving_up(tmp_path: Path, mirror: list):
    addresses, md5 = mirror[0]
    nowhere = (tmp_path / "nowhere" / f"{FILES[0]}.gz").as_uri()
    mirror[0] = ([nowhere, *addresses], md5)
    download(MNIST, tmp_path)
    assert (tmp_path / "MNIST" / "raw" / FILES[0]).is_file()
    mirror[0] = ([nowhere], md5)
    with pytest.raises(NetglassError) as caught:
        download(MNIST, tmp_path / "other")
    assert caught.value.kind is Kind.DOWNLOAD_FAILED
    assert "MNIST cannot be fetched" in str(caught.value)


def test_one_who_gives_up_finds_no_half_of_a_file(tmp_path: Path, mirror: list):
    def give_up(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download(MNIST, tmp_path, give_up)
    assert list((tmp_path / "MNIST" / "raw").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, mirror: list):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(NetglassError) as caught:
        download(MNIST, tmp_path / "file")
    assert caught.value.kind is Kind.FILE_UNWRITABLE


def test_of_emnists_archive_only_the_digits_are_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    names = [name for train in (True, False) for name in EMNIST.files(train)]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in (*names, "emnist-letters-train-images-idx3-ubyte"):
            archive.writestr(f"gzip/{name}.gz", gzip.compress(name.encode()))
    found = [served(tmp_path, "gzip.zip", stream.getvalue())]
    monkeypatch.setattr(download_module, "archives", lambda _: found)
    download(EMNIST, tmp_path)
    raw = tmp_path / "EMNIST" / "raw"
    assert {path.name: path.read_bytes().decode() for path in raw.iterdir()} == dict(
        zip(names, names, strict=True)
    )


@pytest.mark.parametrize("data_set", DATA_SETS.values(), ids=DATA_SETS)
def test_every_file_has_an_archive_that_holds_it(data_set: DataSet):
    held = [addresses[0] for addresses, _ in download_module.archives(data_set)]
    for train in (True, False):
        for name in data_set.files(train):
            assert any(address.endswith((f"/{name}.gz", ".zip")) for address in held)
