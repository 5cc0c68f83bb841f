"""What names one of the MNIST family, and where it lies."""

from pathlib import Path

import pytest

from engine.data.family import DATA_SETS, MNIST, data_set_at, names_data_set, present
from engine.errors import Kind, NetglassError


def lay(folder: Path, name: str, train: bool = True) -> Path:
    """An empty file of images where torchvision would put it; the raw folder."""
    data_set = DATA_SETS[name]
    raw = folder / data_set.folder / "raw"
    raw.mkdir(parents=True)
    (raw / data_set.files(train)[0]).touch()
    return raw


@pytest.mark.parametrize("name", DATA_SETS)
def test_a_folder_with_one_of_them_names_it_and_so_do_its_inner_folders(tmp_path: Path, name: str):
    raw = lay(tmp_path, name)
    for folder in (tmp_path, raw.parent, raw):
        assert data_set_at(str(folder)) == (DATA_SETS[name], folder)


def test_where_there_are_several_one_has_to_be_named(tmp_path: Path):
    for name in ("mnist", "kmnist"):
        lay(tmp_path, name, train=False)
    assert [each.name for each in present(tmp_path)] == ["mnist", "kmnist"]
    with pytest.raises(NetglassError) as caught:
        data_set_at(str(tmp_path))
    assert caught.value.kind is Kind.DATA_SEVERAL
    assert caught.value.fields["example"] == f"{tmp_path}:mnist"
    assert data_set_at(f"{tmp_path}:kmnist") == (DATA_SETS["kmnist"], tmp_path)


def test_a_folder_without_any_is_taken_for_mnists(tmp_path: Path):
    assert data_set_at(str(tmp_path)) == (MNIST, tmp_path)


def test_files_are_no_data_sets(tmp_path: Path):
    assert not names_data_set(str(tmp_path / "pen.jsonl"))
    assert not names_data_set("C:\\pen.jsonl")
    assert names_data_set(str(tmp_path))
    assert names_data_set(f"{tmp_path / 'none'}:kmnist")


def test_each_has_ten_classes_with_names_of_their_own():
    assert all(len(set(each.classes)) == 10 for each in DATA_SETS.values())
