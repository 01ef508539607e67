"""A clip that was cut is never taken for a whole one; a whole one that was padded, reordered or relabelled always is."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_desktop.domain.clip import FileVerdict
from sora_desktop.media import findings, tables
from sora_desktop.media.mp4 import read_mp4
from sora_desktop.media.probe import examine
from tests.hostile.examples import examples
from tests.media import recipes as make

WHOLE, DOUBTFUL, CUT = FileVerdict.WHOLE, FileVerdict.DOUBTFUL, FileVerdict.CUT
PLACES = 60


@cache
def layout(name: str) -> bytes:
    makers: dict[str, Callable[[], bytes]] = {
        "the tables last": lambda: make.film(count=30, group=10),
        "the tables first": lambda: make.film(count=30, group=10, movflags="faststart"),
        "fragments": lambda: make.film(count=30, group=10, movflags="frag_keyframe+empty_moov"),
        "fragments behind a first part": lambda: make.film(count=30, group=10, movflags="frag_keyframe"),
        "fragments with an index": lambda: make.film(count=30, group=10, movflags="dash+global_sidx+empty_moov"),
        "one group": lambda: make.film(count=30, group=99, movflags="faststart"),
        "no sound": lambda: make.film(count=30, group=10, movflags="faststart", sound=None),
    }
    return makers[name]()


LAYOUTS = [
    "the tables last",
    "the tables first",
    "fragments",
    "fragments behind a first part",
    "fragments with an index",
    "one group",
    "no sound",
]


def ends_of_fragments(data: bytes) -> set[int]:
    """Where nothing in the file itself tells that there was more."""
    return {box.end for box in make.boxes(data) if box.kind == "mdat"}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_clip_that_was_cut_anywhere_is_never_whole(name: str, tmp_path: Path) -> None:
    data, cut = layout(name), tmp_path / "cut.mp4"
    silent = ends_of_fragments(data) if name.startswith("fragments") else set()
    silent = {max(silent)} if "index" in name else silent
    lengths = {
        *(len(data) * number // PLACES for number in range(1, PLACES)),
        *range(1, 40),
        *range(len(data) - 9, len(data)),
    }
    lengths |= {end + more for box in make.boxes(data) for end in (box.start, box.end) for more in range(-9, 18)}
    wrong = []

    for length in sorted(each for each in lengths if 0 < each < len(data) and each not in silent):
        cut.write_bytes(data[:length])
        verdict = examine(cut).verdict
        if verdict is not CUT and (verdict is not DOUBTFUL or not name.startswith("fragments")):
            wrong.append((length, verdict))

    assert [] == wrong


@pytest.mark.parametrize("name", ["the tables first", "the tables last", "one group"])
def test_a_clip_that_was_cut_and_filled_up_with_zeros_is_known_as_cut(name: str, tmp_path: Path) -> None:
    data, filled = layout(name), tmp_path / "filled.mp4"
    media = next(box for box in make.boxes(data) if box.kind == "mdat")
    wrong = []

    for length in [media.start + media.length * number // 20 for number in range(1, 19)]:
        filled.write_bytes(data[:length] + bytes(len(data) - length))
        if (verdict := examine(filled).verdict) is not CUT:
            wrong.append((length, verdict))

    assert [] == wrong


def test_a_hole_is_known_although_a_decoder_hides_it(tmp_path: Path) -> None:
    data, file = bytearray(layout("no sound")), tmp_path / "hole.mp4"
    picture = data.index(b"mdat") + 4 + 750  # within the first picture, behind the encoder's long signature
    data[picture : picture + 128] = bytes(128)
    file.write_bytes(data)

    with av.open(str(file)) as container:
        assert 30 == len(list(container.decode(video=0)))
    found = examine(file)

    assert (CUT, "A part of the file never arrived: there are only zeros in its place.") == (
        found.verdict,
        str(found.finding),
    )


def fragmented(declared: float, told_by: str) -> bytes:
    """Fragments of 1.25 s, and a length that the tables declare."""
    ticks = round(declared * 1000).to_bytes(4)
    data = make.film(count=30, group=10, movflags="frag_keyframe+empty_moov+default_base_moof")
    if told_by == "mvhd":
        return make.patched(data, b"mvhd", 16, ticks)
    moov = next(box for box in make.boxes(data) if box.kind == "moov")
    extends = data.index(b"mvex") - 4
    length = int.from_bytes(data[extends : extends + 4])
    head = make.box(b"mehd", bytes(4) + ticks)
    inner = (length + 16).to_bytes(4) + b"mvex" + head
    outer = (moov.length + 16).to_bytes(4)
    return data[: moov.start] + outer + data[moov.start + 4 : extends] + inner + data[extends + 8 :]


@pytest.mark.parametrize("told_by", ["mvhd", "mehd"])
def test_fragments_that_end_before_the_length_that_is_declared_are_cut(told_by: str, tmp_path: Path) -> None:
    file = tmp_path / "fragments.mp4"
    whole = fragmented(1.25, told_by)
    file.write_bytes(whole)
    assert WHOLE is examine(file).verdict

    for end in sorted(ends_of_fragments(whole))[:-1]:
        file.write_bytes(whole[:end])
        found = examine(file)

        assert CUT is found.verdict
        assert "The file claims to be 1.2 s long, but only" in str(found.finding)


@pytest.mark.parametrize(("declared", "verdict"), [(3.9, WHOLE), (3.92, CUT)])
def test_a_film_may_be_two_pictures_shorter_than_its_muxer_says(
    declared: float, verdict: FileVerdict, tmp_path: Path
) -> None:
    """30 pictures, eight a second, of which the first is put off by two."""
    data = make.film(count=30, times=range(0, 180, 6), movflags="frag_keyframe+empty_moov", sound=None)
    file = tmp_path / "slow.mp4"
    file.write_bytes(make.patched(data, b"mvhd", 16, round(declared * 1000).to_bytes(4)))

    assert verdict is examine(file).verdict


def test_fragments_that_are_cut_inside_one_are_known_as_cut(tmp_path: Path) -> None:
    file, whole = tmp_path / "fragments.mp4", layout("fragments")

    for box in make.boxes(whole):
        file.write_bytes(whole[: box.end - 1])
        found = examine(file)

        assert (CUT, True) == (found.verdict, str(found.finding).startswith(findings.CUT_OFF.rstrip(".")))


def test_tables_that_are_cut_so_that_they_ask_for_endless_memory_are_known_as_cut(tmp_path: Path) -> None:
    """FFmpeg takes what is left of them at their word."""
    file, whole = tmp_path / "cut.mp4", layout("one group")
    for end in range(whole.index(b"stts"), whole.index(b"stts") + 12):
        file.write_bytes(whole[:end] + b"\0\x10")

        assert CUT is examine(file).verdict


@pytest.mark.parametrize("name", ["the tables first", "fragments", "one group"])
def test_of_a_cut_clip_what_came_is_measured(name: str, tmp_path: Path) -> None:
    file = tmp_path / "cut.mp4"
    file.write_bytes(layout(name)[: len(layout(name)) * 7 // 10])

    found = examine(file)

    assert (CUT, "h264", "320x180") == (found.verdict, found.facts.video_codec, str(found.facts.size))
    assert 0 < found.facts.frames < 30
    assert 0 < found.facts.seconds < 1.25


def test_a_part_that_no_film_needs_may_be_cut_off(tmp_path: Path) -> None:
    """Such as content credentials: nothing is missing to be seen, but the file is not as it was."""
    file = tmp_path / "clip.mp4"
    file.write_bytes(make.base() + make.box(b"uuid", b"c2pa" * 500)[:-1])

    found = examine(file)

    assert (DOUBTFUL, 48) == (found.verdict, found.facts.frames)
    assert "The last part claims to be longer than the file" in str(found.finding)


def test_tables_of_fragments_that_are_too_many_prove_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "fragments.mp4"
    file.write_bytes(fragmented(1.25, "mvhd"))
    monkeypatch.setattr(tables, "_FRAGMENTS_LIMIT", 1)

    assert WHOLE is examine(file).verdict
    with file.open("rb") as opened:
        assert 0 == read_mp4(opened).facts.frames


def test_fragments_behind_an_index_that_knows_of_more_are_cut(tmp_path: Path) -> None:
    file, whole = tmp_path / "fragments.mp4", layout("fragments with an index")

    for end in sorted(ends_of_fragments(whole))[:-1]:
        file.write_bytes(whole[:end])

        assert CUT is examine(file).verdict


def test_where_nothing_tells_that_there_was_more_the_length_that_came_is_told(tmp_path: Path) -> None:
    file, whole = tmp_path / "fragments.mp4", layout("fragments")
    file.write_bytes(whole[: min(ends_of_fragments(whole))])

    found = examine(file)

    assert (WHOLE, 10) == (found.verdict, found.facts.frames)


# Whatever is done to a good clip that leaves its pictures and its tables alone.

free = st.builds(make.box, st.sampled_from([b"free", b"skip", b"wide", b"uuid"]), st.binary(min_size=16, max_size=99))
tails = st.one_of(
    st.binary(max_size=60),
    st.just(b"\n"),
    st.integers(1, 9999).map(bytes),
    st.binary(max_size=9).map(lambda tag: b"TAG" + tag.ljust(125)),
    st.text(max_size=40).map(str.encode),
)
changes: st.SearchStrategy[Callable[[bytes], bytes]] = st.one_of(
    free.map(lambda more: lambda data: make.first_in(data, more)),
    free.map(lambda more: lambda data: data + more),
    st.integers(0, 12).map(lambda count: lambda data: make.grown_moov(data, bytes(count))),
    st.binary(max_size=30).map(
        lambda name: lambda data: make.grown_moov(data, make.box(b"udta", make.box(b"\xa9nam", name) + bytes(4)))
    ),
    st.binary(min_size=4, max_size=4).map(lambda name: lambda data: make.brand(data, name)),
    st.binary(min_size=12, max_size=12).map(lambda name: lambda data: data.replace(b"VideoHandler", name, 1)),
    st.just(make.tables_last),
    st.just(make.long_tables),
)


@examples(100)
@given(
    name=st.sampled_from(["the tables last", "the tables first", "one group", "no sound"]),
    done=st.lists(changes, max_size=4),
    tail=tails,
)
def test_a_good_clip_stays_whole_whatever_is_around_its_pictures(
    tmp_path_factory: pytest.TempPathFactory, name: str, done: list[Callable[[bytes], bytes]], tail: bytes
) -> None:
    data = layout(name)
    for change in done:
        data = change(data)
    file = tmp_path_factory.mktemp("changed") / "clip.mp4"
    file.write_bytes(data + tail)

    found = examine(file)

    assert WHOLE is found.verdict, found
    assert 30 == found.facts.frames


@examples(50)
@given(name=st.sampled_from(LAYOUTS), part=st.floats(0.0, 1.0), tail=st.binary(max_size=12))
def test_what_is_cut_from_a_clip_is_missed_whatever_comes_after(
    tmp_path_factory: pytest.TempPathFactory, name: str, part: float, tail: bytes
) -> None:
    data = layout(name)
    length = min(int(part * len(data)), len(data) - len(tail) - 1)
    if name.startswith("fragments") and any(0 <= length + 12 - end <= 36 for end in ends_of_fragments(data)):
        return
    file = tmp_path_factory.mktemp("cut") / "clip.mp4"
    file.write_bytes(data[:length] + tail)

    assert WHOLE is not examine(file).verdict


def test_tables_that_end_with_zeros_for_a_track_are_not_taken_for_all_of_them(tmp_path: Path) -> None:
    file = tmp_path / "no sound any more.mp4"
    data = make.tables_last(layout("the tables first"))
    sound = data.rindex(b"trak") - 4
    file.write_bytes(data[:sound] + bytes(len(data) - sound))

    found = examine(file)

    assert (DOUBTFUL, "There are only zeros where another track, such as the sound, may have been.") == (
        found.verdict,
        str(found.finding),
    )
