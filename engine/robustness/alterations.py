"""The alterations of the robustness table: what is done to every digit, and how much of it. Light: imports no torch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.drawing import Drawing
from engine.data.ink import SIDE, to_input
from engine.data.rasteriser import Rasteriser
from engine.robustness.pages import Page, photographed
from engine.robustness.strokes import Random, broken, brushed, hurried, moved, resized, turned


@dataclass(frozen=True, slots=True)
class Alteration:
    """One row of the table: what is altered, how much in words, and `alter(drawing, amount, random)`, which does it."""

    name: str
    words: str
    alter: Callable[[Drawing, Any, Random], Drawing]  # the amount is whatever this one takes
    amount: object = None


def untouched(drawing: Drawing, _: object, __: Random) -> Drawing:
    """The drawing as it is."""
    return drawing


UNTOUCHED = Alteration("untouched", "", untouched)
OF_STROKES = (
    Alteration("shift", "25 % of the canvas", moved, 0.25),
    Alteration("shift", "to its edge", moved, 1.0),
    *(
        Alteration("size", f"{100 * share:g} % of the canvas", resized, share)
        for share in (0.05, 0.1, 0.25, 0.5, 0.9)
    ),
    *(Alteration("rotation", f"{degrees}°", turned, degrees) for degrees in (-20, -10, 10, 20)),
    *(
        Alteration("brush", f"{100 * share:g} % of the ink", brushed, share)
        for share in (0.03, 0.06, 0.12, 0.18, 0.25)
    ),
    *(Alteration("speed", f"{points} points a stroke", hurried, points) for points in (16, 12, 8, 6)),
    *(Alteration("gap", f"{100 * share:g} % of the ink", broken, share) for share in (0.03, 0.05, 0.1)),
)
OF_PAGES = (
    Alteration("page", "dark on light", photographed, Page()),
    Alteration("page", "light on dark", photographed, Page(ink=1, paper=0)),
    *(
        Alteration(
            "contrast", f"{100 * contrast:g} %", photographed, Page((1 - contrast) / 2, (1 + contrast) / 2)
        )
        for contrast in (0.5, 0.25, 0.1)
    ),
    Alteration("grain", "5 % of the range", photographed, Page(0.2, 0.8, grain=0.05)),
    Alteration("shade", "40 % of the range", photographed, Page(0.1, 0.9, shade=0.4)),
)
OF_PICTURES = (
    *(Alteration("size", f"{side} pixels", photographed, Page(side=side)) for side in (20, 56, 280, 1000)),
    *(Alteration("shift", f"{margin:g} sides", photographed, Page(margin=margin)) for margin in (0.5, 2)),
    *(Alteration("rotation", f"{angle}°", photographed, Page(degrees=angle)) for angle in (-20, -10, 10, 20)),
)


def alterations_of(drawings: Sequence[Drawing]) -> tuple[Alteration, ...]:
    """What can be done to all of `drawings`: with a picture among them, only what pages can show."""
    drawn = all(drawing.picture is None for drawing in drawings)
    return (UNTOUCHED, *(OF_STROKES if drawn else OF_PICTURES), *OF_PAGES)


def altered_images(
    alteration: Alteration, drawings: Sequence[Drawing], first: int, side: int = SIDE
) -> NDArray[np.uint8]:
    """What the network is shown of `drawings` (at least one), altered: uint8 (n, side, side).

    The randomness of a drawing is seeded by its number, which is `first` for the first, and by nothing else.
    """
    return np.stack(
        [_image(alteration, drawing, number, side) for number, drawing in enumerate(drawings, start=first)]
    )


def _image(alteration: Alteration, drawing: Drawing, number: int, side: int) -> NDArray[np.uint8]:
    altered = alteration.alter(drawing, alteration.amount, np.random.default_rng(number))
    image = to_input(Rasteriser().ink(altered), centred=not altered.raw, side=side).image
    return np.rint(image * 255).astype(np.uint8)
