"""The `openai` package, unmodified, against the engine: each of its video methods, and what becomes of it.

What the engine does not do is a row, too: it is refused with the package's own error, and nothing is made.
"""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import av
import openai
import pytest
from openai import OpenAI
from openai.resources.videos import Videos
from openai.types.video import Video
from PIL import Image, ImageChops, ImageStat

from tests.interop.clips import make_clip
from tests.servers.engine_process import EngineProcess
from tests.support.pictures import picture_bytes

MODEL = "sora2-landscape-4s"
PICTURE = ("fox.png", picture_bytes(1280, 720), "image/png")
NO_FILM = ("fox.mp4", b"\0\0\0\x18ftypisom", "video/mp4")
FILM = ("fox.mp4", make_clip((1280, 720), 24, 24.0), "video/mp4")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with EngineProcess(tmp_path_factory.mktemp("package") / "engine") as running:
        yield running


@pytest.fixture(scope="module")
def client(engine: EngineProcess) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{engine.base_url}/v1", api_key=engine.token, max_retries=0) as opened:
        yield opened


@pytest.fixture(scope="module")
def done(client: OpenAI) -> Video:
    """A video that is finished."""
    return client.videos.create_and_poll(model=MODEL, prompt="A fox", poll_interval_ms=200)


Call = Callable[[OpenAI, Video], Any]


def created(client: OpenAI, **more: Any) -> Video:
    """A new video, as it was told; it is taken off again, so that nothing waits for its picture."""
    return taken_off(client, client.videos.create(model=MODEL, prompt="A fox", **more))


def taken_off(client: OpenAI, video: Video) -> Video:
    client.videos.delete(video.id)
    return video


def by_id(client: OpenAI, route: str, video: Video, **more: str) -> Video:
    """As its types have it, but cannot send: it takes an object for a file."""
    return taken_off(client, client.post(f"/videos/{route}", body={"video": {"id": video.id}, **more}, cast_to=Video))


def a_character(client: OpenAI) -> str:
    return client.videos.create_character(name="Rusty", video=FILM).id or ""


GOOD: dict[str, tuple[Call, Callable[[Any], object], object]] = {
    "create": (lambda to, _: created(to), lambda video: video.status, "queued"),
    "create with seconds": (
        lambda to, _: created(to, seconds="4", size="1280x720"),
        lambda video: (video.seconds, video.size),
        ("4", "1280x720"),
    ),
    "create with a file": (
        lambda to, _: created(to, input_reference=PICTURE),
        lambda video: video.error,
        None,
    ),
    "create_and_poll": (lambda _, done: done, lambda video: (video.status, video.progress), ("completed", 100)),
    "poll": (lambda to, done: to.videos.poll(done.id, poll_interval_ms=200), lambda video: video.status, "completed"),
    "retrieve": (lambda to, done: to.videos.retrieve(done.id), lambda video: video.model, MODEL),
    "list": (lambda to, _: to.videos.list(limit=1), lambda page: len(page.data), 1),
    "download_content": (
        lambda to, done: to.videos.download_content(done.id),
        lambda content: content.read()[4:8],
        b"ftyp",
    ),
    "download_content of the video": (
        lambda to, done: to.videos.download_content(done.id, variant="video"),
        lambda content: content.read()[4:8],
        b"ftyp",
    ),
    "download_content of a thumbnail": (
        lambda to, done: to.videos.download_content(done.id, variant="thumbnail"),
        lambda content: (content.read()[8:12], content.response.headers["content-type"]),
        (b"WEBP", "image/webp"),
    ),
    "download_content of a spritesheet": (
        lambda to, done: to.videos.download_content(done.id, variant="spritesheet"),
        lambda content: (content.read()[:3], content.response.headers["content-type"]),
        (b"\xff\xd8\xff", "image/jpeg"),
    ),
    "remix": (
        lambda to, done: (done.id, taken_off(to, to.videos.remix(done.id, prompt="At night"))),
        lambda both: (both[1].remixed_from_video_id == both[0], both[1].prompt, both[1].seconds, both[1].size),
        (True, "At night", "4", "1280x720"),
    ),
    "edit with a file": (
        lambda to, _: taken_off(to, to.videos.edit(prompt="At night", video=FILM)),
        lambda video: (video.status, video.seconds, video.remixed_from_video_id),
        ("queued", "1", None),
    ),
    "edit by id": (
        lambda to, done: (done.id, by_id(to, "edits", done, prompt="At night")),
        lambda both: both[1].remixed_from_video_id == both[0],
        True,
    ),
    "extend with a file": (
        lambda to, _: taken_off(to, to.videos.extend(prompt="It sleeps", seconds="4", video=FILM)),
        lambda video: video.seconds,
        "5",
    ),
    "extend by id": (
        lambda to, done: by_id(to, "extensions", done, prompt="It sleeps", seconds="8"),
        lambda video: (video.seconds, video.remixed_from_video_id),
        ("12", None),
    ),
    "create_character": (
        lambda to, _: to.videos.create_character(name="Rusty", video=FILM),
        lambda character: (character.name, bool(character.id), character.created_at > 0),
        ("Rusty", True, True),
    ),
    "get_character": (
        lambda to, _: to.videos.get_character(a_character(to)),
        lambda character: character.name,
        "Rusty",
    ),
    "create with a character": (
        lambda to, _: created(to, extra_body={"characters": f'[{{"id": "{a_character(to)}"}}]'}),
        lambda video: video.status,
        "queued",
    ),
    "delete": (
        lambda to, _: to.videos.delete(to.videos.create(model=MODEL, prompt="A fox").id),
        lambda gone: (gone.deleted, gone.object),
        (True, "video.deleted"),
    ),
}
REFUSED: dict[str, tuple[Call, type[openai.APIStatusError]]] = {
    "create with a model that is not there": (
        lambda to, _: to.videos.create(model="sora-2", prompt="A fox"),
        openai.BadRequestError,
    ),
    "create with a parameter that nobody knows": (
        lambda to, _: to.videos.create(model=MODEL, prompt="A fox", extra_body={"steps": 4}),
        openai.BadRequestError,
    ),
    "remix of a video that is not there": (
        lambda to, _: to.videos.remix("video_none", prompt="A wolf"),
        openai.NotFoundError,
    ),
    "edit of what is no film": (lambda to, _: to.videos.edit(prompt="A wolf", video=NO_FILM), openai.BadRequestError),
    "extend of what is no film": (
        lambda to, _: to.videos.extend(prompt="On", seconds="4", video=NO_FILM),
        openai.BadRequestError,
    ),
    "extend by a length that is not made": (
        lambda to, _: to.videos.extend(prompt="On", seconds="5", video=FILM),  # type: ignore[arg-type] # on purpose
        openai.BadRequestError,
    ),
    "create_character of what is no film": (
        lambda to, _: to.videos.create_character(name="Fox", video=NO_FILM),
        openai.BadRequestError,
    ),
    "create_character without a name": (
        lambda to, _: to.videos.create_character(name="", video=FILM),
        openai.BadRequestError,
    ),
    "get_character that is not there": (lambda to, _: to.videos.get_character("char_1"), openai.NotFoundError),
    "create with a character that is not there": (
        lambda to, _: created(to, extra_body={"characters": '[{"id": "char_none"}]'}),
        openai.BadRequestError,
    ),
    "retrieve of a video that is not there": (lambda to, _: to.videos.retrieve("video_none"), openai.NotFoundError),
    "delete of a video that is not there": (lambda to, _: to.videos.delete("video_none"), openai.NotFoundError),
}


def test_the_table_has_each_method_of_the_package() -> None:
    public = {name for name in vars(Videos) if not name.startswith(("_", "with_"))}

    assert public == {name.partition(" ")[0] for name in (*GOOD, *REFUSED)}


@pytest.mark.parametrize("name", GOOD)
def test_this_works(client: OpenAI, done: Video, name: str) -> None:
    call, look, expected = GOOD[name]

    assert expected == look(call(client, done))


@pytest.mark.parametrize("name", REFUSED)
def test_this_is_refused_and_makes_nothing(client: OpenAI, done: Video, name: str) -> None:
    call, error = REFUSED[name]
    before = [video.id for video in client.videos.list(limit=100)]
    with pytest.raises(error) as refused:
        call(client, done)

    assert 400 <= refused.value.status_code < 500
    assert refused.value.code
    assert before == [video.id for video in client.videos.list(limit=100)]


def test_what_is_made_longer_begins_as_its_source(client: OpenAI, done: Video) -> None:
    longer = client.post(
        "/videos/extensions",
        body={"video": {"id": done.id}, "prompt": "A wolf comes at night", "seconds": "4"},
        cast_to=Video,
    )
    ended = client.videos.poll(longer.id, poll_interval_ms=200)

    assert ("completed", "8") == (ended.status, ended.seconds)
    source, clip = (client.videos.download_content(each.id).read() for each in (done, ended))
    assert 8.0 == pytest.approx(length_of(clip), abs=0.1)
    assert unlike(picture_at(source, 2.0), picture_at(clip, 2.0)) < 4.0
    assert unlike(picture_at(source, 2.0), picture_at(clip, 6.0)) > 8.0


def test_an_edit_keeps_what_it_does_not_name(client: OpenAI, done: Video) -> None:
    edited = client.videos.poll(client.videos.remix(done.id, prompt="At night").id, poll_interval_ms=200)
    again = client.videos.poll(client.videos.remix(edited.id, prompt="with heavy snow").id, poll_interval_ms=200)

    assert ["completed", "completed"] == [edited.status, again.status]
    before, night, snow = (
        picture_at(client.videos.download_content(each.id).read(), 2.0) for each in (done, edited, again)
    )
    assert ImageStat.Stat(night.convert("L")).mean[0] < ImageStat.Stat(before.convert("L")).mean[0]
    assert unlike(night, snow) > 1.0


def length_of(clip: bytes) -> float:
    with av.open(BytesIO(clip), "r") as container:
        return (container.duration or 0) / 1_000_000


def picture_at(clip: bytes, seconds: float) -> Image.Image:
    with av.open(BytesIO(clip), "r") as container:
        video = container.streams.video[0]
        later = (frame for frame in container.decode(video) if (frame.time or 0.0) >= seconds)
        picture: Image.Image = next(later).to_image()
        return picture


def unlike(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are from each other, in steps of 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3
