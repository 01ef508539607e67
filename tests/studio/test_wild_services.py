"""The main job at each service of the wild: what it understands is what was asked for, and what it charges is told.

A connection is what its preset says: data, never code.
"""

from base64 import b64decode
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from sora_desktop.domain.catalog import CATALOG, ImageRole, ImageSlot, VideoModel
from sora_desktop.domain.errors import InputError
from sora_desktop.domain.image import InputImage
from sora_desktop.domain.job import Billed
from sora_desktop.domain.request import Request
from sora_desktop.domain.shapes import Size
from tests.servers.http_server import HttpServer, Reply
from tests.servers.wild import WILD
from tests.servers.wild.intake import Kind, Seen
from tests.servers.wild.own_servers import MODEL
from tests.servers.wild.service import WildService
from tests.studio.conftest import OpenHouse
from tests.studio.house import CONNECTION_ID, House
from tests.support.pictures import write_picture
from tests.support.presets import as_preset

HD = Size(1280, 720)


def model(model_id: str, *more: ImageSlot, **fields: Any) -> VideoModel:
    return VideoModel(model_id, (HD,), (4, 8), images=(ImageSlot(), *more), **fields)


@dataclass(frozen=True)
class Speaker:
    """How the app speaks with one service. `picture` is how one of this machine arrives there, `link` one with an address,
    None where it is refused before anything is sent; `refused` are the words for that. `heard`: it is told lengths."""

    name: str
    preset: str
    entry: VideoModel
    picture: Kind | None = Kind.FILE
    link: Kind | None = Kind.LINK
    refused: str = "only takes pictures from a public web address"
    heard: bool = True

    async def move_in(self, open_house: OpenHouse, service: WildService, entry: VideoModel | None = None) -> House:
        return await open_house(service, **{**as_preset(self.preset), "models": (entry or self.entry,)})


LAST = ImageSlot(ImageRole.LAST)
NOBODY_KNOWS = "Nobody knows how"


def at_new_api(family: str, *more: ImageSlot, picture: Kind | None = Kind.DATA, **fields: Any) -> Speaker:
    """A model that a person added by hand: how its family is asked, the app knows."""
    name = f"newapi-{family}"
    entry = fields.pop("entry", model(WILD[name].models[0], *more))
    return Speaker(name, "new-api", entry, picture, **fields)


SPEAKERS = (
    Speaker("uniall", "uniall", CATALOG[0]),
    Speaker("openai", "openai-videos", model("sora-2")),
    Speaker("newapi-flat", "new-api", model("sora-2"), link=Kind.FILE),
    Speaker("newapi-envelope", "new-api", model("sora-2"), link=Kind.FILE),
    at_new_api("kling", LAST),
    at_new_api("vidu", LAST),
    at_new_api("jimeng", picture=None),
    at_new_api("hailuo", entry=replace(model("MiniMax-Hailuo-02", LAST), sizes=(Size(1366, 768),))),
    at_new_api("doubao"),
    at_new_api("veo", picture=None, link=None, refused=NOBODY_KNOWS),
    at_new_api("old-veo", picture=None, link=None, refused=NOBODY_KNOWS),
    Speaker(
        "newapi-wan-t2v", "new-api", replace(model("wan2.5-t2v-preview"), images=()), None, None, "takes no first frame"
    ),
    at_new_api("wan-i2v"),
    at_new_api("unknown", picture=None, link=None, refused=NOBODY_KNOWS, heard=False),
    Speaker("litellm", "litellm", model("sora-2"), link=Kind.FILE),
    Speaker("litellm-vllm", "litellm", model("wan2.2"), link=Kind.FILE),
    Speaker("vllm-omni", "vllm-omni", model(MODEL)),
    Speaker("sglang", "sglang", model(MODEL)),
    Speaker("openrouter", "openrouter", model("google/veo-3.1", LAST), Kind.DATA),
    Speaker("llmgateway", "llmgateway", model("veo-3.1-generate-preview", LAST), Kind.DATA),
    Speaker("merge", "merge", replace(model("minimax/minimax-h3", LAST), sizes=(Size(1366, 768),)), None),
    Speaker("evolink", "evolink", model("sora-2-preview", LAST), None),
)

every = pytest.mark.parametrize("speaker", SPEAKERS, ids=lambda speaker: speaker.name)
who_is_heard = pytest.mark.parametrize(
    "speaker", [each for each in SPEAKERS if each.heard], ids=lambda speaker: speaker.name
)
of_two_frames = [each for each in SPEAKERS if each.entry.slot(ImageRole.LAST)]
of_one_frame = [each for each in SPEAKERS if each not in of_two_frames]
with_accounts = [each for each in SPEAKERS if each.heard and WILD[each.name].answers.no_credits]
with_keys = [each for each in SPEAKERS if each.heard and WILD[each.name].answers.wrong_key]


def test_each_service_of_the_wild_has_a_row() -> None:
    assert WILD.keys() == {each.name for each in SPEAKERS}


def size_of(seen: Seen | None) -> tuple[int, int]:
    """Of a picture that arrived as a file, or as a data URL."""
    assert seen is not None
    if isinstance(seen.value, bytes):
        with Image.open(BytesIO(seen.value)) as picture:
            return picture.size
    with Image.open(BytesIO(b64decode(seen.value.partition(",")[2]))) as picture:
        return picture.size


@who_is_heard
async def test_a_clip_of_words_alone(open_house: OpenHouse, speaker: Speaker) -> None:
    with WildService(speaker.name) as service:
        house = await speaker.move_in(open_house, service)
        (job,) = await house.submit("a fox in snow", model=speaker.entry, seconds=4)
        await house.until(job, "done")
        understood = service.understood[service.only_job().id]

    asked = 0.0 if speaker.entry.fixes_seconds else 4.0
    assert ("a fox in snow", asked, (), ()) == (
        understood.prompt,
        understood.seconds,
        understood.pictures,
        understood.dropped,
    )
    assert speaker.entry.id == service.only_job().model
    assert len(service.money.charges) == 1


async def test_where_nobody_knows_how_a_length_is_told_nothing_is_sent_before_it_is_proved(
    open_house: OpenHouse,
) -> None:
    (deaf,) = [each for each in SPEAKERS if not each.heard]
    with WildService(deaf.name) as service:
        house = await deaf.move_in(open_house, service)
        with pytest.raises(InputError, match=r"may ignore it and bill the clip all the same.*Prove it with one clip"):
            await house.submit(model=deaf.entry, seconds=8)

        assert ([], []) == (service.requests("submit"), service.money.charges)


@every
async def test_a_clip_of_a_picture_of_this_machine(open_house: OpenHouse, speaker: Speaker, tmp_path: Path) -> None:
    """It arrives at the size of the clip, or nothing is sent at all."""
    image = InputImage(path=write_picture(tmp_path / "fox.png"))
    with WildService(speaker.name) as service:
        house = await speaker.move_in(open_house, service)
        if speaker.picture is None:
            with pytest.raises(InputError, match=speaker.refused):
                await house.submit(model=speaker.entry, image=image, seconds=4)
            assert [] == service.requests("submit")
            return
        (job,) = await house.submit("a fox in snow", model=speaker.entry, image=image, seconds=4)
        await house.until(job, "done")
        understood = service.understood[service.only_job().id]

    first = understood.picture("first")
    size = speaker.entry.sizes[0]
    assert (speaker.picture, (size.width, size.height), ()) == (
        first and first.kind,
        size_of(first),
        understood.dropped,
    )
    assert len(service.money.charges) == 1


@every
async def test_a_clip_of_a_picture_of_an_address(open_house: OpenHouse, speaker: Speaker, tmp_path: Path) -> None:
    """The service gets the address, or the app fetches the picture and sends it as a file where only that is taken."""
    picture = write_picture(tmp_path / "fox.png", 1280, 720).read_bytes()
    with (
        HttpServer(lambda _: Reply(200, {"Content-Type": "image/png"}, picture)) as elsewhere,
        WildService(speaker.name) as service,
    ):
        house = await speaker.move_in(open_house, service)
        address = f"{elsewhere.base_url}/fox.png"
        if speaker.link is None:
            with pytest.raises(InputError, match=speaker.refused):
                await house.submit(model=speaker.entry, image=InputImage(url=address), seconds=4)
            assert [] == service.requests("submit")
            return
        (job,) = await house.submit("a fox in snow", model=speaker.entry, image=InputImage(url=address), seconds=4)
        await house.until(job, "done", "refused")
        assert "" == (house.reason(job) if (await house.job(job.id)).state == "refused" else "")
        understood = service.understood[service.only_job().id]

    first = understood.picture("first")
    assert (speaker.link, ()) == (first and first.kind, understood.dropped)
    assert speaker.link is Kind.FILE or (first and first.value) == address


@pytest.mark.parametrize("speaker", of_two_frames, ids=lambda speaker: speaker.name)
async def test_a_clip_of_a_first_and_a_last_frame(open_house: OpenHouse, speaker: Speaker, tmp_path: Path) -> None:
    size = speaker.entry.sizes[0]
    file = write_picture(tmp_path / "fox.png", size.width, size.height)
    served = Reply(200, {"Content-Type": "image/png"}, file.read_bytes())
    with HttpServer(lambda _: served) as elsewhere, WildService(speaker.name) as service:
        house = await speaker.move_in(open_house, service)
        link = InputImage(url=f"{elsewhere.base_url}/fox.png")
        image = InputImage(path=file) if speaker.picture else link
        both = (image, replace(image, role=ImageRole.LAST))
        request = Request("a fox in snow", speaker.entry, size, 4, both)
        (job,) = await house.studio.jobs.submit(request, CONNECTION_ID)
        await house.until(job, "done")
        understood = service.understood[service.only_job().id]

    assert (["first", "last"], ()) == ([each.role for each in understood.pictures], understood.dropped)


@pytest.mark.parametrize("speaker", of_one_frame, ids=lambda speaker: speaker.name)
async def test_a_last_frame_that_has_no_place_is_refused_in_words(
    open_house: OpenHouse, speaker: Speaker, tmp_path: Path
) -> None:
    size = speaker.entry.sizes[0]
    image = InputImage(path=write_picture(tmp_path / "fox.png", size.width, size.height))
    entry = replace(speaker.entry, images=(ImageSlot(), LAST))
    with WildService(speaker.name) as service:
        house = await speaker.move_in(open_house, service, entry)
        request = Request("a fox in snow", entry, size, 4, (image, replace(image, role=ImageRole.LAST)))
        with pytest.raises(InputError, match=f"no place for a last frame|{NOBODY_KNOWS}"):
            await house.studio.jobs.submit(request, CONNECTION_ID)

        assert [] == service.requests("submit")


@who_is_heard
async def test_an_unknown_model_is_refused_and_not_billed(open_house: OpenHouse, speaker: Speaker) -> None:
    """Where any name is taken, the clip is made of the one model that there is."""
    other = replace(speaker.entry, id=f"{speaker.entry.id}-of-tomorrow")
    with WildService(speaker.name) as service:
        house = await speaker.move_in(open_house, service, other)
        (job,) = await house.submit(model=other, seconds=4)
        if service.wild.answers.wrong_model is None:
            await house.until(job, "done")
            return
        refused = await house.until(job, "refused")

    assert refused.billed is Billed.NO
    assert [] == service.money.charges


@pytest.mark.parametrize("speaker", with_accounts, ids=lambda speaker: speaker.name)
async def test_an_empty_account_is_told_and_nothing_is_billed(open_house: OpenHouse, speaker: Speaker) -> None:
    with WildService(speaker.name) as service:
        service.broke = True
        house = await speaker.move_in(open_house, service)
        (job,) = await house.submit(model=speaker.entry, seconds=4)
        refused = await house.until(job, "refused")

    assert refused.billed is Billed.NO
    assert (1, []) == (len(service.requests("submit")), service.money.charges)


@pytest.mark.parametrize("speaker", with_keys, ids=lambda speaker: speaker.name)
async def test_a_wrong_key_is_told_and_nothing_is_billed(open_house: OpenHouse, speaker: Speaker) -> None:
    with WildService(speaker.name, key="sk-one") as service:
        house = await speaker.move_in(open_house, service)
        service.key = "sk-another"
        (job,) = await house.submit(model=speaker.entry, seconds=4)
        refused = await house.until(job, "refused")

    assert refused.billed is Billed.NO
    assert [] == service.money.charges
