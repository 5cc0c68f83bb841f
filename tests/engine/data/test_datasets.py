import struct
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.data import datasets
from engine.data.datasets import archives, read_images
from engine.data.digits import Digits
from engine.data.family import DATA_SETS, EMNIST, MNIST, QMNIST
from engine.errors import Kind, NetglassError

IMAGES = np.arange(3 * 784, dtype=np.uint8).reshape(3, 28, 28)
LABELS = np.array([7, 0, 9], np.uint8)


def idx(array: np.ndarray) -> bytes:
    """`array` of uint8 in the idx form."""
    return struct.pack(f">{1 + array.ndim}I", 0x800 | array.ndim, *array.shape) + array.tobytes()


def write_mnist(
    raw: Path, part: str = "t10k", images: np.ndarray = IMAGES, labels: np.ndarray = LABELS
) -> None:
    raw.mkdir(parents=True, exist_ok=True)
    (raw / f"{part}-images-idx3-ubyte").write_bytes(idx(images))
    (raw / f"{part}-labels-idx1-ubyte").write_bytes(idx(labels))


def mnist(folder: Path, train: bool) -> Digits:
    return read_images(MNIST, folder, train)


def refusal(folder: Path, train: bool = False) -> NetglassError:
    with pytest.raises(NetglassError) as caught:
        mnist(folder, train)
    return caught.value


@pytest.mark.parametrize("below", ["MNIST/raw", "raw", "."])
def test_images_are_found_where_they_may_lie(tmp_path, below):
    write_mnist(tmp_path / below)
    digits = mnist(tmp_path, train=False)
    assert np.array_equal(digits.images.numpy(), IMAGES)
    assert digits.labels.tolist() == LABELS.tolist()
    assert digits.images.dtype == torch.uint8
    assert digits.labels.dtype == torch.int64


def test_training_and_test_images_are_told_apart(tmp_path):
    write_mnist(tmp_path, "train", labels=np.array([1, 2, 3], np.uint8))
    write_mnist(tmp_path, "t10k")
    assert mnist(tmp_path, train=True).labels.tolist() == [1, 2, 3]
    assert mnist(tmp_path, train=False).labels.tolist() == [7, 0, 9]


def test_one_half_is_enough(tmp_path):
    write_mnist(tmp_path, "train")
    assert len(mnist(tmp_path, train=True)) == 3


def test_a_folder_without_images_is_refused(tmp_path):
    error = refusal(tmp_path)
    assert error.kind is Kind.DATA_MISSING
    assert error.fields == {
        "folder": str(tmp_path),
        "wanted": "t10k-images-idx3-ubyte",
        "place": "MNIST/raw",
    }


def test_missing_labels_are_refused(tmp_path):
    write_mnist(tmp_path)
    (tmp_path / "t10k-labels-idx1-ubyte").unlink()
    error = refusal(tmp_path)
    assert (error.kind, error.fields["wanted"]) == (Kind.DATA_MISSING, "t10k-labels-idx1-ubyte")


def test_fewer_labels_than_images_are_refused(tmp_path):
    write_mnist(tmp_path, labels=LABELS[:2])
    error = refusal(tmp_path)
    assert (error.kind, error.fields["file"]) == (Kind.DATA_DAMAGED, "t10k-labels-idx1-ubyte")


def test_labels_beyond_9_are_refused(tmp_path):
    write_mnist(tmp_path, labels=np.array([1, 2, 10], np.uint8))
    assert refusal(tmp_path).kind is Kind.DATA_DAMAGED


def test_an_empty_file_is_refused(tmp_path):
    write_mnist(tmp_path)
    (tmp_path / "t10k-images-idx3-ubyte").write_bytes(b"")
    error = refusal(tmp_path)
    assert (error.kind, error.fields["file"]) == (Kind.FILE_EMPTY, "t10k-images-idx3-ubyte")


def test_images_of_another_size_are_refused(tmp_path):
    write_mnist(tmp_path, images=np.zeros((3, 32, 32), np.uint8))
    assert refusal(tmp_path).kind is Kind.DATA_DAMAGED


def test_no_images_at_all_are_refused(tmp_path):
    write_mnist(tmp_path, images=IMAGES[:0], labels=LABELS[:0])
    assert refusal(tmp_path).kind is Kind.DATA_DAMAGED


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_damage_to_the_images_is_refused(tmp_path, data):
    whole = idx(IMAGES)
    cut = whole[: data.draw(st.integers(1, len(whole) - 1))]
    header = (
        data.draw(st.binary(min_size=16, max_size=16).filter(lambda header: header != whole[:16]))
        + whole[16:]
    )
    write_mnist(tmp_path)
    (tmp_path / "t10k-images-idx3-ubyte").write_bytes(data.draw(st.sampled_from([cut, header])))
    assert refusal(tmp_path).kind is Kind.DATA_DAMAGED


def test_torchvision_is_imported_once_more_after_its_operators_were_declared(monkeypatch):
    asked = []

    def import_module(name: str) -> None:
        asked.append(name)
        raise RuntimeError("operator torchvision::nms does not exist")

    monkeypatch.setattr(datasets.importlib, "import_module", import_module)
    monkeypatch.setattr(datasets, "_DECLARED", [])
    library = Mock()
    monkeypatch.setattr(datasets.torch.library, "Library", lambda *_: library)
    with pytest.raises(RuntimeError):
        datasets._torchvision_datasets()
    assert asked == ["torchvision.datasets"] * 2
    assert [call.args[0].partition("(")[0] for call in library.define.call_args_list] == ["nms", "qnms"]


@pytest.mark.parametrize("name", ["fashion-mnist", "kmnist"])
def test_others_of_the_family_are_read_from_their_own_folders(tmp_path, name):
    data_set = DATA_SETS[name]
    write_mnist(tmp_path / data_set.folder / "raw", "train")
    assert read_images(data_set, tmp_path, train=True).labels.tolist() == LABELS.tolist()


def test_emnist_is_stored_column_by_column(tmp_path):
    write_mnist(tmp_path / "EMNIST" / "raw", "emnist-digits-train")
    digits = read_images(EMNIST, tmp_path, train=True)
    assert np.array_equal(digits.images.numpy(), IMAGES.transpose(0, 2, 1))
    assert digits.images.is_contiguous()
    assert digits.labels.tolist() == LABELS.tolist()


def write_qmnist(raw: Path) -> None:
    raw.mkdir(parents=True)
    words = np.arange(24, dtype=">i4").reshape(3, 8)
    words[:, 0] = LABELS
    (raw / "qmnist-test-images-idx3-ubyte").write_bytes(idx(IMAGES))
    (raw / "qmnist-test-labels-idx2-int").write_bytes(struct.pack(">3I", 0xC02, 3, 8) + words.tobytes())


def test_of_qmnists_labels_the_class_counts(tmp_path):
    write_qmnist(tmp_path / "QMNIST" / "raw")
    digits = read_images(QMNIST, tmp_path, train=False)
    assert np.array_equal(digits.images.numpy(), IMAGES)
    assert digits.labels.tolist() == LABELS.tolist()


def test_qmnists_labels_that_are_cut_are_refused(tmp_path):
    raw = tmp_path / "QMNIST" / "raw"
    write_qmnist(raw)
    labels = raw / "qmnist-test-labels-idx2-int"
    labels.write_bytes(labels.read_bytes()[:-4])
    with pytest.raises(NetglassError) as caught:
        read_images(QMNIST, tmp_path, train=False)
    assert caught.value.kind is Kind.DATA_DAMAGED


@pytest.mark.parametrize("name", DATA_SETS)
def test_torchvision_knows_where_each_can_be_fetched(name):
    for addresses, md5 in archives(DATA_SETS[name]):
        assert all(address.startswith("http") for address in addresses)
        assert len(md5) == 32
