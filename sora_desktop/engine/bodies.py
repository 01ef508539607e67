"""Bodies of requests, read with a limit on their size and their time."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

from sora_desktop.engine.http_errors import RequestError, shown
from sora_desktop.engine.references import IMAGE_LIMIT, too_large
from sora_desktop.engine.strict_json import read_object

JSON_LIMIT = 1 << 20
IMAGE_JSON_LIMIT = JSON_LIMIT + IMAGE_LIMIT * 4 // 3 + 4
FILM_LIMIT = 128 << 20
FIELDS_LIMIT = 16
BODY_SECONDS = 60.0

T = TypeVar("T")


def media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_json(request: Request) -> dict[str, object]:
    """The JSON object of a body of at most 1 MiB."""
    fields, _ = await _json(request, JSON_LIMIT)
    return fields


async def read_native_json(request: Request) -> dict[str, object]:
    """Likewise, but an image may stand in it as a data URL; all else keeps to the limit of plain JSON."""
    fields, size = await _json(request, IMAGE_JSON_LIMIT)
    reference = fields.get("input_reference")
    url = reference.get("image_url") if isinstance(reference, dict) else None
    if size - (len(url) if isinstance(url, str) else 0) > JSON_LIMIT:
        raise _too_large(JSON_LIMIT)
    return fields


async def _json(request: Request, limit: int) -> tuple[dict[str, object], int]:
    if media_type(request) != "application/json":
        raise RequestError(
            "unsupported_media_type", "The body must be JSON, with 'Content-Type: application/json'.", status=415
        )
    body = await _within_time(bounded(request, limit).body)
    return await asyncio.to_thread(read_object, body), len(body)


async def read_form(request: Request) -> tuple[dict[str, object], bytes | None]:
    """The text fields of a multipart body, and the bytes of its one file `input_reference`, if it has one."""
    return await _form(request, "input_reference", IMAGE_LIMIT)


async def read_film_form(request: Request) -> tuple[dict[str, object], bytes | None]:
    """Likewise, of one whose file is a film, `video`."""
    return await _form(request, "video", FILM_LIMIT)


async def _form(request: Request, file_field: str, limit: int) -> tuple[dict[str, object], bytes | None]:
    small = bounded(request, JSON_LIMIT + limit)
    try:
        form = await _within_time(lambda: small.form(max_files=1, max_fields=FIELDS_LIMIT, max_part_size=JSON_LIMIT))
    except HTTPException as error:
        raise RequestError("invalid_form", f"The multipart body cannot be read: {error.detail}") from error
    try:
        return await _fields(form, file_field, limit)
    finally:
        await form.close()


async def _fields(form: FormData, file_field: str, limit: int) -> tuple[dict[str, object], bytes | None]:
    fields: dict[str, object] = {}
    upload: bytes | None = None
    for name, value in form.multi_items():
        if name in fields or (name == file_field and upload is not None):
            raise RequestError("duplicate_parameter", f"The parameter {shown(name)} stands twice.")
        if isinstance(value, UploadFile) and name == file_field:
            upload = await _whole(value, file_field, limit)
        elif isinstance(value, UploadFile) or name == file_field:
            wanted = "text" if isinstance(value, UploadFile) else "a file"
            raise RequestError("invalid_type", f"Invalid type for {shown(name)}: expected {wanted} in a form.")
        else:
            fields[name] = value
    return fields, upload


async def _whole(upload: UploadFile, field: str, limit: int) -> bytes:
    if (upload.size or 0) > limit:
        raise too_large(field) if field == "input_reference" else _too_large(limit)
    return await upload.read()


def bounded(request: Request, limit: int) -> Request:
    """The same request; reading more than `limit` bytes of its body raises a 413."""
    left = limit

    async def receive() -> Message:
        nonlocal left
        message = await request.receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise _too_large(limit)
        return message

    declared = request.headers.get("content-length", "0")
    if not declared.isdigit() or len(declared) > 12 or int(declared) > limit:
        raise _too_large(limit)
    return Request(request.scope, receive)


def _too_large(limit: int) -> RequestError:
    return RequestError("body_too_large", f"The body is larger than {limit >> 20} MiB.", status=413)


async def _within_time(read: Callable[[], Awaitable[T]]) -> T:
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await read()
    except TimeoutError as error:
        raise RequestError("body_too_slow", "The body did not arrive in time.", status=408) from error
