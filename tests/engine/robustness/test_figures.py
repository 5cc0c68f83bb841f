import numpy as np
import pytest
import torch
from torch import nn

from engine.data.digits import anonymous
from engine.data.drawing import Drawing, Stroke
from engine.data.ink import to_input
from engine.data.rasteriser import Rasteriser
from engine.errors import Kind, NetglassError
from engine.network.architecture import Architecture
from engine.network.mlp import NeuralNetwork
from engine.robustness.figures import evaluate_drawings, fitted
from engine.training.evaluation import evaluate


def drawn(label: int, writer: int | None = None) -> Drawing:
    points = np.array([[40, 30 + 20 * label, 0.5], [220, 250, 0.5]], np.float32)
    return Drawing((280, 280), (Stroke(points, 20),), label=label, writer=writer)


def stored(label: int) -> Drawing:
    picture = np.zeros((28, 28), np.uint8)
    picture[4 : 24 - label, 10:16] = 255
    return Drawing((28.0, 28.0), picture=picture, label=label, raw=True)


DRAWINGS = [drawn(0, 7), drawn(3, 7), drawn(4), stored(9), stored(2)]


def network(*sizes: int) -> NeuralNetwork:
    return NeuralNetwork(Architecture(sizes, seed=1))


@pytest.mark.parametrize(("side", "classes"), [(8, 10), (28, 26), (40, 12)])
def test_each_drawing_is_read_as_the_window_reads_it(side: int, classes: int):
    reader = network(side * side, 24, classes)
    drawings = fitted(DRAWINGS, "some", classes, side)
    figures = evaluate_drawings(reader, drawings, side)
    inputs = [to_input(Rasteriser().ink(each), not each.raw, side).image for each in drawings]
    seen = np.rint(np.stack(inputs) * 255) / 255
    with torch.inference_mode():
        logits = reader(torch.tensor(seen, dtype=torch.float32)[:, None])
    labels = torch.tensor([each.label for each in drawings])
    assert figures.loss == pytest.approx(nn.functional.cross_entropy(logits, labels).item(), abs=1e-6)
    expected = np.zeros((classes, classes), int)
    for label, predicted in zip(labels.tolist(), logits.argmax(1).tolist(), strict=True):
        expected[label, predicted] += 1
    assert figures.confusion == tuple(map(tuple, expected.tolist()))
    assert figures.correct == np.trace(expected) and figures.images == 5
    assert set(figures.by_class) == {0, 2, 3, 4, 9} and list(figures.by_writer) == [7]


def test_digits_have_the_same_figures_as_with_the_networks_of_digits():
    reader = network(784, 24, 10)
    drawings = fitted([stored(label) for label in range(10)], "some", 10, 28)
    images = torch.tensor(np.stack([each.picture for each in drawings if each.picture is not None]))
    expected = evaluate(reader, anonymous(images, torch.arange(10)))
    assert evaluate_drawings(reader, drawings, 28) == expected


def test_an_input_of_28_pixels_is_normalised_for_another_side():
    (small,), (same,) = (fitted([stored(1)], "some", 10, side) for side in (8, 28))
    assert not small.raw and same.raw


def test_a_label_beyond_the_classes_is_refused_with_its_reason():
    with pytest.raises(NetglassError) as caught:
        fitted(DRAWINGS, "some.jsonl", 9, 8)
    assert caught.value.kind is Kind.DATA_LABELS
    assert caught.value.fields == {"file": "some.jsonl", "label": 9, "last": 8}
