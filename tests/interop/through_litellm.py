"""The app through a LiteLLM proxy, before the engine and before vLLM-Omni's real routes. Run by `scripts/interop proxy`."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from sora_desktop.domain.catalog import CATALOG, VideoModel
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.job import Billed
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.http.transport import Transport
from tests.interop.real_server import PLACE, ROOT, RealServer
from tests.interop.test_real_routes import BLUE, MODEL, ORANGE, first_frame, is_near, the_clip
from tests.servers.child_service import ChildService
from tests.servers.engine_process import EngineProcess
from tests.servers.personalities import PERSONALITIES
from tests.studio.conftest import OpenHouse
from tests.studio.house import House
from tests.support.formats import NATIVE
from tests.support.pictures import write_picture
from tests.support.presets import as_preset

if TYPE_CHECKING:
    from tests.servers.service import FakeService

ENGINES = CATALOG[0]
WAN = replace(MODEL, id="wan2.2")


class Proxy(ChildService):
    """`key` is its master key. `models` as `litellm_server.py` has them."""

    personality = PERSONALITIES["litellm"]

    def __init__(self, folder: Path, models: list[dict[str, Any]]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.key = f"sk-{secrets.token_urlsafe(32)}"
        hello = {"key": self.key, "folder": str(folder), "wheel": "", "models": models}
        command = (str(PLACE / "proxy" / "bin" / "python"), "-m", "tests.interop.litellm_server")
        environment = {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
        super().__init__(command, hello, folder / "log", environment=environment)


def model_of(server: EngineProcess | RealServer) -> dict[str, Any]:
    """The proxy's model that this server makes."""
    if isinstance(server, EngineProcess):
        name, model, key = ENGINES.id, f"openai/{ENGINES.id}", server.token
    else:
        name, model, key = WAN.id, f"hosted_vllm/{server.model}", server.key
    return {"name": name, "model": model, "address": f"{server.base_url}/v1", "key": key}


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with (
        EngineProcess(tmp_path_factory.mktemp("engine") / "engine") as engine,
        RealServer.vllm_omni(tmp_path_factory.mktemp("vllm-omni")) as omni,
        Proxy(tmp_path_factory.mktemp("proxy"), [model_of(engine), model_of(omni)]) as running,
    ):
        yield running


async def at(open_house: OpenHouse, proxy: Proxy, model: VideoModel) -> House:
    return await open_house(cast("FakeService", proxy), **as_preset("litellm") | {"models": (model,)})


async def test_a_clip_of_words_comes_from_the_engine(open_house: OpenHouse, proxy: Proxy) -> None:
    house = await at(open_house, proxy, ENGINES)
    (job,) = await house.submit("a fox in snow", model=ENGINES)

    assert ((await house.until(job, "done")).remote_id or "").startswith("video_")


async def test_a_clip_of_words_comes_from_vllm_omni(open_house: OpenHouse, proxy: Proxy) -> None:
    house = await at(open_house, proxy, WAN)
    (job,) = await house.submit("a fox in snow", model=WAN)

    assert ((await house.until(job, "done")).remote_id or "").startswith("video_")


async def test_a_picture_is_seen_in_the_clip_of_vllm_omni(open_house: OpenHouse, proxy: Proxy, tmp_path: Path) -> None:
    house = await at(open_house, proxy, WAN)
    (job,) = await house.submit("a fox", model=WAN, image=InputImage(path=write_picture(tmp_path / "fox.png")))
    await house.until(job, "done")
    frame = first_frame(await the_clip(house))

    assert is_near(ORANGE, frame.getpixel((80, 88)))
    assert is_near(BLUE, frame.getpixel((240, 88)))


async def test_a_failed_job_ends_with_the_reason_of_the_server_behind_it(open_house: OpenHouse, proxy: Proxy) -> None:
    house = await at(open_house, proxy, WAN)
    (job,) = await house.submit("FAIL", model=WAN)
    await house.until(job, "failed")

    assert "gave up on purpose" in house.reason(job)


async def test_it_is_told_that_it_is_a_litellm_proxy(proxy: Proxy) -> None:
    async with Transport() as transport:
        best = (await VideoClient(transport, Endpoint(proxy.base_url, proxy.key)).detect(NATIVE)).best

    assert best is not None
    assert "litellm" == best.preset


async def test_a_model_that_it_does_not_have_is_refused(open_house: OpenHouse, proxy: Proxy) -> None:
    other = replace(WAN, id="no-such-model")
    house = await at(open_house, proxy, other)
    (job,) = await house.submit("a fox", model=other)
    refused = await house.until(job, "refused")

    assert refused.billed is Billed.NO


async def test_a_wrong_key_is_refused(open_house: OpenHouse, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxy, "key", "sk-not-the-one")
    house = await at(open_house, proxy, WAN)
    (job,) = await house.submit("a fox", model=WAN)
    refused = await house.until(job, "refused")

    assert refused.billed is Billed.NO
