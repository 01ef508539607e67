"""Services of one format want their key in different headers: a connection says which, and a job keeps to it."""

import pytest

from sora_desktop.domain.events import Reach
from sora_desktop.domain.format_facts import KeyAs
from tests.servers.service import FakeService
from tests.studio.conftest import OpenHouse
from tests.studio.house import CONNECTION_ID


@pytest.mark.parametrize(("key_as", "header"), [(KeyAs.BARE, "authorization"), (KeyAs.API_KEY, "api-key")])
async def test_the_key_goes_as_the_service_wants_it_from_the_question_to_the_bytes(
    open_house: OpenHouse, native_service: FakeService, key_as: KeyAs, header: str
) -> None:
    native_service.key_header, native_service.key_scheme = header, ""
    house = await open_house(native_service, key_as=key_as)
    assert Reach.ANSWERS is (await house.studio.connections.probe(CONNECTION_ID)).reach
    (job,) = await house.submit()
    done = await house.until(job, "done")

    assert key_as is done.service.key_as
    sent = native_service.server.seen[-1]
    assert {native_service.key} == {value for value in sent.headers.values() if native_service.key in value}
    told = await house.studio.inside.of_job(job.id)
    assert f"{header}: " in told.request.lower()
    assert "bearer" not in told.request.lower()
