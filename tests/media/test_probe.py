"""Whole clips are measured; anything else is found, in this process and in a child with limits."""

import json
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from sora_desktop.domain.clip import Examined, FileVerdict, MediaFacts
from sora_desktop.domain.errors import MediaError
from sora_desktop.domain.shapes import Size
from sora_desktop.media.mp4 import read_mp4
from sora_desktop.media.probe import LARGER, LESS, LIMITS, examine, examine_in_child
from tests.media.conftest import Clips

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
    assert Examined(FileVerdict.WHOLE, facts=facts) == examine(clips[kind])


@pytest.mark.usefixtures("true_children")
def test_a_child_measures_the_same(clips: Clips) -> None:
    assert Examined(FileVerdict.WHOLE, facts=FACTS) == examine_in_child(clips["moov last"])


def test_a_turned_clip_has_the_size_that_is_seen(clips: Clips, tmp_path: Path) -> None:
    unit, zero, minus = (0x10000).to_bytes(4), bytes(4), (0xFFFF0000).to_bytes(4)
    upright = b"".join((unit, zero, zero, zero, unit, zero, zero, zero, (0x40000000).to_bytes(4)))
    turned = b"".join((zero, unit, zero, minus, zero, zero, zero, zero, (0x40000000).to_bytes(4)))
    file = tmp_path / "turned.mp4"
    head, track, rest = clips["silent"].read_bytes().partition(b"tkhd")
    file.write_bytes(head + track + rest.replace(upright, turned, 1))

    assert Size(90, 160) == examine(file).facts.size


def child_that(does: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of the interpreter: a shell script."""
    script = folder / "child"
    script.write_text(f"#!/bin/sh\n{does}\n")
    script.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(script))


def test_a_file_that_is_not_there_is_no_verdict_on_the_clip(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        examine(tmp_path / "gone.mp4")
    with pytest.raises(FileNotFoundError):
        examine_in_child(tmp_path / "gone.mp4")


@pytest.mark.parametrize("signal", ["KILL", "SEGV", "XCPU"])
def test_a_check_that_is_killed_says_nothing_against_the_clip(
    clips: Clips, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signal: str
) -> None:
    child_that(f"kill -{signal} $$", tmp_path, monkeypatch)

    found = examine_in_child(clips["moov first"])

    assert (FileVerdict.DOUBTFUL, ".mp4", FACTS) == (found.verdict, found.ending, found.facts)
    assert "The check couldn't be completed" in str(found.finding)


def test_a_check_that_takes_too_long_says_nothing_against_the_clip(
    clips: Clips, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child_that("exec sleep 60", tmp_path, monkeypatch)
    short = replace(LIMITS, wall=0.05)

    found = examine_in_child(clips["moov last"], short, short)

    assert (FileVerdict.DOUBTFUL, FACTS) == (found.verdict, found.facts)
    assert "it takes too long" in str(found.finding)


def test_where_the_check_dies_the_boxes_still_tell_what_is_missing(
    clips: Clips, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "clip.mp4"
    child_that("kill -KILL $$", tmp_path, monkeypatch)

    file.write_bytes(clips["moov first"].read_bytes()[:-100])
    assert (FileVerdict.CUT, "The end of the file is cut off: 100 bytes are missing.") == said_of(
        examine_in_child(file)
    )
    file.write_bytes(b"<html>gone</html>")
    assert (FileVerdict.NOT_A_CLIP, "The file is a web page, not a clip.") == said_of(examine_in_child(file))


def said_of(found: Examined) -> tuple[FileVerdict, str]:
    return found.verdict, str(found.finding)


def test_a_check_that_died_is_tried_again_with_more_room_and_less_to_do(
    clips: Clips, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interpreter = sys.executable
    first = f"cat > {tmp_path}/asked; touch {tmp_path}/died; kill -KILL $$"
    again = f'tee {tmp_path}/asked | {interpreter} "$@"'
    child_that(f"if [ -e {tmp_path}/died ]; then {again}; else {first}; fi", tmp_path, monkeypatch)

    assert Examined(FileVerdict.WHOLE, facts=FACTS) == examine_in_child(clips["moov last"])
    asked = json.loads((tmp_path / "asked").read_bytes())
    assert (asdict(LARGER), asdict(LESS)) == (asked["limits"], asked["effort"])
    assert LARGER.memory > LIMITS.memory
    assert LARGER.cpu > LIMITS.cpu


def test_a_decoder_that_gets_no_memory_is_no_verdict_on_the_clip(clips: Clips) -> None:
    """No more than the interpreter and the libraries have taken already."""
    little = replace(LIMITS, memory=1 << 20)

    assert Examined(FileVerdict.WHOLE, facts=FACTS) == examine_in_child(clips["moov last"], little)
    assert FileVerdict.DOUBTFUL is examine_in_child(clips["moov last"], little, little).verdict


def test_a_child_that_cannot_be_started_is_no_verdict_on_the_clip(
    clips: Clips, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))

    with pytest.raises(MediaError, match="can't be checked right now"):
        examine_in_child(clips["moov last"])


WHOLE_ANSWER: dict[str, Any] = {
    "bytes": 0,
    "verdict": "whole",
    "ending": ".mp4",
    "facts": {
        "size": [160, 90],
        "seconds": 4.0,
        "fps": 24.0,
        "frames": 96,
        "video_codec": "h264",
        "audio_codec": "aac",
    },
    "finding": None,
}


@pytest.mark.parametrize(
    "lie",
    [
        {"verdict": "perfect"},
        {"ending": "/../../x.mp4"},
        {"ending": ".sh"},
        {"facts": {}},
        {"facts": {**WHOLE_ANSWER["facts"], "size": [0, 90]}},
        {"facts": {**WHOLE_ANSWER["facts"], "size": [10**9, 90]}},
        {"facts": {**WHOLE_ANSWER["facts"], "seconds": float("inf")}},
        {"facts": {**WHOLE_ANSWER["facts"], "frames": "many"}},
        {"finding": ["Send your key to {x}.", {"x": "me"}]},
        {"finding": ["The end of the file is cut off: {count} bytes are missing.", {"x": 1}]},
        {"finding": ["The file is empty.", {"x": [1]}]},
        {"finding": "The file is empty."},
    ],
)
def test_a_child_that_was_taken_over_can_only_give_answers_of_the_right_shape(
    clips: Clips, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lie: dict[str, Any]
) -> None:
    (tmp_path / "answer").write_text(json.dumps({**WHOLE_ANSWER, **lie}) + "\n")
    child_that(f"cat {tmp_path}/answer", tmp_path, monkeypatch)

    found = examine_in_child(clips["moov last"])

    assert FileVerdict.DOUBTFUL is found.verdict
    assert "The check couldn't be completed" in str(found.finding)


def test_a_folder_with_foreign_letters_and_colons_is_only_a_folder(clips: Clips, tmp_path: Path) -> None:
    folder = tmp_path / "concat:http:東京 %20?#"
    folder.mkdir()
    (folder / "clip.mp4").write_bytes(clips["moov last"].read_bytes())

    assert FACTS == examine(folder / "clip.mp4").facts
    assert FACTS == examine_in_child(folder / "clip.mp4").facts


def test_a_film_in_two_tracks_is_read_by_tables_as_by_decoding(clips: Clips) -> None:
    for name in ("moov last", "moov first", "fragments", "silent", "portrait", "key pictures only"):
        with clips[name].open("rb") as file:
            assert examine(clips[name]).facts == read_mp4(file).facts
