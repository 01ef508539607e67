"""Whole clips are measured; anything else is found, in this process and in a child with limits."""

import sys
from pathlib import Path

import pytest

from sora_desktop.domain.catalog import Size
from sora_desktop.domain.clip import FileVerdict, MediaFacts
from sora_desktop.domain.errors import MediaError, NotAVideoError
from sora_desktop.media.boxes import check_boxes
from sora_desktop.media.probe import examine, examine_in_child, probe, probe_in_child
from tests.media.clips import make_sound
from tests.media.conftest import Clips

CUTS = 60
FACTS = MediaFacts(Size(160, 90), 4.0, 24.0, 96, "h264", "aac")


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("moov last", FACTS),
        ("moov first", FACTS),
        ("fragments", FACTS),
        ("one group", FACTS),
        ("key pictures only", FACTS),
        ("silent", MediaFacts(Size(160, 90), 4.0, 24.0, 96, "h264", None)),
        ("portrait", MediaFacts(Size(90, 160), 4.0, 24.0, 96, "h264", "aac")),
    ],
)
def test_a_whole_clip_is_measured(clips: Clips, kind: str, facts: MediaFacts) -> None:
    assert facts == probe(clips[kind])


def test_a_child_measures_the_same(clips: Clips) -> None:
    assert FACTS == probe_in_child(clips["moov last"])


@pytest.mark.parametrize("kind", ["moov last", "moov first"])
def test_a_clip_that_was_cut_anywhere_is_found(clips: Clips, kind: str, tmp_path: Path) -> None:
    whole = clips[kind].read_bytes()
    lengths = [len(whole) * number // CUTS for number in range(CUTS)] + [len(whole) - 1]
    cut, taken = tmp_path / "cut.mp4", []

    for length in lengths:
        cut.write_bytes(whole[:length])
        try:
            taken.append((length, probe(cut)))
        except NotAVideoError:
            continue

    assert [] == taken


@pytest.mark.parametrize("kind", ["moov last", "moov first"])
def test_a_clip_that_was_cut_and_filled_up_with_zeros_is_found(clips: Clips, kind: str, tmp_path: Path) -> None:
    whole = clips[kind].read_bytes()
    filled, taken = tmp_path / "filled.mp4", []

    for length in [len(whole) * number // 20 for number in range(19)]:
        filled.write_bytes(whole[:length] + bytes(len(whole) - length))
        try:
            taken.append((length, probe(filled)))
        except NotAVideoError:
            continue

    assert [] == taken


def test_tables_that_point_past_the_pictures_are_found(clips: Clips, tmp_path: Path) -> None:
    whole = clips["moov first"].read_bytes()
    start = next(box.start for box in check_boxes(clips["moov first"]) if box.kind == "mdat")
    short = tmp_path / "short.mp4"
    short.write_bytes(whole[:start] + (500).to_bytes(4) + b"mdat" + whole[start + 8 : start + 500])

    with pytest.raises(NotAVideoError):
        probe(short)


def test_a_turned_clip_has_the_size_that_is_seen(clips: Clips, tmp_path: Path) -> None:
    unit, zero, minus = (0x10000).to_bytes(4), bytes(4), (0xFFFF0000).to_bytes(4)
    upright = b"".join((unit, zero, zero, zero, unit, zero, zero, zero, (0x40000000).to_bytes(4)))
    turned = b"".join((zero, unit, zero, minus, zero, zero, zero, zero, (0x40000000).to_bytes(4)))
    file = tmp_path / "turned.mp4"
    head, track, rest = clips["silent"].read_bytes().partition(b"tkhd")
    file.write_bytes(head + track + rest.replace(upright, turned, 1))

    assert Size(90, 160) == probe(file).size


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.mp4", b"<!DOCTYPE html><title>Sign in</title>" * 100),
        ("error.mp4", b'{"error": {"message": "gone"}}'),
        ("list.mp4", b"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nfile:///etc/passwd\n"),
        ("concat.mp4", b"ffconcat version 1.0\nfile /etc/passwd\n"),
        ("picture.mp4", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        ("empty.mp4", b""),
    ],
)
def test_another_thing_with_the_name_of_a_clip_is_found(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)

    with pytest.raises(NotAVideoError):
        probe(tmp_path / name)
    with pytest.raises(NotAVideoError):
        probe_in_child(tmp_path / name)


def test_a_clip_without_a_picture_is_no_video(tmp_path: Path) -> None:
    with pytest.raises(NotAVideoError, match="no picture"):
        probe(make_sound(tmp_path / "sound.mp4"))


def test_a_file_that_is_not_there_is_no_verdict_on_the_clip(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        probe(tmp_path / "gone.mp4")
    with pytest.raises(MediaError, match="No such file"):
        probe_in_child(tmp_path / "gone.mp4")


def test_a_check_that_takes_too_long_is_ended(clips: Clips) -> None:
    with pytest.raises(NotAVideoError, match="takes too long"):
        probe_in_child(clips["moov last"], wall_seconds=0.001)


def test_a_child_that_dies_costs_only_itself(clips: Clips, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dying = tmp_path / "dying"
    dying.write_text("#!/bin/sh\nkill -SEGV $$\n")
    dying.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(dying))

    with pytest.raises(NotAVideoError, match="brings down"):
        probe_in_child(clips["moov last"])


def test_a_child_that_cannot_be_started_is_no_verdict_on_the_clip(
    clips: Clips, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))

    with pytest.raises(MediaError, match="cannot be checked now"):
        probe_in_child(clips["moov last"])


def test_a_folder_with_foreign_letters_and_colons_is_only_a_folder(clips: Clips, tmp_path: Path) -> None:
    folder = tmp_path / "concat:http:東京 %20?#"
    folder.mkdir()
    (folder / "clip.mp4").write_bytes(clips["moov last"].read_bytes())

    assert FACTS == probe(folder / "clip.mp4")
    assert FACTS == probe_in_child(folder / "clip.mp4")


def test_a_check_that_dies_says_nothing_against_a_whole_clip(
    clips: Clips, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dying = tmp_path / "dying"
    dying.write_text("#!/bin/sh\nkill -KILL $$\n")
    dying.chmod(0o700)
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(clips["moov first"].read_bytes()[:-100])
    monkeypatch.setattr(sys, "executable", str(dying))

    assert FileVerdict.DOUBTFUL == examine_in_child(clips["moov first"]).verdict
    assert FileVerdict.CUT == examine_in_child(cut).verdict


def test_the_judge_says_the_same_in_this_process_and_in_a_child(clips: Clips, tmp_path: Path) -> None:
    page = tmp_path / "page.mp4"
    page.write_bytes(b"<!DOCTYPE html>" * 100)

    for path, verdict in ((clips["moov last"], FileVerdict.WHOLE), (page, FileVerdict.NOT_A_CLIP)):
        assert verdict == examine(path).verdict
        assert examine(path) == examine_in_child(path)
