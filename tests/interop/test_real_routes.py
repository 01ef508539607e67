"""The app against the real routes of vLLM-Omni and SGLang Diffusion, which run out of their wheels without a model.

The servers read the requests, keep the jobs and tell of them by their own code; only what makes the frames is painted.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import av
import pytest
from PIL import Image

from sora_desktop.domain.catalog import VideoModel
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.job import Billed
from sora_desktop.domain.presets import Catalogue
from sora_desktop.domain.shapes import Size
from sora_desktop.media.probe import examine
from sora_desktop.services.client import Endpoint, VideoClient
from sora_desktop.services.http.transport import Transport
from tests.interop.clips import PLAIN
from tests.interop.real_server import RealServer
from tests.servers.http_server import HttpServer, Reply
from tests.studio.conftest import OpenHouse
from tests.studio.house import House
from tests.support.formats import NATIVE
from tests.support.pictures import write_picture
from tests.support.presets import as_preset

if TYPE_CHECKING:
    from tests.servers.service import FakeService

SMALL = Size(320, 176)
MODEL = VideoModel(RealServer.model, (SMALL,), (1, 2))
OTHER = replace(MODEL, id="sora-2")
SERVERS = {"vllm-omni": RealServer.vllm_omni, "sglang": RealServer.sglang}
ORANGE, BLUE = (214, 104, 40), (30, 70, 160)


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    with SERVERS[request.param](tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
async def asking(server: RealServer) -> AsyncIterator[VideoClient]:
    async with Transport() as transport:
        yield VideoClient(transport, Endpoint(server.base_url, server.key))


def only(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("server", [name], indirect=True, scope="module")


async def at(open_house: OpenHouse, server: RealServer, model: VideoModel = MODEL) -> House:
    """A studio whose connection is this server, as its preset has it."""
    return await open_house(cast("FakeService", server), models=(model,), **as_preset(server.personality.name))


def first_frame(clip: Path) -> Image.Image:
    with av.open(str(clip)) as container:
        picture: Image.Image = next(container.decode(video=0)).to_image()
        return picture


def is_near(expected: tuple[int, ...], found: object) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) < 25 for one, other in zip(expected, found, strict=True))


async def the_clip(house: House) -> Path:
    (clip,) = await house.clips()
    return clip.path


async def test_a_clip_is_made_of_words_alone(open_house: OpenHouse, server: RealServer) -> None:
    house = await at(open_house, server)
    (job,) = await house.submit("a fox in snow", model=MODEL)
    await house.until(job, "done")
    clip = await the_clip(house)
    facts = examine(clip).facts

    assert (str(SMALL), 1) == (str(facts.size), round(facts.seconds))
    assert is_near(PLAIN, first_frame(clip).getpixel((160, 88)))


async def test_the_picture_that_was_given_is_seen_in_the_clip(
    open_house: OpenHouse, server: RealServer, tmp_path: Path
) -> None:
    house = await at(open_house, server)
    image = InputImage(path=write_picture(tmp_path / "fox.png"))
    (job,) = await house.submit("a fox in snow", model=MODEL, image=image)
    await house.until(job, "done")
    frame = first_frame(await the_clip(house))

    assert is_near(ORANGE, frame.getpixel((80, 88)))
    assert is_near(BLUE, frame.getpixel((240, 88)))


async def test_a_picture_of_an_address_is_seen_in_the_clip(
    open_house: OpenHouse, server: RealServer, tmp_path: Path
) -> None:
    house = await at(open_house, server)
    picture = write_picture(tmp_path / "fox.png", 320, 176).read_bytes()
    with HttpServer(lambda _: Reply(200, {"Content-Type": "image/png"}, picture)) as elsewhere:
        (job,) = await house.submit("a fox", model=MODEL, image=InputImage(url=f"{elsewhere.base_url}/fox.png"))
        await house.until(job, "done")
    frame = first_frame(await the_clip(house))

    assert is_near(ORANGE, frame.getpixel((80, 88)))
    assert is_near(BLUE, frame.getpixel((240, 88)))


async def test_a_failed_job_ends_with_the_servers_own_reason(open_house: OpenHouse, server: RealServer) -> None:
    house = await at(open_house, server)
    (job,) = await house.submit("FAIL", model=MODEL)
    await house.until(job, "failed")

    assert "gave up on purpose" in house.reason(job)


async def test_a_job_is_taken_off_while_it_runs(open_house: OpenHouse, server: RealServer) -> None:
    house = await at(open_house, server)
    (job,) = await house.submit("STAY", model=MODEL)
    await house.until(job, "running")
    await house.studio.jobs.cancel(job.id)

    await house.until(job, "cancelled")


async def test_the_jobs_of_the_server_are_listed(
    open_house: OpenHouse, server: RealServer, asking: VideoClient
) -> None:
    house = await at(open_house, server)
    (job,) = await house.submit("a fox in a list", model=MODEL)
    done = await house.until(job, "done")
    page = await asking.list_jobs(NATIVE)

    assert done.remote_id in [each.id for each in page.jobs]
    assert page.next_after is None


async def test_it_is_told_what_the_server_is_and_what_it_makes(server: RealServer, asking: VideoClient) -> None:
    """By its own answers to a few free questions."""
    best = (await asking.detect(NATIVE)).best
    page = await asking.list_models(Catalogue.OPENAI_MODELS, NATIVE)

    assert best is not None
    assert server.personality.name == best.preset
    assert [server.model] == [each.id for each in page.models]


@only("vllm-omni")
async def test_a_wrong_key_is_refused_and_not_billed(
    open_house: OpenHouse, server: RealServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "key", "sk-not-the-one")
    house = await at(open_house, server)
    (job,) = await house.submit("a fox", model=MODEL)

    assert (await house.until(job, "refused")).billed is Billed.NO


@only("vllm-omni")
async def test_another_model_than_the_served_one_is_refused(open_house: OpenHouse, server: RealServer) -> None:
    house = await at(open_house, server, OTHER)
    (job,) = await house.submit("a fox", model=OTHER)
    await house.until(job, "refused")

    assert "Model mismatch" in house.reason(job)


@only("sglang")
async def test_a_clip_is_made_under_any_models_name(open_house: OpenHouse, server: RealServer) -> None:
    house = await at(open_house, server, OTHER)
    (job,) = await house.submit("a fox", model=OTHER)

    assert (await house.until(job, "done")).remote_id


async def test_a_model_of_words_alone_refuses_a_picture(open_house: OpenHouse, tmp_path: Path) -> None:
    with RealServer.sglang(tmp_path / "server", task="T2V") as server:
        house = await at(open_house, server)
        image = InputImage(path=write_picture(tmp_path / "fox.png"))
        (job,) = await house.submit("a fox in snow", model=MODEL, image=image)
        await house.until(job, "refused")

    assert "not supported for T2V" in house.reason(job)


async def test_a_model_of_pictures_refuses_words_alone(open_house: OpenHouse, tmp_path: Path) -> None:
    with RealServer.sglang(tmp_path / "server", task="I2V") as server:
        house = await at(open_house, server)
        (job,) = await house.submit("a fox in snow", model=MODEL)
        await house.until(job, "refused")

    assert "requires an 'image_path' input" in house.reason(job)
