"""What a newer version of the app has written is not destroyed by this one, and never sent by halves."""

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sora_desktop.base.sentences import Message
from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.job import Job, JobState
from sora_desktop.domain.settings import Settings
from sora_desktop.store.clips import ClipStore, sidecar_path
from sora_desktop.store.codec import parse
from sora_desktop.store.connections import load_connections, save_connections
from sora_desktop.store.database import Database, open_database
from sora_desktop.store.drafts import load_draft
from sora_desktop.store.folder_identity import place_of
from sora_desktop.store.jobs import JobStore
from sora_desktop.store.journal import Became, JournalHead, Sent, begin_journal, read_journal
from sora_desktop.store.paths import Paths
from sora_desktop.store.rescue import rescue_jobs
from sora_desktop.store.settings import load_settings, save_settings
from sora_desktop.store.upgrades import CLIP, CONNECTION, DRAFT, JOB, SETTINGS
from sora_desktop.store.upgrades.history import History, Plain
from sora_desktop.studio.jobs.taken_back import taken_back
from tests.store import values
from tests.support.logs import ExpectedLogs
from tests.support.rows import rows

LATER = 99
CAMERA = {"lens": "35 mm"}


def from_the_future(database: Database, table: str, **more: Any) -> None:
    """Every row of a table as a newer version would have written it."""
    for row_id, document in database.read(f"SELECT id, document FROM {table}"):  # noqa: S608 -- a name of ours
        plain = {**json.loads(document), "version": LATER, **more}
        with database.transaction():
            database.execute(f"UPDATE {table} SET document = ? WHERE id = ?", (json.dumps(plain), row_id))  # noqa: S608 -- likewise


def stored(database: Database, table: str) -> dict[str, Any]:
    ((document,),) = database.read(f"SELECT document FROM {table}")  # noqa: S608 -- a name of ours
    return dict(json.loads(document))


def with_a_camera(job: Job, store: JobStore) -> Plain:
    """Its request asks for something that nobody knows here."""
    return {"request": {**store.codec.plain(job.request), "camera": CAMERA}}


def test_a_job_at_a_service_goes_on_and_keeps_what_is_not_known_however_often_it_is_saved(database: Database) -> None:
    store = JobStore(database)
    job = values.job(database.folder)
    store.add([job])
    from_the_future(database, "jobs", **with_a_camera(job, store), score=5)

    for state in (JobState.RUNNING, JobState.FETCHING):
        store = JobStore(database)
        assert job == store.get(job.id)
        assert store.is_newer(job.id)
        job = values.job(database.folder, state=state)
        store.put(job)

    row = stored(database, "jobs")
    assert (JOB.version, LATER, 5) == (row["version"], row["newest"], row["score"])
    assert CAMERA == row["request"]["camera"]
    assert "fetching" == row["state"]


def test_a_job_that_waits_for_a_newer_version_is_not_read_and_stays_as_it_is(
    database: Database, expect_log: ExpectedLogs
) -> None:
    """What is not known of its request may be a picture: it would be paid for without it."""
    expect_log("it waits to be sent by a newer version")
    store = JobStore(database)
    job = values.job(database.folder, state=JobState.WAITING, remote_id=None)
    store.add([job])
    from_the_future(database, "jobs", **with_a_camera(job, store))
    before = stored(database, "jobs")

    store = JobStore(database)

    assert ([], {job.id}) == (store.all(), store.unreadable)
    assert before == stored(database, "jobs")


def test_a_rescued_job_of_a_newer_version_is_known_for_one(database: Database, paths: Paths, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    with closing(open_database(tmp_path / "old" / "ledger.sqlite3")) as old:
        JobStore(old).add([values.job(old.folder)])
        from_the_future(old, "jobs", score=5)
    store = JobStore(database)

    assert 1 == rescue_jobs(tmp_path / "old" / "ledger.sqlite3", store)
    assert store.is_newer("job-1")
    assert 5 == stored(database, "jobs")["score"]


def test_a_clip_keeps_what_is_not_known_in_its_row_and_in_its_sidecar(database: Database, paths: Paths) -> None:
    store, clip = ClipStore(database, paths), values.clip(paths.root)
    store.add(clip)
    from_the_future(database, "clips", stars=4)

    store = ClipStore(database, paths)
    assert clip == store.get(clip.id)
    store.add(clip)

    assert 4 == stored(database, "clips")["stars"]
    assert 4 == json.loads(sidecar_path(clip.path).read_text())["clip"]["stars"]


def test_a_connection_keeps_what_is_not_known_until_it_is_removed(paths: Paths) -> None:
    saved = [values.connection(id="kept"), values.connection(id="removed")]
    save_connections(paths.connections, saved)
    entries = [{**entry, "version": LATER, "region": "eu"} for entry in json.loads(paths.connections.read_text())]
    paths.connections.write_text(json.dumps(entries))

    for _ in range(2):
        read = load_connections(paths.connections, nobody)
        save_connections(paths.connections, read[:1])

    (entry,) = json.loads(paths.connections.read_text())
    assert (CONNECTION.version, LATER, "eu") == (entry["version"], entry["newest"], entry["region"])
    assert saved[:1] == load_connections(paths.connections, nobody)


def test_a_connection_of_a_newer_version_that_cannot_be_read_stays_in_its_file_and_is_told(
    paths: Paths, expect_log: ExpectedLogs
) -> None:
    expect_log("a connection cannot be read")
    told = list[Message]()
    odd = {"version": LATER, "id": "odd", "address": {"host": "video.example.com"}}
    paths.connections.write_text(json.dumps([odd]))

    save_connections(paths.connections, [*load_connections(paths.connections, told.append), values.connection()])

    assert odd == json.loads(paths.connections.read_text())[1]
    assert ["Some connections come from a newer version of Sora Desktop"] == [str(each)[:58] for each in told]


def with_models(path: Path, models: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The entry of one connection, with these changes of its models, as it stands in its file."""
    save_connections(path, [values.connection()])
    (entry,) = json.loads(path.read_text())
    path.write_text(json.dumps([{**entry, "models": models, **more}]))
    return models


CHANGED_BY_A_TYPO = {"sora2-pro-720p": {"default_seconds": "eight"}}
ADDED_BY_A_TYPO = [{"id": "wan-2", "sizes": "960x960"}, {"sizes": []}, 7]


@pytest.mark.parametrize("version", [CONNECTION.version, LATER])
def test_a_model_that_cannot_be_read_is_told_and_stays_in_the_file_and_the_others_are_used(
    paths: Paths, expect_log: ExpectedLogs, version: int
) -> None:
    expect_log("models of the connection studio-service cannot be read")
    told = list[Message]()
    good = {"id": "wan-1", "sizes": [{"width": 960, "height": 960}], "lengths": [5]}
    stored = with_models(
        paths.connections,
        {
            "changed": {**CHANGED_BY_A_TYPO, "sora2-pro-1080p": {"default_seconds": 8}},
            "added": [good, *ADDED_BY_A_TYPO],
        },
        version=version,
    )

    for _ in range(2):
        (read,) = load_connections(paths.connections, told.append)
        assert (None, None) == (read.model("sora2-pro-720p"), read.model("wan-2"))
        assert [8, (5,)] == [read.models[6].default_seconds, read.models[-1].lengths]
        assert len(CATALOG) == len(read.models)
        save_connections(paths.connections, [read])

    (entry,) = json.loads(paths.connections.read_text())
    assert stored["changed"] == entry["models"]["changed"]
    assert ADDED_BY_A_TYPO == entry["models"]["added"][1:]
    assert "removed" not in entry["models"]
    assert "Some models of “Studio service” can't be read, so they aren't offered: sora2-pro-720p, wan-2." in str(
        told[0]
    )


def test_a_model_whose_parameters_cannot_be_read_is_not_offered_without_them(
    paths: Paths, expect_log: ExpectedLogs
) -> None:
    """It would be paid for without what a person set there."""
    expect_log("models of the connection studio-service cannot be read")
    odd = {"parameters": [{"id": "steps", "kind": "hole"}]}
    with_models(paths.connections, {"changed": {"sora2-pro-720p": odd, "sora9": {"pro": True}}})

    (read,) = load_connections(paths.connections, lambda _: None)

    assert {each.id for each in CATALOG} - {each.id for each in read.models} == {"sora2-pro-720p"}


def test_a_model_that_a_person_adds_anew_takes_the_place_of_the_one_that_cannot_be_read(
    paths: Paths, expect_log: ExpectedLogs
) -> None:
    expect_log("models of the connection studio-service cannot be read")
    with_models(paths.connections, {"added": ADDED_BY_A_TYPO})
    (read,) = load_connections(paths.connections, lambda _: None)
    mine = replace(CATALOG[0], id="wan-2")

    save_connections(paths.connections, [replace(read, models=(*read.models, mine))])

    (again,) = load_connections(paths.connections, lambda _: None)
    assert mine == again.model("wan-2")
    assert ["wan-2"] == [
        each["id"]
        for each in json.loads(paths.connections.read_text())[0]["models"]["added"]
        if isinstance(each, dict) and "id" in each
    ]


def test_a_clip_of_a_newer_version_that_is_found_by_its_sidecar_keeps_what_is_not_known_in_its_row(
    database: Database, paths: Paths
) -> None:
    store, clip = ClipStore(database, paths), values.clip(paths.root)
    store.add(clip)
    sidecar = sidecar_path(clip.path)
    told = json.loads(sidecar.read_text())
    sidecar.write_text(json.dumps({**told, "clip": {**told["clip"], "version": LATER, "stars": 4}}))
    store.remove(clip.id)
    store = ClipStore(database, paths)

    found = replace(store.read_sidecar(sidecar, clip.path), id="another")
    store.enter([found])

    row = stored(database, "clips")
    assert (CLIP.version, LATER, 4) == (row["version"], row["newest"], row["stars"])
    assert replace(clip, id="another") == ClipStore(database, paths).get("another")


@pytest.mark.parametrize("odd", ["[" * 400 + "]" * 400, "1e999", '{"a": [-1e999]}'])
def test_what_cannot_be_written_again_of_a_strangers_sidecar_is_passed_over(
    database: Database, paths: Paths, odd: str
) -> None:
    store, clip = ClipStore(database, paths), values.clip(paths.root)
    store.add(clip)
    sidecar = sidecar_path(clip.path)
    told = json.loads(sidecar.read_text())
    text = json.dumps({**told, "clip": {**told["clip"], "version": LATER, "stars": "odd"}})
    sidecar.write_text(text.replace('"odd"', odd))
    store.remove(clip.id)
    store = ClipStore(database, paths)

    store.enter([store.read_sidecar(sidecar, clip.path)])

    assert [clip] == store.all()


def test_a_job_of_a_newer_version_that_only_the_journal_has_is_entered_whole_and_known_for_one(
    database: Database, paths: Paths
) -> None:
    store = JobStore(database)
    job = values.job(database.folder, attempts=1)
    plain = {**store.codec.plain(job), **with_a_camera(job, store), "version": LATER, "score": 5}
    sent = Sent(job.id, 1, Became.ACCEPTED, job.remote_id, json.dumps(plain).encode())
    begin_journal(paths.journal, store.codec, JournalHead("folder", 1, place_of(paths.root, "folder")), [sent])
    content = read_journal(paths.journal)
    assert content is not None

    store.add(taken_back(content, store, lambda _: False).jobs)

    row = stored(database, "jobs")
    assert (JOB.version, LATER, 5, CAMERA) == (row["version"], row["newest"], row["score"], row["request"]["camera"])
    assert store.is_newer(job.id)


def test_settings_of_a_newer_version_stay(paths: Paths) -> None:
    paths.settings.write_text(json.dumps({"version": LATER, "volume": 7, "captions": "on"}))

    for _ in range(2):
        assert 7 == load_settings(paths.settings, nobody).volume
        save_settings(paths.settings, Settings(volume=7))

    plain = json.loads(paths.settings.read_text())
    assert (SETTINGS.version, LATER, "on") == (plain["version"], plain["newest"], plain["captions"])


def test_a_draft_of_a_newer_version_is_kept_beside_the_next(paths: Paths) -> None:
    text = json.dumps({"version": DRAFT.version + 1, "prompt": "a fox", "camera": CAMERA})
    paths.draft.write_text(text)

    assert "a fox" == load_draft(paths, nobody).prompt
    assert text == paths.draft.with_name("draft.json.newer").read_text()


@rows("version", [None, "2", True, -3, 1.5, [1]])
def test_a_version_that_is_none_is_the_first(version: Any) -> None:
    two = History("thing", (lambda plain: {**plain, "step": 1},))

    assert 1 == two.upgraded({"version": version})["step"]
    assert "step" not in two.upgraded({"version": 2})


def test_what_the_older_app_has_changed_is_not_mixed_with_what_was_before() -> None:
    thing = History("thing")
    before = parse(
        '{"version": 2, "reason": {"source": "a {x}", "values": {"x": 1}, "tone": "dry"}, "list": [{"a": 1, "b": 2}]}'
    )
    assert isinstance(before, dict)

    now = thing.written_over(before, {"reason": {"source": "b", "values": {}}, "list": [{"a": 1}]})

    assert {"source": "b", "values": {}} == now["reason"]
    assert [{"a": 1, "b": 2}] == now["list"]


def nobody(told: Message) -> None:
    raise AssertionError(told)
