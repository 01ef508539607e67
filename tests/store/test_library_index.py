"""The library as a list that is there at once."""

import pytest

from sora_desktop.domain.clip import Clip, ClipLine
from sora_desktop.domain.library import LibraryAnswer, by_day, day_of
from sora_desktop.store.clip_tables import drop
from sora_desktop.store.clips import ClipStore
from sora_desktop.store.database import Database
from sora_desktop.store.library_index import read_first
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


def test_the_first_clips_have_what_a_card_shows_and_all_are_counted(database: Database, clips: list[Clip]) -> None:
    answer = read_first(database, 2)

    assert answer.lines == tuple(card(clip) for clip in clips[:2])
    assert (3, 3) == (answer.total, answer.count)
    assert answer.days == by_day([day_of(clip) for clip in clips])


def test_a_list_without_an_index_shows_its_first_page(database: Database, clips: list[Clip]) -> None:
    drop(database)
    answer = read_first(database, 2)

    assert (tuple(card(clip) for clip in clips[:2]), 2, 2) == (answer.lines, answer.total, answer.count)


@pytest.mark.parametrize("indexed", [True, False])
def test_a_row_that_cannot_be_read_spoils_no_other(database: Database, clips: list[Clip], *, indexed: bool) -> None:
    for document in ("{", "[]", '{"recipe": {"request": {"prompt": 5}}}'):
        database.execute("UPDATE clips SET document = ? WHERE id = ?", (document, clips[0].id))
        if not indexed:
            drop(database)

        lines = read_first(database, 3).lines

        assert lines == (ClipLine(clips[0].id, day_of(clips[0])), card(clips[1]), card(clips[2]))


def test_an_empty_library_has_no_lines(database: Database) -> None:
    assert LibraryAnswer() == read_first(database, 10)
