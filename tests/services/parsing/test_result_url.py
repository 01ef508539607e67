"""The clip's URL is found in every place where services put it, and nothing else is taken for it."""

import base64
import random
from collections.abc import Callable
from typing import Any

import pytest

from sora_desktop.services.parsing.result_url import find_clip, find_links
from tests.support.rows import rows

BASE = "https://host.example/api"
URL = "https://cdn.example/v.mp4?sig=a%2Fb"


@rows(
    "document",
    [
        {"video_url": URL},
        {"url": URL},
        {"url": None, "urls": [None, URL]},
        {"output_url": URL},
        {"metadata": {"url": URL}},
        {"data": {"result_url": URL}},
        {"data": {"fail_reason": URL, "result_url": ""}},
        {"data": {"data": {"video_url": URL}}},
        {"data": {"response": {"resultUrls": [URL]}}},
        {"result": {"videos": [{"url": [URL]}]}},
        {"results": [URL]},
        {"outputs": {"video_url": URL}},
        {"output": [URL]},
        {"output": URL},
        {"unsigned_urls": [URL]},
        {"content": {"result_url": URL}},
        {"creations": [{"url": URL}]},
        {"created": 1, "data": [{"url": URL}]},
        {"data": {"task_result": {"videos": [{"id": "x", "url": URL}]}}},
    ],
    ids=str,
)
def test_every_place_is_searched(document: Any) -> None:
    assert find_links(document, BASE)[0] == URL


@rows(
    ("given", "absolute"),
    [
        ("/v1/videos/a/content", "https://host.example/v1/videos/a/content"),
        ("//cdn.example/v.mp4", "https://cdn.example/v.mp4"),
        ("v1/videos/a/content", "https://host.example/api/v1/videos/a/content"),
        ("generated/v.mp4", "https://host.example/api/generated/v.mp4"),
        ("HTTPS://cdn.example/v.mp4", "HTTPS://cdn.example/v.mp4"),
        (" https://cdn.example/v.mp4 ", "https://cdn.example/v.mp4"),
    ],
)
def test_a_relative_url_is_resolved_against_the_base(given: str, absolute: str) -> None:
    assert find_links({"video_url": given}, BASE) == (absolute,)


@rows(
    "text",
    [
        "The upstream said: content policy",
        "failed",
        "",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:video/mp4;base64,AAAA",
        "\\\\server\\share\\v.mp4",
        "smb://server/v.mp4",
        "https://user:secret@cdn.example/v.mp4",
        "https://",
        "https://cdn.example:99999/v.mp4",
        "https://[::1/v.mp4",
        "https://cdn.example/\u202egpj.mp4",
    ],
)
def test_a_sentence_or_another_scheme_is_no_url(text: str) -> None:
    assert find_links({"metadata": {"url": text}}, BASE) == ()


def test_a_sentence_in_one_place_does_not_hide_the_url_in_another() -> None:
    assert find_links({"metadata": {"url": "it went wrong"}, "results": [URL]}, BASE) == (URL,)


def test_input_and_thumbnail_urls_are_not_the_clip() -> None:
    document: Any = {"image_url": URL, "input": {"url": URL}, "thumbnail_url": URL, "polling_url": "/v1/x"}

    assert find_links(document, BASE) == ()


@pytest.mark.parametrize("size", [300, 301, 302, 1_000_003, 3_000_000])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode, base64.encodebytes])
def test_a_clip_in_an_answer_comes_out_whole_however_its_base64_is_written(
    size: int, encode: Callable[[bytes], bytes]
) -> None:
    film = b"\0\0\0\x18ftypmp42" + random.Random(size).randbytes(size)
    text = encode(film).decode()

    assert find_clip({"data": [{"b64_json": text}]}) == film
    assert find_clip({"video_url": f"data:video/mp4;base64,{text.rstrip('=')}"}) == film
    assert find_clip({"b64_json": encode(b"no film at all" * size).decode()}) is None
