"""The library's list is put beside its folder: what lies there is found, what is gone is told, nothing stops the start."""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sora_desktop.base.sentences import message
from sora_desktop.domain.clip import Clip
from sora_desktop.domain.events import ClipAdded, ClipChanged, Event, Notice, RowsChanged
from sora_desktop.domain.library import LibraryQuery, first_answer
from sora_desktop.store.clips import SIDECAR_LIMIT, ClipStore, sidecar_path
from sora_desktop.store.database import Database, open_database
from sora_desktop.store.library_index import read_first
from sora_desktop.store.paths import Paths
from sora_desktop.studio.event_bus import EventBus
from sora_desktop.studio.library.library import Library
from sora_desktop.ui.library.item_models import ClipList
from tests.servers.service import FakeService
from tests.store import values
from tests.studio.conftest import OpenHouse
from tests.support.logs import ExpectedLogs
from tests.support.until import until


class Shelf:
    """A library over a real folder and database, and what it told."""

    def __init__(self, paths: Paths, database: Database, pool: ThreadPoolExecutor) -> None:
        self.paths = paths
        self.database = database
        self.store = ClipStore(database, paths)
        self._pool = pool

    def keep(self, number: int = 1, **changes: Any) -> Clip:
        """A clip with a file, a sidecar and a row."""
        data = b"mp4 %d" % number
        clip = replace(values.clip(self.paths.root, number), byte_count=len(data), **changes)
        clip.path.write_bytes(data)
        self.store.add(clip)
        return clip

    def forget(self) -> None:
        with self.database.transaction():
            self.database.execute("DELETE FROM clips")

    async def take(self) -> list[Event]:
        """Read the list, put it beside the folder, and answer what was told of it."""
        event_bus, told = EventBus(), list[Event]()
        event_bus.subscribe(told.append)
        library = Library(self.store, self.paths, event_bus, self._pool)
        await library.read_on()
        told.clear()
        await library.take_stock(lambda _: None)
        shown = library.view.look_at_once(LibraryQuery(limit=1000))
        assert sorted(clip.id for clip in shown.clips) == sorted(clip.id for clip in self.store.all())
        return [event for event in told if not isinstance(event, RowsChanged)]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    paths = Paths(tmp_path / "data")
    paths.make()
    with closing(open_database(paths.ledger)) as database, ThreadPoolExecutor(1) as pool:
        yield Shelf(paths, database, pool)


def notices(told: list[Event]) -> list[str]:
    return [str(event.text) for event in told if isinstance(event, Notice)]


def added(told: list[Event]) -> list[Clip]:
    return [event.clip for event in told if isinstance(event, ClipAdded)]


async def test_of_a_library_that_is_as_its_list_says_nothing_is_told(shelf: Shelf) -> None:
    for number in range(3):
        shelf.keep(number)
    (shelf.paths.library / "notes.txt").write_text("no clip")
    (shelf.paths.library / "holiday.mp4").write_bytes(b"no sidecar")

    assert [] == await shelf.take()


async def test_a_lost_list_is_made_anew_from_the_files(shelf: Shelf) -> None:
    clips = [shelf.keep(number) for number in (1, 2, 3)]
    shelf.forget()
    told = await shelf.take()

    assert clips == added(told)
    assert clips[::-1] == shelf.store.all()
    assert ["The library was empty, and is rebuilt from its files: 3 clips."] == [
        text.partition(" Jobs")[0] for text in notices(told)
    ]
    assert [] == await shelf.take()


async def test_what_lies_in_the_folder_and_is_not_on_the_list_is_entered(shelf: Shelf) -> None:
    shelf.keep(1)
    found = shelf.keep(2, path=shelf.paths.library / "clip-2.webm")
    shelf.store.remove(found.id)
    told = await shelf.take()

    assert [found] == added(told)
    assert ["1 clip in the library's folder was missing from the library, and is back."] == notices(told)


async def test_a_clip_that_was_renamed_with_its_sidecar_keeps_its_row(shelf: Shelf) -> None:
    clip = shelf.keep()
    renamed = replace(clip, path=shelf.paths.library / "my best.mp4")
    sidecar_path(clip.path).rename(sidecar_path(renamed.path))
    clip.path.rename(renamed.path)

    assert [ClipChanged(renamed)] == await shelf.take()
    assert [renamed] == shelf.store.all()


async def test_copies_of_a_clip_get_ids_of_their_own(shelf: Shelf) -> None:
    clip = shelf.keep()
    for name in ("copy", "another"):
        shutil.copy(clip.path, shelf.paths.library / f"{name}.mp4")
        shutil.copy(sidecar_path(clip.path), shelf.paths.library / f"{name}.json")
    shelf.forget()
    clips = added(await shelf.take())

    assert 3 == len({each.id for each in clips}) == len({each.path for each in shelf.store.all()})
    assert [] == await shelf.take()


async def test_clips_whose_files_are_gone_or_have_changed_are_told_and_stay_on_the_list(shelf: Shelf) -> None:
    gone, changed = shelf.keep(1), shelf.keep(2)
    gone.path.unlink()
    changed.path.write_bytes(b"something else")
    told = await shelf.take()

    assert ["The file of 1 clip in your library is gone", "The file of 1 clip in your library is not the one"] == [
        notices(told)[0].partition(".")[0],
        notices(told)[1].partition(" that")[0],
    ]
    assert {gone, changed} == set(shelf.store.all())


async def test_a_name_that_the_file_system_spells_in_another_way_is_the_same_name(shelf: Shelf) -> None:
    """macOS takes letters apart from their accents."""
    clip = shelf.keep(1, path=shelf.paths.library / "caf\u00e9.mp4")
    for path in (clip.path, sidecar_path(clip.path)):
        path.rename(path.with_name(path.name.replace("\u00e9", "e\u0301")))

    assert [] == [event for event in await shelf.take() if isinstance(event, ClipAdded)]


async def test_a_row_that_cannot_be_read_is_mended_from_its_sidecar(shelf: Shelf, expect_log: ExpectedLogs) -> None:
    expect_log("clip clip-1 cannot be read")
    clip = shelf.keep()
    with shelf.database.transaction():
        shelf.database.execute("UPDATE clips SET document = '[]'")
    await shelf.take()

    assert [clip] == shelf.store.all()


async def test_a_folder_that_cannot_be_read_is_said_and_no_clip_is_called_gone(shelf: Shelf) -> None:
    clip = shelf.keep()
    shutil.rmtree(shelf.paths.library)
    told = await shelf.take()

    assert [
        "The library's folder can't be read: No such file or directory. The library is shown as it was."
    ] == notices(told)
    assert [clip] == shelf.store.all()


async def test_a_large_folder_of_strangers_files_is_looked_through_in_portions(shelf: Shelf) -> None:
    for number in range(1200):
        (shelf.paths.library / f"{number}.mp4").touch()
    shelf.keep()

    assert [] == await shelf.take()


def changed(clip: Clip, store: ClipStore, **told: Any) -> None:
    sidecar = sidecar_path(clip.path)
    text = json.loads(sidecar.read_text())
    text["clip"] |= told
    sidecar.write_text(json.dumps(text))


@pytest.mark.parametrize(
    "told",
    [
        {"added_at": "0001-01-01T00:00:00+00:00"},
        {"added_at": "0001-01-01T00:00:00+23:59"},
        {"added_at": "9999-12-31T23:59:59.999999-23:59"},
        {"added_at": "1969-12-31T23:59:59+00:00"},
        {"id": "\ud800"},
        {"id": "../../etc/passwd\0"},
        {"id": "x" * 100_000},
        {"job_id": "\udfff\n"},
        {"byte_count": -(10**4000)},
        {"byte_count": 10**400},
        {"media": {"size": {"width": -1, "height": 10**30}, "seconds": 1e308, "fps": 1e308, "frames": 10**30}},
        {"media": {"size": {"width": 1, "height": 1}, "seconds": -1.0, "fps": 0.0, "frames": 0, "video_codec": "\0"}},
        {"unchecked": {"source": "{a:>9999999999}", "values": {"a": "b"}}},
        {"unchecked": {"source": "{a.__class__.__init__.__globals__}", "values": {"a": "b"}}},
        {"unchecked": {"source": "{", "values": {"a": "b"}}},
        {"thumbnail_path": "\0"},
        {"thumbnail_path": "\ud800"},
        {"path": "/dev/zero"},
        {"sha256": "\ud800" * 1000},
        {"recipe": {"request": {"prompt": ["not", "text"]}}},
        {"wanted": "perhaps"},
    ],
    ids=lambda told: next(iter(told)),
)
async def test_whatever_a_strangers_sidecar_says_the_list_can_be_read_and_shown(
    shelf: Shelf, told: dict[str, Any], expect_log: ExpectedLogs
) -> None:
    if "wanted" in told:
        expect_log("Clip.wanted could not be read and takes its default")
    clip, other = shelf.keep(1), shelf.keep(2)
    changed(clip, shelf.store, **({"media": clip_media(clip) | told["media"]} if "media" in told else told))
    shelf.forget()
    await shelf.take()
    shown = ClipList()
    shown.reset(first_answer(shelf.store.all()))
    lines = [shown.index(row, 0).data() for row in range(shown.rowCount())]
    shown.groups()

    assert other in shelf.store.all()
    assert len(lines) == len(read_first(shelf.database, 100).lines) == len(shelf.store.all())
    assert all(each.path.parent == shelf.paths.library for each in shelf.store.all())
    assert [] == added(await shelf.take())


def clip_media(clip: Clip) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(sidecar_path(clip.path).read_text())["clip"]["media"]
    return told


def pipe(path: Path) -> None:
    os.mkfifo(path)


def pipe_behind_a_link(path: Path) -> None:
    os.mkfifo(path.with_suffix(".pipe"))
    path.symlink_to(path.with_suffix(".pipe"))


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def brackets(path: Path) -> None:
    path.write_bytes(b"[" * SIDECAR_LIMIT)


def deep(path: Path) -> None:
    path.write_bytes(b'{"a":' * 100_000)


def long(path: Path) -> None:
    path.write_bytes(b" " * (SIDECAR_LIMIT + 1))


def no_text(path: Path) -> None:
    path.write_bytes(bytes(range(256)))


@pytest.mark.parametrize("make", [pipe, pipe_behind_a_link, endless, loop, Path.mkdir, brackets, deep, long, no_text])
async def test_whatever_lies_in_the_place_of_a_sidecar_the_others_are_found(
    shelf: Shelf, make: Callable[[Path], None]
) -> None:
    clip = shelf.keep(1)
    make(shelf.paths.library / "stranger.json")
    (shelf.paths.library / "stranger.mp4").write_bytes(b"mp4")
    shelf.forget()

    assert [clip] == added(await shelf.take())


async def test_a_year_that_nobody_can_show_in_a_row_of_an_earlier_version_is_shown_all_the_same(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    clips = [shelf.keep(number) for number in (1, 2, 3)]
    for clip, year in zip(clips, ("0001-01-01T00:00", "9999-12-31T23:59", "nonsense"), strict=True):
        with shelf.database.transaction():
            shelf.database.execute("UPDATE clips SET added_at = ? WHERE id = ?", (year, clip.id))
    try:
        for zone in ("Asia/Tokyo", "America/New_York"):
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            assert 3 == len(read_first(shelf.database, 100).lines)
    finally:
        monkeypatch.undo()
        time.tzset()


async def test_a_finding_of_our_own_is_kept_word_for_word(shelf: Shelf) -> None:
    clip = shelf.keep(1, unchecked=message("It is a {kind}, not an MP4.", kind="WebM"))
    shelf.forget()

    assert [clip] == added(await shelf.take())


async def test_a_job_whose_clip_is_found_in_the_folder_is_done(
    open_house: OpenHouse, service: FakeService, tmp_path: Path
) -> None:
    """A ledger that is older than the library has it wait: it is never sent."""
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "done")
    await house.studio.jobs.set_paused(True)
    await house.studio.close()
    with closing(open_database(tmp_path / "data" / "ledger.sqlite3")) as database, database.transaction():
        database.execute("DELETE FROM clips")
        database.execute("""UPDATE jobs SET state = 'waiting', remote_id = NULL,
                document = json_set(document, '$.state', 'waiting', '$.remote_id', NULL, '$.clip_id', NULL)""")
    for place in (tmp_path / "data" / "library").iterdir():
        place.rename(place.with_stem("renamed"))
    (tmp_path / "data" / "sent.journal").unlink()
    house = await open_house(service)
    await until(lambda: house.story(job)[-1:] == ["done"], what="it is known to be made")

    assert 1 == len(service.money.charges)
