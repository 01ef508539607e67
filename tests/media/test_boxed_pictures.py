"""HEIC and AVIF: real files made by encoders, turned, in their colours, see-through, of ten bits, cut, and too large."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from sora_desktop.base.signatures import boxed_mime
from sora_desktop.domain.image import Fit, ImageVerdict, InputImage
from sora_desktop.domain.shapes import Size
from sora_desktop.media import pictures
from sora_desktop.media.fit import inspect
from sora_desktop.media.picture_child import inspect_in_child, prepare_in_child
from sora_desktop.media.profiles import by_numbers
from tests.support.pictures import picture_bytes

pillow_heif = pytest.importorskip("pillow_heif", reason="there is no decoder of HEIC for this system")
ORANGE, BLUE = (214, 104, 40), (30, 70, 160)
KINDS = {"AVIF": "image/avif", "HEIF": "image/heic"}
P3_GREEN = (0, 200, 0)


def encoded(kind: str, picture: Image.Image | None = None, **how: object) -> bytes:
    """By default its left half is orange, its right half blue."""
    pillow_heif.register_heif_opener()
    if picture is None:
        picture = Image.open(io.BytesIO(picture_bytes(640, 400)))
    target = io.BytesIO()
    picture.save(target, kind, quality=95, **how)
    return target.getvalue()


def is_near(one: object, other: tuple[int, ...]) -> bool:
    assert isinstance(one, tuple)
    return all(abs(a - b) <= 6 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_looked_at_and_sent_like_any_other(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "IMG_0001"
    path.write_bytes(encoded(kind))
    facts = inspect_in_child(InputImage(path=path))
    sent = prepare_in_child(path, Fit(), Size(1280, 720), tmp_path)

    assert (ImageVerdict.OK, Size(640, 400), KINDS[kind]) == (facts.verdict, facts.size, facts.mime)
    with Image.open(io.BytesIO(facts.thumbnail)) as small, Image.open(sent.path) as frame:
        assert ("PNG", "JPEG", (1280, 720)) == (small.format, frame.format, frame.size)
        assert is_near(frame.convert("RGB").getpixel((100, 100)), ORANGE)
        assert is_near(frame.convert("RGB").getpixel((1200, 600)), BLUE)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("turn", [3, 6, 8])
def test_it_is_turned_once_as_its_boxes_say(kind: str, turn: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    data = encoded(kind, exif=exif.tobytes())
    decoded = pictures.decode(data).pixels
    upright = (640, 400) if turn == 3 else (400, 640)
    left_half = {3: (630, 10), 6: (10, 10), 8: (10, 630)}[turn]

    assert (upright, upright) == (pictures.upright_size(data), decoded.size)
    assert is_near(decoded.getpixel(left_half), ORANGE)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_see_through_stays_apart(kind: str) -> None:
    picture = Image.new("RGBA", (64, 64), (*ORANGE, 128))
    decoded = pictures.decode(encoded(kind, picture)).pixels

    assert "RGBA" == decoded.mode
    assert is_near(decoded.getpixel((9, 9)), (*ORANGE, 128))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("named", ["by a profile", "by numbers"])
def test_the_wide_colours_of_a_telephone_become_those_of_a_screen(kind: str, named: str) -> None:
    """Display P3: what stands there as a middling green is a brighter one in sRGB."""
    profile = by_numbers(12, 13, full_range=True)
    assert profile is not None
    picture = Image.new("RGB", (64, 64), (100, 200, 100))
    if named == "by a profile":
        data = encoded(kind, picture, icc_profile=profile)
    else:
        data = encoded(kind, picture)
        at = data.index(b"colrnclx") + len(b"colrnclx")
        data = data[:at] + b"\0\x0c\0\x0d" + data[at + 4 :]
    wanted = ImageCms.profileToProfile(
        picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
    )
    assert wanted is not None
    seen = wanted.getpixel((9, 9))
    assert isinstance(seen, tuple)

    assert not is_near((100, 200, 100), seen)
    assert is_near(pictures.decode(data).pixels.getpixel((9, 9)), seen)


def test_ten_bits_are_read_as_eight() -> None:
    target = io.BytesIO()
    numbers = b"".join(round(value / 255 * 65535).to_bytes(2, "little") for value in ORANGE) * 64 * 64
    pillow_heif.encode("RGB;16", (64, 64), numbers, target, quality=95)

    assert is_near(pictures.decode(target.getvalue()).pixels.getpixel((9, 9)), ORANGE)


def test_an_animated_avif_is_its_first_picture() -> None:
    frames = [Image.new("RGB", (64, 64), colour) for colour in (ORANGE, BLUE)]
    data = encoded("AVIF", frames[0], save_all=True, append_images=frames[1:])

    assert "image/avif" == boxed_mime(data)
    assert is_near(pictures.decode(data).pixels.getpixel((9, 9)), ORANGE)


@pytest.mark.parametrize("kind", KINDS)
def test_one_that_is_cut_is_not_whole(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "cut"
    path.write_bytes(encoded(kind)[: len(encoded(kind)) * 3 // 4])

    assert ImageVerdict.UNREADABLE is inspect(InputImage(path=path)).verdict


@pytest.mark.parametrize("kind", KINDS)
def test_one_that_says_to_be_enormous_is_never_decoded(kind: str, tmp_path: Path) -> None:
    data = encoded(kind)
    at = data.index(b"ispe") + 8
    path = tmp_path / "bomb"
    path.write_bytes(data[:at] + (60_000).to_bytes(4) + (60_000).to_bytes(4) + data[at + 8 :])

    assert inspect_in_child(InputImage(path=path)).verdict in (ImageVerdict.TOO_LARGE, ImageVerdict.UNREADABLE)


@pytest.mark.parametrize(
    ("head", "mime"),
    [
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "image/heic"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", "image/avif"),
        (b"\0\0\0\x18ftypavis\0\0\0\0avismsf1", "image/avif"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isomavc1", ""),
        (b"\0\0\0\x18ftyp", ""),
    ],
)
def test_its_kind_is_known_by_all_its_brands(head: bytes, mime: str) -> None:
    assert mime == boxed_mime(head)


def test_where_there_is_no_decoder_it_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "IMG_0001.HEIC"
    path.write_bytes(encoded("HEIF"))
    monkeypatch.setattr(pictures, "has_heif", lambda: False)
    facts = inspect(InputImage(path=path))

    assert ImageVerdict.NOT_AN_IMAGE is facts.verdict
    assert "HEIC pictures can't be used" in str(facts.detail)


def test_a_film_says_what_can_be_done_with_it(tmp_path: Path) -> None:
    path = tmp_path / "fox.png"
    path.write_bytes(b"\0\0\0\x18ftypisom\0\0\0\0isomavc1" + bytes(100))

    assert "Save one of its frames" in str(inspect(InputImage(path=path)).detail)
