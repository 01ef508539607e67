"""A library too large to be read before the window stands."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sora_desktop.base.sentences import message
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.events import ClipRemoved, Event, RowsChanged, ThumbnailsMade
from sora_desktop.domain.library import PAGE_ROWS, LibraryQuery
from sora_desktop.store.clip_tables import drop
from sora_desktop.store.clips import ClipStore
from sora_desktop.store.database import Database, open_database
from sora_desktop.store.paths import Paths
from sora_desktop.studio.event_bus import EventBus
from sora_desktop.studio.library.library import READ_AT_ONCE, Library
from sora_desktop.studio.tasks import Tasks
from tests.store import values
from tests.support.logs import ExpectedLogs
from tests.support.until import until

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
    with database.transaction():
        drop(database)  # as a version without an index left it
    return made


@pytest.fixture
def event_bus() -> EventBus:
    return EventBus()


@pytest.fixture
def library(database: Database, paths: Paths, event_bus: EventBus, clips: list[Clip]) -> Iterator[Library]:
    with ThreadPoolExecutor(1) as pool:
        yield Library(ClipStore(database, paths), paths, event_bus, pool)


WHOLE = LibraryQuery(limit=1000)


@pytest.fixture
def heard(event_bus: EventBus) -> list[Event]:
    events: list[Event] = []
    event_bus.subscribe(events.append)
    return events


async def test_the_newest_are_there_at_once_and_the_rest_follows_in_order(
    library: Library, heard: list[Event], clips: list[Clip]
) -> None:
    first = await library.look(WHOLE)
    assert first is not None
    assert first.clips == tuple(clips[:READ_AT_ONCE])

    await library.read_on()

    assert (await library.page(WHOLE)).clips == tuple(clips)
    assert any(isinstance(event, RowsChanged) and event.anew for event in heard)
    assert [COUNT] == [event.total for event in heard[-1:] if isinstance(event, RowsChanged)]


async def test_a_clip_is_found_and_deleted_before_it_is_read(
    library: Library, clips: list[Clip], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sora_desktop.studio.library.deletion._to_trash", lambda _clip: None)
    assert library.find(clips[-1].id) == clips[-1]

    await library.deletion.delete(clips[-1].id)
    await library.read_on()

    assert (await library.page(WHOLE)).clips == tuple(clips[:-1])
    assert library.find(clips[-1].id) is None


async def test_a_row_that_cannot_be_read_is_in_no_list(
    library: Library, database: Database, clips: list[Clip], expect_log: ExpectedLogs
) -> None:
    database.execute("UPDATE clips SET document = '{' WHERE id = ?", (clips[-1].id,))
    expect_log("cannot be read; its row and file stay")

    await library.read_on()

    assert (await library.page(WHOLE)).clips == tuple(clips[:-1])


async def test_a_row_that_cannot_be_read_any_more_leaves_the_list(
    library: Library, heard: list[Event], database: Database, clips: list[Clip], expect_log: ExpectedLogs
) -> None:
    await library.read_on()
    await library.look(WHOLE)
    database.execute("UPDATE clips SET document = '{' WHERE id = ?", (clips[3].id,))
    expect_log("cannot be read; its row and file stay")
    heard.clear()

    answer = await library.page(WHOLE)

    assert answer.clips == tuple(clip for clip in clips if clip is not clips[3])
    assert ClipRemoved(clips[3].id) in heard


async def test_words_are_counted_while_the_library_changes(
    library: Library, clips: list[Clip], monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = Tasks()
    monkeypatch.setattr("sora_desktop.store.clip_index.PORTIONS", {True: 10, False: 10})
    monkeypatch.setattr("sora_desktop.studio.library.deletion._to_trash", lambda _clip: None)
    monkeypatch.setattr("sora_desktop.studio.library.library.COUNT_AFTER_SECONDS", 0)
    await library.read_on()
    query = LibraryQuery(clips[0].recipe.connection_name)
    first = await library.look(query)
    assert first is not None
    assert (False, len(first.clips)) == (first.counted, first.count)

    counting = tasks.spawn(library.count(query), "count")
    for _ in range(3):
        await asyncio.sleep(0)
    await library.deletion.delete(clips[0].id)
    counted = await counting

    assert counted is not None
    assert COUNT - 1 == counted.count == counted.total
    overtaken = tasks.spawn(library.count(query), "count")
    await library.look(LibraryQuery())
    assert await overtaken is None


async def test_words_that_few_clips_have_are_looked_for_while_the_loop_does_other_work(
    library: Library, clips: list[Clip], monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = Tasks()
    monkeypatch.setattr("sora_desktop.store.clip_index.PORTIONS", {True: 10, False: 10})
    await library.read_on()
    turns = list[int]()

    async def other_work() -> None:
        while True:
            turns.append(1)
            await asyncio.sleep(0)

    tasks.spawn(other_work(), "other work")
    answer = await library.look(LibraryQuery(f"{clips[-1].path.stem}"))

    assert answer is not None
    assert ((clips[-1],), True) == (answer.clips, answer.counted)
    assert len(turns) >= COUNT // 10
    await tasks.close()


@pytest.mark.parametrize("work", ["look", "count"])
async def test_what_nobody_looks_at_any_more_is_looked_for_and_counted_no_further(
    library: Library, database: Database, clips: list[Clip], work: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = Tasks()
    monkeypatch.setattr("sora_desktop.store.clip_index.PORTIONS", {True: 10, False: 10})
    await library.read_on()
    monkeypatch.setattr("sora_desktop.studio.library.library.COUNT_AFTER_SECONDS", 0)
    typed = LibraryQuery(clips[0].recipe.connection_name if work == "count" else "nothing of the kind")
    asked = list[str]()
    if work == "count":
        await library.look(typed)
    database.set_trace_callback(lambda text: asked.append(text) if "MATCH" in text else None)

    overtaken = tasks.spawn(library.count(typed) if work == "count" else library.look(typed), work)
    for _ in range(3):
        await asyncio.sleep(0)
    begun = len(asked)
    await library.look(LibraryQuery())

    assert await overtaken is None
    assert 0 < begun == len(asked)
    database.set_trace_callback(None)


async def test_a_list_that_another_one_overtakes_before_it_is_begun_costs_nothing(
    library: Library, database: Database, clips: list[Clip]
) -> None:
    """As where somebody types more quickly than the library answers."""
    await library.read_on()
    asked = list[str]()
    database.set_trace_callback(asked.append)
    *overtaken, last = await asyncio.gather(*(library.look(LibraryQuery(typed)) for typed in ("s", "st", "stu")))
    database.set_trace_callback(None)

    assert [None, None] == overtaken
    assert last is not None
    assert tuple(clips[:PAGE_ROWS]) == last.clips
    assert 1 == len([text for text in asked if "MATCH" in text and not text.startswith("--")])


@pytest.mark.parametrize("words", ["", "studio"])
async def test_each_change_says_which_row_it_took_and_brought(
    library: Library, heard: list[Event], clips: list[Clip], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sora_desktop.studio.library.deletion._to_trash", lambda _clip: None)
    await library.read_on()
    await library.look(LibraryQuery(words))
    heard.clear()

    await library.deletion.delete(clips[20].id)

    told = [event for event in heard if isinstance(event, RowsChanged)]
    lists = dict.fromkeys((words, ""))  # the whole library is always followed
    assert [(each, 20, None, COUNT - 1) for each in lists] == [
        (event.query.words, event.gone, event.come, event.total) for event in told
    ]
    assert 1 == len({event.revision for event in told})


async def test_an_index_that_breaks_while_the_app_runs_is_filled_again_by_itself(
    library: Library, heard: list[Event], database: Database, clips: list[Clip], expect_log: ExpectedLogs
) -> None:
    tasks = Tasks()
    expect_log("the library's index is damaged")
    await library.read_on()
    tasks.spawn(library.keep_up(), "keep up")
    database.execute("UPDATE library_words_data SET block = x'ffffffffffff' WHERE id > 10")

    await library.look(LibraryQuery(clips[0].recipe.connection_name))
    await library.look(WHOLE)
    await until(lambda: not library._store.index.behind(), what="it is filled")

    assert (await library.page(WHOLE)).clips == tuple(clips)
    await until(lambda: [COUNT] == [event.total for event in heard[-1:] if isinstance(event, RowsChanged)])
    await tasks.close()


async def test_clips_that_lack_their_small_picture_are_found_without_reading_the_others(
    library: Library, heard: list[Event], clips: list[Clip], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of four with a picture of their own one lacks it, one has it, one is unchecked, the file of one is gone."""
    await library.read_on()
    own = [replace(clip, thumbnail_path=clip.thumbnail_path.with_name(f"{clip.id}.jpg")) for clip in clips[:4]]
    own[2] = replace(own[2], unchecked=message("odd"))
    library._store.enter(own)
    for file in (own[0].path, own[1].path, own[1].thumbnail_path, own[2].path, clips[4].thumbnail_path):
        file.write_bytes(b"here")
    made, read, told = list[Path](), list[str](), list[tuple[int, int]]()
    load = library._store._load

    def noted(clip_id: str, document: str) -> Clip | None:
        read.append(clip_id)
        return load(clip_id, document)

    monkeypatch.setattr(library._store, "_load", noted)
    monkeypatch.setattr("sora_desktop.studio.library.library._make_thumbnail", lambda _clip, small: made.append(small))

    await library.make_thumbnails(lambda done, of: told.append((done, of)))

    assert ([own[0].thumbnail_path], [own[0].id], [(0, 1)]) == (made, read, told)
    assert [ThumbnailsMade((own[0].thumbnail_path,))] == [each for each in heard if isinstance(each, ThumbnailsMade)]
