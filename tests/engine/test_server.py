"""Both formats over a real socket, from the submission to the bytes of the clip; the renderer is driven by hand."""

import asyncio
import base64
import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.engine.jobs import RENDERS_AT_ONCE, WAITING_LIMIT
from tests.servers.hand_renderer import Service, serving
from tests.servers.pictures import pictures
from tests.support.logs import ExpectedLogs

UNIALL = {"model": "sora2-portrait-12s", "prompt": "A cat running through grass"}
NATIVE = {"model": "sora2-landscape-4s", "prompt": "a fox in snow", "seconds": "4", "size": "1280x720"}
CLIP = bytes(range(256)) * 4


def png(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "PNG")
    return out.getvalue()


def data_url(picture: bytes) -> dict[str, str]:
    return {"image_url": "data:image/png;base64," + base64.b64encode(picture).decode()}


async def code(service: Service, path: str, **request: Any) -> tuple[int, str]:
    """Status and error code of a refused submission."""
    answer = await service.client.post(path, **request)
    return answer.status_code, answer.json()["error"]["code"]


async def test_a_uniall_job_answers_as_the_document_has_it(tmp_path: Path) -> None:
    """Field by field the document's two examples: the submission's answer, and the finished job's."""
    async with serving(tmp_path) as service:
        submitted = (await service.client.post("/v1/video/generations", json=UNIALL)).json()
        job_id = submitted["id"]
        expected = {
            "id": job_id,
            "object": "video.generation.job",
            "model": "sora2",
            "status": "queued",
            "progress": 0,
            "created_at": submitted["created_at"],
            "seconds": "12",
        }
        assert list(expected.items()) == list(submitted.items())
        assert isinstance(submitted["created_at"], int)

        assert job_id == await service.renders.begun()
        service.renders.advance(job_id, 0.42)
        running = (await service.client.get(f"/v1/videos/{job_id}")).json()
        assert ("in_progress", 42, None) == (running["status"], running["progress"], running.get("video_url"))

        service.renders.finish(job_id, CLIP)
        done = await service.until(job_id, "completed")
        expected = {
            "id": job_id,
            "object": "video.generation.job",
            "model": "sora2-portrait-12s",
            "status": "completed",
            "progress": 100,
            "video_url": f"{service.base_url}/v1/videos/{job_id}/content",
            "seconds": "12",
        }
        assert list(expected.items()) == list(done.items())
        assert CLIP == (await service.client.get(done["video_url"])).content


async def test_the_video_url_is_of_the_name_that_was_asked(tmp_path: Path) -> None:
    """Asked as localhost it points to localhost: the caller's key goes to the origin it knows."""
    async with serving(tmp_path) as service:
        job = await service.make(UNIALL, CLIP, "/v1/video/generations")
        named = service.base_url.replace("127.0.0.1", "localhost")

        answer = await service.client.get(f"/v1/videos/{job['id']}", headers={"Host": named.removeprefix("http://")})

        assert f"{named}/v1/videos/{job['id']}/content" == answer.json()["video_url"]


async def test_a_native_job_answers_with_the_whole_video_object(tmp_path: Path) -> None:
    """All thirteen fields, from the first answer on."""
    async with serving(tmp_path) as service:
        job = (await service.client.post("/v1/videos", json=NATIVE)).json()
        created = job["created_at"]
        expected = {
            "id": job["id"],
            "object": "video",
            "model": "sora2-landscape-4s",
            "status": "queued",
            "progress": 0,
            "created_at": created,
            "completed_at": None,
            "expires_at": None,
            "prompt": "a fox in snow",
            "size": "1280x720",
            "seconds": "4",
            "remixed_from_video_id": None,
            "error": None,
        }
        assert expected == job

        service.renders.finish(await service.renders.begun(), CLIP)
        done = await service.until(job["id"], "completed")
        ended = {"status": "completed", "progress": 100, "completed_at": done["completed_at"]}
        assert expected | ended | {"expires_at": done["completed_at"] + 7 * 86_400} == done
        assert created <= done["completed_at"]


async def test_a_failed_job_says_why_in_each_format(tmp_path: Path, expect_log: ExpectedLogs) -> None:
    """A code and a sentence; no URL, and its content is a 404."""
    expect_log("failed, render_failed")
    async with serving(tmp_path) as service:
        for path, body in (("/v1/video/generations", UNIALL), ("/v1/videos", NATIVE)):
            job_id = (await service.client.post(path, json=body)).json()["id"]
            service.renders.fail(await service.renders.begun())
            failed = await service.until(job_id, "failed")

            assert {"code": "render_failed", "message": "It broke."} == failed["error"]
            assert "video_url" not in failed
            content = await service.client.get(f"/v1/videos/{job_id}/content")
            assert (404, "video_failed") == (content.status_code, content.json()["error"]["code"])


async def test_content_before_completion_is_a_clear_error(tmp_path: Path) -> None:
    """A 400 that no client repeats by itself."""
    async with serving(tmp_path) as service:
        job_id = (await service.client.post("/v1/videos", json=NATIVE)).json()["id"]

        answer = await service.client.get(f"/v1/videos/{job_id}/content")

        assert (400, "video_not_ready") == (answer.status_code, answer.json()["error"]["code"])


RANGES: list[tuple[str | None, int, str | None, bytes]] = [
    (None, 200, None, CLIP),
    ("bytes=0-", 206, "bytes 0-1023/1024", CLIP),
    ("bytes=0-0", 206, "bytes 0-0/1024", CLIP[:1]),
    ("bytes=100-199", 206, "bytes 100-199/1024", CLIP[100:200]),
    ("bytes=1023-", 206, "bytes 1023-1023/1024", CLIP[-1:]),
    ("bytes=1000-9999", 206, "bytes 1000-1023/1024", CLIP[1000:]),
    ("bytes=-24", 206, "bytes 1000-1023/1024", CLIP[1000:]),
    ("bytes=-9999", 206, "bytes 0-1023/1024", CLIP),
    ("Bytes=5-6", 206, "bytes 5-6/1024", CLIP[5:7]),
    ("bytes=1024-", 416, "bytes */1024", b""),
    ("bytes=9999-10000", 416, "bytes */1024", b""),
    ("bytes=-0", 416, "bytes */1024", b""),
    ("bytes=0-1,3-4", 416, "bytes */1024", b""),
    ("bytes=" + "0-,1-," * 100, 416, "bytes */1024", b""),
    ("bytes=9-5", 200, None, CLIP),
    ("bytes=a-b", 200, None, CLIP),
    ("bytes=-", 200, None, CLIP),
    ("items=0-5", 200, None, CLIP),
    ("bytes=" + "9" * 40 + "-", 200, None, CLIP),
    ("", 200, None, CLIP),
]


async def test_content_in_ranges(tmp_path: Path) -> None:
    """One range gets 206 and its bytes; several or none inside get 416; what is no range is ignored."""
    async with serving(tmp_path) as service:
        job = await service.make(NATIVE, CLIP)
        seen = []
        for header, *_ in RANGES:
            headers = {} if header is None else {"Range": header}
            answer = await service.client.get(f"/v1/videos/{job['id']}/content", headers=headers)
            body = b"" if answer.status_code == 416 else answer.content
            seen.append((header, answer.status_code, answer.headers.get("content-range"), body))

        assert RANGES == seen


async def test_content_carries_a_strong_etag_and_its_length(tmp_path: Path) -> None:
    """A resumed download goes on only with the clip that it began with; HEAD says the same without the bytes."""
    async with serving(tmp_path) as service:
        path = f"/v1/videos/{(await service.make(NATIVE, CLIP))['id']}/content"
        whole, head = await service.client.get(path), await service.client.head(path)
        etag = whole.headers["etag"]

        assert (66, '"', "1024", "video/mp4", "bytes") == (
            len(etag),
            etag[0],
            whole.headers["content-length"],
            whole.headers["content-type"],
            whole.headers["accept-ranges"],
        )
        names = ("etag", "content-length", "content-type", "accept-ranges")
        assert [whole.headers[name] for name in names] == [head.headers[name] for name in names]
        assert b"" == head.content

        same = await service.client.get(path, headers={"Range": "bytes=9-", "If-Range": etag})
        other = await service.client.get(path, headers={"Range": "bytes=9-", "If-Range": '"other"'})
        assert [(206, CLIP[9:]), (200, CLIP)] == [(same.status_code, same.content), (other.status_code, other.content)]


async def test_variants_that_are_not_made_are_refused(tmp_path: Path) -> None:
    """What is no picture of the clip, and no clip, is neither asked of it nor given for one."""
    async with serving(tmp_path) as service:
        path = f"/v1/videos/{(await service.make(NATIVE, CLIP))['id']}/content"
        answers = [await service.client.get(path, params={"variant": name}) for name in ("video", "thumbnail", "0")]

        assert [200, 404, 400] == [answer.status_code for answer in answers]


async def test_jobs_are_listed_in_pages(tmp_path: Path) -> None:
    """Newest first unless asked otherwise; each page says whether there is more; both formats stand in it."""
    async with serving(tmp_path) as service:
        ids = [(await service.client.post("/v1/videos", json=NATIVE)).json()["id"] for _ in range(4)]
        ids.append((await service.client.post("/v1/video/generations", json=UNIALL)).json()["id"])

        async def page(**query: Any) -> tuple[list[str], bool]:
            answer = (await service.client.get("/v1/videos", params=query)).json()
            found = [entry["id"] for entry in answer["data"]]
            ends = (found[0], found[-1]) if found else (None, None)
            assert ("list", *ends) == (answer["object"], answer["first_id"], answer["last_id"])
            return found, answer["has_more"]

        newest = ids[::-1]
        assert (newest, False) == await page()
        assert (newest[:2], True) == await page(limit=2)
        assert (newest[2:4], True) == await page(limit=2, after=newest[1])
        assert (newest[4:], False) == await page(limit=2, after=newest[3])
        assert ([], False) == await page(after=newest[-1])
        assert (ids, False) == await page(order="asc", limit=5)
        assert ([], True) == await page(limit=0)
        for query in ({"limit": 101}, {"limit": -1}, {"limit": "x"}, {"order": "up"}, {"after": "video_none"}):
            assert 400 == (await service.client.get("/v1/videos", params=query)).status_code


async def test_deleting_is_cancelling(tmp_path: Path) -> None:
    """The render stops, the job is gone, and once more is a 404."""
    async with serving(tmp_path) as service:
        job_id = (await service.client.post("/v1/video/generations", json=UNIALL)).json()["id"]
        await service.renders.begun()

        answers = [await service.client.delete(f"/v1/videos/{job_id}") for _ in range(2)]

        assert {"id": job_id, "object": "video.deleted", "deleted": True} == answers[0].json()
        assert (404, "video_not_found") == (answers[1].status_code, answers[1].json()["error"]["code"])
        assert [job_id] == service.renders.stopped
        assert 404 == (await service.client.get(f"/v1/videos/{job_id}")).status_code


async def test_a_clip_that_is_being_read_may_be_deleted(tmp_path: Path) -> None:
    """The reader gets what it began to read, or an end of the line; the engine goes on."""
    async with serving(tmp_path) as service:
        job = await service.make(NATIVE, CLIP * 4096)
        async with service.client.stream("GET", f"/v1/videos/{job['id']}/content") as reading:
            chunks = reading.aiter_bytes()
            await anext(chunks)
            assert 200 == (await service.client.delete(f"/v1/videos/{job['id']}")).status_code
            rest = [chunk async for chunk in chunks]

        assert rest
        assert 200 == (await service.client.get("/health")).status_code


async def test_the_nine_models_are_listed(tmp_path: Path) -> None:
    """In the envelope of a model list."""
    async with serving(tmp_path) as service:
        answer = (await service.client.get("/v1/models")).json()

    assert ("list", [model.id for model in CATALOG]) == (answer["object"], [entry["id"] for entry in answer["data"]])


async def test_a_picture_reaches_the_renderer_in_every_way_that_it_may_be_sent(tmp_path: Path) -> None:
    """As a file part, as a data URL, as a public URL in each format."""
    picture = png(1280, 720)
    async with serving(tmp_path, allow_private_images=True) as service:
        with pictures(picture) as (server, _):
            url = server.url
            uniall = {"model": "sora2-landscape-4s", "prompt": "x", "image_url": url}
            answers = [
                await service.client.post("/v1/videos", data=NATIVE, files={"input_reference": ("a.png", picture)}),
                await service.client.post("/v1/videos", json=NATIVE | {"input_reference": data_url(picture)}),
                await service.client.post("/v1/videos", json=NATIVE | {"input_reference": {"image_url": url}}),
                await service.client.post("/v1/video/generations", json=uniall),
            ]
        for answer in answers:
            service.renders.finish(await service.renders.begun())
            await service.until(answer.json()["id"], "completed")

        assert [200] * 4 == [answer.status_code for answer in answers]
        assert [picture] * 4 == list(service.renders.images.values())


async def test_pictures_that_cannot_be_used(tmp_path: Path) -> None:
    """By their content, whatever their name says; in the native format also by their size."""
    right, wrong = png(1280, 720), png(640, 480)
    async with serving(tmp_path, allow_private_images=True) as service:

        async def upload(data: bytes, name: str = "a.png") -> tuple[int, str]:
            return await code(service, "/v1/videos", data=NATIVE, files={"input_reference": (name, data, "image/png")})

        assert [
            (400, "image_size_mismatch"),
            (400, "image_size_mismatch"),
            (400, "invalid_image"),
            (400, "invalid_image"),
            (400, "invalid_image"),
            (400, "invalid_image"),
        ] == [
            await upload(wrong),
            await upload(png(720, 1280)),
            await upload(b""),
            await upload(b"plain text"),
            await upload(b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            await upload(right[: len(right) // 2]),
        ]
        assert (400, "invalid_image") == await code(
            service, "/v1/videos", json=NATIVE | {"input_reference": data_url(b"text")}
        )
        with pictures(b"text") as (server, _):
            assert (400, "invalid_image") == await code(
                service, "/v1/video/generations", json=UNIALL | {"image_url": server.url}
            )
        assert [] == (await service.client.get("/v1/videos")).json()["data"]
        assert [] == list((tmp_path / "incoming").iterdir())


async def test_the_native_refusal_of_a_wrong_size_is_in_the_services_own_words(tmp_path: Path) -> None:
    """Clients look for this sentence."""
    async with serving(tmp_path) as service:
        answer = await service.client.post("/v1/videos", data=NATIVE, files={"input_reference": ("a.png", png(8, 8))})

        assert "Inpaint image must match the requested width and height" in answer.json()["error"]["message"]


async def test_a_uniall_picture_may_have_any_size(tmp_path: Path) -> None:
    """Its URL is all that the caller controls."""
    async with serving(tmp_path, allow_private_images=True) as service:
        with pictures(png(40, 30)) as (server, _):
            body = UNIALL | {"image_url": server.url}
            answer = await service.client.post("/v1/video/generations", json=body)

        assert 200 == answer.status_code


async def test_a_private_picture_is_refused(tmp_path: Path) -> None:
    """The document's second common error: nothing is made of it."""
    async with serving(tmp_path) as service:
        for url in ("http://127.0.0.1:9/x.png", "http://192.168.0.5/x.png", "https://nas.local/x.png"):
            assert (400, "private_image_url") == await code(
                service, "/v1/video/generations", json=UNIALL | {"image_url": url}
            )


async def test_forms_that_are_not_one(tmp_path: Path) -> None:
    """Each with its code; the fields of the other format are found in a form too."""
    one = ("input_reference", ("a.png", png(1280, 720)))
    async with serving(tmp_path) as service:

        async def form(fields: dict[str, Any], files: list[Any]) -> tuple[int, str]:
            return await code(service, "/v1/videos", data=fields, files=files)

        assert [
            (400, "mixed_formats"),
            (400, "unknown_parameter"),
            (400, "invalid_form"),
            (400, "invalid_type"),
            (400, "invalid_type"),
            (400, "duplicate_parameter"),
            (400, "invalid_form"),
            (413, "image_too_large"),
        ] == [
            await form(NATIVE | {"duration": "4"}, [one]),
            await form(NATIVE | {"quality": "high"}, [one]),
            await form(NATIVE, [one, one]),
            await form({"model": "sora2-landscape-4s"}, [("prompt", ("p.txt", b"a fox"))]),
            await form(NATIVE | {"input_reference": "https://example.com/a.png"}, [("x", (None, b""))]),
            await form(NATIVE | {"prompt": ["a", "b"]}, [one]),
            await form({f"f{number}": "x" for number in range(40)}, [one]),
            await form(NATIVE, [("input_reference", ("a.png", bytes((32 << 20) + 1)))]),
        ]


async def test_a_body_has_its_limit(tmp_path: Path) -> None:
    """1 MiB for JSON; more only where it is an image in a data URL."""
    big = base64.b64encode(bytes(2 << 20)).decode()
    async with serving(tmp_path) as service:
        assert (413, "body_too_large") == await code(
            service, "/v1/video/generations", content=json.dumps(UNIALL | {"x": big}), headers=JSON
        )
        assert (413, "body_too_large") == await code(
            service, "/v1/videos", content=json.dumps(NATIVE | {"x": big}), headers=JSON
        )
        reference = {"image_url": f"data:image/png;base64,{big}"}
        assert (400, "invalid_image") == await code(service, "/v1/videos", json=NATIVE | {"input_reference": reference})


JSON = {"Content-Type": "application/json"}


async def test_a_key_makes_one_job(tmp_path: Path) -> None:
    """The same body with it gets the same job, with its state of now; another body gets 422; without it, a new job."""
    key = {"Idempotency-Key": "c0ffee"}
    async with serving(tmp_path) as service:

        async def submit(body: dict[str, Any], headers: dict[str, str]) -> tuple[int, str | None, str | None]:
            answer = await service.client.post("/v1/videos", json=body, headers=headers)
            told = answer.json()
            return answer.status_code, told.get("id"), told.get("status") or told["error"]["code"]

        first = await submit(NATIVE, key)
        await service.renders.begun()

        assert (200, first[1], "in_progress") == await submit(NATIVE, key)
        assert (422, None, "idempotency_key_reused") == await submit(NATIVE | {"prompt": "a wolf"}, key)
        assert first[1] != (await submit(NATIVE, {}))[1]
        assert 2 == len((await service.client.get("/v1/videos")).json()["data"])


async def test_two_requests_at_once_with_one_key_make_one_job(tmp_path: Path) -> None:
    """The second is told to come back, or gets the first one's job."""
    body = NATIVE | {"input_reference": data_url(png(1280, 720))}
    async with serving(tmp_path) as service:
        answers = await asyncio.gather(
            *(service.client.post("/v1/videos", json=body, headers={"Idempotency-Key": "k"}) for _ in range(6))
        )

        assert {200, 409} >= {answer.status_code for answer in answers}
        assert 1 == len((await service.client.get("/v1/videos")).json()["data"])


async def test_a_restart_keeps_jobs_and_clips(tmp_path: Path) -> None:
    """The finished one is served as before, the caught one is made again, under the same ids."""
    async with serving(tmp_path) as service:
        done = await service.make(NATIVE, CLIP)
        caught = (await service.client.post("/v1/video/generations", json=UNIALL)).json()["id"]
        await service.renders.begun()

    async with serving(tmp_path) as service:
        assert done == (await service.client.get(f"/v1/videos/{done['id']}")).json()
        assert CLIP == (await service.client.get(f"/v1/videos/{done['id']}/content")).content
        assert caught == await service.renders.begun()
        service.renders.finish(caught, CLIP)
        assert "sora2-portrait-12s" == (await service.until(caught, "completed"))["model"]


async def test_a_job_that_cannot_be_stored_is_not_taken(tmp_path: Path, expect_log: ExpectedLogs) -> None:
    """507 with a sentence, and nothing in the list: no id is given that a crash could forget."""
    expect_log("a job could not be stored")
    async with serving(tmp_path) as service:
        (tmp_path / "incoming").rmdir()

        assert (507, "storage_error") == await code(service, "/v1/videos", json=NATIVE)
        assert [] == (await service.client.get("/v1/videos")).json()["data"]


async def test_a_refused_picture_leaves_no_file(tmp_path: Path) -> None:
    """Also where the line is full only after the picture was taken in."""
    async with serving(tmp_path) as service:
        for _ in range(WAITING_LIMIT + RENDERS_AT_ONCE):
            await service.client.post("/v1/videos", json=NATIVE)
        body = NATIVE | {"input_reference": data_url(png(1280, 720))}

        assert (429, "too_many_waiting") == await code(service, "/v1/videos", json=body)
        assert [] == list((tmp_path / "incoming").iterdir())


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/v1/nope", 404), ("POST", "/v1/models", 405)])
async def test_what_the_router_refuses_has_the_envelope_too(
    tmp_path: Path, method: str, path: str, status: int
) -> None:
    """Unknown paths and methods."""
    async with serving(tmp_path) as service:
        answer = await service.client.request(method, path)

        assert (status, {"message", "type", "param", "code"}) == (answer.status_code, set(answer.json()["error"]))
