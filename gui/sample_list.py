"""What panels hang on a wall of samples, from what the engine tells of them."""

from engine.thread.training_events import SamplesRead
from gui.widgets.sample_wall import Sample


def sample_list(event: SamplesRead) -> list[Sample]:
    """A sample for each image."""
    figures = zip(
        event.numbers.tolist(),
        event.labels.tolist(),
        event.predicted.tolist(),
        event.confidences.tolist(),
        strict=True,
    )
    names = event.classes
    return [
        Sample(number, label, predicted, confidence, names[label], names[predicted])
        for number, label, predicted, confidence in figures
    ]
