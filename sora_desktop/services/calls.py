"""The call that a request becomes, and its body as bytes: what is sent and what is shown come from here."""

import asyncio
import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import httpx

from sora_desktop.domain.errors import ClipLostError, PictureLostError
from sora_desktop.domain.format_facts import LocalImage
from sora_desktop.domain.request import Request
from sora_desktop.domain.wire_options import AS_THE_FORMAT_HAS_IT, WireOptions
from sora_desktop.services.formats import FORMATS
from sora_desktop.services.json.reader import whole_text
from sora_desktop.services.wire import Call, FilePart, PreparedImage


async def call_for(
    request: Request,
    images: Sequence[PreparedImage],
    wire_format: str,
    *,
    idempotency_key: str = "",
    options: WireOptions = AS_THE_FORMAT_HAS_IT,
) -> Call:
    """The very call that asks for a clip. PictureLostError where a picture that stands in it cannot be read."""
    wire = FORMATS[wire_format]
    as_files = wire.facts.pictures.takes_files and options.local is not LocalImage.DATA_URL
    prepared = images if as_files else [await _inlined(image) for image in images]
    return wire.create(request, prepared, idempotency_key=idempotency_key, options=options)


async def _inlined(image: PreparedImage) -> PreparedImage:
    """The picture as a data URL, for a format that has no place for a file."""
    if image.url is not None:
        return image
    data = await _read_picture(image.path)
    return replace(image, path=None, url=f"data:{image.mime};base64,{base64.b64encode(data).decode('ascii')}")


async def _read_picture(path: Path | None) -> bytes:
    if path is None:
        raise PictureLostError
    try:
        return await asyncio.to_thread(path.read_bytes)
    except OSError as error:
        raise PictureLostError(error.strerror or str(error)) from error


async def _read(part: FilePart) -> bytes:
    """ClipLostError, or PictureLostError, where it is gone."""
    try:
        return await _read_picture(part.path)
    except PictureLostError as error:
        raise (ClipLostError(error.detail) if part.mime.startswith("video/") else error) from error


async def encoded(call: Call) -> tuple[str, bytes | None]:
    """Content type and bytes of the body; ("", None) where there is none."""
    if call.json is not None:
        return "application/json", json_text(call).encode()
    if not call.files and not call.form:
        return "", None
    files = [(part.name, (part.filename, await _read(part), part.mime)) for part in call.files]
    fields = [(name, whole_text(value)) for name, value in call.form]
    headers = {"content-type": f"multipart/form-data; boundary={_boundary(fields, files)}"}
    # As parts without a file name: of plain data without a file httpx makes another kind of form.
    parts: list[tuple[str, tuple[str | None, str] | tuple[str, bytes, str]]] = [
        *((name, (None, value)) for name, value in fields),
        *files,
    ]
    request = httpx.Request("POST", "http://multipart.invalid", files=parts, headers=headers)
    return request.headers["content-type"], request.read()


def json_text(call: Call) -> str:
    """The JSON of a call as it is sent."""
    return whole_text(json.dumps(call.json, ensure_ascii=False, separators=(",", ":"), allow_nan=False))


def _boundary(fields: Sequence[tuple[str, str]], files: Sequence[tuple[str, tuple[str, bytes, str]]]) -> str:
    """The same for the same content: services that honour keys compare the bodies that come with one key."""
    content = hashlib.sha256(repr(sorted(fields)).encode())
    for name, (filename, data, mime) in files:
        content.update(repr((name, filename, mime, len(data))).encode() + data)
    return content.hexdigest()
