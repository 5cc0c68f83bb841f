"""What hangs on a wall of samples."""

import numpy as np

from engine.thread.training_events import SamplesRead
from gui.sample_list import sample_list
from gui.widgets.sample_wall import Sample


def test_each_image_becomes_a_sample_with_plain_numbers():
    event = SamplesRead(
        "samples", np.zeros((2, 28, 28), np.uint8), np.array([4, 5]), np.array([9, 5]),
        np.array([0.5, 0.25], np.float32), np.array([70, 71]), 100,
    )  # fmt: skip
    assert sample_list(event) == [
        Sample(70, 4, 9, 0.5, "4", "9"),
        Sample(71, 5, 5, 0.25, "5", "5"),
    ]
