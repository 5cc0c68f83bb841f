import math

import pytest
import torch

from engine.training import metrics
from engine.training.accuracy import Accuracy


def confident(confidence: float, predicted: int) -> list[float]:
    """Ten probabilities, `confidence` of them on `predicted`."""
    return [confidence if label == predicted else (1 - confidence) / 9 for label in range(10)]


def test_loss_of_no_preference_is_the_logarithm_of_ten():
    assert metrics.loss(torch.zeros(4, 10), torch.arange(4)) == pytest.approx(math.log(10))


def test_confusion_counts_labels_in_rows_and_predictions_in_columns():
    counts = metrics.confusion(torch.tensor([1, 1, 7, 9]), torch.tensor([1, 7, 7, 9]))
    assert counts.sum() == 4
    assert (counts[1, 1], counts[7, 1], counts[7, 7], counts[9, 9]) == (1, 1, 1, 1)


def test_certain_and_right_is_calibrated():
    probabilities = torch.eye(10)
    assert metrics.calibration_error(probabilities, torch.arange(10)) == 0


def test_certain_and_wrong_is_a_calibration_error_of_one():
    probabilities = torch.eye(10)
    assert metrics.calibration_error(probabilities, (torch.arange(10) + 1) % 10) == 1


def test_confidence_equal_to_accuracy_is_calibrated():
    probabilities = torch.tensor([confident(0.75, 3)] * 4, dtype=torch.float64)
    labels = torch.tensor([3, 3, 3, 5])
    assert metrics.calibration_error(probabilities, labels) == pytest.approx(0, abs=1e-12)


def test_calibration_error_weighs_the_gap_of_each_bin():
    probabilities = torch.tensor([confident(0.9, 1)] * 2 + [confident(0.5, 2)] * 2, dtype=torch.float64)
    labels = torch.tensor([1, 1, 2, 0])  # gaps 0.1 and 0.0
    assert metrics.calibration_error(probabilities, labels) == pytest.approx(0.05)


def test_gaps_of_opposite_sign_in_different_bins_do_not_cancel():
    probabilities = torch.tensor([confident(0.9, 1), confident(0.5, 2)], dtype=torch.float64)
    labels = torch.tensor([0, 2])  # gaps 0.9 too sure, 0.5 not sure enough
    assert metrics.calibration_error(probabilities, labels) == pytest.approx(0.7)


def test_accuracy_by_group_knows_only_groups_that_occur():
    groups = torch.tensor([4, 2, 4, 4])
    correct = torch.tensor([True, False, True, False])
    assert metrics.accuracy_by(groups, correct) == {2: Accuracy(0, 1), 4: Accuracy(2, 3)}
