"""The library as a list that is there at once."""

import time

import pytest

from sora_desktop.domain.clip import Clip, ClipLine
from sora_desktop.store.clips import ClipStore
from sora_desktop.store.database import Database
from sora_desktop.store.library_index import read_lines
from sora_desktop.store.paths import Paths
from tests.store import values


@pytest.fixture
def clips(database: Database, paths: Paths) -> list[Clip]:
    """Three clips, the newest first."""
    store = ClipStore(database, paths)
    for number in (2, 3, 1):
        store.add(values.clip(paths.root, number))
    return store.all()


def card(clip: Clip) -> ClipLine:
    day = clip.added_at.astimezone().date()
    return ClipLine(clip.id, day, clip.prompt, clip.media.seconds, clip.thumbnail_path)


def test_every_clip_has_a_line_and_the_first_have_what_a_card_shows(database: Database, clips: list[Clip]) -> None:
    lines = read_lines(database, 2)

    assert lines[:2] == [card(clip) for clip in clips[:2]]
    assert lines[2] == ClipLine(clips[2].id, clips[2].added_at.astimezone().date())


def test_a_row_that_cannot_be_read_spoils_no_other(database: Database, clips: list[Clip]) -> None:
    for document in ("{", "[]", '{"recipe": {"request": {"prompt": 5}}}'):
        database.execute("UPDATE clips SET document = ? WHERE id = ?", (document, clips[0].id))

        lines = read_lines(database, 3)

        assert lines == [ClipLine(clips[0].id, lines[0].day), card(clips[1]), card(clips[2])]


def test_an_empty_library_has_no_lines(database: Database) -> None:
    assert read_lines(database, 10) == []


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system has one time zone for all programs")
def test_days_are_those_of_this_place(database: Database, paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    clip = values.clip(paths.root, 1)
    ClipStore(database, paths).add(clip)
    days = set()
    for zone in ("UTC+12", "UTC-12"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        days.add(read_lines(database, 1)[0].day)
        assert read_lines(database, 1)[0].day == clip.added_at.astimezone().date()
    monkeypatch.undo()
    time.tzset()

    assert len(days) == 2
