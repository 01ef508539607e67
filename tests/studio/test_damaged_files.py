"""Files of the data folder that cannot be read: a person is told, and nothing that was held back goes out."""

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from sora_desktop.domain.connection import KeyPlace
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.events import HELD_TOPIC, Event, Notice, Offer
from sora_desktop.store.codec import Codec
from sora_desktop.store.connections import save_connections
from sora_desktop.store.database import open_database
from sora_desktop.store.journal import begin_journal, read_journal
from sora_desktop.studio.build import open_studio
from tests.servers.service import FakeService
from tests.store import values
from tests.studio.conftest import OpenHouse
from tests.support.logs import ExpectedLogs
from tests.support.until import until


async def test_unreadable_connections_and_settings_are_told_and_leave_the_queue_paused(
    tmp_path: Path, expect_log: ExpectedLogs
) -> None:
    expect_log("the settings cannot be read")
    expect_log("the connections cannot be read")
    (tmp_path / "settings.json").write_text("{")
    (tmp_path / "connections.json").write_text("{")
    heard: list[Event] = []

    studio = await open_studio(tmp_path, environment={})
    try:
        studio.subscribe(heard.append)
        await until(lambda: sum(isinstance(each, Notice) for each in heard) == 2, what="both are told")
        notices = {each.topic: str(each.text) for each in heard if isinstance(each, Notice)}
        assert (await studio.snapshot()).paused
    finally:
        await studio.close()

    assert "and are kept as connections.json.unreadable. Add them again." in notices["connections"]
    assert "kept as settings.json.unreadable. The queue is paused" in notices["settings"]
    assert "{" == (tmp_path / "settings.json.unreadable").read_text()


async def test_models_that_cannot_be_read_are_told_for_each_connection(
    tmp_path: Path, expect_log: ExpectedLogs
) -> None:
    expect_log("models of the connection")
    file, heard = tmp_path / "connections.json", list[Event]()
    names = ("One service", "Another service")
    save_connections(file, [values.connection(id=name, name=name, key_place=KeyPlace.NOT_NEEDED) for name in names])
    entries = [{**entry, "models": {"added": [{"id": "typo"}]}} for entry in json.loads(file.read_text())]
    file.write_text(json.dumps(entries))

    studio = await open_studio(tmp_path, environment={})
    try:
        studio.subscribe(heard.append)
        await until(lambda: sum(isinstance(each, Notice) for each in heard) == 2, what="both are told")
    finally:
        await studio.close()

    told = {each.topic: str(each.text) for each in heard if isinstance(each, Notice)}
    assert [True, True] == [f"“{name}” can't be read" in text for name, text in zip(names, told.values(), strict=True)]


async def test_a_folder_that_cannot_be_made_is_said_without_the_numbers_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(InputError, match=r"^The data folder can't be used: Not a directory: .*--data-dir\.$"):
        await open_studio(tmp_path / "file" / "data", environment={})


async def test_jobs_that_cannot_be_read_are_counted_kept_and_their_ids_stay_theirs(
    open_house: OpenHouse, service: FakeService, tmp_path: Path, expect_log: ExpectedLogs
) -> None:
    """An unknown job is not taken for what was made for one of them."""
    expect_log("cannot be read; its row stays in the ledger")
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "done")
    await house.studio.close()
    with closing(open_database(tmp_path / "data" / "ledger.sqlite3")) as database, database.transaction():
        database.execute("UPDATE jobs SET document = '{}', connection_id = 'another'")
    house = await open_house(service)
    await until(lambda: any("can't be read" in str(getattr(each, "text", "")) for each in house.heard), what="told")
    notices = [str(each.text) for each in house.heard if isinstance(each, Notice) and each.topic == "unreadable jobs"]
    connection = (await house.studio.snapshot()).connections[-1]

    assert ["1 job can't be read and isn't shown."] == [text.partition(" It is")[0] for text in notices]
    assert {service.only_job().id} == house.studio._ledger.bound_ids(connection)


async def test_that_a_job_list_was_damaged_and_that_its_folder_is_held_both_stand_out(
    open_house: OpenHouse, service: FakeService, tmp_path: Path, expect_log: ExpectedLogs
) -> None:
    expect_log("the database is damaged")
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "done")
    await house.studio.close()
    ledger = tmp_path / "data" / "ledger.sqlite3"
    ledger.write_bytes(b"damaged" * 5000)
    house = await open_house(service)
    await until(lambda: any(isinstance(each, Notice) and each.topic == HELD_TOPIC for each in house.heard), what="held")
    first = [each for each in house.heard if isinstance(each, Notice) and each.stands_out]

    assert ["ledger kept aside", HELD_TOPIC] == [each.topic for each in first]
    assert str(first[0].text).startswith("The job list was damaged. It is kept as ledger.")
    assert "rescued from the old job list" in str(first[0].text)
    assert Offer.RESUME is first[1].offer


async def test_a_job_of_a_newer_version_that_the_list_has_lost_is_not_submitted_again(
    open_house: OpenHouse, service: FakeService, tmp_path: Path, expect_log: ExpectedLogs
) -> None:
    """The journal alone knows of it, and that it asked for more than is understood here."""
    house = await open_house(service)
    (lost,) = await house.submit()
    await house.until(lost, "done")
    await house.studio.close()
    data = tmp_path / "data"
    content = read_journal(data / "sent.journal")
    assert content is not None
    assert content.head is not None
    newer = [
        replace(sent, row=json.dumps({**json.loads(sent.row), "version": 99}).encode())
        for sent in content.sent.values()
    ]
    begin_journal(data / "sent.journal", Codec(data), content.head, newer, content)
    for file in (*data.glob("ledger.sqlite3*"), *(data / "library").iterdir()):
        file.unlink()

    house = await open_house(service)
    with pytest.raises(InputError, match="newer version"):
        await house.studio.jobs.retry(lost.id)

    assert 1 == len(service.money.charges)


async def test_a_job_of_a_newer_version_is_never_sent_by_halves(
    open_house: OpenHouse, service: FakeService, tmp_path: Path, expect_log: ExpectedLogs
) -> None:
    """Its request may ask for more than is understood: neither one that waits goes out, nor one that ended once more."""
    expect_log("it waits to be sent by a newer version")
    house = await open_house(service)
    (done,) = await house.submit()
    await house.until(done, "done")
    await house.studio.jobs.set_paused(True)
    (waits,) = await house.submit("another")
    await house.studio.close()
    with closing(open_database(tmp_path / "data" / "ledger.sqlite3")) as database, database.transaction():
        database.execute("UPDATE jobs SET document = json_set(document, '$.version', 99, '$.request.camera', 'x')")
    charges = len(service.money.charges)

    house = await open_house(service)
    await house.studio.jobs.set_paused(False)
    await until(lambda: any("can't be read" in str(getattr(each, "text", "")) for each in house.heard), what="told")
    with pytest.raises(InputError, match="newer version"):
        await house.studio.jobs.retry(done.id)

    assert [done.id] == [job.id for job in (await house.studio.snapshot()).jobs]
    assert charges == len(service.money.charges)
    await house.studio.close()
    with closing(open_database(tmp_path / "data" / "ledger.sqlite3")) as database:
        documents = dict(database.read("SELECT id, document FROM jobs"))
    assert '"camera":"x"' in documents[waits.id].replace(": ", ":")
