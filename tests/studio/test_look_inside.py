"""A job from inside: what is sent, what was answered, before it is sent and after a restart."""

import json
import shlex
from pathlib import Path

import pytest

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.request import Request
from tests.servers.http_server import Reply
from tests.servers.service import FakeService
from tests.studio.conftest import OpenHouse
from tests.studio.house import CONNECTION_ID
from tests.support.pictures import write_picture

REQUEST = Request("it's a fox", CATALOG[0], CATALOG[0].settle_size(None), 4)


def body_of(command: str) -> object:
    words = shlex.split(command.replace(" \\\n", " "))
    return json.loads(words[words.index("--data-raw") + 1])


async def test_what_is_shown_before_it_is_sent_is_what_is_sent_and_looking_sends_nothing(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await open_house(service)
    shown = await house.studio.inside.of_request(REQUEST, CONNECTION_ID)
    before = len(service.requests("submit"))
    (job,) = await house.studio.jobs.submit(REQUEST, CONNECTION_ID)
    await house.until(job, "done")
    (sent,) = service.requests("submit")
    after = await house.studio.inside.of_job(job.id)

    assert 0 == before
    assert json.loads(sent.body) == body_of(shown) == body_of(after.request)
    assert service.base_url in shown
    assert "Bearer $SORA_API_KEY" in shown
    assert service.key not in shown + after.request


async def test_each_answer_about_a_job_can_be_read_also_after_a_restart(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await open_house(service)
    (job,) = await house.submit()
    done = await house.until(job, "done")
    seen = (await house.studio.inside.of_job(job.id)).exchanges
    await house.studio.close()
    again = await open_house(service)
    kept = (await again.studio.inside.of_job(job.id)).exchanges

    assert ("POST", "/v1/video/generations") == (seen[0].method, seen[0].place)
    assert done.remote_id is not None
    assert all(done.remote_id in each.body for each in seen if each.body)
    assert seen[-1].length == len(service.clip.data)
    assert [(each.method, each.place, each.body) for each in seen] == [
        (each.method, each.place, each.body) for each in kept
    ]


async def test_a_refusal_can_be_read_as_it_came(open_house: OpenHouse, service: FakeService) -> None:
    error = {"error": {"message": "No", "trace": "4711"}}
    service.reply_next("submit", Reply.of_json(error, 400))
    house = await open_house(service)
    (job,) = await house.submit()
    await house.until(job, "refused")
    (seen,) = (await house.studio.inside.of_job(job.id)).exchanges

    assert (400, error) == (seen.status, json.loads(seen.body))


async def test_the_request_of_a_job_whose_picture_is_gone_says_so(
    open_house: OpenHouse, service: FakeService, tmp_path: Path
) -> None:
    service.stall()
    house = await open_house(service, format="uniall", local_image="data-url")
    (job,) = await house.submit(image=InputImage(path=write_picture(tmp_path / "in.png")))
    await house.until(job, "queued", "running")
    whole = await house.studio.inside.of_job(job.id)
    now = await house.job(job.id)
    for path in filter(None, now.input_paths):
        path.unlink()
    gone = await house.studio.inside.of_job(job.id)

    assert "characters)" in whole.request
    assert ("", True) == (gone.request, gone.no_request is not None)


async def test_a_request_that_may_not_go_says_why_in_place_of_a_command(
    open_house: OpenHouse, service: FakeService
) -> None:
    house = await open_house(service)
    with pytest.raises(InputError):
        await house.studio.inside.of_request(Request("", CATALOG[0], REQUEST.size, 4), CONNECTION_ID)
