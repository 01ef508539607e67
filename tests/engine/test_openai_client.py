"""A third party proves the native format: the official `openai` package, unmodified, against the engine's process.

The package warns at each `videos.*` call that the hosted service is switched off; tests/support/allowed.py names
that one warning. The engine is the format's, not that service.
"""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import openai
import pytest
from openai import OpenAI
from PIL import Image

from sora_desktop.media.probe import examine
from tests.servers.engine_process import EngineProcess

MODEL = "sora2-landscape-4s"
PROMPT = "A paper boat drifts down a rain-washed street, slow pan left"


@pytest.fixture
def client(engine: EngineProcess) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{engine.base_url}/v1", api_key=engine.token, max_retries=0) as opened:
        yield opened


def picture(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, "PNG")
    return out.getvalue()


def test_it_creates_with_a_picture_polls_downloads_lists_and_deletes(
    engine: EngineProcess, client: OpenAI, tmp_path: Path
) -> None:
    """The whole way of a job, in the package's own calls; the clip is a whole MP4 of the size and length asked for."""
    video = client.videos.create(
        model=MODEL,
        prompt=PROMPT,
        seconds="4",
        size="1280x720",
        input_reference=("boat.png", picture(1280, 720), "image/png"),
    )
    assert ("video", "queued", MODEL, "4", "1280x720", PROMPT) == (
        video.object,
        video.status,
        video.model,
        video.seconds,
        video.size,
        video.prompt,
    )

    done = client.videos.poll(video.id, poll_interval_ms=200)
    assert ("completed", 100, None) == (done.status, done.progress, done.error)

    content = client.videos.download_content(video.id)
    clip = tmp_path / "clip.mp4"
    content.write_to_file(clip)
    assert content.response.headers["etag"].strip('"') == hashlib.sha256(clip.read_bytes()).hexdigest()
    facts = examine(clip).facts
    assert ("1280x720", 4.0) == (str(facts.size), round(facts.seconds, 2))

    assert [video.id] == [entry.id for entry in client.videos.list(limit=10)]
    deleted = client.videos.delete(video.id)
    assert (video.id, True, "video.deleted") == (deleted.id, deleted.deleted, deleted.object)
    with pytest.raises(openai.NotFoundError):
        client.videos.retrieve(video.id)
    assert [] == list(client.videos.list())


def test_it_pages_through_a_list(client: OpenAI) -> None:
    """The package follows `has_more` and `last_id` to the end, and stops there."""
    ids = [client.videos.create(model="sora2-pro-720p", prompt=f"Shot {number}").id for number in range(5)]

    try:
        assert ids[::-1] == [entry.id for entry in client.videos.list(limit=2)]
        assert ids == [entry.id for entry in client.videos.list(limit=2, order="asc")]
    finally:
        for video_id in ids:
            client.videos.delete(video_id)


def test_it_reads_the_refusals(client: OpenAI) -> None:
    """Each becomes the package's own error, with the code and the field."""
    with pytest.raises(openai.BadRequestError) as unsupported:
        client.videos.create(model="sora-2", prompt=PROMPT)
    with pytest.raises(openai.BadRequestError) as mismatch:
        client.videos.create(model=MODEL, prompt=PROMPT, input_reference=("a.png", picture(64, 64), "image/png"))
    with pytest.raises(openai.BadRequestError) as mixed:
        client.videos.create(model=MODEL, prompt=PROMPT, extra_body={"aspect_ratio": "16:9"})

    assert [
        ("unsupported_model", "model"),
        ("image_size_mismatch", "input_reference"),
        ("mixed_formats", "aspect_ratio"),
    ] == [(caught.value.code, caught.value.param) for caught in (unsupported, mismatch, mixed)]


def test_it_is_told_that_its_key_is_wrong(engine: EngineProcess) -> None:
    """401, as its AuthenticationError."""
    with (
        OpenAI(base_url=f"{engine.base_url}/v1", api_key="sk-wrong", max_retries=0) as stranger,
        pytest.raises(openai.AuthenticationError),
    ):
        stranger.videos.list()


def test_it_lists_the_models(client: OpenAI) -> None:
    """All nine."""
    assert 9 == len(list(client.models.list()))
