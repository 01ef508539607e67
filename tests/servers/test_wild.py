"""The services of the wild are what their sources say: as strict, as forgiving, and with their own pages and charges."""

import http.client
import json
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from tests.servers.wild import WILD
from tests.servers.wild.intake import Kind
from tests.servers.wild.service import WildService
from tests.support.rows import rows

BODY = {"model": "", "prompt": "a fox"}
FORM = "multipart/form-data; boundary=line"


def ask(
    service: WildService, method: str, path: str, body: Any = None, *, key: str = ""
) -> tuple[int, Any, dict[str, str]]:
    """`body`: an object goes as JSON, bytes as a form."""
    connection = http.client.HTTPConnection(urlsplit(service.base_url).netloc, timeout=60)
    kind = FORM if isinstance(body, bytes) else "application/json"
    headers = {"Authorization": f"Bearer {key or service.key}", "Content-Type": kind}
    try:
        sent = body if body is None or isinstance(body, bytes) else json.dumps(body)
        connection.request(method, path, sent, headers)
        answer = connection.getresponse()
        data = answer.read()
        told = json.loads(data) if answer.headers["Content-Type"] == "application/json" else data
        return answer.status, told, {name.lower(): value for name, value in answer.getheaders()}
    finally:
        connection.close()


def form(**parts: str | bytes) -> bytes:
    """Texts are fields, bytes are files."""
    made = b""
    for name, value in parts.items():
        file = isinstance(value, bytes)
        named = f'name="{name}"' + ('; filename="a.png"\r\nContent-Type: image/png' if file else "")
        data = value if isinstance(value, bytes) else value.encode()
        made += f"--line\r\nContent-Disposition: form-data; {named}\r\n\r\n".encode() + data + b"\r\n"
    return made + b"--line--\r\n"


def plain(service: WildService, **more: Any) -> Any:
    """The least body that this service takes, of the kind that it takes."""
    reads = service.wild.intakes[path(service)]
    body = {"model": service.wild.models[0], "prompt": "a fox", **more}
    return body if reads.json else form(**body)


def path(service: WildService) -> str:
    return next(iter(service.wild.intakes))


@rows("name", WILD)
def test_a_job_is_made_looked_at_and_charged_for(name: str) -> None:
    with WildService(name) as service:
        status, _, _ = ask(service, "POST", path(service), plain(service))
        job = service.only_job()
        place = f"{service.wild.asks[0]}/{service.wild.asked_id(job)}"
        looks = [ask(service, "GET", place)[0] for _ in range(2)]
        clip = ask(service, "GET", f"{place}/content")

    assert (service.personality.created_status, [200, 200], "done") == (status, looks, job.state)
    assert (200, service.clip.data) == clip[:2]
    assert service.wild.price * int(service.wild.own_seconds) == service.money.total


@rows("name", [name for name, wild in WILD.items() if wild.answers.wrong_key])
def test_a_wrong_key_is_told_as_the_real_one_tells_it(name: str) -> None:
    with WildService(name) as service:
        created = ask(service, "POST", path(service), plain(service), key="sk-other")

    assert created[0] == (400 if name == "litellm-vllm" else 401)
    assert service.money.charges == []


@rows("name", [name for name, wild in WILD.items() if wild.answers.wrong_model])
def test_an_unknown_model_is_not_charged_for(name: str) -> None:
    with WildService(name) as service:
        status, _, _ = ask(service, "POST", path(service), plain(service, model="no-such-model"))

    assert status == (503 if name.startswith("newapi") or name == "uniall" else status)
    assert 400 <= status < 600
    assert service.money.charges == []


@rows("name", [name for name, wild in WILD.items() if wild.answers.no_credits])
def test_an_empty_account_is_not_charged(name: str) -> None:
    with WildService(name) as service:
        service.broke = True
        status, _, _ = ask(service, "POST", path(service), plain(service))

    assert status in (400, 402, 403, 429)
    assert service.money.charges == []


@rows("name", WILD)
def test_its_pages_are_json_and_name_its_models(name: str) -> None:
    with WildService(name) as service:
        pages = {**service.wild.pages, **service.wild.open_pages}
        told = {place: ask(service, "GET", place) for place in pages}

    assert {200} == {status for status, _, _ in told.values()}
    assert any(service.wild.models[0] in json.dumps(body) for _, body, _ in told.values())


def test_kling_behind_new_api_drops_the_picture_and_the_length_and_charges_all_the_same() -> None:
    with WildService("newapi-kling") as service:
        body = form(model="kling-v3", prompt="a fox", seconds="10", input_reference=b"PNG")
        status, _, _ = ask(service, "POST", "/v1/videos", body)
        understood = service.understood[service.only_job().id]

    assert (200, 0.0, (), ("input_reference", "seconds")) == (
        status,
        understood.seconds,
        understood.pictures,
        understood.dropped,
    )
    assert Decimal("0.50") == service.money.total


def test_kling_behind_new_api_reads_its_own_fields() -> None:
    with WildService("newapi-kling") as service:
        ask(service, "POST", "/v1/videos", {**BODY, "model": "kling-v3", "duration": 10, "image": "https://h/a.png"})
        understood = service.understood[service.only_job().id]

    first = understood.picture("first")
    assert (10.0, Kind.LINK) == (understood.seconds, first and first.kind)


@rows(
    ("name", "body", "status"),
    [
        ("vllm-omni", BODY, 400),
        ("vllm-omni", form(prompt="a fox"), 200),
        ("vllm-omni", form(prompt="a fox", seconds="4.5"), 400),
        ("sglang", {"prompt": "a fox", "seconds": 4}, 200),
        ("sglang", {"prompt": "a fox", "model": "any", "seconds": "4"}, 200),
        ("sglang", {"prompt": "a fox", "input_reference": {"image_url": "https://h/a.png"}}, 400),
        ("newapi-flat", {**BODY, "model": "sora-2", "seconds": 4}, 400),
        ("newapi-flat", {**BODY, "model": "sora-2", "size": "1920x1080"}, 400),
        ("newapi-flat", {**BODY, "model": "sora-2", "input_reference": {"image_url": "https://h/a.png"}}, 400),
        ("litellm", {**BODY, "model": "sora-2", "input_reference": {"image_url": "https://h/a.png"}}, 400),
        ("openai", {**BODY, "model": "sora-2", "seconds": 4}, 400),
        ("openai", {**BODY, "model": "sora-2", "input_reference": "https://h/a.png"}, 400),
        ("openai", {**BODY, "model": "sora-2", "steps": 4}, 400),
        ("llmgateway", {**BODY, "model": "veo-3.1-generate-preview", "seconds": "4"}, 400),
        ("llmgateway", form(model="veo-3.1-generate-preview", prompt="a fox"), 415),
        ("merge", {**BODY, "model": "minimax/minimax-h3", "seconds": "4"}, 400),
        ("merge", {**BODY, "model": "minimax/minimax-h3", "image_url": "data:image/png;base64,AA=="}, 400),
        ("openrouter", {**BODY, "model": "google/veo-3.1", "duration": "4"}, 400),
    ],
)
def test_a_body_is_taken_or_refused_as_there(name: str, body: Any, status: int) -> None:
    with WildService(name) as service:
        told = ask(service, "POST", path(service), body)

    assert status == told[0]
    assert len(service.money.charges) == (status == 200)


def test_openrouter_reads_its_frames_and_tells_the_cost_when_it_is_done() -> None:
    frames = [
        {"type": "image_url", "image_url": {"url": f"https://h/{each}.png"}, "frame_type": f"{each}_frame"}
        for each in ("first", "last")
    ]
    body = {"model": "google/veo-3.1", "prompt": "a fox", "duration": 8, "frame_images": frames}
    with WildService("openrouter") as service:
        created = ask(service, "POST", "/api/v1/videos", body)[1]
        looks = [ask(service, "GET", created["polling_url"])[1] for _ in range(2)]
        understood = service.understood[created["id"]]

    assert {"first": "https://h/first.png", "last": "https://h/last.png"} == {
        each.role: each.value for each in understood.pictures
    }
    assert 3.2 == looks[-1]["usage"]["cost"]


def test_new_api_settles_in_its_log_and_in_the_task() -> None:
    with WildService("newapi-flat") as service:
        ask(service, "POST", "/v1/videos", {**BODY, "model": "sora-2", "seconds": "8"})
        task = ask(service, "GET", f"/v1/video/generations/{service.only_job().id}")[1]
        log = ask(service, "GET", "/api/log/token")[1]
        left = ask(service, "GET", "/api/usage/token/")[1]["data"]

    assert (400_000, 400_000) == (task["data"]["quota"], log["data"][0]["quota"])
    assert (400_000, 4_600_000) == (left["total_used"], left["total_available"])


def test_litellm_tells_the_cost_in_headers() -> None:
    with WildService("litellm") as service:
        headers = ask(service, "POST", "/v1/videos", {**BODY, "model": "sora-2", "seconds": "8"})[2]

    assert "0.80" == headers["x-litellm-response-cost"]


def test_behind_litellm_a_failed_job_stands_in_the_words_of_a_400() -> None:
    with WildService("litellm-vllm") as service:
        ask(service, "POST", "/v1/videos", {**BODY, "model": "wan2.2"})
        job = service.only_job()
        service.fail(job.id, "The engine gave up.")
        status, told, _ = ask(service, "GET", f"/v1/videos/{service.wild.asked_id(job)}")

    assert (400, True) == (status, '"status": "failed"' in told["error"]["message"])
