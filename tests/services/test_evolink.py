"""EvoLink's task API: what is asked for, and what its answers mean, as its documentation shows them."""

import json
from typing import Any

from sora_desktop.domain.catalog import ImageRole, ImageSlot, VideoModel
from sora_desktop.domain.parameters import Parameter, ParameterKind, ParameterValue
from sora_desktop.domain.presets import preset_at
from sora_desktop.domain.request import Request
from sora_desktop.domain.shapes import Size
from sora_desktop.services.formats import FORMATS
from sora_desktop.services.wire import Answer, PreparedImage, RemoteState

WIRE = FORMATS["evolink"]
BASE = "https://api.evolink.ai"
FIRST, LAST = "https://h.example/first.png", "https://h.example/last.png"
MODEL = VideoModel(
    "sora-2-preview",
    (Size(1280, 720),),
    (4, 8),
    images=(ImageSlot(), ImageSlot(ImageRole.LAST)),
    parameters=(Parameter("quality", ParameterKind.TEXT),),
)


def answer(**body: Any) -> Answer:
    task = {"id": "task-unified-1-abcd", "object": "video.generation.task", "created": 1_790_000_000}
    return Answer(200, {}, json.dumps({**task, **body}).encode())


def test_a_clip_of_words_is_asked_for_by_its_ratio_and_a_whole_length() -> None:
    request = Request("a fox", MODEL, MODEL.sizes[0], 8, parameters=(ParameterValue("quality", "1080p"),))
    call = WIRE.create(request, idempotency_key="")

    assert ("POST", "/v1/videos/generations") == (call.method, call.path)
    assert {
        "model": "sora-2-preview",
        "prompt": "a fox",
        "duration": 8,
        "aspect_ratio": "16:9",
        "quality": "1080p",
    } == call.json


def test_the_first_frame_stands_before_the_last_in_whatever_order_they_come() -> None:
    images = (PreparedImage(url=LAST, role=ImageRole.LAST), PreparedImage(url=FIRST))
    call = WIRE.create(Request("a fox", MODEL, MODEL.sizes[0], 4), images)

    assert call.json is not None
    assert [FIRST, LAST] == call.json["image_urls"]


def test_a_task_is_asked_about_at_a_place_of_its_own_and_tells_its_links() -> None:
    submitted = WIRE.read_submitted(answer(status="pending", progress=0, task_info={"can_cancel": True}), base_url=BASE)
    assert "/v1/tasks/task-unified-1-abcd" == WIRE.status(submitted.remote_id).path

    going = WIRE.read_status(answer(status="processing", progress=40), base_url=BASE)
    done = WIRE.read_status(answer(status="completed", results=["https://cdn.example/v.mp4"]), base_url=BASE)
    assert (RemoteState.RUNNING, 0.4) == (going.state, going.progress)
    assert (RemoteState.DONE, "https://cdn.example/v.mp4") == (done.state, done.result_url)


def test_a_service_of_one_address_is_known_by_it() -> None:
    known = {"https://api.evolink.ai/v1": "evolink", "https://openrouter.ai": "openrouter"}
    known |= {"https://api.llmgateway.io": "llmgateway", "https://api-gateway.merge.dev": "merge"}
    found = {address: preset_at(address) for address in (*known, "https://api.example.com", "")}

    assert known == {address: preset.id for address, preset in found.items() if preset}
