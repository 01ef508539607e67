"""Videos that are made of others, and characters: what may be asked, what a job keeps of its source, and who waits for whom."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from tests.engine.test_server import NATIVE, code
from tests.interop.clips import make_clip
from tests.servers.hand_renderer import Service, serving

CLIP = b"the clip of the source"
FILM = make_clip((1280, 720), 24, 24.0)
PORTRAIT = make_clip((320, 320), 12, 24.0)


async def source(service: Service) -> str:
    return str((await service.make(NATIVE, CLIP))["id"])


def kept(folder: Path, job_id: str) -> tuple[dict[str, Any], set[str]]:
    """A job's record, and the names of the files beside it."""
    place = folder / "jobs" / job_id
    return json.loads((place / "job.json").read_bytes()), {each.name for each in place.iterdir()}


async def test_a_remix_keeps_the_words_of_its_source_and_of_each_change(tmp_path: Path) -> None:
    async with serving(tmp_path) as service:
        first = await source(service)
        second = await service.make({"prompt": "at night"}, CLIP, f"/v1/videos/{first}/remix")
        third = await service.make({"prompt": "with a wolf"}, CLIP, f"/v1/videos/{second['id']}/remix")
        record, _ = await asyncio.to_thread(kept, tmp_path, third["id"])

        assert (first, second["id"]) == (second["remixed_from_video_id"], third["remixed_from_video_id"])
        assert ("with a wolf", NATIVE["seconds"], NATIVE["size"], NATIVE["model"]) == tuple(
            third[name] for name in ("prompt", "seconds", "size", "model")
        )
        assert (NATIVE["prompt"], ["at night", "with a wolf"]) == (record["story"], record["edits"])


async def test_what_goes_on_takes_its_source_along_and_outlives_it(tmp_path: Path) -> None:
    async with serving(tmp_path) as service:
        first = await source(service)
        body = {"video": {"id": first}, "prompt": "it sleeps", "seconds": "8"}
        longer = (await service.client.post("/v1/videos/extensions", json=body)).json()
        await service.client.delete(f"/v1/videos/{first}")
        await service.renders.begun()
        record, files = await asyncio.to_thread(kept, tmp_path, longer["id"])
        film = await asyncio.to_thread((tmp_path / "jobs" / longer["id"] / "source").read_bytes)

        assert ("12", None) == (longer["seconds"], longer["remixed_from_video_id"])
        assert (4, 12, NATIVE["prompt"], []) == tuple(
            record[name] for name in ("lead_seconds", "seconds", "story", "edits")
        )
        assert ({"job.json", "source", "clip.part"}, CLIP) == (files, film)


async def test_a_film_that_comes_along_is_looked_into_and_gives_its_picture(tmp_path: Path) -> None:
    async with serving(tmp_path) as service:
        answers = [
            await service.client.post(f"/v1/videos/{route}", data=fields, files={"video": ("a.mp4", FILM, "video/mp4")})
            for route, fields in (
                ("edits", {"prompt": "at night"}),
                ("extensions", {"prompt": "it sleeps", "seconds": "4"}),
            )
        ]
        edit, longer = (answer.json()["id"] for answer in answers)
        (_, of_edit), (_, of_longer) = [await asyncio.to_thread(kept, tmp_path, each) for each in (edit, longer)]

        assert ["1", "5"] == [answer.json()["seconds"] for answer in answers]
        assert {"reference"} == of_edit & {"reference", "source"}
        assert {"reference", "source"} == of_longer & {"reference", "source"}
        assert [] == await asyncio.to_thread(lambda: list((tmp_path / "incoming").iterdir()))


CHANGES: list[tuple[str, dict[str, Any], tuple[int, str]]] = [
    ("edits", {"prompt": "x"}, (400, "missing_required_parameter")),
    ("edits", {"prompt": "x", "video": "video_1"}, (400, "invalid_type")),
    ("edits", {"prompt": "x", "video": {}}, (400, "invalid_video")),
    ("edits", {"prompt": "x", "video": {"id": 1}}, (400, "invalid_video")),
    ("edits", {"prompt": "x", "video": {"id": "video_none"}}, (404, "video_not_found")),
    ("edits", {"prompt": "x", "video": {"id": "video_none"}, "model": "sora-2"}, (400, "unknown_parameter")),
    ("edits", {"prompt": " ", "video": {"id": "video_none"}}, (400, "empty_prompt")),
    ("extensions", {"prompt": "x", "video": {"id": "a"}}, (400, "missing_required_parameter")),
    ("extensions", {"prompt": "x", "video": {"id": "a"}, "seconds": 4}, (400, "invalid_type")),
    ("extensions", {"prompt": "x", "video": {"id": "a"}, "seconds": "5"}, (400, "unsupported_seconds")),
    ("video_none/remix", {"prompt": "x"}, (404, "video_not_found")),
    ("video_none/remix", {"prompt": "x", "model": "sora-2"}, (400, "unknown_parameter")),
    ("characters", {"name": "Fox"}, (415, "unsupported_media_type")),
]


@pytest.mark.parametrize(("route", "body", "refusal"), CHANGES)
async def test_what_names_no_source_is_refused(
    tmp_path: Path, route: str, body: dict[str, Any], refusal: tuple[int, str]
) -> None:
    async with serving(tmp_path) as service:
        assert refusal == await code(service, f"/v1/videos/{route}", json=body)
        assert [] == (await service.client.get("/v1/videos")).json()["data"]


async def test_a_video_that_is_not_finished_is_no_source(tmp_path: Path) -> None:
    async with serving(tmp_path) as service:
        waiting = (await service.client.post("/v1/videos", json=NATIVE)).json()["id"]

        assert (400, "video_not_ready") == await code(service, f"/v1/videos/{waiting}/remix", json={"prompt": "x"})


async def test_a_video_is_made_longer_up_to_two_minutes(tmp_path: Path) -> None:
    async with serving(tmp_path) as service:
        longest = await source(service)
        for _ in range(5):
            body = {"video": {"id": longest}, "prompt": "on", "seconds": "20"}
            longest = (await service.make(body, CLIP, "/v1/videos/extensions"))["id"]

        body = {"video": {"id": longest}, "prompt": "on", "seconds": "20"}
        assert (400, "too_long") == await code(service, "/v1/videos/extensions", json=body)


async def test_a_key_stands_for_one_change_of_one_source(tmp_path: Path) -> None:
    async with serving(tmp_path) as service:
        first, second = await source(service), await source(service)
        key = {"Idempotency-Key": "one"}
        made = [
            (await service.client.post(f"/v1/videos/{first}/remix", json={"prompt": "x"}, headers=key)).json()["id"]
            for _ in range(2)
        ]

        assert made[0] == made[1]
        assert (422, "idempotency_key_reused") == await code(
            service, f"/v1/videos/{second}/remix", json={"prompt": "x"}, headers=key
        )


async def test_a_character_lives_over_a_restart_and_goes_along_with_a_job(tmp_path: Path) -> None:
    async with serving(tmp_path) as service:
        answer = await service.client.post(
            "/v1/videos/characters", data={"name": "Rusty"}, files={"video": ("a.mp4", PORTRAIT, "video/mp4")}
        )
        made = answer.json()
    async with serving(tmp_path) as service:
        assert made == (await service.client.get(f"/v1/videos/characters/{made['id']}")).json()
        job_id = (await service.client.post("/v1/videos", json=NATIVE | {"characters": [{"id": made["id"]}]})).json()[
            "id"
        ]
        record, files = await asyncio.to_thread(kept, tmp_path, job_id)

        assert (["Rusty"], True) == (record["cast"], "cast-0" in files)
        assert (400, "character_not_found") == await code(
            service, "/v1/videos", json=NATIVE | {"characters": [{"id": "char_none"}]}
        )
