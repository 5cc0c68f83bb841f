"""What a run has reported."""

import csv
import io

import numpy as np

from gui.widgets.learning_record import LearningRecord


def record() -> LearningRecord:
    made = LearningRecord()
    made.add_validation(0, 2.3, 0.1)
    made.add_steps([1, 2, 3], [2.0, 1.0, 0.5], [0.25, 0.5, 0.75], [0.1, 0.1, 0.1])
    made.add_validation(2, 1.5, 0.4)
    return made


def test_an_empty_record_is_empty():
    assert LearningRecord().is_empty
    assert not record().is_empty
    assert record().last == 3


def test_the_means_follow_the_batches():
    made = record()
    assert made.mean_losses.steps.tolist() == [1, 2, 3]
    assert 0.5 < made.mean_losses.values[-1] < 2.0
    assert 0.25 < made.mean_accuracies.values[-1] < 0.75


def test_a_run_that_went_back_forgets_what_followed():
    made, straight = record(), record()
    made.add_steps([2], [9.0], [0.0], [0.1])
    assert made.losses.values.tolist() == [2.0, 9.0]
    straight.cut(1)
    straight.add_steps([2], [9.0], [0.0], [0.1])
    assert np.array_equal(made.mean_losses.values, straight.mean_losses.values)
    assert made.validation_losses.steps.tolist() == [0]


def test_the_mean_after_a_cut_knows_nothing_of_what_was_cut():
    made, fresh = record(), LearningRecord()
    made.cut(2)
    for each, first in ((made, 3), (fresh, 1)):
        steps = [1, 2, 3][first - 1 :]
        each.add_steps(steps, [2.0, 1.0, 8.0][first - 1 :], [0.25, 0.5, 1.0][first - 1 :], [0.1] * len(steps))
    assert np.allclose(made.mean_losses.values, fresh.mean_losses.values)


def test_a_validation_that_arrives_before_its_batches_does_not_cut_them():
    made = LearningRecord()
    made.add_validation(3, 1.0, 0.5)
    made.add_steps([1, 2, 3], [3.0, 2.0, 1.0], [0, 0, 0], [1, 1, 1])
    assert made.validation_losses.steps.tolist() == [3]


def test_the_table_has_a_line_a_step_and_every_number():
    rows = list(csv.DictReader(io.StringIO(record().to_csv())))
    assert [int(row["step"]) for row in rows] == [0, 1, 2, 3]
    assert [row["loss"] for row in rows] == ["", "2", "1", "0.5"]
    assert [row["validation_accuracy"] for row in rows] == ["0.1", "", "0.4", ""]
    assert {row["learning_rate"] for row in rows} == {"", "0.1"}


def test_a_number_of_the_table_is_the_same_float32_again():
    made, losses = LearningRecord(), np.random.default_rng(0).random(100, np.float32)
    made.add_steps(np.arange(1, 101), losses, losses, losses)
    rows = csv.DictReader(io.StringIO(made.to_csv()))
    assert np.array_equal(np.array([row["loss"] for row in rows], np.float32), losses)


def test_of_validations_after_the_same_step_the_last_counts():
    made = LearningRecord()
    made.add_validations([0, 5, 5], [3.0, 2.0, 1.0], [0.1, 0.2, 0.3])
    assert made.validation_losses.steps.tolist() == [0, 5]
    assert made.validation_losses.values.tolist() == [3, 1]
    assert made.validation_accuracies.values.tolist() == [0.1, 0.3]
    made.add_validations([], [], [])
    assert len(made.validation_losses) == 2
