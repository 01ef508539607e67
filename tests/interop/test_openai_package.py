"""The `openai` package, unmodified, against the engine: each of its video methods, and what becomes of it.

What the engine does not do is a row, too: it is refused with the package's own error, and nothing is made.
"""

from collections.abc import Callable, Iterator
from typing import Any

import openai
import pytest
from openai import OpenAI
from openai.resources.videos import Videos
from openai.types.video import Video

from tests.servers.engine_process import EngineProcess
from tests.support.pictures import picture_bytes

MODEL = "sora2-landscape-4s"
PICTURE = ("fox.png", picture_bytes(1280, 720), "image/png")
FILM = ("fox.mp4", b"\0\0\0\x18ftypisom", "video/mp4")


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
    video = client.videos.create(model=MODEL, prompt="A fox", **more)
    client.videos.delete(video.id)
    return video


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
    "download_content of a thumbnail": (
        lambda to, done: to.videos.download_content(done.id, variant="thumbnail"),
        openai.BadRequestError,
    ),
    "download_content of a spritesheet": (
        lambda to, done: to.videos.download_content(done.id, variant="spritesheet"),
        openai.BadRequestError,
    ),
    "remix": (lambda to, done: to.videos.remix(done.id, prompt="A wolf"), openai.NotFoundError),
    "edit": (lambda to, _: to.videos.edit(prompt="A wolf", video=FILM), openai.APIStatusError),
    "extend": (lambda to, _: to.videos.extend(prompt="On", seconds="4", video=FILM), openai.APIStatusError),
    "create_character": (lambda to, _: to.videos.create_character(name="Fox", video=FILM), openai.APIStatusError),
    "get_character": (lambda to, _: to.videos.get_character("char_1"), openai.NotFoundError),
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
