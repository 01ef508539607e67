"""A service that sends a paid request on to somewhere else: 30 ways, and neither key nor body ever goes there."""

import pytest

from sora_desktop.api.client import Endpoint, VideoClient
from sora_desktop.api.transport import Transport
from sora_desktop.domain.catalog import CATALOG, Orientation
from sora_desktop.domain.connection import WireFormat
from sora_desktop.domain.errors import RefusedError
from sora_desktop.domain.request import Request
from tests.servers.http_server import Reply
from tests.servers.service import FakeService

REQUEST = Request("a secret prompt", CATALOG[0], Orientation.LANDSCAPE, 4)
PLACES = {
    "another port": "{elsewhere}/v1/videos",
    "another name of this machine": "http://localhost:{port}/v1/videos",
    "the same place": "{here}/v1/video/generations",
    "without encryption": "http://service.example/v1/videos",
    "with a name and password": "http://me:mine@127.0.0.1:{port}/v1/videos",
    "no address at all": "//",
}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("place", PLACES)
async def test_a_redirected_submission_is_refused_and_goes_nowhere(status: int, place: str) -> None:
    with FakeService() as service:
        elsewhere = service.elsewhere
        location = PLACES[place].format(elsewhere=elsewhere.base_url, here=service.base_url, port=elsewhere.port)
        service.reply_next("submit", Reply(status, {"Location": location}))
        async with Transport() as transport:
            client = VideoClient(transport, Endpoint(service.base_url, service.key))
            with pytest.raises(RefusedError) as refused:
                await client.submit(REQUEST, None, WireFormat.UNIALL, idempotency_key="once")

        assert (elsewhere.seen, len(service.requests("submit")), service.money.charges) == ([], 1, [])
        assert refused.value.http_status == status
