"""Picture files become ink."""

import io
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from engine.data import images
from engine.data.drawing import Drawing
from engine.data.images import decode_picture, picture_to_drawing, read_picture
from engine.data.ink import render_input
from engine.data.rasteriser import Rasteriser
from engine.data.synthetic import draw_digit
from engine.errors import Kind, NetglassError

INK = np.rint(Rasteriser().ink(draw_digit(4, np.random.default_rng(3))) * 255).astype(np.uint8)
DARK = Image.fromarray(255 - INK)
LIGHT = Image.fromarray(INK)


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    content = io.BytesIO()
    image.save(content, kind, **options)
    return content.getvalue()


def transparent(shade: int) -> Image.Image:
    """The digit in one shade on nothing."""
    plain = Image.new("L", LIGHT.size, shade)
    return Image.merge("LA", (plain, LIGHT))


def page() -> Image.Image:
    """A white page with the digit in black, its margin cut away."""
    cut = Image.new("L", DARK.size, 0)
    cut.paste(255, (12, 12, 268, 268))
    return Image.merge("LA", (DARK, cut))


def likeness(picture: np.ndarray) -> float:
    """The mean difference of what a network would see from what it would see of the ink itself."""
    seen = render_input(picture_to_drawing(picture))
    return float(np.abs(seen - render_input(Drawing((280, 280), picture=INK))).mean())


@pytest.mark.parametrize(
    ("image", "kind", "options"),
    [
        (DARK, "PNG", {}),
        (LIGHT, "PNG", {}),
        (DARK, "JPEG", {"quality": 40}),
        (LIGHT, "JPEG", {}),
        (DARK.convert("RGB"), "BMP", {}),
        (DARK.convert("RGB"), "WEBP", {}),
        (DARK.convert("P"), "GIF", {}),
        (DARK.convert("P"), "PNG", {}),
        (DARK.convert("1"), "PNG", {}),
        (DARK.convert("RGB").convert("CMYK"), "JPEG", {}),
        (DARK.convert("CMYK"), "TIFF", {}),
        (Image.fromarray((255 - INK).astype(np.uint16) * 257), "PNG", {}),
        (Image.fromarray((255 - INK).astype(np.float32)), "TIFF", {}),
        (Image.fromarray((255 - INK).astype(np.int32) * 1000), "TIFF", {}),
        (DARK, "PPM", {}),
        (transparent(0), "PNG", {}),
        (transparent(255), "PNG", {}),
        (transparent(0).convert("RGBA"), "WEBP", {"lossless": True}),
        (page(), "PNG", {}),
        (Image.merge("RGB", (DARK, DARK, Image.new("L", DARK.size, 200))), "PNG", {}),
        (DARK.resize((1400, 1400)), "JPEG", {}),
        (DARK.resize((90, 90), Image.Resampling.BOX), "PNG", {}),
    ],
)
def test_a_digit_is_the_same_in_any_kind_of_picture(
    image: Image.Image, kind: str, options: dict[str, object]
):
    assert likeness(decode_picture(encoded(image, kind, **options), "it")) < 0.012


def test_a_clean_input_comes_through_unchanged():
    small = np.rint(render_input(draw_digit(2, np.random.default_rng(0))) * 255).astype(np.uint8)
    assert np.array_equal(decode_picture(encoded(Image.fromarray(small)), "it"), small)
    assert np.array_equal(decode_picture(encoded(Image.fromarray(255 - small)), "it"), small)


def test_only_the_first_frame_of_an_animation_counts():
    moving = encoded(DARK, "GIF", save_all=True, append_images=[Image.new("L", DARK.size, 0)])
    assert likeness(decode_picture(moving, "it")) < 0.012


def test_a_picture_that_was_taken_sideways_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees clockwise to be shown
    sideways = DARK.transpose(Image.Transpose.ROTATE_90)
    assert likeness(decode_picture(encoded(sideways, "PNG", exif=exif), "it")) < 0.012


def test_a_large_picture_is_reduced():
    assert decode_picture(encoded(Image.new("L", (3000, 200), 255)), "it").shape == (67, 1000)


def test_wholly_transparent_and_constant_pictures_are_blank():
    for image in (Image.new("RGBA", (30, 20)), Image.new("L", (30, 20), 90), Image.new("1", (1, 1), 1)):
        assert decode_picture(encoded(image), "it").max() == 0


def test_ink_is_read_only():
    assert not decode_picture(encoded(DARK), "it").flags.writeable


def test_a_picture_becomes_a_drawing_on_a_canvas_of_its_size():
    drawing = picture_to_drawing(np.zeros((20, 30), np.uint8))
    assert drawing.canvas == (30, 20)
    assert drawing.strokes == ()


def refused(content: bytes) -> NetglassError:
    with pytest.raises(NetglassError) as caught:
        decode_picture(content, "it.png")
    assert caught.value.fields["file"] == "it.png"
    return caught.value


def test_what_is_no_picture_is_refused():
    assert refused(b"").kind is Kind.FILE_EMPTY
    assert "format" in str(refused(b"hello, world"))
    assert "format" in str(refused(encoded(DARK, "PCX")))  # Pillow reads it; Netglass does not open it
    assert refused(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n").kind is Kind.PICTURE_UNREADABLE


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "TIFF", "WEBP", "BMP"])
def test_a_truncated_picture_is_refused(kind: str):
    whole = encoded(DARK, kind)
    assert refused(whole[: len(whole) // 2]).kind is Kind.PICTURE_UNREADABLE


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(images, "MOST_PIXELS", 100)
    error = refused(encoded(Image.new("L", (11, 10))))
    assert error.kind is Kind.PICTURE_TOO_LARGE
    assert error.fields["pixels"] == 110


def test_a_bomb_is_refused():
    header = bytearray(encoded(Image.new("1", (1, 1))))
    header[16:24] = (60_000).to_bytes(4, "big") * 2
    header[29:33] = zlib.crc32(bytes(header[12:29])).to_bytes(4, "big")
    assert refused(bytes(header)).kind is Kind.PICTURE_TOO_LARGE


def test_files_are_read_and_named(tmp_path: Path):
    path = tmp_path / "four.png"
    path.write_bytes(encoded(DARK))
    assert likeness(read_picture(path)) < 0.012
    for wrong, kind in ((tmp_path, Kind.FILE_IS_FOLDER), (tmp_path / "gone.png", Kind.FILE_MISSING)):
        with pytest.raises(NetglassError) as caught:
            read_picture(wrong)
        assert caught.value.kind is kind


SAMPLES = [
    encoded(image, kind)
    for image, kind in [
        (DARK.resize((20, 30)), "PNG"),
        (DARK.resize((20, 30)).convert("P"), "GIF"),
        (DARK.resize((20, 30)), "JPEG"),
        (DARK.resize((20, 30)), "TIFF"),
        (DARK.resize((20, 30)).convert("RGB"), "WEBP"),
        (DARK.resize((20, 30)), "BMP"),
        (DARK.resize((20, 30)), "PPM"),
    ]
]


@settings(max_examples=250)
@given(
    st.sampled_from(SAMPLES),
    st.floats(0, 1),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=6),
)
def test_any_damage_ends_in_ink_or_in_one_sentence(
    sample: bytes, kept: float, changes: list[tuple[float, int]]
):
    content = bytearray(sample[: round(len(sample) * max(kept, 0.1))] if kept < 0.5 else sample)
    for place, value in changes:
        content[int(place * len(content))] = value
    try:
        picture = decode_picture(bytes(content), "it")
    except NetglassError as error:
        assert error.kind in (Kind.PICTURE_UNREADABLE, Kind.PICTURE_TOO_LARGE)
    else:
        assert picture.dtype == np.uint8


@given(st.binary(min_size=1, max_size=200))
def test_any_bytes_are_no_picture(content: bytes):
    with pytest.raises(NetglassError):
        decode_picture(content, "it")
