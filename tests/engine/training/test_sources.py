import json
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.data.distortion import Distortion
from engine.data.handwriting import Handwriting
from engine.errors import Kind, NetglassError
from engine.training import sources
from engine.training.recipes import Recipe
from engine.training.sources import SYNTHETIC, evaluation_data, evaluation_drawings, training_data

RECIPE = Recipe(epochs=1, distortion=Distortion(), renderings=3)


def line(label: int | None, writer: int | None, height: float) -> str:
    """A vertical stroke with a foot, unlike any other of another height."""
    strokes = [[[10, 10], [10, 10 + height]], [[10, 10 + height], [60, 10 + height]]]
    return json.dumps({"label": label, "writer": writer, "canvas": [500, 500], "strokes": strokes})


@pytest.fixture
def drawings(tmp_path) -> Path:
    """40 drawings of four writers, 1 to 4, and one without a label."""
    file = tmp_path / "pen.jsonl"
    lines = [line(index % 10, 1 + index % 4, 40 + 3 * index) for index in range(40)]
    file.write_text("\n".join([*lines, line(None, 1, 30)]))
    return file


@pytest.fixture
def mnist_folder(tmp_path) -> Path:
    raw = tmp_path / "family" / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for part, count in (("train", 60), ("t10k", 20)):
        labels = np.arange(count, dtype=np.uint8) % 10
        images = np.broadcast_to(np.arange(count, dtype=np.uint8)[:, None, None], (count, 28, 28))
        images_header, labels_header = (
            struct.pack(">4I", 0x803, count, 28, 28),
            struct.pack(">2I", 0x801, count),
        )
        (raw / f"{part}-images-idx3-ubyte").write_bytes(images_header + images.tobytes())
        (raw / f"{part}-labels-idx1-ubyte").write_bytes(labels_header + labels.tobytes())
    return tmp_path / "family"


@pytest.fixture
def few_synthetic(monkeypatch):
    monkeypatch.setattr(sources, "_PER_CLASS", 2)
    monkeypatch.setattr(sources, "_JUDGES_PER_CLASS", 1)


def test_a_folder_gives_training_images_apart_from_validation(mnist_folder):
    data = training_data([str(mnist_folder)], RECIPE)
    assert (len(data.training), len(data.validation)) == (57, 3)
    assert data.held_out is None
    seen = {*data.training.images[:, 0, 0].tolist(), *data.validation.images[:, 0, 0].tolist()}
    assert len(seen) == 60


def test_a_folder_gives_its_test_images_for_evaluation(mnist_folder):
    assert len(evaluation_data(str(mnist_folder))) == 20


def test_each_labelled_drawing_is_rendered_with_several_brushes(drawings):
    data = training_data([str(drawings)], RECIPE)
    assert len(data.training) == 38 * RECIPE.renderings
    assert len(data.validation) == 2
    first = data.training.take(torch.arange(3))
    assert first.labels.unique().numel() == 1
    assert first.images.float().mean(dim=(1, 2)).diff().min() > 0  # ever thicker


def test_other_hands_are_learned_from_and_not_judged_by(drawings):
    plain = training_data([str(drawings)], RECIPE, holdout_writers=[4])
    changed = training_data(
        [str(drawings)], replace(RECIPE, handwriting=Handwriting(rotation=20)), holdout_writers=[4]
    )
    assert not torch.equal(changed.training.images, plain.training.images)
    assert torch.equal(changed.training.labels, plain.training.labels)
    assert torch.equal(changed.validation.images, plain.validation.images)
    assert changed.held_out is not None
    assert plain.held_out is not None
    assert torch.equal(changed.held_out.images, plain.held_out.images)


def test_drawings_keep_label_and_writer_together(drawings):
    data = evaluation_data(str(drawings))
    pairs = sorted(zip(data.labels.tolist(), data.writers.tolist(), strict=True))
    assert pairs == sorted((index % 10, 1 + index % 4) for index in range(40))


def test_writers_held_out_are_never_learned_from(drawings):
    data = training_data([str(drawings)], RECIPE, holdout_writers=[2, 3])
    assert data.held_out is not None
    assert set(data.held_out.writers.tolist()) == {2, 3}
    assert len(data.held_out) == 20
    assert not {2, 3} & {*data.training.writers.tolist(), *data.validation.writers.tolist()}


def test_evaluation_can_be_on_images_that_no_run_learns_from(mnist_folder):
    kept_out = evaluation_data(str(mnist_folder), kept_out=True)
    assert torch.equal(kept_out.images, training_data([str(mnist_folder)], RECIPE).validation.images)


def test_a_limit_spreads_over_the_data(mnist_folder, drawings):
    every_fourth = evaluation_data(str(mnist_folder), limit=5)
    assert torch.equal(every_fourth.images, evaluation_data(str(mnist_folder)).images[::4])
    assert len(evaluation_drawings(str(drawings), limit=2)) == 2
    assert len(evaluation_data(str(mnist_folder), limit=10_000)) == 20


def test_images_come_as_drawings_that_are_inputs_already(mnist_folder):
    digits, drawn = evaluation_data(str(mnist_folder)), evaluation_drawings(str(mnist_folder))
    assert [drawing.label for drawing in drawn] == digits.labels.tolist()
    assert all(drawing.raw for drawing in drawn)
    pictures = [drawing.picture for drawing in drawn if drawing.picture is not None]
    assert np.array_equal(np.stack(pictures), digits.images.numpy())


def test_evaluation_can_be_confined_to_writers(drawings):
    assert set(evaluation_data(str(drawings), writers=[4]).writers.tolist()) == {4}


def test_writers_who_are_not_there_are_refused(drawings):
    with pytest.raises(NetglassError) as caught:
        evaluation_data(str(drawings), writers=[99])
    assert caught.value.kind is Kind.DATA_EMPTY


def test_drawings_without_labels_are_refused(tmp_path):
    file = tmp_path / "blank.jsonl"
    file.write_text(line(None, 1, 30))
    with pytest.raises(NetglassError) as caught:
        training_data([str(file)], RECIPE)
    assert (caught.value.kind, caught.value.fields) == (Kind.DATA_EMPTY, {"file": "blank.jsonl"})


def test_nobody_left_to_learn_from_is_refused(drawings):
    with pytest.raises(NetglassError) as caught:
        training_data([str(drawings)], RECIPE, holdout_writers=[1, 2, 3, 4])
    assert caught.value.kind is Kind.DATA_EMPTY


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(NetglassError) as caught:
        training_data([str(tmp_path / "none.jsonl")], RECIPE)
    assert caught.value.kind is Kind.FILE_MISSING


def test_sources_are_mixed(drawings, mnist_folder, few_synthetic):
    data = training_data([str(mnist_folder), str(drawings), SYNTHETIC], RECIPE)
    assert data.counts == {SYNTHETIC: 100, str(mnist_folder): 57, str(drawings): 38 * 3}
    assert len(data.training) == sum(data.counts.values())
    assert len(data.validation) == 10 + 3 + 2


def test_what_is_named_twice_counts_once(mnist_folder):
    assert len(training_data([str(mnist_folder)] * 2, RECIPE).training) == 57


def test_synthetic_digits_need_no_file(few_synthetic):
    training, test = training_data([SYNTHETIC], RECIPE), evaluation_data(SYNTHETIC)
    assert sorted(test.labels.tolist()) == list(range(10))
    seen = [set(map(bytes, part.images.numpy())) for part in (training.training, training.validation, test)]
    assert [len(images) for images in seen] == [20, 10, 10]
    assert len(set.union(*seen)) == 40


def test_synthetic_digits_that_nobody_waits_for_any_more_are_given_up(monkeypatch):
    closed = []
    monkeypatch.setattr(sources.Renewal, "close", lambda self: closed.append(self))

    def cancel(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sources, "_PER_CLASS", 1)
    with pytest.raises(KeyboardInterrupt):
        training_data([SYNTHETIC], RECIPE, report=cancel)
    assert len(closed) == 1


def test_classes_are_called_as_their_source_calls_them(mnist_folder):
    (mnist_folder / "MNIST").rename(mnist_folder / "FashionMNIST")
    garments = training_data([str(mnist_folder)], RECIPE)
    assert garments.classes[9] == "boot"


def test_classes_of_a_mixture_have_all_their_names(mnist_folder, few_synthetic):
    mixed = training_data([f"{mnist_folder}:mnist", SYNTHETIC], RECIPE)
    assert mixed.classes == tuple("0123456789")
    (mnist_folder / "MNIST").rename(mnist_folder / "KMNIST")
    mixed = training_data([SYNTHETIC, str(mnist_folder)], RECIPE)
    assert mixed.classes[:2] == ("0 / o", "1 / ki")
