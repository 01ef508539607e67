"""What a decoder gives becomes what a screen takes: in the colours that the film names, whatever its layout."""

import math
import struct
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_desktop.domain.errors import MediaError
from sora_desktop.domain.film import BT601, BT709, BT2020, HLG, PQ, ColourTags, RawPicture
from sora_desktop.media.colours import RgbConverter, is_wide, settled

WIDTH, HEIGHT = 34, 18
WEIGHTS = {BT709: (0.2126, 0.0722), BT601: (0.299, 0.114), BT2020: (0.2627, 0.0593)}
COLOURS = [(200, 40, 40), (40, 180, 60), (50, 70, 200), (220, 200, 60), (128, 128, 128), (255, 255, 255), (0, 0, 0)]
TO_BT2020 = ((0.6274, 0.3293, 0.0433), (0.0691, 0.9195, 0.0114), (0.0164, 0.0880, 0.8956))

Rgb = tuple[float, ...]


def codes(rgb: Rgb, colours: ColourTags, bits: int) -> tuple[int, int, int]:
    """The three numbers that stand for a colour of 0..1, by the standard's own formulas."""
    red_share, blue_share = WEIGHTS[colours.matrix]
    red, green, blue = rgb
    light = red_share * red + (1 - red_share - blue_share) * green + blue_share * blue
    blueness, redness = (blue - light) / (2 - 2 * blue_share), (red - light) / (2 - 2 * red_share)
    if colours.full_range:
        most, middle = 2**bits - 1, 2 ** (bits - 1)
        return (
            round(most * light),
            min(most, round(most * blueness) + middle),
            min(most, round(most * redness) + middle),
        )
    scale = 2 ** (bits - 8)
    return round(scale * (16 + 219 * light)), *(round(scale * (128 + 224 * part)) for part in (blueness, redness))


def raw(rgb: Rgb, layout: str, colours: ColourTags, *, longer: int = 0) -> RawPicture:
    """A picture of one colour, whose rows have so many bytes more than they need."""
    deep = layout.endswith("10le")
    light, blueness, redness = codes(rgb, colours, 10 if deep else 8)
    sample = "<H" if deep else "B"
    half = (WIDTH // 2, HEIGHT // 2)
    chroma: list[tuple[tuple[int, ...], int, int]] = [((blueness,), *half), ((redness,), *half)]
    if layout == "nv12":
        chroma = [((blueness, redness), *half)]
    planes = []
    for values, width, height in [((light,), WIDTH, HEIGHT), *chroma]:
        row = b"".join(struct.pack(sample, value) for value in values) * width + b"\xa5" * longer
        planes.append((memoryview(row * height), len(row)))
    return RawPicture(WIDTH, HEIGHT, layout, tuple(planes), colours)


def shown(picture: RawPicture, *, exact: bool = True) -> set[Rgb]:
    """The colours that come out: one and its neighbours, as FFmpeg dithers."""
    made = RgbConverter().convert(picture, exact)
    starts = [row * made.stride + 4 * x for row in range(picture.height) for x in range(picture.width)]
    return {tuple(made.pixels[start : start + 3])[::-1] for start in starts}


def far_off(expected: Rgb, colours: set[Rgb]) -> float:
    return max(abs(one - other) for colour in colours for one, other in zip(expected, colour, strict=True))


@pytest.mark.parametrize("rgb", COLOURS)
@pytest.mark.parametrize("full_range", [True, False])
@pytest.mark.parametrize("matrix", [BT709, BT601])
@pytest.mark.parametrize("layout", ["yuv420p", "nv12", "yuv420p10le"])
def test_a_colour_is_that_of_the_matrix_and_range_that_the_film_names(
    layout: str, matrix: int, full_range: bool, rgb: Rgb
) -> None:
    picture = raw(tuple(part / 255 for part in rgb), layout, ColourTags(matrix=matrix, full_range=full_range))

    assert far_off(rgb, shown(picture)) <= 2
    assert far_off(rgb, shown(picture, exact=False)) <= 4


@given(
    rgb=st.tuples(*[st.integers(0, 255)] * 3),
    longer=st.integers(0, 70),
    layout=st.sampled_from(["yuv420p", "nv12", "yuv420p10le"]),
    matrix=st.sampled_from([BT709, BT601]),
)
def test_any_colour_comes_out_as_it_went_in_however_long_the_rows_are(
    rgb: Rgb, longer: int, layout: str, matrix: int
) -> None:
    colours = ColourTags(matrix=matrix, full_range=False)

    picture = raw(tuple(part / 255 for part in rgb), layout, colours, longer=longer)

    assert far_off(rgb, shown(picture)) <= 2
    assert far_off(rgb, shown(picture, exact=False)) <= 4


@pytest.mark.parametrize(
    ("colours", "height", "expected"),
    [
        (ColourTags(), 719, ColourTags(matrix=BT601, full_range=False)),
        (ColourTags(), 720, ColourTags(matrix=BT709, full_range=False)),
        (ColourTags(matrix=BT601, full_range=True), 720, ColourTags(matrix=BT601, full_range=True)),
        (ColourTags(matrix=BT2020), 90, ColourTags(BT2020, matrix=BT2020, full_range=False)),
        (ColourTags(transfer=PQ), 90, ColourTags(BT2020, PQ, BT2020, full_range=False)),
        (ColourTags(1, HLG, 1, full_range=True), 90, ColourTags(1, HLG, 1, full_range=True)),
    ],
)
def test_what_a_film_leaves_open_is_answered_as_players_do(
    colours: ColourTags, height: int, expected: ColourTags
) -> None:
    assert expected == settled(colours, height)
    assert is_wide(expected) == (BT2020 in (expected.primaries, expected.matrix) or expected.transfer in (PQ, HLG))


def linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def pq(light: Rgb) -> Rgb:
    """White of the screen at 203 candelas of 10,000."""
    powers = [(max(part, 0) * 203 / 10_000) ** 0.1593017578125 for part in light]
    return tuple(((0.8359375 + 18.8515625 * part) / (1 + 18.6875 * part)) ** 78.84375 for part in powers)


def hlg(light: Rgb) -> Rgb:
    """The same of 1,000, through the curve that HLG has for its own screen."""
    shown_light = [part * 203 / 1000 for part in light]
    whole = 0.2627 * shown_light[0] + 0.678 * shown_light[1] + 0.0593 * shown_light[2]
    scene = [max(0.0, part * whole ** (-0.2 / 1.2)) for part in shown_light]
    return tuple(
        math.sqrt(3 * part) if part <= 1 / 12 else 0.17883277 * math.log(12 * part - 0.28466892) + 0.55991073
        for part in scene
    )


@pytest.mark.parametrize(("transfer", "curve"), [(PQ, pq), (HLG, hlg)], ids=["PQ", "HLG"])
def test_high_dynamic_range_is_brought_into_that_of_the_screen(transfer: int, curve: Callable[[Rgb], Rgb]) -> None:
    """Colours that the screen has come out roughly as they are, and what is brighter is white, not grey."""
    converter, colours = RgbConverter(), ColourTags(BT2020, transfer, BT2020, full_range=False)

    def brought(rgb: Rgb) -> set[Rgb]:
        light = [linear(part / 255) for part in rgb]
        wide = tuple(sum(share * part for share, part in zip(row, light, strict=True)) for row in TO_BT2020)
        made = converter.convert(raw(curve(wide), "yuv420p10le", colours), False)
        return {tuple(made.pixels[:3])[::-1]}

    assert [] == [rgb for rgb in COLOURS[:-1] if far_off(rgb, brought(rgb)) > 16]
    assert {(255, 255, 255)} == brought((430, 430, 430))


def test_rgb_is_taken_as_it_is() -> None:
    data = bytes((200, 40, 60, 255)) * (WIDTH * HEIGHT)

    for layout, expected in (("rgba", (200, 40, 60)), ("bgra", (60, 40, 200)), ("rgb0", (200, 40, 60))):
        picture = RawPicture(WIDTH, HEIGHT, layout, ((memoryview(data), 4 * WIDTH),), ColourTags())
        assert {expected} == shown(picture)


def test_a_layout_that_nobody_knows_and_planes_that_are_too_short_are_refused() -> None:
    plane = (memoryview(bytes(WIDTH * HEIGHT)), WIDTH)

    for layout, planes in (("no-such", (plane,)), ("yuv420p", (plane, plane)), ("yuv420p", ())):
        with pytest.raises(MediaError):
            RgbConverter().convert(RawPicture(WIDTH, HEIGHT, layout, planes, ColourTags()), True)
