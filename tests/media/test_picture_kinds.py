"""Every kind of picture is sent as it is seen: its colours, what is see-through, and no less than all of it."""

import contextlib
import io
import struct
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from sora_desktop.base.sentences import message
from sora_desktop.domain.errors import MediaError
from sora_desktop.domain.image import Fit, ImageVerdict, InputImage
from sora_desktop.domain.shapes import Size
from sora_desktop.media.exif import read_exif
from sora_desktop.media.fit import inspect, preview
from sora_desktop.media.jpeg import has_all_scans, has_end
from sora_desktop.media.picture_child import inspect_in_child
from sora_desktop.media.pictures import decode
from sora_desktop.media.png import CutPngError, read_png
from sora_desktop.media.profiles import ADOBE, SRGB, Primaries, by_numbers, rgb_profile
from tests.media.colours import LINEAR_FROM_ADOBE, LINEAR_FROM_P3, Curve, Told, srgb_light
from tests.support.pictures import Pixel, farthest, pixels, sent
from tests.support.pngs import (
    CHANNELS,
    DEPTHS,
    GREY,
    GREY_ALPHA,
    PALETTE,
    RGB,
    RGB_ALPHA,
    START,
    chunk,
    icc_chunk,
    packed_rows,
    png,
)
from tests.support.rows import rows

WIDTH, HEIGHT = 9, 7

P3: Primaries = ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), (0.3127, 0.3290))


def profile(primaries: Primaries, curve: Curve) -> bytes:
    made = rgb_profile(primaries, curve)
    assert made is not None
    return icc_chunk(made)


def grey_profile(gamma: float) -> bytes:
    """Of a grey whose light is its number to this power: as `rgb_profile`, but for grey."""
    tags = {b"wtpt": b"XYZ " + struct.pack(">4i", 0, 63190, 65536, 54061)}
    tags[b"kTRC"] = b"curv" + struct.pack(">IIH", 0, 1, round(gamma * 256)) + b"\0\0"
    table, bodies, at = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for name, body in tags.items():
        table += struct.pack(">4sII", name, at + len(bodies), len(body))
        bodies += body
    head = struct.pack(">I4sI4s4s4s12x4s", at + len(bodies), b"lcms", 0x02400000, b"mntr", b"GRAY", b"XYZ ", b"acsp")
    white = struct.pack(">28x3i", 63190, 65536, 54061)
    return icc_chunk((head + white).ljust(128, b"\0") + table + bodies)


def gamma_chunks(gamma: float, places: tuple[float, ...] = ()) -> bytes:
    numbers = struct.pack(f">{len(places)}I", *(round(100_000 * place) for place in places))
    return chunk(b"gAMA", struct.pack(">I", round(100_000 / gamma))) + (chunk(b"cHRM", numbers) if places else b"")


ADOBE_PLACES = (0.3127, 0.329, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06)
COLOURED = {
    "nothing": Told(),
    "sRGB": Told(chunk(b"sRGB", b"\0") + chunk(b"gAMA", struct.pack(">I", 45455))),
    "P3 by profile": Told(profile(P3, srgb_light), srgb_light, LINEAR_FROM_P3),
    "P3 by numbers": Told(chunk(b"cICP", bytes((12, 13, 0, 1))), srgb_light, LINEAR_FROM_P3),
    "Adobe by profile": Told(profile(ADOBE, lambda value: value**2.2), lambda value: value**2.2, LINEAR_FROM_ADOBE),
    "Adobe by gamma": Told(gamma_chunks(2.2, ADOBE_PLACES), lambda value: value**2.2, LINEAR_FROM_ADOBE),
    "gamma of 1.8": Told(gamma_chunks(1.8), lambda value: value**1.8),
    "profile before gamma": Told(profile(SRGB, srgb_light) + gamma_chunks(1.0)),
    "numbers before profile": Told(chunk(b"cICP", bytes((1, 13, 0, 1))) + profile(P3, srgb_light)),
    "profile for grey": Told(grey_profile(1.4)),
    "half a profile": Told(chunk(b"iCCP", b"profile\0\0" + zlib.compress(bytes(500))[:9])),
    "no profile at all": Told(icc_chunk(b"GRAY RGB " * 40)),
}
GREYED = {
    "nothing": Told(),
    "gamma of 1.4 by profile": Told(grey_profile(1.4), lambda value: value**1.4),
    "profile for RGB": Told(profile(P3, lambda value: value**1.4)),
}


@dataclass(frozen=True)
class Case:
    """`what` says in words what kind of PNG it is."""

    data: bytes = field(repr=False)
    expected: list[Pixel] = field(repr=False)
    what: str


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A PNG of any kind, and what is seen of it on white."""
    kind = draw(st.sampled_from(sorted(DEPTHS)))
    depth = draw(st.sampled_from(DEPTHS[kind]))
    most = 2**depth - 1
    numbers = st.integers(most // 6, most)
    few = draw(st.lists(st.tuples(*[numbers] * CHANNELS[kind]), min_size=3, max_size=12))
    rows = [[draw(st.sampled_from(few)) for _ in range(WIDTH)] for _ in range(HEIGHT)]
    ways = GREYED if kind in (GREY, GREY_ALPHA) else COLOURED
    name = draw(st.sampled_from(sorted(ways)))
    told = ways[name]
    key = draw(st.sampled_from([None, *few])) if kind in (GREY, RGB) else None
    palette = (
        draw(st.lists(st.tuples(*[st.integers(40, 255)] * 3), min_size=most + 1, max_size=most + 1))
        if kind == PALETTE
        else []
    )
    alphas = draw(st.lists(st.sampled_from([0, 100, 255]), max_size=len(palette)))
    before = told.chunks + (chunk(b"PLTE", bytes(part for each in palette for part in each)) if palette else b"")
    if key is not None:
        before += chunk(b"tRNS", struct.pack(f">{len(key)}H", *key))
    elif alphas:
        before += chunk(b"tRNS", bytes(alphas))

    def seen(pixel: tuple[int, ...]) -> Pixel:
        colour, alpha = [part / most for part in pixel], 1.0
        if kind == PALETTE:
            colour = [part / 255 for part in palette[pixel[0]]]
            alpha = alphas[pixel[0]] / 255 if pixel[0] < len(alphas) else 1.0
        elif kind in (GREY_ALPHA, RGB_ALPHA):
            *colour, alpha = colour
        if pixel == key:
            alpha = 0.0
        shown = told.seen(tuple(colour * 3 if len(colour) == 1 else colour))
        return tuple(alpha * part + (1 - alpha) * 255 for part in shown)

    data = png(kind, depth, rows, before=before, interlaced=draw(st.booleans()))
    expected = [seen(pixel) for row in rows for pixel in row]
    return Case(data, expected, f"kind {kind}, {depth} bits, {name}, {few[:3]}, key {key}")


@given(cases())
def test_a_png_of_any_kind_is_sent_as_the_standard_says_it_is_seen(case: Case) -> None:
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        path = Path(file.name)
        path.write_bytes(case.data)
        found = sent(path, WIDTH, HEIGHT)

        assert farthest(case.expected, pixels(found)) <= 4, case.what
        with Image.open(io.BytesIO(preview(path, Fit(), Size(WIDTH, HEIGHT)))) as shown:
            assert pixels(found) == pixels(shown.convert("RGB"))


def test_all_sixteen_bits_of_a_colour_beyond_srgb_are_used(tmp_path: Path) -> None:
    """It is the small difference of large numbers: of their first eight bits alone one step is up to 15 of ours."""
    told = COLOURED["P3 by profile"]
    rows = [[(12_000 + 37 * number, 28_000 + 61 * number, 20_000) for number in range(96)]]
    (tmp_path / "a.png").write_bytes(png(RGB, 16, rows, before=told.chunks))

    expected = [told.seen(tuple(part / 65535 for part in pixel)) for pixel in rows[0]]
    assert farthest(expected, pixels(sent(tmp_path / "a.png", 96, 1))) <= 2


def test_a_curve_by_parameters_is_read_as_its_profile_means_it(tmp_path: Path) -> None:
    """sRGB's own profile, as many programs write it."""
    own = icc_chunk(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    rows = [[(600 * number, 65_535 - 600 * number, 300 * number) for number in range(96)]]
    (tmp_path / "a.png").write_bytes(png(RGB, 16, rows, before=own))

    expected = [tuple(part / 257 for part in pixel) for pixel in rows[0]]
    assert farthest(expected, pixels(sent(tmp_path / "a.png", 96, 1))) <= 1


NAMED = ("the first", "the second", "none of them")
KEYED = [(kind, depth, named) for kind in (GREY, RGB) for depth in DEPTHS[kind] for named in NAMED[: 2 + (depth > 1)]]


@rows(("kind", "depth", "named"), KEYED)
def test_the_one_colour_that_is_see_through_is_that_one_alone(kind: int, depth: int, named: str) -> None:
    """In 16 bits its nearest neighbour is another one; a colour that no pixel has takes nothing away."""
    most = 2**depth - 1
    levels = {"the first": most, "the second": most - 1, "none of them": most // 3}
    first, second, key = ((levels[each],) * CHANNELS[kind] for each in (*NAMED[:2], named))
    before = chunk(b"tRNS", struct.pack(f">{len(key)}H", *key))

    picture = decode(png(kind, depth, [[first, second]], before=before)).pixels

    assert [0 if pixel == key else 255 for pixel in (first, second)] == list(picture.getchannel("A").tobytes())


def test_of_the_see_through_colour_only_the_bits_count_that_the_picture_has() -> None:
    before = chunk(b"tRNS", struct.pack(">H", 0xFF03))

    assert [0, 255] == list(decode(png(GREY, 2, [[(3,), (1,)]], before=before)).pixels.getchannel("A").tobytes())


ROWS = [[((40 * x) % 256, (60 * y) % 256, 90) for x in range(WIDTH)] for y in range(HEIGHT)]
EXPECTED = [tuple(float(part) for part in pixel) for row in ROWS for pixel in row]
WHOLE = png(RGB, 8, ROWS)
PACKED = zlib.compress(packed_rows(8, ROWS))
HEAD = START + chunk(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0))
STORED = zlib.compress(packed_rows(8, ROWS), 0)
LONG = bytes(range(256)) * 8192

TAKEN = {
    "a text with a wrong sum": png(RGB, 8, ROWS, before=chunk(b"tEXt", b"Comment\0a", check=7)),
    "two megabytes of text": png(RGB, 8, ROWS, before=chunk(b"zTXt", b"a\0\0" + zlib.compress(LONG))),
    "two megabytes of XMP": png(
        RGB, 8, ROWS, before=chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(LONG))
    ),
    "a text that is damaged": png(RGB, 8, ROWS, before=chunk(b"zTXt", b"a\0\0nonsense")),
    "a profile of two megabytes": png(
        RGB, 8, ROWS, before=chunk(b"iCCP", b"a\0\0" + zlib.compress((rgb_profile(SRGB, srgb_light) or b"") + LONG))
    ),
    "EXIF that is garbage": png(RGB, 8, ROWS, before=chunk(b"eXIf", b"II*\0\xff\xff\xff\xffgarbage")),
    "EXIF that turns about a wrong sum": png(RGB, 8, ROWS, before=chunk(b"eXIf", b"MM\0*" + bytes(40), check=1)),
    "times, sizes and histograms": png(
        RGB, 8, ROWS, before=chunk(b"pHYs", b"x"), after=chunk(b"tIME", b"") + chunk(b"xxXx", b"?")
    ),
    "colours told after the picture": png(RGB, 8, ROWS, after=chunk(b"cICP", bytes((9, 16, 0, 1)))),
    "no end": WHOLE[:-12],
    "no end and no sum": WHOLE[:-16],
    "an end that is cut": WHOLE[:-5],
    "junk after the end": WHOLE + b"junk" * 20,
    "junk instead of the end": WHOLE[:-12] + b"\0\0\0\0????",
    "rows that are whole, without their sum": HEAD + chunk(b"IDAT", STORED[:-4]),
    "many small pieces": HEAD
    + b"".join(chunk(b"IDAT", PACKED[at : at + 5]) for at in range(0, len(PACKED), 5))
    + chunk(b"IEND"),
}
REFUSED = {
    "half of its bytes": WHOLE[: len(WHOLE) - 12 - len(PACKED) // 2],
    "rows that are not whole": HEAD + chunk(b"IDAT", STORED[:-40]),
    "rows that are not whole, and an end": HEAD
    + chunk(b"IDAT", zlib.compress(packed_rows(8, ROWS[:3])))
    + chunk(b"IEND"),
    "a picture with a wrong sum": HEAD + chunk(b"IDAT", PACKED, check=3) + chunk(b"IEND"),
    "a size with a wrong sum": START + chunk(b"IHDR", bytes(13), check=3) + WHOLE[33:],
    "no size": START + WHOLE[33:],
    "no picture": HEAD + chunk(b"IEND"),
    "nothing more": HEAD,
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_no_part_of_the_picture_does_not_keep_it_from_being_taken(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.png").write_bytes(TAKEN[name])

    assert ImageVerdict.OK is inspect(InputImage(path=tmp_path / "a.png")).verdict
    assert farthest(EXPECTED, pixels(sent(tmp_path / "a.png", WIDTH, HEIGHT))) <= 1


@pytest.mark.parametrize("name", REFUSED)
def test_a_picture_of_which_a_part_is_missing_or_damaged_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.png").write_bytes(REFUSED[name])

    assert ImageVerdict.UNREADABLE is inspect(InputImage(path=tmp_path / "a.png")).verdict
    with pytest.raises(MediaError):
        sent(tmp_path / "a.png", WIDTH, HEIGHT)


CUT = "The end of this picture is missing. Save it again and drop the new file."


@pytest.mark.parametrize("name", ["half of its bytes", "rows that are not whole", "nothing more"])
def test_that_its_end_is_missing_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.png").write_bytes(REFUSED[name])

    assert CUT == str(inspect(InputImage(path=tmp_path / "a.png")).detail)
    with pytest.raises(MediaError, match=CUT):
        preview(tmp_path / "a.png", Fit(), Size(WIDTH, HEIGHT))


def test_of_an_animation_the_first_picture_is_sent(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("teal", "orange", "black")]
    for name in ("a.png", "a.webp"):
        frames[0].save(tmp_path / name, save_all=True, append_images=frames[1:], lossless=True)

        assert farthest([(0, 128, 128)] * 1024, pixels(sent(tmp_path / name, 32, 32))) <= 2


@pytest.mark.parametrize("transfer", [16, 18], ids=["PQ", "HLG"])
def test_a_high_dynamic_range_by_numbers_is_brought_into_that_of_the_screen(tmp_path: Path, transfer: int) -> None:
    """Half of all codes is much brighter than the half of sRGB, or about as bright; the highest are white."""
    rows = [[(128,) * 3, (255,) * 3, (0,) * 3]]
    (tmp_path / "a.png").write_bytes(png(RGB, 8, rows, before=chunk(b"cICP", bytes((9, transfer, 0, 1)))))

    grey, white, black = pixels(sent(tmp_path / "a.png", 3, 1))

    assert abs(grey[0] - {16: 178, 18: 137}[transfer]) <= 3
    assert ((255,) * 3, (0,) * 3) == (white, black)


def test_numbers_that_keep_away_from_the_edges_are_stretched() -> None:
    made = by_numbers(1, 13, full_range=False)
    assert made is not None
    picture = Image.new("RGB", (1, 1), (16, 126, 235))

    seen = ImageCms.profileToProfile(picture, io.BytesIO(made), ImageCms.createProfile("sRGB"), outputMode="RGB")

    assert seen is not None
    assert farthest([(0, 128, 255)], pixels(seen)) <= 2


def nearly_too_much(part: bytes) -> bytes:
    return part * (49_000_000 // len(part))


BOMBS: dict[str, Callable[[], bytes]] = {
    "chunks without end": lambda: HEAD + nearly_too_much(chunk(b"teXt")),
    "empty pieces of the picture": lambda: HEAD + nearly_too_much(chunk(b"IDAT")),
    "rows without end": lambda: HEAD + chunk(b"IDAT", zlib.compress(bytes(1 << 28), 9)) + chunk(b"IEND"),
    "a JPEG of nothing but marks": lambda: b"\xff\xd8" + nearly_too_much(b"\xff\xe0\0\2"),
    "a JPEG of nothing but beginnings of marks": lambda: b"\xff\xd8" + nearly_too_much(b"\xff"),
    "a JPEG of marks to start again": lambda: (
        b"\xff\xd8\xff\xc0\0\x0b\x08\0\x10\0\x10\1\1\x11\0" + nearly_too_much(b"\xff\xd0")
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_file_made_to_be_taken_apart_for_ever_is_judged_soon(tmp_path: Path, name: str) -> None:
    """Within the half minute of processor time that the child has: looking back at each byte would take hours."""
    (tmp_path / "a.png").write_bytes(BOMBS[name]())

    assert inspect_in_child(InputImage(path=tmp_path / "a.png")).detail != message(
        "It crashes the program that opens it."
    )


@given(
    st.sampled_from([START, HEAD, b"\xff\xd8\xff", b"Exif\0\0II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"]),
    st.binary(max_size=300),
)
def test_no_bytes_are_too_strange_to_be_taken_apart(start: bytes, rest: bytes) -> None:
    data = start + rest

    assert 1 <= read_exif(data).orientation <= 8
    assert has_end(data) in (True, False)
    assert has_all_scans(data) in (True, False)
    with contextlib.suppress(ValueError, CutPngError):
        assert read_png(data, 1 << 16).data.startswith(START)
