"""Long work that is no job: told while it runs, stopped by a person, and said where the end of the app cut it short."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sora_desktop.base.sentences import Message, message
from sora_desktop.domain.activity import ActivityKind
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.events import ActivityChanged, ActivityEnded, Event, Notice, Severity
from sora_desktop.store.activities import ActivityStore
from sora_desktop.store.database import Database, open_database
from sora_desktop.store.paths import Paths
from sora_desktop.studio.activities import WORDS, Activities, Progress
from sora_desktop.studio.event_bus import EventBus
from tests.servers.service import FakeService
from tests.studio.conftest import OpenHouse
from tests.support.logs import ExpectedLogs
from tests.support.until import until

READ = ActivityKind.READ_LIBRARY


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with closing(open_database(Paths(tmp_path).ledger)) as opened:
        yield opened


class Desk:
    """Activities over a real database, and what they told."""

    def __init__(self, database: Database) -> None:
        self.told: list[Event] = []
        self.gate = asyncio.Event()
        event_bus = EventBus()
        event_bus.subscribe(self.told.append)
        self.activities = Activities(ActivityStore(database), event_bus)

    async def work(self, further: Progress) -> Message:
        """A third of it, then the gate."""
        further(1, 3)
        further(1, 3)
        await self.gate.wait()
        return message("all of it is done")

    async def quiet(self, _further: Progress) -> None:
        await self.gate.wait()

    def notices(self) -> list[str]:
        return [str(each.text) for each in self.told if isinstance(each, Notice)]

    def fractions(self) -> list[float | None]:
        return [each.activity.fraction for each in self.told if isinstance(each, ActivityChanged)]


@pytest.fixture
async def desk(database: Database) -> AsyncIterator[Desk]:
    made = Desk(database)
    yield made
    await made.activities.close()


async def test_what_was_asked_for_is_shown_with_its_progress_and_ends_in_words(desk: Desk) -> None:
    desk.activities.start(READ, desk.work, asked_for=True)
    await until(lambda: len(desk.fractions()) == 2)
    desk.gate.set()
    await until(lambda: desk.notices() != [], what="its end in words")

    assert ([None, 0.33], ["all of it is done"], ()) == (desk.fractions(), desk.notices(), desk.activities.shown())
    assert 1 == sum(isinstance(each, ActivityEnded) for each in desk.told)


async def test_of_what_the_app_does_by_itself_only_progress_is_shown(desk: Desk) -> None:
    task = desk.activities.start(READ, desk.quiet, asked_for=False)
    desk.gate.set()
    await task
    await until(lambda: not desk.activities.is_running(READ))

    assert [] == desk.told


async def test_a_person_stops_it_and_hears_what_that_means(desk: Desk) -> None:
    desk.activities.start(READ, desk.work, asked_for=True)
    await desk.activities.cancel(desk.activities.shown()[0].id)
    await until(lambda: desk.notices() != [], what="that it was stopped")

    assert [str(WORDS[READ].cancelled)] == desk.notices()
    assert () == desk.activities.take_interrupted()


async def test_one_of_a_kind_runs_at_a_time(desk: Desk) -> None:
    desk.activities.start(READ, desk.work, asked_for=True)

    with pytest.raises(InputError):
        desk.activities.start(READ, desk.work, asked_for=True)


async def test_an_error_for_a_person_is_its_end_in_words(desk: Desk) -> None:
    async def refuse(_further: Progress) -> None:
        raise InputError("The folder is not there.")

    desk.activities.start(READ, refuse, asked_for=True)
    await until(lambda: desk.notices() != [])

    assert [("The folder is not there.", Severity.ERROR)] == [
        (str(each.text), each.severity) for each in desk.told if isinstance(each, Notice)
    ]


async def test_a_bug_is_logged_and_said(desk: Desk, expect_log: ExpectedLogs) -> None:
    async def stumble(_further: Progress) -> None:
        raise ZeroDivisionError

    expect_log("task read-library ended with an error")
    desk.activities.start(READ, stumble, asked_for=True)
    await until(lambda: desk.notices() != [])

    assert "an error in Sora Desktop" in desk.notices()[0]
    assert () == desk.activities.take_interrupted()


async def test_what_the_end_of_the_app_cut_short_is_said_once_at_the_next_start(database: Database) -> None:
    first = Desk(database)
    first.activities.start(READ, first.work, asked_for=True)
    await first.activities.close()
    second, third = Desk(database), Desk(database)

    assert (READ,) == second.activities.take_interrupted()
    assert [str(WORDS[READ].interrupted)] == second.notices()
    assert () == third.activities.take_interrupted()


async def test_the_library_is_read_again_while_the_app_runs(
    open_house: OpenHouse, service: FakeService, tmp_path: Path
) -> None:
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "done")
    clip = (await house.clips())[0]
    copy = clip.path.with_name(f"copy of {clip.path.name}")
    copy.with_suffix(".json").write_bytes(clip.path.with_suffix(".json").read_bytes())
    copy.write_bytes(clip.path.read_bytes())
    await until(lambda: not house.studio.activities.is_running(READ), what="the reading of the start is over")

    await house.studio.upkeep.read_again()
    await until(lambda: any(isinstance(each, Notice) and "1 clip is new" in str(each.text) for each in house.heard))

    clips = await house.clips()
    assert {clip.path, copy} == {each.path for each in clips}
    await until(lambda: all(each.thumbnail_path.exists() for each in clips), what="the copy has its small picture")


async def test_an_interrupted_reading_is_said_and_done_at_the_next_start(
    open_house: OpenHouse, service: FakeService, tmp_path: Path
) -> None:
    paths = Paths(tmp_path / "data")
    paths.make()
    with closing(open_database(paths.ledger)) as database:
        ActivityStore(database).begin(READ)
    house = await open_house(service)

    def said() -> list[str]:
        return [str(each.text) for each in house.heard if isinstance(each, Notice)]

    await until(lambda: any("was read again" in each for each in said()), what=lambda: f"its end in words: {said()}")
    assert str(WORDS[READ].interrupted) in said()
