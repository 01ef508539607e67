"""Photos are sent as they are seen: JPEG of every kind, with the words of cameras, and cut ones not at all."""

import io
import struct
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from PIL import Image, ImageFilter

from sora_desktop.domain.errors import MediaError
from sora_desktop.domain.image import Fit, ImageVerdict, InputImage
from sora_desktop.domain.shapes import Size
from sora_desktop.media.fit import fitted, inspect, preview
from sora_desktop.media.profiles import SRGB, rgb_profile
from tests.media.colours import LINEAR_FROM_ADOBE, Told, srgb_light
from tests.support.pictures import Pixel, farthest, pixels, sent
from tests.support.pngs import RGB, chunk, png

CUT = "The end of this picture is missing. Save it again and drop the new file."


def soft(width: int = 320, height: int = 240) -> Image.Image:
    """A picture with something to see in each of its blocks; the same one each time."""
    noise = Image.frombytes("L", (width, height), Random(7).randbytes(width * height))
    return noise.convert("RGB").filter(ImageFilter.GaussianBlur(3))


def jpeg(picture: Image.Image, **saved: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", **{"quality": 92, **saved})
    return out.getvalue()


WAYS: dict[str, dict[str, object]] = {
    "sequential": {},
    "progressive": {"progressive": True},
    "full colour": {"subsampling": 0},
    "with marks to start again": {"restart_marker_blocks": 4},
}


def verdict(path: Path, data: bytes) -> ImageVerdict:
    path.write_bytes(data)
    return inspect(InputImage(path=path)).verdict


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_jpeg_without_its_end_marker_is_the_same_picture(tmp_path: Path, way: str, mode: str) -> None:
    data = jpeg(soft().convert(mode), **WAYS[way])
    assert ImageVerdict.OK is verdict(tmp_path / "whole.jpg", data)
    for cut in (1, 2):
        assert ImageVerdict.OK is verdict(tmp_path / "cut.jpg", data[:-cut])

        whole, mended = (sent(tmp_path / name, 320, 240) for name in ("whole.jpg", "cut.jpg"))
        assert pixels(whole) == pixels(mended)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.8])
def test_a_jpeg_of_which_more_than_the_last_row_is_missing_is_refused_and_said(
    tmp_path: Path, way: str, mode: str, part: float
) -> None:
    data = jpeg(soft().convert(mode), **WAYS[way])
    most = data.rindex(b"\xff\xda") if way == "progressive" else len(data)

    assert ImageVerdict.UNREADABLE is verdict(tmp_path / "a.jpg", data[: int(most * part)])
    assert CUT == str(inspect(InputImage(path=tmp_path / "a.jpg")).detail)
    with pytest.raises(MediaError, match=CUT):
        sent(tmp_path / "a.jpg", 320, 240)


@pytest.mark.parametrize("part", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_progressive_jpeg_whose_last_refinement_is_cut_is_the_same_picture_but_for_one_block(
    tmp_path: Path, part: float
) -> None:
    data = jpeg(soft(), progressive=True)
    last = data.rindex(b"\xff\xda")
    assert ImageVerdict.OK is verdict(tmp_path / "whole.jpg", data)
    assert ImageVerdict.OK is verdict(tmp_path / "cut.jpg", data[: int(last + (len(data) - last) * part)])

    whole, cut = (pixels(sent(tmp_path / name, 320, 240)) for name in ("whole.jpg", "cut.jpg"))
    off = (at for at, (one, other) in enumerate(zip(whole, cut, strict=True)) if farthest([one], [other]) > 12)
    assert 1 >= len({(at // 320 // 8, at % 320 // 8) for at in off})  # the one in which the bits run out


def test_a_few_bytes_less_cost_a_corner_of_the_last_row_as_elsewhere(tmp_path: Path) -> None:
    data = jpeg(soft())
    assert ImageVerdict.OK is verdict(tmp_path / "whole.jpg", data)
    assert ImageVerdict.OK is verdict(tmp_path / "cut.jpg", data[:-40])

    whole, cut = (sent(tmp_path / name, 320, 240) for name in ("whole.jpg", "cut.jpg"))
    assert pixels(whole.crop((0, 0, 320, 216))) == pixels(cut.crop((0, 0, 320, 216)))


def test_grey_all_over_is_a_picture_too(tmp_path: Path) -> None:
    data = jpeg(Image.new("RGB", (64, 64), (128, 128, 128)))

    assert ImageVerdict.OK is verdict(tmp_path / "whole.jpg", data)


@dataclass(frozen=True)
class Photo:
    mode: str
    colour: tuple[int, ...]
    expected: Pixel


PHOTOS = {
    "colours": Photo("RGB", (200, 40, 40), (200, 40, 40)),
    "grey": Photo("L", (90,), (90, 90, 90)),
    "four inks": Photo("CMYK", (40, 200, 90, 20), (198, 51, 152)),
}


@pytest.mark.parametrize("name", PHOTOS)
def test_each_kind_of_jpeg_has_its_colours(tmp_path: Path, name: str) -> None:
    photo = PHOTOS[name]
    (tmp_path / "a.jpg").write_bytes(jpeg(Image.new(photo.mode, (32, 32), photo.colour), quality=98))

    assert farthest([photo.expected] * 1024, pixels(sent(tmp_path / "a.jpg", 32, 32))) <= 4


def test_four_inks_that_stand_as_light_and_colours_are_read_as_such(tmp_path: Path) -> None:
    """As Photoshop writes them: the first three turned into light and colours, and all upside down."""
    photo = PHOTOS["four inks"]
    bands = Image.new("RGB", (32, 32), photo.colour[:3]).convert("YCbCr").split()
    turned = [band.point([255 - level for level in range(256)]) for band in bands]
    data = jpeg(Image.merge("CMYK", (*turned, Image.new("L", (32, 32), photo.colour[3]))), quality=98)
    at = data.index(b"Adobe") + 11
    (tmp_path / "a.jpg").write_bytes(data[:at] + b"\2" + data[at + 1 :])

    assert farthest([photo.expected] * 1024, pixels(sent(tmp_path / "a.jpg", 32, 32))) <= 5


def exif(colour_space: int, index: bytes = b"", *, order: str = "<") -> bytes:
    """As a camera writes it, in either order of bytes."""
    mark = b"II*\0" if order == "<" else b"MM\0*"
    inner = struct.pack(f"{order}HHHIHH", 2, 0xA001, 3, 1, colour_space, 0) + struct.pack(
        f"{order}HHII", 0xA005, 4, 1, 56
    )
    place = struct.pack(f"{order}HHHI4s", 1, 1, 2, 4, index.ljust(4, b"\0"))
    first = struct.pack(f"{order}HHHIII", 1, 0x8769, 4, 1, 26, 0)
    return b"Exif\0\0" + mark + struct.pack(f"{order}I", 8) + first + (inner + b"\0\0\0\0") + place


ADOBE_RED = Told(curve=lambda value: value ** (563 / 256), matrix=LINEAR_FROM_ADOBE).seen(
    (172 / 255, 44 / 255, 43 / 255)
)
PLAIN_RED = (172.0, 44.0, 43.0)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")  # Pillow's own look at it, for points an inch
@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (exif(2), ADOBE_RED),
        (exif(0xFFFF, b"R03"), ADOBE_RED),
        (exif(0xFFFF, b"R03", order=">"), ADOBE_RED),
        (exif(0xFFFF, b"R98"), PLAIN_RED),
        (exif(1, b"R03"), PLAIN_RED),
        (b"Exif\0\0II*\0\xff\xff\xff\xff", PLAIN_RED),
        (b"Exif\0\0MM\0*\0\0\0\x08\xff\xff", PLAIN_RED),
        (b"nonsense", PLAIN_RED),
    ],
)
def test_colours_that_only_the_camera_names_are_converted(
    tmp_path: Path, words: bytes, expected: Pixel, kind: str
) -> None:
    picture = Image.new("RGB", (32, 32), (172, 44, 43))
    picture.save(tmp_path / "a", kind, exif=words, quality=98)

    assert farthest([expected] * 1024, pixels(sent(tmp_path / "a", 32, 32))) <= 5


def test_a_profile_goes_before_what_the_camera_names(tmp_path: Path) -> None:
    plain = rgb_profile(SRGB, srgb_light)
    Image.new("RGB", (32, 32), (172, 44, 43)).save(tmp_path / "a.jpg", exif=exif(2), icc_profile=plain, quality=98)

    assert farthest([PLAIN_RED] * 1024, pixels(sent(tmp_path / "a.jpg", 32, 32))) <= 4


def test_a_grey_photo_with_a_profile_for_colours_is_converted_as_browsers_do(tmp_path: Path) -> None:
    linear = rgb_profile(SRGB, lambda value: value)
    Image.new("L", (32, 32), 55).save(tmp_path / "a.jpg", icc_profile=linear, quality=98)

    assert farthest([(128, 128, 128)] * 1024, pixels(sent(tmp_path / "a.jpg", 32, 32))) <= 4


@pytest.mark.parametrize("kind", [b"link", b"abst", b"nmcl"])
def test_a_profile_of_no_thing_that_has_colours_says_nothing(tmp_path: Path, kind: bytes) -> None:
    linear = rgb_profile(SRGB, lambda value: value)
    assert linear is not None
    Image.new("RGB", (32, 32), PLAIN_RED_CODES).save(
        tmp_path / "a.jpg", icc_profile=linear[:12] + kind + linear[16:], quality=98
    )

    assert farthest([PLAIN_RED] * 1024, pixels(sent(tmp_path / "a.jpg", 32, 32))) <= 4


PLAIN_RED_CODES = (172, 44, 43)


def test_of_a_photo_that_brings_a_second_picture_the_first_is_sent(tmp_path: Path) -> None:
    """As telephones write them: a map of the bright parts, or the view of another lens, behind the photo."""
    first, second = Image.new("RGB", (32, 32), PLAIN_RED_CODES), Image.new("RGB", (16, 16), (0, 0, 0))
    first.save(tmp_path / "a.jpg", "MPO", save_all=True, append_images=[second], quality=98)
    whole = (tmp_path / "a.jpg").read_bytes()

    for data in (whole, whole[: whole.index(b"\xff\xd9") + 2]):
        assert ImageVerdict.OK is verdict(tmp_path / "a.jpg", data)
        assert farthest([PLAIN_RED] * 1024, pixels(sent(tmp_path / "a.jpg", 32, 32))) <= 4


def test_what_xmp_says_of_a_place_stays_here(tmp_path: Path) -> None:
    place = b"<x:xmpmeta><exif:GPSLatitude>canary</exif:GPSLatitude></x:xmpmeta>"
    for name, kind in (("a.jpg", "JPEG"), ("a.webp", "WEBP")):
        Image.new("RGB", (32, 32), "teal").save(tmp_path / name, kind, xmp=place)
    (tmp_path / "a.png").write_bytes(
        png(RGB, 8, [[(9, 9, 9)] * 4] * 4, before=chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + place))
    )

    for name in ("a.jpg", "a.webp", "a.png"):
        assert b"canary" in (tmp_path / name).read_bytes()
        data = fitted(tmp_path / name, Fit(), Size(32, 32)).data
        assert b"canary" not in data + preview(tmp_path / name, Fit(), Size(32, 32))
