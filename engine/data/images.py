"""Picture files -> ink, bounded in size: uint8 (h, w), 255 full ink, 0 paper."""

import io
import struct
import warnings
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from engine.data.drawing import Drawing
from engine.data.paper import Grey, separate_ink
from engine.data.reading import file_name, opened
from engine.errors import Kind, NetglassError

Picture = NDArray[np.uint8]

MOST_PIXELS = 64 << 20
LONGEST_SIDE = 1120  # four times the rasteriser's grid
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM")  # none whose decoder runs another program
MOST_BYTES = 512 << 20
PAGE_SPREAD = 0.35  # opaque pixels that differ by more are a page and its ink, not ink alone
# Pillow's decoders do not promise which of these a broken file raises.
BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RuntimeError,
    EOFError, MemoryError, struct.error, zlib.error,
)  # fmt: skip


def read_picture(path: Path) -> Picture:
    """The ink in a picture file; raises as `decode_picture`, and what `reading.opened` raises."""
    with opened(path) as file:
        content = file.read(MOST_BYTES)
    return decode_picture(content, file_name(path))


def decode_picture(content: bytes, name: str) -> Picture:
    """The ink in an encoded picture that messages call `name`; read-only, its longer side at most LONGEST_SIDE.

    Raises FILE_EMPTY, PICTURE_UNREADABLE or PICTURE_TOO_LARGE.
    """
    if not content:
        raise NetglassError(Kind.FILE_EMPTY, file=name)
    try:
        grey = _decode(content, name)
    except Image.DecompressionBombError as error:
        raise _too_large(name, f"more than {MOST_PIXELS}") from error
    except UnidentifiedImageError as error:
        raise NetglassError(Kind.PICTURE_UNREADABLE, file=name, reason="its format is not known") from error
    except BROKEN as error:
        raise NetglassError(Kind.PICTURE_UNREADABLE, file=name, reason="it is damaged or cut off") from error
    ink = np.rint(separate_ink(grey) * 255).astype(np.uint8)
    ink.setflags(write=False)
    return ink


def picture_to_drawing(picture: Picture) -> Drawing:
    """A drawing of nothing but the picture, on a canvas of its size."""
    height, width = picture.shape
    return Drawing((float(width), float(height)), picture=picture)


def _decode(content: bytes, name: str) -> Grey:
    """The first frame, upright and in grey (h, w) 0..1."""
    with warnings.catch_warnings():
        # Pillow warns of sizes, which are checked here, and of oddities in files that can be read all the same.
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            pixels = image.width * image.height
            if pixels > MOST_PIXELS:
                raise _too_large(name, pixels)
            return _grey(_reduced(_plain(ImageOps.exif_transpose(image))))


def _too_large(name: str, pixels: str | int) -> NetglassError:
    return NetglassError(Kind.PICTURE_TOO_LARGE, file=name, pixels=pixels, limit=MOST_PIXELS)


def _plain(image: Image.Image) -> Image.Image:
    """In one of three modes: F (0..1) of deep pictures, La (grey times alpha, alpha) of transparent ones, or L."""
    if image.mode.startswith(("I", "F")):
        return Image.fromarray(_unit(np.array(image, np.float32), 65535 if image.mode[0] == "I" else 1))
    if image.has_transparency_data:
        return image.convert("RGBA").convert("LA").convert("La")
    return image.convert("RGB").convert("L")


def _unit(values: Grey, usual: float) -> Grey:
    """In 0..1 what lies from 0 to `usual`, or in whatever wider range."""
    values = np.nan_to_num(values, nan=0, posinf=0, neginf=0)
    low, high = min(float(values.min()), 0), max(float(values.max()), usual)
    return ((values - low) / (high - low)).astype(np.float32)


def _reduced(image: Image.Image) -> Image.Image:
    """In means of square blocks, as small as LONGEST_SIDE demands."""
    factor = -(-max(image.size) // LONGEST_SIDE)
    return image.reduce(factor) if factor > 1 else image


def _grey(image: Image.Image) -> Grey:
    """The pixels of a plain image as 0..1, laid on paper where they are transparent."""
    if image.mode == "F":
        return np.array(image, np.float32)
    values = np.array(image, np.float32) / np.float32(255)
    if image.mode == "L":
        return values
    grey, alpha = values[..., 0], values[..., 1]
    return (grey + (1 - alpha) * _missing_paper(grey, alpha)).astype(np.float32)


def _missing_paper(grey: Grey, alpha: Grey) -> float:
    """The grey that transparent paper stands for: that of the page where there is one, else the ink's opposite."""
    opaque = alpha > 0.5
    if not opaque.any():
        return 1.0
    shades = grey[opaque] / alpha[opaque]
    low, high = np.quantile(shades, (0.05, 0.95))
    middle = float(np.median(shades))
    if high - low > PAGE_SPREAD:
        return middle
    return 0.0 if middle > 0.5 else 1.0
