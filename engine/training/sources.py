"""What the values of `--data` name: a folder of the MNIST family, a file of drawings, or digits drawn by rule."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import torch

from engine.data.datasets import read_images
from engine.data.digits import NO_WRITER, Digits, anonymous, joined, split
from engine.data.drawing import Drawing
from engine.data.drawing_file import read_drawings
from engine.data.family import DIGITS, data_set_at, names_data_set
from engine.data.handwriting import AS_DRAWN
from engine.data.ink import SIDE
from engine.data.rendering import Images, brush_shares, render
from engine.data.synthetic import synthetic_images
from engine.errors import Kind, NetglassError
from engine.training.recipes import Recipe
from engine.training.renewal import Renewal

SYNTHETIC = "synthetic"
VALIDATION_SHARE = 1 / 20
_SPLIT_SEED = 0  # not the run's: runs with different seeds are judged on the same validation images
_PER_CLASS = 600  # of the synthetic digits that are new in an epoch
_JUDGES_PER_CLASS = 100  # of the synthetic digits that judge a run, and of those that test weights
_VALIDATION_SEED, _TEST_SEED = (1,), (2,)  # a renewal's have three numbers

Report = Callable[[int], None]


@dataclass(frozen=True, slots=True, eq=False)
class TrainingData:
    """What a run learns from, is judged on, and must never have seen.

    No image or drawing is in two of them. `held_out`: the drawings of the writers who were held out, with
    their own brush; None where nobody was. `renewal`: what makes the first rows of `training` new in every epoch, to be
    closed after use; None where they stay. `counts`: how many images of `training` each source gave. `classes`: what
    each class is called; by both names where two sources call it differently.
    """

    training: Digits
    validation: Digits
    held_out: Digits | None
    renewal: Renewal | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    classes: tuple[str, ...] = DIGITS

    def close(self) -> None:
        """End what goes on beside the run."""
        if self.renewal is not None:
            self.renewal.close()


def training_data(
    values: Sequence[str],
    recipe: Recipe,
    holdout_writers: Collection[int] = (),
    report: Report = lambda _: None,
) -> TrainingData:
    """Read, split and, where it takes pens, render all that `values` (at least one) name.

    A folder, or FOLDER:NAME where it holds several data sets, gives training images; what is named twice counts once.
    `report` is told how many drawings more were rendered. Raises what the readers and `report` raise, and DATA_EMPTY.
    To be closed after use.
    """
    sources = [value for value in dict.fromkeys(values) if value != SYNTHETIC]
    parts = {value: _training_part(value, recipe, holdout_writers, report) for value in sources}
    if (
        SYNTHETIC in values
    ):  # first in its rows, last in time: nothing is left running where another cannot be read
        parts = {SYNTHETIC: _synthetic_part(report), **parts}
    held_out = [part.held_out for part in parts.values() if part.held_out is not None]
    return TrainingData(
        joined([part.training for part in parts.values()]),
        joined([part.validation for part in parts.values()]),
        joined(held_out) if held_out else None,
        parts[SYNTHETIC].renewal if SYNTHETIC in parts else None,
        {value: len(part.training) for value, part in parts.items()},
        _mixed_names([part.classes for part in parts.values()]),
    )


def evaluation_data(
    value: str, writers: Collection[int] = (), kept_out: bool = False, limit: int | None = None
) -> Digits:
    """The test images in a folder (or FOLDER:NAME), or the labelled drawings of a file, with their own brush.

    Of a file, only the drawings of `writers`, if any are named. `kept_out`: not MNIST's test images, but those of its
    training images that no run learns from. `limit`: no more than so many, evenly spread over the data.
    """
    if _names_drawings(value) and not kept_out:
        return _as_drawn(_chosen(value, writers, limit))
    images = _images(value, kept_out)
    return images.take(torch.tensor(_spread(len(images), limit)))


def evaluation_drawings(
    value: str, writers: Collection[int] = (), kept_out: bool = False, limit: int | None = None
) -> list[Drawing]:
    """As `evaluation_data`, but drawings; an image is the picture of one that is an input already."""
    if _names_drawings(value) and not kept_out:
        return _chosen(value, writers, limit)
    digits = evaluation_data(value, kept_out=kept_out, limit=limit)
    return [
        Drawing((float(SIDE), float(SIDE)), picture=image, label=label, raw=True)
        for image, label in zip(digits.images.numpy(), digits.labels.tolist(), strict=True)
    ]


def _mixed_names(classes: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(" / ".join(dict.fromkeys(names)) for names in zip(*classes, strict=True))


def _training_part(
    value: str, recipe: Recipe, holdout_writers: Collection[int], report: Report
) -> TrainingData:
    if names_data_set(value):
        data_set, folder = data_set_at(value)
        images = read_images(data_set, folder, train=True)
        return TrainingData(*split(images, VALIDATION_SHARE, _SPLIT_SEED), None, classes=data_set.classes)
    return _drawn_part(value, recipe, holdout_writers, report)


def _synthetic_part(report: Report) -> TrainingData:
    renewal = Renewal(_PER_CLASS)
    try:
        return TrainingData(renewal.first(report), _synthetic(_VALIDATION_SEED), None, renewal)
    except BaseException:
        renewal.close()
        raise


def _drawn_part(value: str, recipe: Recipe, holdout_writers: Collection[int], report: Report) -> TrainingData:
    """Whole drawings are split, not renderings: none is learned with one brush and judged with another."""
    drawings = _labelled(value)
    held_out = [drawing for drawing in drawings if drawing.writer in holdout_writers]
    others = [drawing for drawing in drawings if drawing.writer not in holdout_writers]
    if not others:
        raise NetglassError(Kind.DATA_EMPTY, file=Path(value).name)
    order = torch.randperm(len(others), generator=torch.Generator().manual_seed(_SPLIT_SEED)).tolist()
    shuffled = [others[index] for index in order]
    judges = round(VALIDATION_SHARE * len(others))
    return TrainingData(
        _with_brushes(shuffled[judges:], recipe, report),
        _with_brushes(shuffled[:judges], replace(recipe, renderings=1, handwriting=AS_DRAWN), report),
        _as_drawn(held_out, report) if held_out else None,
    )


def _chosen(value: str, writers: Collection[int], limit: int | None) -> list[Drawing]:
    """The labelled drawings of a file, only those of `writers` if any are named; DATA_EMPTY if there are none."""
    chosen = [drawing for drawing in _labelled(value) if not writers or drawing.writer in writers]
    if not chosen:
        raise NetglassError(Kind.DATA_EMPTY, file=Path(value).name)
    return [chosen[index] for index in _spread(len(chosen), limit)]


def _images(value: str, kept_out: bool) -> Digits:
    """The images to judge by, of synthetic digits or of a folder of MNIST."""
    if kept_out:
        return split(read_images(*data_set_at(value), train=True), VALIDATION_SHARE, _SPLIT_SEED)[1]
    return _synthetic(_TEST_SEED) if value == SYNTHETIC else read_images(*data_set_at(value), train=False)


def _spread(count: int, limit: int | None) -> list[int]:
    """At most `limit` of the numbers from 0 to `count` - 1, evenly spread."""
    chosen = count if limit is None else min(limit, count)
    return [index * count // chosen for index in range(chosen)]


def _names_drawings(value: str) -> bool:
    return value != SYNTHETIC and not names_data_set(value)


def _labelled(value: str) -> list[Drawing]:
    """All labelled drawings of a file; DATA_EMPTY if there is none."""
    drawings = [
        drawing
        for drawing in read_drawings(Path(value))
        if drawing.label is not None and not drawing.is_blank
    ]
    if not drawings:
        raise NetglassError(Kind.DATA_EMPTY, file=Path(value).name)
    return drawings


def _synthetic(seed: tuple[int, ...]) -> Digits:
    images, labels = synthetic_images(_JUDGES_PER_CLASS, seed)
    return anonymous(torch.from_numpy(images), torch.from_numpy(labels))


def _as_drawn(drawings: list[Drawing], report: Report = lambda _: None) -> Digits:
    return _digits(drawings, render(drawings, report=report))


def _with_brushes(drawings: list[Drawing], recipe: Recipe, report: Report) -> Digits:
    shares = brush_shares(len(drawings), recipe.renderings, recipe.thinnest, recipe.thickest, _SPLIT_SEED)
    return _digits(drawings, render(drawings, shares, report, recipe.handwriting))


def _digits(drawings: list[Drawing], images: Images) -> Digits:
    """Rows of all images (n, k, 28, 28) of n drawings, the k of one drawing side by side."""
    labels = torch.tensor([drawing.label for drawing in drawings], dtype=torch.int64)
    writers = [NO_WRITER if drawing.writer is None else drawing.writer for drawing in drawings]
    renderings = images.shape[1]
    return Digits(
        torch.from_numpy(images).flatten(0, 1),
        labels.repeat_interleave(renderings),
        torch.tensor(writers, dtype=torch.int64).repeat_interleave(renderings),
    )
