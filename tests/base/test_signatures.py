"""What a stranger's bytes are, told by how they begin; every floor has the same answer."""

import pytest

from sora_desktop.base.signatures import begins_a_clip, begins_a_film, image_mime, still_name
from tests.support.rows import rows

WEBP = b"RIFF\0\0\0\0WEBPVP8 "
MOVING_WEBP = b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\x02"
BOXED = b"\0\0\0\x18ftyp"


@rows(
    ("head", "still", "mime"),
    [
        (b"\x89PNG\r\n\x1a\n", "PNG", "image/png"),
        (b"\xff\xd8\xff\xe0", "JPEG", "image/jpeg"),
        (WEBP, "WebP", "image/webp"),
        (MOVING_WEBP, "", "image/webp"),
        (b"BM\0\0", "BMP", ""),
        *((BOXED + brand, "HEIF", "") for brand in (b"avif", b"heic", b"heix", b"heim", b"heis", b"mif1")),
    ],
)
def test_a_still_picture_is_no_film(head: bytes, still: str, mime: str) -> None:
    assert (still, mime, False) == (still_name(head), image_mime(head), begins_a_film(head))


@rows("head", [BOXED + b"isom", BOXED + b"qt  ", b"\x1a\x45\xdf\xa3", b"OggS", b"RIFF\0\0\0\0AVI "])
def test_a_film_is_a_film_and_no_picture(head: bytes) -> None:
    assert (True, True, "", "") == (begins_a_film(head), begins_a_clip(head), still_name(head), image_mime(head))


@pytest.mark.parametrize("head", [b"GIF89a", MOVING_WEBP])
def test_a_picture_that_moves_is_a_clip_only_where_one_was_named(head: bytes) -> None:
    assert (False, True) == (begins_a_film(head), begins_a_clip(head))


@rows("head", [b"", b"<html>", b'{"id":1}', b"RIFF\0\0\0\0WAVEfmt ", WEBP])
def test_what_is_no_film_is_no_clip(head: bytes) -> None:
    assert not begins_a_clip(head)
