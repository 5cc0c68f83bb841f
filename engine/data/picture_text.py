"""Ink as text: a greyscale PNG in base64, as drawings carry it."""

import base64
import binascii
import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

LARGEST = 4096 * 4096  # pixels


def to_text(picture: NDArray[np.uint8]) -> str:
    """The picture, uint8 (h, w), 255 full ink."""
    content = io.BytesIO()
    Image.fromarray(picture).save(content, "PNG")
    return base64.b64encode(content.getvalue()).decode("ascii")


def from_text(text: object) -> NDArray[np.uint8]:
    """What `to_text` made of a picture, read-only; ValueError says what else it is."""
    if not isinstance(text, str):
        raise ValueError("picture is not text")
    try:
        content = base64.b64decode(text.encode("ascii", "replace"), validate=True)
        with Image.open(io.BytesIO(content), formats=("PNG",)) as image:
            if image.mode != "L" or image.width * image.height > LARGEST:
                raise ValueError(f"picture is not greyscale, or larger than {LARGEST} pixels")
            picture = np.array(image)
    except (binascii.Error, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError("picture is not a whole PNG in base64") from error
    picture.setflags(write=False)
    return picture
