"""The seed's rules and the native page's, as tables: what is taken, and which refusal meets what is not."""

from typing import Any

import pytest

from sora_desktop.domain.catalog import CATALOG
from sora_desktop.domain.shapes import Size
from sora_desktop.engine.http_errors import RequestError
from sora_desktop.engine.order import ImageSource, Order
from sora_desktop.engine.rules import read_openai, read_uniall
from sora_desktop.engine.wire_format import WireFormat
from tests.support.rows import rows

BASE = {"model": "sora2-portrait-12s", "prompt": "A cat running through grass"}
PRO = {"model": "sora2-pro-1080p", "prompt": "A cat running through grass"}
IMAGE = "https://example.com/image.jpg"


def refused(read: Any, fields: dict[str, Any]) -> tuple[str, str | None, int]:
    with pytest.raises(RequestError) as caught:
        read(fields)
    error: Any = caught.value.envelope["error"]
    assert {"message", "type", "param", "code"} == set(error)
    assert error["message"]
    return error["code"], error["param"], caught.value.status


def test_the_documents_own_example_is_taken() -> None:
    """The request of the UniAll document, letter for letter, is a portrait clip of 12 s."""
    fields = {
        "model": "sora2-portrait-12s",
        "prompt": "A cat running through grass",
        "image_url": "https://example.com/image.jpg",
    }

    order = read_uniall(fields)

    assert (
        Order(
            format=WireFormat.UNIALL,
            model=next(model for model in CATALOG if model.id == "sora2-portrait-12s"),
            prompt="A cat running through grass",
            size=Size(720, 1280),
            seconds=12,
            image=ImageSource("image_url", url="https://example.com/image.jpg"),
        )
        == order
    )


@rows("model", CATALOG, ids=lambda model: model.id)
def test_each_model_is_taken_in_both_formats_with_its_defaults(model: Any) -> None:
    """Every one of the nine ids needs no more than a prompt, and fills in what it fixes or defaults to."""
    fields = {"model": model.id, "prompt": "x"}
    expected = (model.sizes[0], model.default_seconds)

    assert expected == (read_uniall(fields).size, read_uniall(fields).seconds)
    assert expected == (read_openai(fields).size, read_openai(fields).seconds)


@rows(
    ("extra", "size", "seconds"),
    [
        ({}, Size(1792, 1024), 4),
        ({"aspect_ratio": "16:9"}, Size(1792, 1024), 4),
        ({"aspect_ratio": "9:16"}, Size(1024, 1792), 4),
        ({"duration": 8}, Size(1792, 1024), 8),
        ({"duration": "20"}, Size(1792, 1024), 20),
        ({"duration": 16, "aspect_ratio": "9:16"}, Size(1024, 1792), 16),
        ({"duration": None, "aspect_ratio": None, "image_url": None}, Size(1792, 1024), 4),
    ],
)
def test_uniall_takes_what_the_model_leaves_open(extra: Any, size: Size, seconds: int) -> None:
    """`duration` may be a number or a numeric string; null is as if it were not there."""
    order = read_uniall(PRO | extra)

    assert (size, seconds) == (order.size, order.seconds)


def test_uniall_takes_what_agrees_with_the_models_name() -> None:
    """A ratio and a duration that say the same as the id are no conflict."""
    order = read_uniall(BASE | {"aspect_ratio": "9:16", "duration": "12"})

    assert (Size(720, 1280), 12) == (order.size, order.seconds)


UNIALL_REFUSALS: list[tuple[dict[str, Any], str, str]] = [
    ({"model": "sora-2", "prompt": "x"}, "unsupported_model", "model"),
    ({"model": "SORA2-PRO-720P", "prompt": "x"}, "unsupported_model", "model"),
    ({"model": "", "prompt": "x"}, "unsupported_model", "model"),
    ({"prompt": "x"}, "missing_required_parameter", "model"),
    ({"model": None, "prompt": "x"}, "missing_required_parameter", "model"),
    ({"model": 7, "prompt": "x"}, "invalid_type", "model"),
    ({"model": "sora2-pro-720p"}, "missing_required_parameter", "prompt"),
    (BASE | {"prompt": ""}, "empty_prompt", "prompt"),
    (BASE | {"prompt": " \n\t "}, "empty_prompt", "prompt"),
    (BASE | {"prompt": "x" * 32_001}, "prompt_too_long", "prompt"),
    (BASE | {"prompt": ["x"]}, "invalid_type", "prompt"),
    (BASE | {"prompt": "half \ud800"}, "invalid_prompt", "prompt"),
    (BASE | {"aspect_ratio": "16:9"}, "conflicting_aspect_ratio", "aspect_ratio"),
    (BASE | {"model": "sora2-landscape-4s", "aspect_ratio": "9:16"}, "conflicting_aspect_ratio", "aspect_ratio"),
    (PRO | {"aspect_ratio": "1:1"}, "invalid_aspect_ratio", "aspect_ratio"),
    (PRO | {"aspect_ratio": "landscape"}, "invalid_aspect_ratio", "aspect_ratio"),
    (PRO | {"aspect_ratio": 1.78}, "invalid_type", "aspect_ratio"),
    (BASE | {"duration": 8}, "conflicting_duration", "duration"),
    (BASE | {"duration": "4"}, "conflicting_duration", "duration"),
    (PRO | {"duration": 5}, "unsupported_duration", "duration"),
    (PRO | {"duration": 0}, "unsupported_duration", "duration"),
    (PRO | {"duration": -4}, "unsupported_duration", "duration"),
    (PRO | {"duration": 10**30}, "unsupported_duration", "duration"),
    (PRO | {"duration": "8s"}, "invalid_duration", "duration"),
    (PRO | {"duration": "٨"}, "invalid_duration", "duration"),
    (PRO | {"duration": 8.0}, "invalid_type", "duration"),
    (PRO | {"duration": True}, "invalid_type", "duration"),
    (PRO | {"duration": [8]}, "invalid_type", "duration"),
    (BASE | {"seconds": "12"}, "mixed_formats", "seconds"),
    (BASE | {"size": "720x1280"}, "mixed_formats", "size"),
    (BASE | {"input_reference": {"image_url": IMAGE}}, "mixed_formats", "input_reference"),
    (BASE | {"image_url": IMAGE, "size": None}, "mixed_formats", "size"),
    (BASE | {"n": 2}, "unknown_parameter", "n"),
    (BASE | {"Prompt": "x"}, "unknown_parameter", "Prompt"),
    (BASE | {"image_url": 3}, "invalid_type", "image_url"),
    (BASE | {"image_url": {"url": IMAGE}}, "invalid_type", "image_url"),
    (BASE | {"image_url": ""}, "invalid_image_url", "image_url"),
    (BASE | {"image_url": "image.jpg"}, "invalid_image_url", "image_url"),
    (BASE | {"image_url": "ftp://example.com/x.png"}, "invalid_image_url", "image_url"),
    (BASE | {"image_url": "file:///etc/passwd"}, "invalid_image_url", "image_url"),
    (BASE | {"image_url": "data:image/png;base64,AAAA"}, "invalid_image_url", "image_url"),
    (BASE | {"image_url": "https://user:pass@example.com/x.png"}, "invalid_image_url", "image_url"),
    (BASE | {"image_url": "https://example.com:99999/x.png"}, "invalid_image_url", "image_url"),
    (BASE | {"image_url": "https:///x.png"}, "invalid_image_url", "image_url"),
    (BASE | {"image_url": "https://[::1"}, "invalid_image_url", "image_url"),
    (BASE | {"image_url": "https://example.com/a b.png"}, "invalid_image_url", "image_url"),
    (BASE | {"image_url": "https://example.com/x.png\r\nHost: y"}, "invalid_image_url", "image_url"),
]


@rows(("fields", "code", "parameter"), UNIALL_REFUSALS)
def test_uniall_refuses(fields: Any, code: Any, parameter: Any) -> None:
    """Each broken rule has its own code and names its field."""
    assert (code, parameter, 400) == refused(read_uniall, fields)


@pytest.mark.parametrize(
    ("fields", "size", "seconds"),
    [
        (BASE | {"seconds": "12", "size": "720x1280"}, Size(720, 1280), 12),
        (PRO | {"seconds": "20", "size": "1024x1792"}, Size(1024, 1792), 20),
        (PRO | {"seconds": None, "size": None, "input_reference": None}, Size(1792, 1024), 4),
        ({"model": "sora2-pro-true-1080p", "prompt": "x", "size": "1080x1920"}, Size(1080, 1920), 4),
    ],
)
def test_openai_takes_seconds_and_size(fields: Any, size: Size, seconds: int) -> None:
    """The native page takes the same ids, `seconds` as a string and `size` as width x height."""
    order = read_openai(fields)

    assert (size, seconds, WireFormat.OPENAI_VIDEOS) == (order.size, order.seconds, order.format)


def test_openai_takes_an_upload_a_url_and_a_data_url() -> None:
    """The reference is a file part, or an object with a URL or a data URL."""
    references = [
        read_openai(BASE, b"bytes").image,
        read_openai(BASE | {"input_reference": {"image_url": IMAGE}}).image,
        read_openai(BASE | {"input_reference": {"image_url": "data:image/png;base64,Ynl0ZXM="}}).image,
    ]

    assert [
        ImageSource("input_reference", data=b"bytes"),
        ImageSource("input_reference", url=IMAGE),
        ImageSource("input_reference", data=b"bytes"),
    ] == references


OPENAI_REFUSALS: list[tuple[dict[str, Any], str, str | None]] = [
    ({"model": "sora-2", "prompt": "x"}, "unsupported_model", "model"),
    ({"prompt": "x"}, "missing_required_parameter", "model"),
    (BASE | {"prompt": ""}, "empty_prompt", "prompt"),
    (BASE | {"duration": 12}, "mixed_formats", "duration"),
    (BASE | {"aspect_ratio": "9:16"}, "mixed_formats", "aspect_ratio"),
    (BASE | {"image_url": IMAGE}, "mixed_formats", "image_url"),
    (BASE | {"voices": []}, "unknown_parameter", "voices"),
    (BASE | {"characters": {}}, "invalid_type", "characters"),
    (BASE | {"characters": "["}, "invalid_json", None),
    (BASE | {"characters": "\ud800"}, "invalid_json", None),
    (BASE | {"characters": ["fox"]}, "invalid_characters", "characters"),
    (BASE | {"characters": [{"id": ["fox"]}]}, "invalid_characters", "characters"),
    (BASE | {"characters": [{"id": each} for each in "abc"]}, "too_many_characters", "characters"),
    (BASE | {"characters": [{"id": "a"}, {"id": "a"}]}, "too_many_characters", "characters"),
    (BASE | {"seconds": 12}, "invalid_type", "seconds"),
    (BASE | {"seconds": "4"}, "conflicting_seconds", "seconds"),
    (PRO | {"seconds": "5"}, "unsupported_seconds", "seconds"),
    (PRO | {"seconds": "long"}, "invalid_seconds", "seconds"),
    (PRO | {"seconds": ""}, "invalid_seconds", "seconds"),
    (BASE | {"size": "1280x720"}, "conflicting_size", "size"),
    (PRO | {"size": "1280x720"}, "unsupported_size", "size"),
    (PRO | {"size": "big"}, "unsupported_size", "size"),
    (PRO | {"size": {"w": 1}}, "invalid_type", "size"),
    (BASE | {"input_reference": IMAGE}, "invalid_type", "input_reference"),
    (BASE | {"input_reference": [IMAGE]}, "invalid_type", "input_reference"),
    (BASE | {"input_reference": {}}, "invalid_input_reference", "input_reference"),
    (BASE | {"input_reference": {"image_url": None}}, "invalid_input_reference", "input_reference"),
    (BASE | {"input_reference": {"image_url": IMAGE, "file_id": "f"}}, "invalid_input_reference", "input_reference"),
    (BASE | {"input_reference": {"file_id": "file-1"}}, "unsupported_file_id", "input_reference"),
    (BASE | {"input_reference": {"image_url": "ftp://h/x"}}, "invalid_image_url", "input_reference"),
    (
        BASE | {"input_reference": {"image_url": "data:text/html;base64,AA=="}},
        "invalid_input_reference",
        "input_reference",
    ),
    (BASE | {"input_reference": {"image_url": "data:image/png,raw"}}, "invalid_input_reference", "input_reference"),
    (
        BASE | {"input_reference": {"image_url": "data:image/png;base64,%%"}},
        "invalid_input_reference",
        "input_reference",
    ),
    (
        BASE | {"input_reference": {"image_url": "data:image/png;base64,é"}},
        "invalid_input_reference",
        "input_reference",
    ),
]


@rows(("fields", "code", "parameter"), OPENAI_REFUSALS)
def test_openai_refuses(fields: Any, code: Any, parameter: Any) -> None:
    """The native page's rules, and the fields of the other format."""
    assert (code, parameter, 400) == refused(read_openai, fields)


def test_a_foreign_field_is_named_before_an_unknown_one() -> None:
    """Who mixes the formats is told so, whatever else is wrong."""
    assert ("mixed_formats", "size", 400) == refused(read_uniall, {"size": "x", "what": 1})


def test_a_strangers_text_is_cut_and_made_printable() -> None:
    """Nothing that a caller sent breaks the line or the JSON of the answer."""
    with pytest.raises(RequestError) as caught:
        read_uniall({"model": "x\r\n\ud800" + "y" * 500, "prompt": "x"})

    assert "'x???yyy" in caught.value.sentence
    assert caught.value.sentence.isprintable()
    assert len(caught.value.sentence) < 400


def test_an_image_in_a_data_url_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond it the answer is 413, before anything is decoded."""
    monkeypatch.setattr("sora_desktop.engine.references.IMAGE_LIMIT", 30)
    url = "data:image/png;base64," + "A" * 100

    assert ("image_too_large", "input_reference", 413) == refused(
        read_openai, BASE | {"input_reference": {"image_url": url}}
    )


def test_equal_orders_have_equal_fingerprints() -> None:
    """`"8"` and `8` are one order; another picture, prompt or format is another."""
    same = {read_uniall(PRO | {"duration": value}).fingerprint() for value in (8, "8")}
    others = {
        read_uniall(PRO | {"duration": 12}).fingerprint(),
        read_uniall(PRO | {"duration": 8, "prompt": "y"}).fingerprint(),
        read_uniall(PRO | {"duration": 8, "image_url": IMAGE}).fingerprint(),
        read_openai(PRO | {"seconds": "8"}).fingerprint(),
        read_openai(PRO | {"seconds": "8"}, b"one").fingerprint(),
        read_openai(PRO | {"seconds": "8"}, b"two").fingerprint(),
    }

    assert (1, 6, set()) == (len(same), len(others), same & others)
