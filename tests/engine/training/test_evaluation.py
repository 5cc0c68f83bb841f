import json

import pytest
import torch
from torch import nn

from engine.data.digits import Digits
from engine.training.accuracy import Accuracy
from engine.training.evaluation import evaluate


class ReadsTheFirstPixel(nn.Module):
    """Is sure of the class that the first pixel names."""

    def __init__(self):
        super().__init__()
        self.gain = nn.Parameter(torch.tensor(50.0))

    def forward(self, x):
        said = (x[:, 0, 0, 0] * 255).round().long()
        return nn.functional.one_hot(said, 10).float() * self.gain


def digits(said: list[int], labels: list[int], writers: list[int]) -> Digits:
    images = torch.zeros(len(said), 28, 28, dtype=torch.uint8)
    images[:, 0, 0] = torch.tensor(said, dtype=torch.uint8)
    return Digits(images, torch.tensor(labels), torch.tensor(writers))


def test_figures_count_what_was_read():
    evaluation = evaluate(ReadsTheFirstPixel(), digits([0, 1, 2, 3], [0, 1, 2, 8], [-1, -1, -1, -1]))
    assert (evaluation.images, evaluation.correct, evaluation.accuracy) == (4, 3, 0.75)
    assert evaluation.confusion[8][3] == 1
    assert evaluation.loss == pytest.approx(50 / 4, rel=1e-3)
    assert evaluation.calibration_error == pytest.approx(0.25, abs=1e-3)


def test_classes_and_known_writers_have_an_accuracy_each():
    evaluation = evaluate(ReadsTheFirstPixel(), digits([0, 0, 2, 3], [0, 1, 2, 3], [5, 5, 6, -1]))
    assert evaluation.by_class == {
        0: Accuracy(1, 1), 1: Accuracy(0, 1), 2: Accuracy(1, 1), 3: Accuracy(1, 1),
    }  # fmt: skip
    assert evaluation.by_writer == {5: Accuracy(1, 2), 6: Accuracy(1, 1)}


def test_more_images_than_one_chunk_are_all_read():
    count = 4500
    labels = [index % 10 for index in range(count)]
    assert evaluate(ReadsTheFirstPixel(), digits(labels, labels, [-1] * count)).correct == count


def test_figures_are_plain_json():
    evaluation = evaluate(ReadsTheFirstPixel(), digits([1], [1], [-1]))
    figures = json.loads(json.dumps(evaluation.figures()))
    assert list(figures) == ["images", "correct", "accuracy", "loss", "calibration_error", "confusion"]
    assert figures["confusion"][1][1] == 1


def test_figures_of_groups_are_plain_json_with_intervals():
    evaluation = evaluate(ReadsTheFirstPixel(), digits([1, 1, 3], [1, 2, 3], [4, 4, -1]))
    groups = json.loads(json.dumps(evaluation.group_figures()))
    assert list(groups) == ["interval", "by_class", "by_writer"]
    assert [group["label"] for group in groups["by_class"]] == [1, 2, 3]
    (writer,) = groups["by_writer"]
    assert (writer["writer"], writer["images"], writer["correct"], writer["accuracy"]) == (4, 2, 1, 0.5)
    assert writer["interval"][0] < 0.5 < writer["interval"][1]
