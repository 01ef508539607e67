"""Jobs that another program sent to the same service: listed, taken in, their clips brought home, nothing paid."""

import httpx
import pytest

from sora_desktop.domain.errors import InputError
from sora_desktop.domain.job import Billed
from sora_desktop.domain.origin import Way
from tests.servers.service import FakeService
from tests.studio.conftest import OpenHouse
from tests.studio.house import CONNECTION_ID
from tests.support.mp4 import asked_mp4


async def send(service: FakeService, prompt: str, **more: str) -> str:
    """As another program does."""
    body = {"model": "sora2-landscape-4s", "prompt": prompt, "seconds": "4", "size": "1280x720", **more}
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(
            f"{service.base_url}/v1/videos", json=body, headers={"authorization": f"Bearer {service.key}"}
        )
    return str(answer.json()["id"])


async def test_what_others_made_is_listed_without_the_jobs_of_this_app(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    house = await open_house(native_service, lists_jobs=True)
    (own,) = await house.submit("a heron")
    await house.until(own, "done")
    there = await send(native_service, "a fox in snow")

    (listed,) = await house.studio.made_elsewhere.look(CONNECTION_ID)

    assert (there, "a fox in snow", "sora2-landscape-4s") == (listed.remote_id, listed.prompt, listed.model)


async def test_a_job_that_is_taken_in_comes_home_and_is_paid_by_nobody_here(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    house = await open_house(native_service, lists_jobs=True)
    await send(native_service, "a fox in snow")
    paid = len(native_service.money.charges)
    listed = await house.studio.made_elsewhere.look(CONNECTION_ID)

    (job,) = await house.studio.made_elsewhere.take_in(CONNECTION_ID, listed)
    done = await house.until(job, "done")
    (clip,) = await house.clips()

    assert (Billed.YES, "a fox in snow", job.id) == (done.billed, clip.prompt, clip.job_id)
    assert done.request.origin is not None
    assert Way.ELSEWHERE is done.request.origin.way
    assert paid == len(native_service.money.charges)
    assert () == await house.studio.made_elsewhere.look(CONNECTION_ID)
    assert () == await house.studio.made_elsewhere.take_in(CONNECTION_ID, listed)


async def test_a_clip_of_another_size_than_was_guessed_is_no_difference(
    open_house: OpenHouse, native_service: FakeService
) -> None:
    house = await open_house(native_service, lists_jobs=True)
    await send(native_service, "a fox in snow")
    native_service.clip.data = asked_mp4(640, 360, 4.0)
    (job,) = await house.studio.made_elsewhere.take_in(
        CONNECTION_ID, await house.studio.made_elsewhere.look(CONNECTION_ID)
    )

    assert (await house.until(job, "done")).reason is None


async def test_a_service_without_a_list_says_so(open_house: OpenHouse, service: FakeService) -> None:
    house = await open_house(service, lists_jobs=False)

    with pytest.raises(InputError, match="“Fake” has no list of its jobs"):
        await house.studio.made_elsewhere.look(CONNECTION_ID)


async def test_one_that_goes_on_is_followed_until_its_end(open_house: OpenHouse, native_service: FakeService) -> None:
    house = await open_house(native_service, lists_jobs=True)
    native_service.stall()
    remote_id = await send(native_service, "a fox in snow")
    (job,) = await house.studio.made_elsewhere.take_in(
        CONNECTION_ID, await house.studio.made_elsewhere.look(CONNECTION_ID)
    )
    await house.until(job, "queued", "running")
    native_service.finish(remote_id)

    await house.until(job, "done")
