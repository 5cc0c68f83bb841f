"""A digit as a picture of a page: its ink in one grey on paper of another, turned, small or off its place.

The page is written as a PNG file and read back, as `netglass classify` and a picture dropped on the window are.
"""

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.data.drawing import Drawing
from engine.data.images import decode_picture, picture_to_drawing
from engine.data.rasteriser import Rasteriser

Random = np.random.Generator


@dataclass(frozen=True, slots=True)
class Page:
    """How a page shows a digit.

    `ink` and `paper`: greys, 0 black and 1 white. `degrees`: turned clockwise. `side`: the longer one of the digit's
    canvas, in pixels. `margin`: how much paper lies right of it and below, in such sides. `grain`: the standard
    deviation of the noise on each pixel. `shade`: how much darker the page gets from its left edge to the right.
    """

    ink: float = 0.0
    paper: float = 1.0
    degrees: float = 0.0
    side: int = 140
    margin: float = 0.0
    grain: float = 0.0
    shade: float = 0.0


def photographed(drawing: Drawing, page: Page, random: Random) -> Drawing:
    """The drawing of nothing but the picture of `page` with `drawing` on it."""
    ink = _laid_out(_ink(drawing, page), page)
    grey = page.paper + (page.ink - page.paper) * ink
    grey -= page.shade * np.linspace(0, 1, grey.shape[1])
    if page.grain:
        grey += random.normal(0, page.grain, grey.shape)
    file = io.BytesIO()
    Image.fromarray(np.rint(grey.clip(0, 1) * 255).astype(np.uint8)).save(file, "PNG", compress_level=1)
    return picture_to_drawing(decode_picture(file.getvalue(), "page.png"))


def _ink(drawing: Drawing, page: Page) -> Image.Image:
    """The ink (mode F, about 0..1), turned and as large as it shall be."""
    if drawing.picture is None or drawing.strokes:
        image = Image.fromarray(Rasteriser().ink(drawing))
    else:
        image = Image.fromarray(drawing.picture.astype(np.float32) / 255)
    factor = page.side / max(image.size)
    width, height = (max(round(side * factor), 1) for side in image.size)
    image = image.resize((width, height), Image.Resampling.BICUBIC)
    return image.rotate(-page.degrees, Image.Resampling.BICUBIC, expand=True) if page.degrees else image


def _laid_out(ink: Image.Image, page: Page) -> NDArray[np.float32]:
    """The ink (h, w) with its margin."""
    rest = round(page.margin * max(ink.size))
    return np.pad(np.asarray(ink).clip(0, 1), ((0, rest), (0, rest)))
