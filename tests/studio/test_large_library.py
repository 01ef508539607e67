"""A library too large to be read before the window stands."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sora_desktop.domain.clip import Clip
from sora_desktop.domain.events import ClipRemoved, ClipsRead, Event
from sora_desktop.store.clips import ClipStore
from sora_desktop.store.database import Database, open_database
from sora_desktop.store.paths import Paths
from sora_desktop.studio.event_bus import EventBus
from sora_desktop.studio.library.library import READ_AT_ONCE, Library
from tests.store import values
from tests.support.logs import ExpectedLogs

COUNT = 2 * READ_AT_ONCE + 5


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    made = Paths(tmp_path)
    made.make()
    return made


@pytest.fixture
def database(paths: Paths) -> Iterator[Database]:
    with closing(open_database(paths.ledger)) as opened:
        yield opened


@pytest.fixture
def clips(database: Database, paths: Paths) -> list[Clip]:
    """The clips of a large library, the newest first."""
    store, first = ClipStore(database, paths), values.clip(paths.root, 1)
    made = [
        replace(
            first,
            id=f"clip-{number}",
            path=first.path.with_name(f"{number}.mp4"),
            added_at=first.added_at - timedelta(seconds=number),
        )
        for number in range(COUNT)
    ]
    for clip in made:
        store._put(clip)
    return made


@pytest.fixture
def event_bus() -> EventBus:
    return EventBus()


@pytest.fixture
def library(database: Database, paths: Paths, event_bus: EventBus, clips: list[Clip]) -> Iterator[Library]:
    with ThreadPoolExecutor(1) as pool:
        yield Library(ClipStore(database, paths), paths, event_bus, pool)


async def test_the_newest_are_there_at_once_and_the_rest_follows_in_order(
    library: Library, event_bus: EventBus, clips: list[Clip]
) -> None:
    heard: list[Event] = []
    event_bus.subscribe(heard.append)
    assert library.clips() == tuple(clips[:READ_AT_ONCE])
    assert [line.id for line in library.unread()] == [clip.id for clip in clips[READ_AT_ONCE:]]

    await library.read_on()

    assert [clip for event in heard if isinstance(event, ClipsRead) for clip in event.clips] == clips[READ_AT_ONCE:]
    assert (library.clips(), library.unread()) == (tuple(clips), ())


async def test_a_clip_is_found_and_deleted_before_it_is_read(
    library: Library, clips: list[Clip], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sora_desktop.studio.library.library._to_trash", lambda _clip: None)
    assert library.find(clips[-1].id) == clips[-1]

    await library.delete(clips[-1].id)
    await library.read_on()

    assert library.clips() == tuple(clips[:-1])
    assert library.find(clips[-1].id) is None


async def test_a_line_whose_row_cannot_be_read_goes(
    library: Library, event_bus: EventBus, database: Database, clips: list[Clip], expect_log: ExpectedLogs
) -> None:
    heard: list[Event] = []
    event_bus.subscribe(heard.append)
    database.execute("UPDATE clips SET document = '{' WHERE id = ?", (clips[-1].id,))
    expect_log("cannot be read; its row and file stay")

    await library.read_on()

    assert [event for event in heard if isinstance(event, ClipRemoved)] == [ClipRemoved(clips[-1].id)]
    assert library.clips() == tuple(clips[:-1])
