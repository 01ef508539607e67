"""A clip that is changed: like any other request it is sent once, never lost, and billed for only once.

The wire is real; a service has the routes or has them not.
"""

import json
from dataclasses import replace
from typing import Any

import pytest

from sora_desktop.domain.connection import ENGINE_ID
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.job import Billed, Job
from sora_desktop.domain.request import Request
from sora_desktop.domain.shapes import Size
from sora_desktop.domain.source import Change
from sora_desktop.domain.wire_options import SourceAs, WireOptions
from tests.servers.faults import Fault
from tests.servers.http_server import Framing, Received, Reply
from tests.servers.personalities import RemoteJob
from tests.servers.wild.changes import OfAChange
from tests.servers.wild.service import WildService
from tests.studio.conftest import OpenHouse
from tests.studio.house import CONNECTION_ID, House
from tests.studio.jobs.test_roads import in_fragments
from tests.studio.test_wild_services import model
from tests.support.mp4 import asked_mp4

BY_ID = WireOptions(remix=SourceAs.ID, extend=SourceAs.ID)
BY_FILE = WireOptions(remix=SourceAs.FILE, extend=SourceAs.FILE)
SORA = model("sora-2")


async def with_a_clip(open_house: OpenHouse, service: WildService, wire: WireOptions, **changes: Any) -> House:
    house = await open_house(service, models=(SORA,), wire=wire, **{"lists_jobs": True, **changes})
    (first,) = await house.submit(model=SORA, seconds=4)
    await house.until(first, "queued", "running")
    service.finish(service.only_job().id)
    await house.until(first, "done")
    return house


async def changed(house: House, change: Change, words: str = "at night", seconds: int | None = None) -> Request:
    (clip,) = await house.clips()
    request, connection = await house.studio.changes.begin(clip.id, change)
    assert CONNECTION_ID == connection.id
    return replace(request, prompt=words, seconds=seconds or request.seconds)


async def sent(house: House, request: Request) -> Job:
    (job,) = await house.studio.jobs.submit(request, CONNECTION_ID)
    return job


async def finished(house: House, service: WildService, request: Request) -> Job:
    """The change of the only clip, once it is home."""
    first = service.only_job().id
    job = await house.until(await sent(house, request), "queued", "running")
    service.finish(next(each for each in service.jobs if each != first))
    return await house.until(job, "done")


@pytest.mark.parametrize(
    ("change", "wire", "seconds", "total", "path"),
    [
        (Change.REMIX, WireOptions(remix=SourceAs.PATH), 4, "4", "/v1/videos/{id}/remix"),
        (Change.REMIX, BY_ID, 4, "4", "/v1/videos/edits"),
        (Change.EXTEND, BY_ID, 8, "12", "/v1/videos/extensions"),
    ],
)
async def test_a_change_is_a_job_like_any_other(
    open_house: OpenHouse, change: Change, wire: WireOptions, seconds: int, total: str, path: str
) -> None:
    with WildService("openai") as service:
        house = await with_a_clip(open_house, service, wire)
        first = service.only_job().id
        job = await sent(house, await changed(house, change, seconds=seconds if change is Change.EXTEND else None))
        await house.until(job, "queued", "running")
        made = next(each for each in service.jobs.values() if each.id != first)
        service.finish(made.id)
        job = await house.until(job, "done")
        understood = service.understood[made.id]

        assert isinstance(understood, OfAChange)
        assert (first, "at night", total, seconds) == (understood.source, made.prompt, made.seconds, understood.seconds)
        assert path.format(id=first) == service.requests("submit")[-1].path
        assert (2, Billed.YES) == (len(service.money.charges), job.billed)


@pytest.mark.parametrize(("seconds", "said"), [(12, ""), (8, "The service made 8 s instead of 12 s.")])
async def test_what_goes_on_is_as_long_as_both_together(open_house: OpenHouse, seconds: int, said: str) -> None:
    with WildService("openai") as service:
        house = await with_a_clip(open_house, service, BY_ID)
        service.clip.data = asked_mp4(seconds=float(seconds))
        job = await finished(house, service, await changed(house, Change.EXTEND, seconds=8))

        assert said == str(job.reason or "")


async def test_what_goes_on_and_ends_too_early_without_a_length_is_fetched_again_and_compared(
    open_house: OpenHouse,
) -> None:
    """As much of it as was added is a whole, playable film, and the line tells nothing."""
    with WildService("openai") as service:
        house = await with_a_clip(open_house, service, BY_ID)
        whole, cut = in_fragments(12), in_fragments(9)
        service.clip.data, service.clip.framing = whole, Framing.CLOSE
        service.reply_next("content", Reply(200, {}, cut, Framing.CLOSE))
        job = await finished(house, service, await changed(house, Change.EXTEND, seconds=8))
        clip = next(each for each in await house.clips() if each.id == job.clip_id)

        assert (None, whole) == (job.reason, clip.path.read_bytes())


async def test_a_clip_that_is_wanted_itself_is_sent_byte_for_byte(open_house: OpenHouse) -> None:
    with WildService("openai") as service:
        house = await with_a_clip(open_house, service, BY_FILE)
        job = await sent(house, await changed(house, Change.EXTEND, seconds=8))
        await house.until(job, "queued", "running")
        understood = [each for each in service.understood.values() if isinstance(each, OfAChange)]

        assert [service.clip.data] == [each.film for each in understood]


@pytest.mark.parametrize("name", ["newapi-flat", "sglang", "openai"])
async def test_a_service_without_the_route_is_said_to_have_none_and_bills_nothing(
    open_house: OpenHouse, name: str
) -> None:
    with WildService(name) as service:
        known = service.wild.models[0]
        entry = model(known)
        wire = WireOptions(extend=SourceAs.ID, remix=SourceAs.ID)
        house = await open_house(service, models=(entry,), wire=wire, lists_jobs=False)
        (first,) = await house.submit(model=entry, seconds=4)
        await house.until(first, "queued", "running")
        source = next(iter(service.jobs))
        service.finish(source)
        await house.until(first, "done")
        if name == "openai":
            service.forget(source)
        charges = len(service.money.charges)
        job = await house.until(await sent(house, await changed(house, Change.REMIX)), "refused")

        assert "can't change this clip" in house.reason(job)
        assert "Not billed." in house.reason(job)
        assert (Billed.NO, charges) == (job.billed, len(service.money.charges))


async def test_a_change_whose_answer_is_lost_is_found_in_the_list_and_not_sent_again(open_house: OpenHouse) -> None:
    with WildService("openai") as service:
        house = await with_a_clip(open_house, service, BY_ID)
        first = service.only_job().id
        service.script(Fault.ACCEPT_THEN_DROP)
        job = await sent(house, await changed(house, Change.REMIX))
        await house.until(job, "queued", "running")
        made = next(each for each in service.jobs.values() if each.id != first)
        service.finish(made.id)
        job = await house.until(job, "done")

        assert (made.id, 2) == (job.remote_id, len(service.requests("submit")))
        assert 2 == len(service.money.charges)


async def test_the_lost_change_of_one_clip_is_not_taken_for_that_of_another(open_house: OpenHouse) -> None:
    """Same words, same model, same length: the list tells which clip each is a change of."""
    with WildService("openai") as service:
        house = await with_a_clip(open_house, service, BY_ID)
        (other,) = await house.submit("a wolf", model=SORA, seconds=4)
        await house.until(other, "queued", "running")
        service.finish([*service.jobs][1])
        await house.until(other, "done")
        of_fox, of_wolf = [
            replace((await house.studio.changes.begin(clip.id, Change.REMIX))[0], prompt="at night")
            for clip in sorted(await house.clips(), key=lambda clip: clip.prompt)
        ]
        service.script(Fault.ACCEPT_THEN_DROP, Fault.ACCEPT_THEN_DROP)
        jobs = [await sent(house, of_fox), await sent(house, of_wolf)]
        bound = [(await house.until(job, "queued", "running")).remote_id for job in jobs]
        sources = [service.jobs[each or ""].fields["remixed_from_video_id"] for each in bound]

        assert [*service.jobs][:2] == sources


BROUGHT = "video_brought_along"


class NamingItsSource(WildService):
    """Names the source of a change: beside the new job in each answer or, with `alone`, in its place where it is taken."""

    alone = False

    def _told(self, job: RemoteJob, request: Received) -> dict[str, Any]:
        return {**super()._told(job, request), **self._source(job)}

    def _source(self, job: RemoteJob) -> dict[str, str]:
        understood = self.understood.get(job.id)
        is_named = isinstance(understood, OfAChange) and not self.alone
        return {"video_id": understood.source} if is_named and isinstance(understood, OfAChange) else {}

    def _created(self, job: RemoteJob) -> Reply:
        understood = self.understood[job.id]
        if self.alone and isinstance(understood, OfAChange):
            return Reply.of_json({**self._body(job), "id": understood.source})
        return Reply.of_json({**self._body(job), **self._source(job)})


class ListingItsSource(NamingItsSource):
    """Its list says nothing of what a job is a change of, but under the name of a job's own id."""

    def _list(self, request: Received) -> Reply:
        told = json.loads(super()._list(request).body)
        for row in told["data"]:
            row.pop("remixed_from_video_id", None)
            row.update(self._source(self.jobs[row["id"]]))
        return Reply.of_json(told)


@pytest.mark.parametrize("change", [Change.REMIX, Change.EXTEND])
async def test_a_lost_change_that_the_list_calls_by_the_id_of_its_source_is_found(
    open_house: OpenHouse, change: Change
) -> None:
    with ListingItsSource("openai") as service:
        house = await with_a_clip(open_house, service, BY_ID)
        first = service.only_job().id
        service.script(Fault.ACCEPT_THEN_DROP)
        job = await sent(house, await changed(house, change, seconds=8 if change is Change.EXTEND else None))
        job = await house.until(job, "queued", "running")
        made = next(each for each in service.jobs.values() if each.id != first)

        assert (made.id, 2) == (job.remote_id, len(service.money.charges))


@pytest.mark.parametrize("alone", [False, True])
async def test_the_source_is_never_taken_for_its_change(open_house: OpenHouse, alone: bool) -> None:
    """A clip of a library that was brought along: no job of this folder has its id, and it is finished long since."""
    with NamingItsSource("openai") as service:
        service.alone = alone
        house = await with_a_clip(open_house, service, BY_ID)
        request = await changed(house, Change.REMIX)
        assert request.source is not None
        brought = service.jobs[BROUGHT] = replace(next(iter(service.jobs.values())), id=BROUGHT, prompt="a hen")
        job = await sent(house, replace(request, source=replace(request.source, remote_id=brought.id)))
        job = await house.until(job, "queued", "running")
        made = [*service.jobs][-1]
        service.finish(made)
        ended = await house.until(job, "done")

        assert (made, 2) == (ended.remote_id, len(service.requests("submit")))


class ShowingItsSource(WildService):
    """Shows the source of a change, with its link, in each answer about that; the clip itself it gives only at its route."""

    def _told(self, job: RemoteJob, request: Received) -> dict[str, Any]:
        link = f"{self.base_url}/files/old.mp4"
        is_change = isinstance(self.understood.get(job.id), OfAChange)
        return {**super()._told(job, request), **({"video": {"id": BROUGHT, "url": link}} if is_change else {})}


async def test_the_clip_of_the_source_is_not_fetched_for_its_change(open_house: OpenHouse) -> None:
    """It has the size and the length that were asked for, and is not in the library any more: nothing of it tells."""
    with ShowingItsSource("openai") as service:
        house = await with_a_clip(open_house, service, BY_ID)
        request = await changed(house, Change.REMIX)
        assert request.source is not None
        service.jobs[BROUGHT] = replace(next(iter(service.jobs.values())), id=BROUGHT, prompt="a hen")
        service.files["old.mp4"] = Reply(body=in_fragments(4))
        service.clip.data += b"\x00\x00\x00\x08free"
        job = await sent(house, replace(request, source=replace(request.source, remote_id=BROUGHT)))
        await house.until(job, "queued", "running")
        service.finish([*service.jobs][-1])
        ended = await house.until(job, "done")
        clip = next(each for each in await house.clips() if each.id == ended.clip_id)

        assert service.clip.data == clip.path.read_bytes()


async def test_a_clip_of_another_connection_is_refused_before_anything_is_sent(open_house: OpenHouse) -> None:
    with WildService("openai") as service:
        house = await with_a_clip(open_house, service, BY_ID)
        request = await changed(house, Change.REMIX)

        with pytest.raises(InputError, match="made with “Fake”"):
            await house.studio.jobs.submit(request, ENGINE_ID)
        with pytest.raises(InputError, match="keeps its size"):
            await sent(house, replace(request, size=Size(720, 1280)))
        assert 1 == len(service.requests("submit"))


async def test_a_clip_whose_connection_is_gone_cannot_be_changed(open_house: OpenHouse) -> None:
    with WildService("openai") as service:
        house = await with_a_clip(open_house, service, BY_ID)
        (clip,) = await house.clips()
        await house.studio.connections.remove(CONNECTION_ID)

        with pytest.raises(InputError, match="“Fake”, which is gone"):
            await house.studio.changes.begin(clip.id, Change.REMIX)


async def test_a_clip_whose_file_is_gone_is_not_sent_in_its_place(open_house: OpenHouse) -> None:
    with WildService("openai") as service:
        house = await with_a_clip(open_house, service, BY_FILE)
        request = await changed(house, Change.REMIX)
        (clip,) = await house.clips()
        clip.path.unlink()
        job = await house.until(await sent(house, request), "refused")

        assert "nothing was sent" in house.reason(job)
        assert 1 == len(service.requests("submit"))
