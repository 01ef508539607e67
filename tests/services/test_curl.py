"""A request as a command: a shell reads it as what is sent, and the key is not in it."""

import itertools
import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from sora_desktop.services.curl import KEY, curl_of
from sora_desktop.services.formats import FORMATS
from sora_desktop.services.wire import Call, FilePart
from tests.support.formats import UNIALL
from tests.support.rows import rows

BASE = "https://video.example.com"
HOSTILE = 'it\'s "$HOME" `id` \\ ! % \n second line \u202e <b> 雪 ; rm -rf /'


def words(command: str) -> list[str]:
    return shlex.split(command.replace(" \\\n", " "))


def after(flag: str, command: list[str]) -> list[str]:
    return [value for name, value in itertools.pairwise(command) if name == flag]


@rows("prompt", ["a fox", HOSTILE, "", "-d @/etc/passwd", "x" * 10_000])
def test_a_shell_reads_the_very_json_that_is_sent(prompt: str) -> None:
    body: dict[str, Any] = {"model": "sora2", "prompt": prompt, "duration": 4, "deep": {"list": [1, None, True]}}
    read = words(curl_of(Call("POST", "/v1/video/generations", json=body), BASE))

    assert ["curl", "-X", "POST", f"{BASE}/v1/video/generations"] == read[:4]
    assert [body] == [json.loads(each) for each in after("--data-raw", read)]
    assert "content-type: application/json" in after("-H", read)


@pytest.mark.parametrize("prompt", ["a fox", HOSTILE, "@/etc/passwd", "<x;type=y"])
def test_a_form_has_its_fields_as_texts_and_its_files_by_their_names(prompt: str) -> None:
    file = FilePart("input_reference", Path("/home/somebody/in.png"), "reference.png", "image/png")
    command = curl_of(Call("POST", "/v1/videos", form=(("prompt", prompt), ("seconds", "4")), files=(file,)), BASE)
    read = words(command)

    assert [f"prompt={prompt}", "seconds=4"] == after("--form-string", read)
    assert ['input_reference=@"reference.png";type=image/png'] == after("-F", read)
    assert "somebody" not in command


def test_the_key_is_a_variable_of_the_shell_and_nothing_else_is() -> None:
    headers = FORMATS[UNIALL].facts.key.headers(KEY)
    command = curl_of(
        Call("POST", "/v1/videos", json={"prompt": KEY}, headers=(("idempotency-key", "a$b"),)), BASE, headers
    )

    assert '-H "authorization: Bearer $SORA_API_KEY"' in command
    assert "idempotency-key: a$b" in after("-H", words(command))
    assert 1 == command.replace("'", "").count('"authorization')
    assert "-H 'idempotency-key: a$b'" in command


def test_a_picture_in_the_body_is_cut_and_its_length_said() -> None:
    url = "data:image/png;base64," + "A" * 5_000_000
    command = curl_of(Call("POST", "/v1/videos", json={"image_url": url, "images": [{"image_url": url}]}), BASE)
    (body,) = (json.loads(each) for each in after("--data-raw", words(command)))

    assert len(command) < 1_000
    assert body["image_url"] == body["images"][0]["image_url"]
    assert body["image_url"].startswith("data:image/png;base64,AAAA")
    assert f"({len(url)} characters)" in body["image_url"]


def test_a_question_has_no_body() -> None:
    read = words(curl_of(Call("GET", "/v1/videos", query=(("limit", "100"), ("after", "a&b"))), BASE))

    assert ["curl", "-X", "GET", f"{BASE}/v1/videos?limit=100&after=a%26b"] == read
