"""Files are whole or absent, and the names of clips are safe on every file system."""

import errno
import os
import re
import sys
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_desktop.base import atomic_files
from sora_desktop.domain.errors import DiskFullError, DownloadError, StorageError
from sora_desktop.store.files import (
    NAME_LIMIT,
    adopt,
    clip_file_name,
    free_bytes,
    keep_copy,
    write_atomically,
)
from tests.hostile.examples import examples
from tests.store.children import running
from tests.store.limits import no_file_longer_than
from tests.support.rows import rows

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
CLIP_ID = "0b9d3c1e-7a52-4f53-9a53-1f2e3d4c5b6a"
SAFE_NAME = re.compile(r"\d{4}-\d{2}-\d{2}_[^\\/:*?\"<>|\s.~$%&]+_[0-9a-z]{8}\.mp4")


@rows(
    ("prompt", "slug"),
    [
        ("A red kite over the sea", "A-red-kite-over-the-sea"),
        ("東京の夜、雨", "東京の夜-雨"),
        ("Ein Mädchen läuft", "Ein-Mädchen-läuft"),
        (unicodedata.normalize("NFD", "Mädchen"), "Mädchen"),
        ("हिन्दी में बारिश", "हिन्दी-में-बारिश"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Windows\\system32\\con", "C-Windows-system32-con"),
        ("CON", "CON"),
        ("nul.", "nul"),
        ("file.mp4:stream", "file-mp4-stream"),
        ("trailing dots... ", "trailing-dots"),
        ("a\0b\nc\td\x1b[31m", "a-b-c-d-31m"),
        ("invoice\u202e4pm.exe", "invoice-4pm-exe"),
        ("zero\u200bwidth\u2066joiner\ufeff", "zero-width-joiner"),
        ("filler\u3164\u115fhere", "filler-here"),
        ("\u0301\u0301mark first", "mark-first"),
        ("heart ❤\ufe0f and 🎈 balloon", "heart-and-balloon"),
        ("\ud800 half \udfff", "half"),
        ('$(rm -rf ~) `x` %PATH% & | ; * ? " < >', "rm-rf-x-PATH"),
        ("<img src=x onerror=alert(1)>", "img-src-x-onerror-alert-1"),
        ("-rf", "rf"),
        ("", "clip"),
        ("!!! ???", "clip"),
        ("🎈🎈🎈", "clip"),
        ("x" * 5000, "x" * 64),
        ("水" * 5000, "水" * 21),
        ("word " * 500, "-".join(["word"] * 13)),
    ],
)
def test_a_prompt_gives_a_name_of_plain_words(prompt: str, slug: str) -> None:
    assert f"2026-11-22_{slug}_3d4c5b6a.mp4" == clip_file_name(prompt, NOON, CLIP_ID)


@given(st.text(st.characters(), max_size=120), st.text(st.characters(), max_size=40))
@examples(100)
def test_whatever_is_prompted_the_name_is_safe(prompt: str, clip_id: str) -> None:
    name = clip_file_name(prompt, NOON, clip_id)

    assert SAFE_NAME.fullmatch(name)
    assert len(name.encode()) <= NAME_LIMIT
    assert all(char.isalnum() or unicodedata.category(char)[0] == "M" or char in "-_." for char in name)
    assert unicodedata.normalize("NFC", name) == name
    assert Path(name).name == name


def test_a_name_is_the_same_wherever_the_person_travels() -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    names = {
        clip_file_name("A kite", late.astimezone(timezone(timedelta(hours=hours))), CLIP_ID)
        for hours in (-11, 0, 9, 14)
    }

    assert {"2026-11-22_A-kite_3d4c5b6a.mp4"} == names


def test_two_clips_of_one_prompt_have_two_names() -> None:
    names = {clip_file_name("A kite", NOON, f"0198a3f2-7c5e-7d4b-8e21-00000000000{digit}") for digit in range(10)}

    assert 10 == len(names)


def test_the_written_file_is_there_and_nobody_elses(tmp_path: Path) -> None:
    write_atomically(tmp_path / "settings.json", b"new")

    assert [tmp_path / "settings.json"] == list(tmp_path.iterdir())
    assert b"new" == (tmp_path / "settings.json").read_bytes()
    assert 0o600 == (tmp_path / "settings.json").stat().st_mode & 0o777


def test_a_full_disk_leaves_the_old_file_and_no_rubbish(tmp_path: Path) -> None:
    target = tmp_path / "settings.json"
    write_atomically(target, b"old")

    with no_file_longer_than(100), pytest.raises(StorageError, match="too large"):
        write_atomically(target, b"new" * 1000)

    assert b"old" == target.read_bytes()
    assert [target] == list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="data folder can't be written") as caught:
        write_atomically(tmp_path / "gone" / "settings.json", b"new")

    assert "No such file or directory" == caught.value.detail


WRITER = """
import sys
from pathlib import Path
from sora_desktop.store.files import write_atomically
target, number = Path(sys.argv[1]), 0
while True:
    number += 1
    write_atomically(target, b"%d" % (number % 10) * 200_000)
    print(number, flush=True)
"""


def test_a_writer_that_is_killed_leaves_a_whole_file(tmp_path: Path) -> None:
    target = tmp_path / "file"
    with running(WRITER, target) as writer:
        assert ["1", "2", "3", "4", "5"] == [writer.line() for _ in range(5)]
        writer.kill()

    data = target.read_bytes()
    assert 200_000 == len(data)
    assert 1 == len(set(data))


def test_an_adopted_download_has_its_final_name_only(tmp_path: Path) -> None:
    (tmp_path / "incoming").mkdir()
    (tmp_path / "library").mkdir()
    part = tmp_path / "incoming" / "job.part"
    part.write_bytes(b"clip")

    adopt(part, tmp_path / "library" / "clip.mp4")

    assert not part.exists()
    assert b"clip" == (tmp_path / "library" / "clip.mp4").read_bytes()


def test_a_download_that_cannot_be_adopted_is_not_lost(tmp_path: Path) -> None:
    part = tmp_path / "job.part"
    part.write_bytes(b"clip")

    with pytest.raises(DownloadError, match=DownloadError.money):
        adopt(part, tmp_path / "gone" / "clip.mp4")

    assert b"clip" == part.read_bytes()


def test_a_full_disk_at_the_adoption_is_said_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = tmp_path / "job.part"
    part.write_bytes(b"clip")

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)

    with pytest.raises(DiskFullError):
        adopt(part, tmp_path / "clip.mp4")

    assert b"clip" == part.read_bytes()


def test_free_room_is_that_of_the_volume_even_before_the_folder_is_made(tmp_path: Path) -> None:
    assert free_bytes(tmp_path / "not" / "yet" / "made") > 0


def test_a_copy_of_an_unreadable_file_is_kept_beside_it(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_bytes(b"{")

    keep_copy(tmp_path / "settings.json")
    keep_copy(tmp_path / "not-there.json")

    assert b"{" == (tmp_path / "settings.json.unreadable").read_bytes()
    assert 2 == len(list(tmp_path.iterdir()))


def test_a_file_that_a_scanner_holds_gets_its_name_when_it_lets_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows lets nobody rename what a virus scanner has open; it has it for a moment."""
    part, final, refusals = tmp_path / "part", tmp_path / "final.mp4", [PermissionError(13, "in use")] * 9
    part.write_bytes(b"clip")
    rename = Path.replace

    def held(source: Path, target: Path) -> Path:
        if refusals:
            raise refusals.pop()
        return rename(source, target)

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(atomic_files, "_REPLACE_PAUSE", 0.0)
    monkeypatch.setattr(Path, "replace", held)
    adopt(part, final)

    assert (b"clip", []) == (final.read_bytes(), refusals)
