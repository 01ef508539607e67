"""Pictures are judged by what they are, and come out at the exact size, upright, without a trace of where they were."""

import io
import math
import os
import struct
import warnings
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from sora_desktop.domain.errors import MediaError
from sora_desktop.domain.image import MOST_ZOOM, Fit, FitMode, ImageFacts, ImageVerdict, InputImage
from sora_desktop.domain.shapes import Size
from sora_desktop.media.fit import inspect, inspect_bytes, prepare, preview

RED, BLUE, WHITE, BARS = (200, 30, 30), (30, 30, 200), (255, 255, 255), (14, 14, 16)
LANDSCAPE = Size(1280, 720)
Make = Callable[..., Path]


def look(path: Path) -> ImageFacts:
    return inspect(InputImage(path=path))


def opened(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        picture.load()
        return picture


def colour(picture: Image.Image, x: int, y: int) -> tuple[int, ...]:
    pixel = picture.getpixel((x, y))
    assert isinstance(pixel, tuple)
    return pixel


def near(expected: tuple[int, ...], pixel: object, by: int = 6) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(one - other) <= by for one, other in zip(expected, pixel, strict=True))


def png_header(width: int, height: int) -> bytes:
    """A PNG that says it is so large, and has no pixels."""
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(bytes(10))))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


@pytest.mark.parametrize(("name", "mime"), [("a.png", "image/png"), ("a.jpg", "image/jpeg"), ("a.webp", "image/webp")])
def test_a_picture_is_found_whole(picture: Make, name: str, mime: str) -> None:
    path = picture(name, size=(800, 600))

    facts = look(path)

    assert (ImageVerdict.OK, Size(800, 600), mime, path.stat().st_size) == (
        facts.verdict,
        facts.size,
        facts.mime,
        facts.byte_count,
    )
    with Image.open(io.BytesIO(facts.thumbnail)) as small:
        assert ("PNG", (320, 240)) == (small.format, small.size)


def test_a_picture_is_what_its_bytes_are_not_what_its_name_says(picture: Make) -> None:
    path = picture("a.png").rename(picture("a.png").with_name("a.txt"))

    assert "image/png" == look(path).mime


HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500)
AVIF = b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + bytes(500)


@pytest.mark.parametrize(
    ("data", "verdict", "said"),
    [
        (b"", ImageVerdict.EMPTY, ""),
        (b"Dear all,\nplease find", ImageVerdict.NOT_AN_IMAGE, ""),
        (b"<html><svg></svg></html>", ImageVerdict.NOT_AN_IMAGE, "SVG pictures can't be used"),
        (b"<?xml version='1.0'?><SVG/>", ImageVerdict.NOT_AN_IMAGE, "SVG pictures can't be used"),
        (b"GIF89a" + bytes(100), ImageVerdict.NOT_AN_IMAGE, "GIF pictures can't be used"),
        (b"II*\0" + bytes(100), ImageVerdict.NOT_AN_IMAGE, "TIFF pictures can't be used"),
        (b"%PDF-1.7", ImageVerdict.NOT_AN_IMAGE, "PDF pictures can't be used"),
        (HEIC, ImageVerdict.UNREADABLE, ""),
        (AVIF, ImageVerdict.UNREADABLE, ""),
        (b"\0\0\0\x18ftypisom" + bytes(100), ImageVerdict.NOT_AN_IMAGE, ""),
        (b"\x89PNG\r\n\x1a\n", ImageVerdict.UNREADABLE, ""),
        (b"\x89PNG\r\n\x1a\n" + os.urandom(500), ImageVerdict.UNREADABLE, ""),
        (b"\xff\xd8\xff" + os.urandom(500), ImageVerdict.UNREADABLE, ""),
        (b"RIFF\xff\0\0\0WEBPVP8 " + os.urandom(500), ImageVerdict.UNREADABLE, ""),
        (png_header(8001, 8000), ImageVerdict.TOO_LARGE, ""),
        (png_header(12_000, 12_000), ImageVerdict.TOO_LARGE, ""),
        (png_header(60_000, 60_000), ImageVerdict.TOO_LARGE, ""),
        (png_header(2**31 - 1, 2**31 - 1), ImageVerdict.TOO_LARGE, ""),
    ],
)
def test_what_cannot_be_used_is_said(tmp_path: Path, data: bytes, verdict: ImageVerdict, said: str) -> None:
    path = tmp_path / "dropped.png"
    path.write_bytes(data)

    facts = look(path)

    assert verdict is facts.verdict
    assert said in str(facts.detail or "")
    assert verdict is inspect_bytes(InputImage(url="https://example.com/a"), data).verdict
    with pytest.raises(MediaError):
        prepare(path, Fit(), LANDSCAPE, tmp_path)
    with pytest.raises(MediaError):
        preview(path, Fit(), LANDSCAPE)


def test_no_warning_of_pillow_comes_out_where_warnings_are_on(tmp_path: Path) -> None:
    (tmp_path / "bomb.png").write_bytes(png_header(9000, 9000))

    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
        assert ImageVerdict.TOO_LARGE is look(tmp_path / "bomb.png").verdict

    assert [] == said


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp"])
@pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
def test_a_picture_that_was_cut_off_is_unreadable(tmp_path: Path, name: str, part: float) -> None:
    out = io.BytesIO()
    kind = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}[name[2:]]
    Image.effect_noise((300, 200), 80).convert("RGB").save(out, kind)
    (tmp_path / name).write_bytes(out.getvalue()[: int(len(out.getvalue()) * part)])

    assert ImageVerdict.UNREADABLE is look(tmp_path / name).verdict


def test_a_file_over_50_megabytes_is_not_read(tmp_path: Path, picture: Make) -> None:
    path = picture("a.png")
    with path.open("r+b") as file:
        file.truncate(50_000_001)

    assert ImageVerdict.TOO_LARGE is look(path).verdict


def test_a_missing_picture_is_not_found(tmp_path: Path, picture: Make) -> None:
    beside = picture("a.png")

    assert ImageVerdict.NOT_FOUND is look(tmp_path / "gone.png").verdict
    assert ImageVerdict.NOT_FOUND is look(beside / "below-a-file.png").verdict


@pytest.mark.parametrize("name", ["a\0b.png", "x" * 300, "\ud800.png"])
def test_a_name_that_cannot_be_is_no_crash(tmp_path: Path, name: str) -> None:
    assert look(tmp_path / name).verdict in (ImageVerdict.UNREADABLE, ImageVerdict.NOT_FOUND)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert ImageVerdict.NOT_A_FILE is look(tmp_path).verdict


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")

    facts = look(tmp_path / "pipe.png")

    assert ImageVerdict.NOT_A_FILE is facts.verdict
    assert "isn't an ordinary file" in str(facts.detail)


def test_a_device_is_refused() -> None:
    assert ImageVerdict.NOT_A_FILE is look(Path("/dev/zero")).verdict


def test_a_picture_that_may_not_be_read_is_unreadable(picture: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    path = picture("a.png")
    path.chmod(0)
    if os.geteuid() == 0:  # root may read everything: refuse as the system would

        def refuse(*_: object) -> int:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(os, "open", refuse)

    assert ImageVerdict.UNREADABLE is look(path).verdict


def test_a_link_to_a_picture_is_that_picture_and_a_broken_one_is_none(tmp_path: Path, picture: Make) -> None:
    (tmp_path / "link.png").symlink_to(picture("a.png"))
    (tmp_path / "broken.png").symlink_to(tmp_path / "gone.png")
    (tmp_path / "round.png").symlink_to(tmp_path / "round.png")

    assert ImageVerdict.OK is look(tmp_path / "link.png").verdict
    assert ImageVerdict.NOT_FOUND is look(tmp_path / "broken.png").verdict
    assert ImageVerdict.UNREADABLE is look(tmp_path / "round.png").verdict


def turned(path: Path, orientation: int) -> Path:
    """A JPEG that is seen 80x40, red on the left and blue on the right, stored as a camera held so would."""
    seen = Image.new("RGB", (80, 40), RED)
    seen.paste(BLUE, (40, 0, 80, 40))
    stored = {
        1: lambda: seen,
        2: lambda: seen.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        3: lambda: seen.transpose(Image.Transpose.ROTATE_180),
        4: lambda: seen.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        5: lambda: seen.transpose(Image.Transpose.TRANSPOSE),
        6: lambda: seen.transpose(Image.Transpose.ROTATE_90),
        7: lambda: seen.transpose(Image.Transpose.TRANSVERSE),
        8: lambda: seen.transpose(Image.Transpose.ROTATE_270),
    }[orientation]()
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    stored.save(path, quality=95, exif=exif)
    return path


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_as_its_camera_was_held(tmp_path: Path, orientation: int) -> None:
    path = turned(tmp_path / "photo.jpg", orientation)

    sent = opened(prepare(path, Fit(), Size(160, 80), tmp_path))

    assert Size(80, 40) == look(path).size
    assert near(RED, sent.getpixel((20, 40)))
    assert near(BLUE, sent.getpixel((140, 40)))
    assert sent.getexif().get(ExifTags.Base.Orientation, 1) == 1


@pytest.mark.parametrize("mode", list(FitMode))
@pytest.mark.parametrize("size", [Size(320, 180), Size(180, 320), Size(448, 256)])
@pytest.mark.parametrize("given", [(64, 48), (3000, 20), (20, 3000), (1, 1), (320, 180)])
def test_what_is_sent_has_the_exact_size(
    picture: Make, tmp_path: Path, mode: FitMode, size: Size, given: tuple[int, int]
) -> None:
    sent = opened(prepare(picture("a.png", size=given), Fit(mode), size, tmp_path))

    assert ((size.width, size.height), "RGB") == (sent.size, sent.mode)


@pytest.mark.parametrize(("focus", "colour"), [(0.0, RED), (0.2, RED), (0.8, BLUE), (1.0, BLUE), (9.0, BLUE)])
def test_a_crop_keeps_the_focus_in_view(picture: Make, tmp_path: Path, focus: float, colour: tuple[int, ...]) -> None:
    wide = picture("wide.png", size=(400, 100))

    sent = opened(prepare(wide, Fit(FitMode.CROP, focus, 0.5), Size(100, 100), tmp_path))

    assert near(colour, sent.getpixel((50, 50)))


@pytest.mark.parametrize("focus", [math.nan, math.inf, -math.inf])
def test_a_focus_that_is_no_number_is_the_middle(picture: Make, tmp_path: Path, focus: float) -> None:
    sent = opened(prepare(picture("a.png", size=(400, 100)), Fit(FitMode.CROP, focus, focus), Size(100, 100), tmp_path))

    assert near(RED, sent.getpixel((20, 50)))
    assert near(BLUE, sent.getpixel((80, 50)))


@pytest.mark.parametrize(
    ("zoom", "as_if"), [(1e300, MOST_ZOOM), (MOST_ZOOM + 1, MOST_ZOOM), (math.nan, 1.0), (math.inf, 1.0), (0.2, 1.0)]
)
def test_a_picture_is_brought_no_nearer_than_it_may_and_never_further_away(
    tmp_path: Path, zoom: float, as_if: float
) -> None:
    path = tmp_path / "many colours.png"
    Image.radial_gradient("L").convert("RGB").save(path)

    made, expected = (preview(path, Fit(zoom=each), Size(320, 180)) for each in (zoom, as_if))

    assert expected == made
    assert made != preview(path, Fit(zoom=2.0), Size(320, 180))


def test_padding_shows_all_of_the_picture_between_dark_bars(picture: Make, tmp_path: Path) -> None:
    sent = opened(prepare(picture("a.png", size=(100, 100)), Fit(FitMode.PAD), Size(200, 100), tmp_path))

    assert [BARS, BARS] == [sent.getpixel((10, 50)), sent.getpixel((190, 50))]
    assert near(RED, sent.getpixel((60, 50)))
    assert near(BLUE, sent.getpixel((140, 50)))


def test_blur_fills_the_frame_with_the_picture_itself(picture: Make, tmp_path: Path) -> None:
    sent = opened(prepare(picture("a.png", size=(100, 100)), Fit(FitMode.BLUR), Size(200, 100), tmp_path))

    left, right = colour(sent, 5, 50), colour(sent, 195, 50)
    assert left[0] > 2 * left[2]
    assert right[2] > 2 * right[0]
    assert near(RED, sent.getpixel((60, 50)))


def test_where_it_was_taken_stays_here(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "canary-camera"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (48.0, 51.0, 24.0)
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "canary-comment")
    Image.new("RGB", (64, 48), RED).save(tmp_path / "a.jpg", exif=exif, comment=b"canary-comment")
    Image.new("RGB", (64, 48), RED).save(tmp_path / "a.png", exif=exif, pnginfo=text)

    for name in ("a.jpg", "a.png"):
        assert b"canary" in (tmp_path / name).read_bytes()
        sent = prepare(tmp_path / name, Fit(), Size(64, 48), tmp_path)
        facts = look(tmp_path / name)

        assert b"canary" not in sent.read_bytes() + facts.thumbnail + preview(tmp_path / name, Fit(), LANDSCAPE)
        assert {} == dict(opened(sent).getexif())
        assert set(opened(sent).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "I;16", "CMYK"])
def test_every_kind_of_pixels_becomes_plain_colours(tmp_path: Path, mode: str) -> None:
    name = "a.jpg" if mode == "CMYK" else "a.png"
    if mode == "I;16":
        Image.new("I;16", (64, 48), 40_000).save(tmp_path / name)
    else:
        Image.new("RGB", (64, 48), WHITE).convert(mode).save(tmp_path / name)

    sent = opened(prepare(tmp_path / name, Fit(), Size(64, 48), tmp_path))

    expected = (155, 155, 155) if mode == "I;16" else WHITE
    assert near(expected, sent.getpixel((32, 24)))


def test_what_is_see_through_lies_on_white(tmp_path: Path) -> None:
    seen = Image.new("RGBA", (64, 48), (*BLUE, 0))
    seen.paste((*RED, 255), (0, 0, 32, 48))
    seen.save(tmp_path / "a.png")
    seen.quantize().save(tmp_path / "p.png")

    for name in ("a.png", "p.png"):
        sent = opened(prepare(tmp_path / name, Fit(), Size(64, 48), tmp_path))

        assert near(RED, sent.getpixel((10, 24)))
        assert near(WHITE, sent.getpixel((54, 24)))


def profile_with_red_and_blue_swapped() -> bytes:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return srgb.replace(b"rXYZ", b"????", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"????", b"bXYZ", 1)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_colours_of_another_profile_become_those_of_the_screen(picture: Make, tmp_path: Path, mode: str) -> None:
    path = picture("a.png", mode, icc_profile=profile_with_red_and_blue_swapped())

    sent = opened(prepare(path, Fit(), Size(64, 48), tmp_path))

    assert near(BLUE, sent.getpixel((10, 24)), by=20)
    assert near(RED, sent.getpixel((54, 24)), by=20)


def test_a_broken_profile_says_nothing(picture: Make, tmp_path: Path) -> None:
    sent = opened(prepare(picture("a.png", icc_profile=b"no profile" * 50), Fit(), Size(64, 48), tmp_path))

    assert RED == sent.getpixel((10, 24))


def test_the_same_picture_is_prepared_to_the_same_file(picture: Make, tmp_path: Path) -> None:
    path, folder = picture("a.png"), tmp_path / "inputs"
    folder.mkdir()

    first = prepare(path, Fit(), LANDSCAPE, folder)
    again = prepare(path, Fit(), LANDSCAPE, folder)
    other = prepare(path, Fit(FitMode.PAD), LANDSCAPE, folder)

    assert first == again
    assert {first, other} == set(folder.iterdir())


def test_the_original_is_left_as_it_was(picture: Make, tmp_path: Path) -> None:
    path = picture("a.jpg")
    before = path.read_bytes()

    prepare(path, Fit(), LANDSCAPE, tmp_path)

    assert before == path.read_bytes()


@pytest.mark.parametrize(("name", "kind"), [("a.png", "PNG"), ("a.jpg", "JPEG"), ("a.webp", "JPEG")])
def test_a_png_stays_without_loss_and_the_rest_goes_as_jpeg(
    picture: Make, tmp_path: Path, name: str, kind: str
) -> None:
    sent = prepare(picture(name), Fit(), LANDSCAPE, tmp_path)

    assert kind == opened(sent).format
    assert {"PNG": ".png", "JPEG": ".jpg"}[kind] == sent.suffix


def test_a_png_that_would_be_too_long_goes_as_jpeg(tmp_path: Path) -> None:
    noise = Image.frombytes("RGB", (1500, 1000), os.urandom(1500 * 1000 * 3))
    noise.save(tmp_path / "noise.png", compress_level=0)

    sent = prepare(tmp_path / "noise.png", Fit(), Size(1500, 1000), tmp_path)

    assert ".jpg" == sent.suffix
    assert sent.stat().st_size < (tmp_path / "noise.png").stat().st_size


@pytest.mark.parametrize(("size", "shown"), [(LANDSCAPE, (640, 360)), (LANDSCAPE.turned(), (640, 1138))])
@pytest.mark.parametrize("mode", list(FitMode))
def test_a_preview_shows_what_is_sent_but_smaller(
    picture: Make, tmp_path: Path, size: Size, shown: tuple[int, int], mode: FitMode
) -> None:
    path, fit = picture("a.jpg", size=(1500, 1000), quality=95), Fit(mode, 0.1, 0.5)

    small = Image.open(io.BytesIO(preview(path, fit, size)))
    sent = opened(prepare(path, fit, size, tmp_path)).resize(shown)

    assert ("PNG", shown) == (small.format, small.size)
    for x in range(20, shown[0], 100):
        assert near(colour(sent, x, shown[1] // 2), small.getpixel((x, shown[1] // 2)), by=16)


def test_a_preview_is_never_larger_than_what_is_sent(picture: Make) -> None:
    small = Image.open(io.BytesIO(preview(picture("a.png"), Fit(), Size(90, 160))))

    assert (90, 160) == small.size
