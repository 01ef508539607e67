"""Good clips as they come from the world are taken as they are, and measured as a player shows them."""

import io
import sys
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from sora_desktop.domain.clip import Examined, FileVerdict, MediaFacts
from sora_desktop.domain.errors import MediaError
from sora_desktop.domain.shapes import Size
from sora_desktop.media import frames
from sora_desktop.media.frames import frame_png, thumbnail, thumbnail_in_child
from sora_desktop.media.mp4 import read_mp4
from sora_desktop.media.probe import examine, examine_in_child
from sora_desktop.media.watch import Effort
from tests.media import recipes as make
from tests.media.recipes import BLUE, BT601, BT709, GREEN, JPEG_RANGE, MPEG_RANGE, RED, SIZE, YELLOW

FACTS = MediaFacts(Size(*SIZE), 2.0, 24.0, 48, "h264", "aac")
SILENT = MediaFacts(Size(*SIZE), 2.0, 24.0, 48, "h264", None)
TITLE = "A fox in the snow"


def titled(encoding: str) -> bytes:
    """A title and a handler's name in another encoding."""
    data = make.film(tags={"title": "x" * 24})
    foreign = "雪中的狐狸 Füchse"[: 5 if encoding != "latin-1" else None]
    text = (foreign if encoding != "latin-1" else "Füchse im Schnee, größer").encode(encoding, "replace")[:24]
    return data.replace(b"x" * 24, text.ljust(24)).replace(b"VideoHandler", text[:12].ljust(12))


def with_fragments(flags: str) -> bytes:
    return make.film(movflags=flags)


WHOLE: dict[str, tuple[Callable[[], bytes], MediaFacts]] = {
    "the tables last": (make.base, FACTS),
    "the tables first": (make.ready, FACTS),
    "without sound": (lambda: make.film(sound=None), SILENT),
    "a title in GBK": (lambda: titled("gbk"), FACTS),
    "a title in Shift-JIS": (lambda: titled("shift-jis"), FACTS),
    "a title in Latin-1": (lambda: titled("latin-1"), FACTS),
    "a title in UTF-16": (lambda: titled("utf-16"), FACTS),
    "a title that is no text": (lambda: make.base().replace(b"VideoHandler", bytes(range(0xF4, 0x100))), FACTS),
    "copied from the middle of a group": (
        lambda: make.copied_from(make.film(count=72), 0.5),
        MediaFacts(Size(*SIZE), 2.5, 24.0, 60, "h264", "aac"),
    ),
    "shown from its second group on": (
        lambda: make.edited(make.film(count=72), 1, 2),
        FACTS,
    ),
    "shown from the middle of its only group on": (
        lambda: make.edited(make.film(group=1000), 0.5, 1.5),
        MediaFacts(Size(*SIZE), 1.5, 24.0, 36, "h264", "aac"),
    ),
    "open groups, and a last one of a single picture": (
        lambda: make.film(
            codec="libx265",
            count=49,
            options={"x265-params": "log-level=none:keyint=24:min-keyint=24:open-gop=1:bframes=3:scenecut=0"},
        ),
        MediaFacts(Size(*SIZE), 49 / 24, 24.0, 49, "hevc", "aac"),
    ),
    "open groups of H.264": (
        lambda: make.film(count=49, options={"x264-params": "open-gop=1:scenecut=0:keyint=24:min-keyint=24"}),
        MediaFacts(Size(*SIZE), 49 / 24, 24.0, 49, "h264", "aac"),
    ),
    "no key picture but the first": (
        lambda: make.film(options={"x264-params": "intra-refresh=1:keyint=24"}),
        FACTS,
    ),
    "ten bits": (lambda: make.film(pixels="yuv420p10le"), FACTS),
    "AV1": (
        lambda: make.film(codec="libsvtav1"),
        MediaFacts(Size(*SIZE), 2.0, 24.0, 48, "av1", "aac"),
    ),
    "VP9 in an MP4": (
        lambda: make.film(codec="libvpx-vp9"),
        MediaFacts(Size(*SIZE), 2.0, 24.0, 48, "vp9", "aac"),
    ),
    "a newline after it": (lambda: make.base() + b"\n", FACTS),
    "text after it": (lambda: make.base() + b"\r\n--boundary--\r\n", FACTS),
    "an ID3 tag after it": (lambda: make.base() + b"TAG" + b"title".ljust(125), FACTS),
    "zeros after it": (lambda: make.base() + bytes(4096), FACTS),
    "three zeros after it": (lambda: make.base() + bytes(3), FACTS),
    "other bytes after it": (lambda: make.base() + bytes(range(255, 0, -1)) * 9, FACTS),
    "a newline after its fragments": (lambda: make.fragments() + b"\n", FACTS),
    "`free` before it": (lambda: make.first_in(make.base(), make.box(b"free", bytes(100))), FACTS),
    "`wide` before it": (lambda: make.first_in(make.ready(), make.box(b"wide")), FACTS),
    "`skip` before it": (lambda: make.first_in(make.ready(), make.box(b"skip", b"x")), FACTS),
    "credentials before it": (lambda: make.first_in(make.base(), make.box(b"uuid", b"c2pa" * 500)), FACTS),
    "a box of its maker's own": (lambda: make.base() + make.box(b"sefd", b"maker" * 9), FACTS),
    "eight zeros at the end of its tables": (lambda: make.grown_moov(make.base(), bytes(8)), FACTS),
    "four zeros at the end of its tables": (lambda: make.grown_moov(make.ready(), bytes(4)), FACTS),
    "a © box and a zero tail": (
        lambda: make.grown_moov(make.base(), make.box(b"udta", make.box(b"\xa9nam", b"\0\4\0\0Film") + bytes(4))),
        FACTS,
    ),
    "fragments": (make.fragments, FACTS),
    "fragments behind a first part": (lambda: with_fragments("frag_keyframe"), FACTS),
    "fragments with an index": (lambda: with_fragments("dash+global_sidx+empty_moov"), FACTS),
    "fragments without offsets": (
        lambda: make.film(movflags="frag_keyframe+empty_moov+omit_tfhd_offset", sound=None),
        SILENT,
    ),
    "fragments for streaming": (lambda: with_fragments("cmaf+frag_keyframe+delay_moov"), FACTS),
    "pictures up to the end of the file": (lambda: make.endless_mdat(make.ready()), FACTS),
    "pictures in a long box": (lambda: make.long_mdat(make.base()), FACTS),
    "QuickTime's brand": (lambda: make.brand(make.base(), b"qt  "), FACTS),
    "the brand of a still picture": (lambda: make.brand(make.base(), b"heic"), FACTS),
    "handlers as QuickTime has them, in an MP4": (lambda: make.patched(make.base(), b"hdlr", 4, b"mhlr"), FACTS),
    "a brand that nobody knows": (lambda: make.brand(make.ready(), b"XyZ9"), FACTS),
    "no brand at all": (lambda: make.without(make.ready(), "ftyp"), FACTS),
    "pictures at uneven times": (
        lambda: make.film(times=[*range(24), *range(24, 96, 3)]),
        MediaFacts(Size(*SIZE), 95.0 / 48, 48 / (95.0 / 48), 48, "h264", "aac"),
    ),
    "pixels that are not square": (
        lambda: make.film(size=(240, 180), pixel_shape=Fraction(4, 3)),
        FACTS,
    ),
    "a small track before it": (
        lambda: make.two_tracks(make.film(size=(80, 48), sound=None), make.base()),
        SILENT,
    ),
    "a cover before it": (lambda: make.two_tracks(make.cover(), make.base()), SILENT),
    "a cover before it that is to be shown": (
        lambda: make.two_tracks(make.cover(), make.base(), shown=0),
        SILENT,
    ),
    "a cover among its tags": (lambda: make.with_cover(make.base()), FACTS),
    "sound that is longer than its pictures": (lambda: make.film(sound_lasts=2.9), FACTS),
    "sound that is longer than its pictures, in fragments": (
        lambda: make.film(movflags="frag_keyframe+empty_moov+default_base_moof", sound_lasts=2.9),
        FACTS,
    ),
    "a first picture that comes late": (lambda: make.film(muxing={"use_editlist": "0"}), FACTS),
    "turned by a quarter": (
        lambda: make.with_matrix(make.base(), 0, 1, -1, 0),
        MediaFacts(Size(*SIZE).turned(), 2.0, 24.0, 48, "h264", "aac"),
    ),
    "mirrored": (lambda: make.with_matrix(make.base(), 1, 0, 0, -1), FACTS),
    "a matrix that leaves nothing of a picture": (lambda: make.with_matrix(make.base(), 0, 1, 0, 0), FACTS),
    "a matrix of zeros": (lambda: make.with_matrix(make.base(), 0, 0, 0, 0, 0), FACTS),
}


@cache
def good(name: str) -> bytes:
    """One of these, made once."""
    return WHOLE[name][0]()


@pytest.fixture(params=WHOLE)
def whole(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, MediaFacts]:
    file = tmp_path / "clip.mp4"
    file.write_bytes(good(request.param))
    return file, WHOLE[request.param][1]


def test_a_good_clip_is_whole_and_measured_as_it_is_shown(whole: tuple[Path, MediaFacts]) -> None:
    file, facts = whole

    assert Examined(FileVerdict.WHOLE, ".mp4", facts) == examine(file)


@pytest.fixture(scope="session")
def one_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], Path]:
    """`one_file(data)`: a clip with this content."""
    folder = tmp_path_factory.mktemp("world")

    def write(data: bytes) -> Path:
        file = folder / f"{len(list(folder.iterdir()))}.mp4"
        file.write_bytes(data)
        return file

    return write


def test_a_child_says_the_same_of_a_good_clip(one_file: Callable[[bytes], Path]) -> None:
    file = one_file(make.edited(make.film(group=1000), 0.5, 1.5))

    assert examine(file) == examine_in_child(file)


def test_of_a_long_clip_the_beginning_and_the_end_are_decoded(one_file: Callable[[bytes], Path]) -> None:
    data = make.film(group=6, sound=None)
    damaged = bytearray(data)
    mdat = next(each for each in make.boxes(data) if each.kind == "mdat")
    little = Effort(pixels=4 * SIZE[0] * SIZE[1])

    assert Examined(FileVerdict.WHOLE, ".mp4", SILENT) == examine(one_file(data), little)
    damaged[mdat.end - 2000 : mdat.end] = bytes(range(250)) * 8
    assert "Some frames can't be decoded." == str(examine(one_file(bytes(damaged)), little).finding)


def test_the_middle_of_a_long_clip_is_read_but_not_decoded(one_file: Callable[[bytes], Path]) -> None:
    """So that a long one in 4K is checked in seconds."""
    data = bytearray(make.film(count=96, group=24, sound=None))
    middle = data.index(b"mdat") + 4 + (data.index(b"moov") - data.index(b"mdat")) // 2
    data[middle : middle + 300] = bytes(range(1, 151)) * 2
    damaged = one_file(bytes(data))

    assert FileVerdict.DOUBTFUL is examine(damaged).verdict
    assert FileVerdict.WHOLE is examine(damaged, Effort(pixels=8 * SIZE[0] * SIZE[1])).verdict


def colours(image: Image.Image) -> list[object]:
    """Of the quarters, far from their edges, in the order of RED, GREEN, BLUE and YELLOW."""
    width, height = image.size
    places = [(width * x // 20, height * y // 20) for y in (3, 17) for x in (3, 17)]
    return [image.convert("RGB").getpixel(place) for place in places]


def near(expected: list[tuple[int, int, int]], image: Image.Image, levels: int) -> bool:
    pairs = zip(expected, colours(image), strict=True)
    return all(
        isinstance(is_, tuple) and max(abs(a - b) for a, b in zip(want, is_, strict=True)) <= levels
        for want, is_ in pairs
    )


SEEN = {
    "turned by a quarter": [BLUE, RED, YELLOW, GREEN],
    "mirrored": [BLUE, YELLOW, RED, GREEN],
}
UPRIGHT = [RED, GREEN, BLUE, YELLOW]


@pytest.mark.parametrize("name", WHOLE)
def test_a_thumbnail_shows_what_a_player_shows(name: str, one_file: Callable[[bytes], Path], tmp_path: Path) -> None:
    facts = WHOLE[name][1]
    thumbnail(one_file(good(name)), tmp_path / "small.jpg", width=160)

    with Image.open(tmp_path / "small.jpg") as picture:
        assert facts.size is not None
        assert (160, round(160 * facts.size.height / facts.size.width)) == picture.size
        assert near(SEEN.get(name, UPRIGHT), picture, 12), colours(picture)


COLOURS: dict[str, Callable[[], bytes]] = {
    "BT.709": lambda: make.film(count=2),
    "BT.601": lambda: make.film(count=2, colours=(BT601, MPEG_RANGE)),
    "BT.709, the whole range": lambda: make.film(count=2, colours=(BT709, JPEG_RANGE)),
    "BT.709, ten bits": lambda: make.film(count=2, pixels="yuv420p10le"),
    "HEVC, ten bits": lambda: make.film(count=2, codec="libx265", pixels="yuv420p10le"),
    "AV1": lambda: make.film(count=2, codec="libsvtav1"),
    "VP9 in WebM": lambda: make.film(count=2, codec="libvpx-vp9", container="webm", sound="libopus"),
}


@pytest.mark.parametrize("name", COLOURS)
def test_the_colours_are_those_that_went_in(name: str, one_file: Callable[[bytes], Path]) -> None:
    picture = Image.open(io.BytesIO(frame_png(one_file(COLOURS[name]()), 0)))

    assert near(UPRIGHT, picture, 3), colours(picture)


@pytest.mark.parametrize(("height", "matrix"), [(180, BT601), (718, BT601), (720, BT709), (1080, BT709)])
def test_a_matrix_that_is_not_told_is_guessed_as_players_do(
    height: int, matrix: int, one_file: Callable[[bytes], Path]
) -> None:
    data = make.film(count=2, size=(320, height), colours=(matrix, MPEG_RANGE), told=False)

    picture = Image.open(io.BytesIO(frame_png(one_file(data), 0)))

    assert near(UPRIGHT, picture, 3), colours(picture)


@pytest.mark.parametrize(
    ("name", "seconds", "number"),
    [
        ("the tables last", 0.0, 0),
        ("the tables last", 1.03, 24),
        ("the tables last", 99.0, 47),
        ("copied from the middle of a group", 0.0, 12),
        ("copied from the middle of a group", 99.0, 71),
        ("shown from its second group on", 0.0, 24),
        ("shown from its second group on", 99.0, 71),
        ("shown from the middle of its only group on", 0.0, 12),
        ("open groups of H.264", 99.0, 48),
        ("open groups, and a last one of a single picture", 99.0, 48),
        ("fragments", 0.0, 0),
        ("a first picture that comes late", 0.0, 0),
        ("a first picture that comes late", 99.0, 47),
        ("pictures at uneven times", 1.26, 36),
    ],
)
def test_a_picture_that_is_hidden_is_never_shown(
    name: str, seconds: float, number: int, one_file: Callable[[bytes], Path]
) -> None:
    file = one_file(good(name))

    assert number == make.number_in(Image.open(io.BytesIO(frame_png(file, seconds))))


@pytest.mark.usefixtures("true_children")
def test_a_child_makes_the_same_thumbnail(one_file: Callable[[bytes], Path], tmp_path: Path) -> None:
    file = one_file(make.base())

    thumbnail(file, tmp_path / "here.jpg")
    thumbnail_in_child(file, tmp_path / "there.jpg")

    assert (tmp_path / "here.jpg").read_bytes() == (tmp_path / "there.jpg").read_bytes()


@pytest.mark.parametrize("curve", [16, 18])
def test_a_film_brighter_than_a_screen_is_brought_down_to_it(
    curve: int, one_file: Callable[[bytes], Path], tmp_path: Path
) -> None:
    """The white of paper: 58 % of the signal in PQ, 75 % in HLG."""
    data = make.bright_film(curve, {16: 0.58, 18: 0.75}[curve])

    thumbnail(one_file(data), tmp_path / "small.jpg")

    with Image.open(tmp_path / "small.jpg") as picture:
        levels = picture.convert("RGB").getpixel((99, 99))
        assert isinstance(levels, tuple)
        assert min(levels) > 225


def test_on_the_way_to_a_thumbnail_no_more_is_decoded_than_a_second_allows(
    one_file: Callable[[bytes], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "_PIXELS", 5 * SIZE[0] * SIZE[1])

    thumbnail(one_file(make.film(group=1000)), tmp_path / "small.jpg")

    with Image.open(tmp_path / "small.jpg") as picture:
        assert 4 == make.number_in(picture)


@pytest.mark.parametrize(
    ("does", "words"),
    [
        ("kill -SEGV $$", "crashes"),
        ("printf '{\"bytes\": 4}\\nEXIF'", "no picture"),
        ("printf '{\"bytes\": 0}\\n'", "no picture"),
        ('printf \'{"bytes": 0, "unusable": "It is odd."}\\n\'', "It is odd."),
    ],
)
def test_a_child_that_breaks_down_over_a_thumbnail_costs_a_thumbnail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str, words: str
) -> None:
    script = tmp_path / "child"
    script.write_text(f"#!/bin/sh\n{does}\n")
    script.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(script))

    with pytest.raises(MediaError, match=words):
        thumbnail_in_child(tmp_path / "clip.mp4", tmp_path / "small.jpg")
    assert [script] == list(tmp_path.iterdir())


def test_where_no_child_can_be_started_there_is_no_thumbnail_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))

    with pytest.raises(MediaError, match="can't be opened right now"):
        thumbnail_in_child(tmp_path / "clip.mp4", tmp_path / "small.jpg")


@pytest.mark.parametrize("name", [name for name in WHOLE if "square" not in name and "uneven" not in name])
def test_the_tables_alone_tell_nearly_the_same(name: str, one_file: Callable[[bytes], Path]) -> None:
    """What is known of a clip over which the check dies."""
    facts = WHOLE[name][1]
    with one_file(good(name)).open("rb") as file:
        told = read_mp4(file).facts

    assert (facts.size, facts.video_codec, facts.audio_codec) == (told.size, told.video_codec, told.audio_codec)
    assert abs(facts.seconds - told.seconds) < 0.05
    assert abs(facts.fps - told.fps) < 0.5
