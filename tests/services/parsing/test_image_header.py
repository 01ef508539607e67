"""Kind and upright size of a picture, from its first bytes, against pictures that Pillow wrote."""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from sora_desktop.domain.shapes import Size
from sora_desktop.services.parsing.image_header import ImageHeader, read_image_header
from tests.support.rows import rows


def picture(kind: str, **options: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (321, 123), "teal").save(made, kind, **options)
    return made.getvalue()


def turned(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


@rows(
    ("data", "mime"),
    [
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (picture("JPEG", progressive=True), "image/jpeg"),
        (picture("JPEG", exif=turned(1)), "image/jpeg"),
        (picture("JPEG", icc_profile=b"x" * 100_000), "image/jpeg"),
        (picture("WEBP"), "image/webp"),
        (picture("WEBP", lossless=True), "image/webp"),
        (picture("WEBP", exif=turned(1)), "image/webp"),
    ],
)
def test_kind_and_size_are_read(data: Any, mime: str) -> None:
    assert read_image_header(data) == ImageHeader(mime, Size(321, 123))


@pytest.mark.parametrize("orientation", [5, 6, 7, 8])
def test_a_picture_that_lies_on_its_side_is_read_upright(orientation: int) -> None:
    assert read_image_header(picture("JPEG", exif=turned(orientation))) == ImageHeader("image/jpeg", Size(123, 321))


@rows("data", [b"", b"GIF89a", b"<svg/>", b"\0\0\0\x18ftypisom", picture("BMP"), b"%PDF-1.7"])
def test_anything_else_is_no_picture(data: Any) -> None:
    assert read_image_header(data) is None


@pytest.mark.parametrize("data", [picture("PNG")[:20], picture("JPEG")[:10], picture("WEBP")[:20]])
def test_a_beginning_tells_the_kind_and_not_yet_the_size(data: Any) -> None:
    header = read_image_header(data)

    assert header is not None
    assert header.size is None


@given(st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBP", b""]), st.binary())
def test_no_bytes_are_too_strange(start: Any, rest: Any) -> None:
    header = read_image_header(start + rest)

    assert header is None or header.mime.startswith("image/")
