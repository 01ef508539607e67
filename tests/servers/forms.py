"""Reads what a client submitted: JSON, or multipart, into plain fields and files."""

import json
import re
from dataclasses import dataclass
from typing import Any

from tests.servers.http_server import Received


@dataclass(frozen=True)
class SentFile:
    filename: str
    mime: str
    data: bytes


@dataclass(frozen=True)
class Form:
    fields: dict[str, Any]
    files: dict[str, SentFile]
    multipart: bool


def read_form(request: Received) -> Form:
    """Raises ValueError where the body is neither JSON (an object) nor multipart."""
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        value = json.loads(request.body)
        if not isinstance(value, dict):
            raise ValueError("not an object")
        return Form(value, {}, multipart=False)
    if not kind.startswith("multipart/form-data"):
        raise ValueError(f"unsupported content type {kind!r}")
    return _multipart(kind, request.body)


def _multipart(kind: str, body: bytes) -> Form:
    boundary = kind.partition("boundary=")[2].strip('"').encode()
    fields: dict[str, Any] = {}
    files: dict[str, SentFile] = {}
    for part in body.split(b"--" + boundary)[1:-1]:
        head, data = _split(part)
        headers = head.decode("utf-8")
        name = _parameter(headers, "name")
        filename = _parameter(headers, "filename")
        if filename:
            mime = re.search(r"(?im)^content-type:\s*(\S+)", headers)
            files[name] = SentFile(filename, mime[1] if mime else "", data)
        else:
            fields[name] = data.decode("utf-8")
    return Form(fields, files, multipart=True)


def _split(part: bytes) -> tuple[bytes, bytes]:
    head, _, data = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    return head, data.removesuffix(b"\r\n")


def _parameter(headers: str, name: str) -> str:
    found = re.search(rf'[;\s]{name}="([^"]*)"', headers)
    return found[1] if found else ""
