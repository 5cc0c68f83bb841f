"""Ink as text."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from engine.data.picture_text import from_text, to_text


def encoded(image: Image.Image, kind: str = "PNG") -> str:
    content = io.BytesIO()
    image.save(content, kind)
    return base64.b64encode(content.getvalue()).decode()


def test_a_picture_comes_back_and_is_read_only():
    picture = np.arange(35, dtype=np.uint8).reshape(5, 7)
    read = from_text(to_text(picture))
    assert np.array_equal(read, picture)
    assert not read.flags.writeable


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ä",
        "====",
        encoded(Image.new("RGB", (3, 3))),
        encoded(Image.new("L", (3, 3)), "BMP"),
        encoded(Image.effect_noise((40, 40), 50))[:400],
    ],
)
def test_what_is_no_whole_grey_png_is_refused(text: str):
    with pytest.raises(ValueError, match="picture"):
        from_text(text)


def test_a_picture_that_would_unfold_too_large_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("engine.data.picture_text.LARGEST", 100)
    with pytest.raises(ValueError, match="larger"):
        from_text(to_text(np.zeros((11, 11), np.uint8)))
