"""What each format allows in a request: the fields, their types, and what the model's id fixes. Pure.

`uniall` takes exactly the fields of its document: model, prompt, image_url, aspect_ratio, duration.
`openai-videos` takes model, prompt, seconds, size, input_reference, characters. A field of the other format is its own
error (`mixed_formats`): the caller must learn that no request may be half of each.
"""

import re
from collections.abc import Iterable, Mapping

from sora_desktop.domain.catalog import CATALOG, VideoModel
from sora_desktop.domain.request import PROMPT_LIMIT
from sora_desktop.domain.shapes import Size
from sora_desktop.engine.http_errors import RequestError, shown
from sora_desktop.engine.order import ImageSource, Order
from sora_desktop.engine.references import check_url, read_reference
from sora_desktop.engine.strict_json import read_object
from sora_desktop.engine.wire_format import WireFormat

SHARED_FIELDS = frozenset({"model", "prompt"})
UNIALL_FIELDS = frozenset({"image_url", "aspect_ratio", "duration"})
OPENAI_FIELDS = frozenset({"input_reference", "size", "seconds", "characters"})
MOST_CHARACTERS = 2
MODELS = {model.id: model for model in CATALOG}

_NUMBER = re.compile(r"[0-9]{1,4}")


def read_uniall(fields: Mapping[str, object]) -> Order:
    """The order in a `POST /v1/video/generations` body; RequestError where a rule is broken."""
    _refuse_strangers(fields, UNIALL_FIELDS, OPENAI_FIELDS, "the native OpenAI format (POST /v1/videos)")
    model = _model(fields)
    prompt = read_prompt(fields)
    size = _size_of_ratio(fields, model)
    return Order(
        format=WireFormat.UNIALL,
        model=model,
        prompt=prompt,
        size=size,
        seconds=_duration(fields, model),
        image=_image_url(fields),
    )


def read_openai(fields: Mapping[str, object], upload: bytes | None = None) -> Order:
    """The order in a `POST /v1/videos` body; `upload` is the file part of a multipart one."""
    _refuse_strangers(fields, OPENAI_FIELDS, UNIALL_FIELDS, "the UniAll format (POST /v1/video/generations)")
    model = _model(fields)
    return Order(
        format=WireFormat.OPENAI_VIDEOS,
        model=model,
        prompt=read_prompt(fields),
        size=_size(fields, model),
        seconds=_seconds(fields, model),
        image=ImageSource("input_reference", data=upload) if upload is not None else read_reference(fields),
        cast=_cast(fields),
    )


def _cast(fields: Mapping[str, object]) -> tuple[str, ...]:
    """The ids of the characters: `[{"id": …}]`, in a form as the text of that."""
    value = fields.get("characters")
    if isinstance(value, str):
        value = read_object(b'{"characters":%s}' % value.encode("utf-8", "surrogatepass")).get("characters")
    if value is None:
        return ()
    if not isinstance(value, list):
        raise wrong_type("characters", "an array", value)
    ids = [each.get("id") if isinstance(each, dict) and set(each) == {"id"} else None for each in value]
    named = tuple(each for each in ids if isinstance(each, str))
    if len(named) != len(ids):
        raise RequestError("invalid_characters", "Each character has exactly an 'id'.", parameter="characters")
    if len(named) > MOST_CHARACTERS or len(set(named)) != len(named):
        raise RequestError(
            "too_many_characters", f"A video has at most {MOST_CHARACTERS} characters.", parameter="characters"
        )
    return named


def _refuse_strangers(fields: Iterable[str], own: frozenset[str], foreign: frozenset[str], other: str) -> None:
    for name in fields:
        if name in foreign:
            raise RequestError(
                "mixed_formats",
                f"The parameter '{name}' belongs to {other}; the two formats cannot be mixed in one request.",
                parameter=name,
            )
    for name in fields:
        if name not in own and name not in SHARED_FIELDS:
            raise RequestError("unknown_parameter", f"Unknown parameter: {shown(name)}.", parameter=shown(name)[1:-1])


def read_text(fields: Mapping[str, object], name: str) -> str | None:
    """A field that is a text, None where it is not there."""
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise wrong_type(name, "a string", value)
    return value


def wrong_type(name: str, wanted: str, value: object) -> RequestError:
    return RequestError(
        "invalid_type",
        f"Invalid type for '{name}': expected {wanted}, but got {_JSON_TYPES[type(value)]} instead.",
        parameter=name,
    )


_JSON_TYPES: Mapping[type, str] = {
    str: "a string",
    int: "an integer",
    float: "a number",
    bool: "a boolean",
    list: "an array",
    dict: "an object",
    type(None): "null",
}


def _model(fields: Mapping[str, object]) -> VideoModel:
    name = read_text(fields, "model")
    if name is None:
        raise RequestError("missing_required_parameter", "Missing required parameter: 'model'.", parameter="model")
    if name not in MODELS:
        raise RequestError(
            "unsupported_model",
            f"The model {shown(name)} is not supported. Supported models: {', '.join(MODELS)}.",
            parameter="model",
        )
    return MODELS[name]


def read_prompt(fields: Mapping[str, object]) -> str:
    """The prompt; RequestError where there is none that can be used."""
    prompt = read_text(fields, "prompt")
    if prompt is None:
        raise RequestError("missing_required_parameter", "Missing required parameter: 'prompt'.", parameter="prompt")
    if not prompt.strip():
        raise RequestError("empty_prompt", "The prompt is empty.", parameter="prompt")
    if len(prompt) > PROMPT_LIMIT:
        raise RequestError(
            "prompt_too_long",
            f"The prompt has {len(prompt)} characters; {PROMPT_LIMIT} are the most.",
            parameter="prompt",
        )
    if any("\ud800" <= char <= "\udfff" for char in prompt):
        raise RequestError(
            "invalid_prompt", "The prompt holds half a character (a lone surrogate).", parameter="prompt"
        )
    return prompt


def _size_of_ratio(fields: Mapping[str, object], model: VideoModel) -> Size:
    ratio = read_text(fields, "aspect_ratio")
    if ratio is None:
        return model.settle_size(None)
    offered = _ratios(MODELS.values())
    if ratio not in offered:
        choices = " or ".join(offered)
        raise RequestError(
            "invalid_aspect_ratio", f"The aspect_ratio {shown(ratio)} is not {choices}.", parameter="aspect_ratio"
        )
    if ratio not in _ratios([model]):
        choices = " or ".join(_ratios([model]))
        raise RequestError(
            "conflicting_aspect_ratio",
            f"The aspect_ratio {ratio} conflicts with the model {model.id}, which makes {choices} only.",
            parameter="aspect_ratio",
        )
    return next(size for size in model.sizes if size.aspect_ratio == ratio)


def _ratios(models: Iterable[VideoModel]) -> list[str]:
    return list(dict.fromkeys(size.aspect_ratio for model in models for size in model.sizes))


def _duration(fields: Mapping[str, object], model: VideoModel) -> int:
    value = fields.get("duration")
    if value is None:
        return model.settle_seconds(None)
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise wrong_type("duration", "an integer or a numeric string", value)
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        raise RequestError("invalid_duration", f"The duration {shown(value)} is not a number.", parameter="duration")
    return _length(int(value), model, "duration")


def _seconds(fields: Mapping[str, object], model: VideoModel) -> int:
    seconds = read_number(fields, "seconds")
    return model.settle_seconds(None) if seconds is None else _length(seconds, model, "seconds")


def read_number(fields: Mapping[str, object], name: str) -> int | None:
    """A whole number that is written as a text."""
    value = read_text(fields, name)
    if value is None:
        return None
    if not _NUMBER.fullmatch(value):
        raise RequestError(f"invalid_{name}", f"The {name} {shown(value)} are not a number.", parameter=name)
    return int(value)


def _length(seconds: int, model: VideoModel, parameter: str) -> int:
    if not any(each.makes(seconds) for each in MODELS.values()):
        every = {length for each in MODELS.values() for length in each.every_length}
        choices = ", ".join(map(str, sorted(every)))
        raise RequestError(
            f"unsupported_{parameter}",
            f"Clips of {shown(str(seconds))} s are not made, only of {choices} s.",
            parameter=parameter,
        )
    if not model.makes(seconds):
        lengths = ", ".join(map(str, model.every_length))
        raise RequestError(
            f"conflicting_{parameter}",
            f"{seconds} s conflict with the model {model.id}, which makes clips of {lengths} s.",
            parameter=parameter,
        )
    return seconds


def _size(fields: Mapping[str, object], model: VideoModel) -> Size:
    text = read_text(fields, "size")
    if text is None:
        return model.settle_size(None)
    found = next((size for size in model.sizes if str(size) == text), None)
    if found is not None:
        return found
    offered = " or ".join(map(str, model.sizes))
    if model.fixes_size and text in {str(size.turned()) for size in model.sizes}:
        raise RequestError(
            "conflicting_size",
            f"The size {text} conflicts with the model {model.id}, which makes {offered}.",
            parameter="size",
        )
    raise RequestError(
        "unsupported_size",
        f"The size {shown(text)} is not offered by the model {model.id}: {offered}.",
        parameter="size",
    )


def _image_url(fields: Mapping[str, object]) -> ImageSource | None:
    url = read_text(fields, "image_url")
    if url is None:
        return None
    return ImageSource("image_url", url=check_url(url, "image_url"))
